"""Which documents a project needs after the consent, and which of them are there."""

from dataclasses import dataclass
from functools import cache

from shuyuan.papers.models import Attachment
from shuyuan.papers.selectors import attachments_of
from shuyuan.planning.places import Infrastructure, find_place
from shuyuan.planning.rules import ASSESSMENT, needed_documents
from shuyuan.projects.documents import PROJECT_DOCUMENTS
from shuyuan.projects.models import Project
from shuyuan.projects.rules.filing import FilingFacts
from shuyuan.regulations.context import LegalContext
from shuyuan.regulations.law import load_law

#: Documents that are data of the platform; a file beside them is welcome and not needed.
AS_DATA = frozenset({"budget", "performance_targets"})


@dataclass(frozen=True)
class Needed:
    """One document of a project: its code, its name, the file that is there (the latest version)."""

    code: str
    label: str
    attachment: Attachment | None
    is_data: bool
    is_there: bool


@cache
def document_label(code: str) -> str:
    """The name of a document, which is also the label of its file."""
    word = load_law().reasons.words.get(code)
    return word.zh if word else code


def list_needed(project: Project, *, legal: LegalContext) -> list[Needed]:
    """Every document that the project hands in, in the order of the law: three queries."""
    files: dict[str, Attachment] = {}
    for one in attachments_of(PROJECT_DOCUMENTS, project.pk).order_by("label", "-version"):
        files.setdefault(one.label, one)
    data = {"budget": project.budget_lines.exists(), "performance_targets": project.targets.exists()}
    found = []
    for code in needed_documents(project.project_kind, legal=legal):
        label = document_label(code)
        there = data[code] if code in AS_DATA else label in files
        found.append(Needed(code, label, files.get(label), code in AS_DATA, there))
    return found


def filing_facts(project: Project, *, legal: LegalContext) -> FilingFacts:
    """What the rules of the filing look at, without the sharing parts, which the room of studies judges."""
    there = tuple(one.code for one in list_needed(project, legal=legal) if one.is_there)
    place = find_place(project) or Infrastructure()
    return FilingFacts(
        kind=project.project_kind,
        documents=there,
        sharing_parts=(),
        has_system_assessment=ASSESSMENT in there,
        on_government_cloud=place.on_government_cloud,
        on_egov_network=place.on_egov_network,
        builds_machine_room=place.builds_machine_room,
        builds_private_network=place.builds_private_network,
        connects_to_platform=place.connects_to_platform,
    )
