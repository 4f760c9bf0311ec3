"""What stands against handing a study in, computed from its data and not from boxes that somebody ticked."""

from collections.abc import Mapping
from typing import Any

from shuyuan.catalog.rules import SharingType
from shuyuan.kernel.verdict import Verdict
from shuyuan.planning.places import Infrastructure
from shuyuan.projects.models import Project
from shuyuan.projects.rules.filing import (
    FilingFacts,
    ProjectKind,
    judge_project_secrecy,
    judge_sharing_parts,
    needs_no_own_infrastructure,
    needs_planned_connection,
    needs_shared_infrastructure,
)
from shuyuan.regulations.context import LegalContext
from shuyuan.studies.models import PlannedEntry, Study

#: Projects that build something describe its data; the others change nothing in the catalog.
_BUILD = frozenset({ProjectKind.NEW, ProjectKind.REBUILD, ProjectKind.EXPAND})
_PUBLIC_NETWORKS = frozenset({"egov_extranet", "egov_intranet", "internet"})


def judge_submission(project: Project, data: Mapping[str, Any], legal: LegalContext) -> Verdict:  # noqa: ARG001 one shape
    """What is missing in the study when the documents are handed in; where it runs is judged by planning."""
    study = Study.objects.filter(project=project).first()
    return _judge_content(project, study, legal)


def judge_study(project: Project, study: Study | None, legal: LegalContext) -> Verdict:
    """What stands against the study, where it runs included; for its page."""
    verdict = _judge_content(project, study, legal)
    if builds(project):
        verdict += judge_place(
            study.network if study else "",
            study.hosting if study else "",
            connects=bool(study and study.connection.strip()),
        )
    return verdict


def builds(project: Project) -> bool:
    """Whether the project builds something, so that its study says where it runs and what data it has."""
    return project.project_kind in _BUILD


def _judge_content(project: Project, study: Study | None, legal: LegalContext) -> Verdict:
    """The sharing parts, and whether a name bears a secrecy mark."""
    planned = planned_of(study)
    texts = [project.name, project.purpose, *(one.entry.name for one in planned)]
    texts += [item.label for one in planned for item in one.entry.items.all()]
    verdict = judge_project_secrecy(False, tuple(texts))
    if builds(project):
        verdict += judge_sharing_parts(sharing_parts(planned), legal=legal)
    return verdict


def judge_place(network: str, hosting: str, *, connects: bool) -> Verdict:
    """May a system run there? Own rooms and private networks are refused (jz-project-2020/4.1)."""
    place = vars(place_as_stated(network, hosting, connects=connects))
    del place["infrastructure_note"]
    facts = FilingFacts(
        kind=ProjectKind.NEW, documents=(), sharing_parts=(), has_system_assessment=True, **place
    )
    rules = (needs_shared_infrastructure, needs_no_own_infrastructure, needs_planned_connection)
    return Verdict.of([rule(facts) for rule in rules])


def place_as_stated(network: str, hosting: str, *, connects: bool) -> Infrastructure:
    """Place and network of a study in the words of the law."""
    return Infrastructure(
        on_government_cloud=hosting == "government_cloud",
        on_egov_network=network in _PUBLIC_NETWORKS,
        connects_to_platform=connects,
        builds_machine_room=hosting == "own_room",
        builds_private_network=network == "private",
    )


def find_place(project: Project) -> Infrastructure | None:
    """Where the study says that the project runs, None while it says nothing; read by planning."""
    study = Study.objects.filter(project=project).exclude(network="", hosting="").first()
    if study is None:
        return None
    return place_as_stated(study.network, study.hosting, connects=bool(study.connection.strip()))


def planned_of(study: Study | None) -> list[PlannedEntry]:
    """The planned entries with everything that is judged: four queries."""
    if study is None:
        return []
    rows = study.planned.select_related("entry__provider")
    return list(rows.prefetch_related("entry__items", "sharing__department").order_by("pk"))


def sharing_parts(planned: list[PlannedEntry]) -> tuple[str, ...]:
    """The codes of the parts that the data fill."""
    if not planned:
        return ()
    checks = {
        "resource_catalog": all(one.entry.items.all() for one in planned),
        "sharing_list": all(is_on_sharing_list(one) for one in planned),
        "exchange_mechanism": all(has_exchange(one) for one in planned),
    }
    return tuple(code for code, given in checks.items() if given)


def is_shared(planned: PlannedEntry) -> bool:
    """Whether others get it at all."""
    return bool(planned.entry.sharing_type != SharingType.NOT_SHARED)


def is_on_sharing_list(planned: PlannedEntry) -> bool:
    """With whom it is shared, or the basis for not sharing it."""
    if is_shared(planned):
        return bool(planned.sharing.all())
    return bool(planned.entry.sharing_condition.strip())


def has_exchange(planned: PlannedEntry) -> bool:
    """By which way and how often; nothing is asked of what is not shared."""
    return not is_shared(planned) or bool(planned.exchange_mode and planned.exchange_cycle)
