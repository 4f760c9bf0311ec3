"""After a passed acceptance: its documents are handed in, and the system is put into operation."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from shuyuan.delivery.selectors import list_running_systems
from shuyuan.delivery.services.checks import Upload, attached, received
from shuyuan.delivery.wording import document_label
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput, NotFound
from shuyuan.projects.models import JournalEntry, Project
from shuyuan.projects.rules.stages import Kind
from shuyuan.projects.selectors import access_own_project
from shuyuan.projects.steps import note, require_step
from shuyuan.regulations.context import LegalContext
from shuyuan.studies import steps as studies
from shuyuan.systems.models import InformationSystem

LAW = "jz-project-2020/20.1"


def hand_in_results(
    project_id: int,
    *,
    documents: Mapping[str, Upload | str],
    on: date | None = None,
    actor: Actor,
    legal: LegalContext,
) -> JournalEntry:
    """Hand in documents of the acceptance by their codes (parameter `projects.acceptance_documents`).

    Each is a file, or the number under which the paper original lies. They may come one after the other.
    BadInput for a code that the law does not name, or for nothing at all.
    """
    needed = legal.law.codes("projects.acceptance_documents", on=legal.today)
    unknown = sorted(set(documents) - set(needed))
    if unknown or not documents:
        raise BadInput("not a document of the acceptance", code="unknown_document", documents=unknown)
    files = {
        code: received(project_id, given, actor=actor)
        for code, given in documents.items()
        if not isinstance(given, str)
    }
    originals = {code: given.strip() for code, given in documents.items() if isinstance(given, str)}
    if not all(originals.values()):
        raise BadInput(
            "a document needs a file or a number", code="delivery_incomplete", missing=["document"]
        )
    with transaction.atomic(durable=True):
        project = access_own_project(project_id, actor=actor, lock=True)
        require_step(project, Kind.RESULTS_HANDED_IN, actor=actor)
        for code, file in files.items():
            attached(project, file, document_label(code, legal=legal), actor=actor, legal=legal)
        data = {"documents": [code for code in needed if code in documents], "originals": originals}
        return note(project, Kind.RESULTS_HANDED_IN, on=on, data=data, cites=LAW, actor=actor, legal=legal)


@transaction.atomic(durable=True)
def enter_catalog(
    project_id: int,
    *,
    confirmed_not_secret: bool,
    system_id: int | None = None,
    actor: Actor,
    legal: LegalContext,
) -> list[str]:
    """Hand the entries that the project planned in to the catalog; the codes of those that are published.

    `system_id` is the system of the unit that holds their data, as far as the plan names none. BadInput
    unless somebody confirms that none of them is a state secret; NotFound for a system of others.
    """
    if not confirmed_not_secret:
        raise BadInput("nobody confirmed it", code="delivery_incomplete", missing=["confirmed_not_secret"])
    project = access_own_project(project_id, actor=actor, lock=True)
    require_step(project, Kind.RESULTS_HANDED_IN, actor=actor)
    system = _system_of(project, system_id) if system_id is not None else project.system
    code = system.code if system is not None else ""
    return studies.enter_catalog(project, system_code=code, actor=actor, legal=legal)


@transaction.atomic(durable=True)
def put_into_operation(
    project_id: int, *, system_id: int, on: date | None = None, actor: Actor, legal: LegalContext
) -> JournalEntry:
    """The accepted project runs as a system of the unit, whether the register has taken it in or not yet.

    Upkeep money waits for the register; NotFound for a system of another department or out of
    service.
    """
    project = access_own_project(project_id, actor=actor, lock=True)
    require_step(project, Kind.OPERATED, actor=actor)
    system = _system_of(project, system_id)
    data = {"system_id": system.pk, "system": system.name}
    return note(
        project, Kind.OPERATED, on=on, data=data, cites="jz-project-2020/19.1.1", actor=actor, legal=legal
    )


def _system_of(project: Project, system_id: int) -> InformationSystem:
    system = next((one for one in list_running_systems(project) if one.pk == system_id), None)
    if system is None:
        raise NotFound(code="unknown_system")
    return system
