"""Writes of studies: each is one transaction with one audit entry of the study."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date

from django.db import transaction

from shuyuan.catalog.content import EntryContent, ItemContent
from shuyuan.catalog.guide import Cycle, MethodType
from shuyuan.catalog.planned import plan_entry
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput, Conflict
from shuyuan.projects.models import Project
from shuyuan.projects.selectors import access_own_project, access_project_as
from shuyuan.regulations.context import LegalContext
from shuyuan.studies import selectors, steps
from shuyuan.studies.events import Event
from shuyuan.studies.facts import builds
from shuyuan.studies.models import Need, Overlap, PlannedEntry, SharingLine, Study, SystemLink
from shuyuan.studies.needs import find_available
from shuyuan.studies.wording import HOSTINGS, NETWORKS, RELATIONS, RESOURCES
from shuyuan.systems.selectors import list_systems

MOST_ENTRIES = 60
MOST_ITEMS = 50


@dataclass(frozen=True)
class StudyContent:
    """Where the system runs and what it needs there."""

    network: str = ""
    hosting: str = ""
    cpu_cores: int | None = None
    memory_gb: int | None = None
    storage_gb: int | None = None
    bandwidth_mbps: int | None = None
    resources_from: date | None = None
    connection: str = ""

    def require_well_formed(self) -> None:
        """Raise BadInput `bad_study` with every malformed field."""
        faults = {}
        if self.network and self.network not in dict(NETWORKS):
            faults["network"] = "unknown"
        if self.hosting and self.hosting not in dict(HOSTINGS):
            faults["hosting"] = "unknown"
        for name, most in RESOURCES.items():
            value = getattr(self, name)
            if value is not None and (not isinstance(value, int) or not 0 < value <= most):
                faults[name] = "not_a_quantity"
        _require_texts(faults, connection=(self.connection, 1000))
        _refuse(faults)


@transaction.atomic(durable=True)
def save_study(
    project_id: int, *, content: StudyContent, revision: int | None = None, actor: Actor, legal: LegalContext
) -> Study:
    """Write where the system runs; an own room or private network is kept, and refused at the hand-in.

    Of projects that build nothing planning asks the place, and only what they need there is kept.
    Conflict `changed_meanwhile` when somebody saved after the actor read `revision`.
    """
    content.require_well_formed()
    project = selectors.access_project_to_write(project_id, actor=actor)
    if not builds(project):
        content = replace(content, network="", hosting="")
    elif not (content.network and content.hosting):
        empty = [name for name in ("network", "hosting") if not getattr(content, name)]
        _refuse(dict.fromkeys(empty, "required"))
    study = study_of(project, legal=legal)
    if revision is not None and revision != study.revision:
        raise Conflict(code="changed_meanwhile", revision=study.revision)
    for one in fields(content):
        setattr(study, one.name, getattr(content, one.name))
    study.revision += 1
    study.saved_at = legal.now
    study.save()
    facts = {"network": content.network, "hosting": content.hosting}
    steps.trace(Event.SAVED, project, cites="jz-project-2020/26.1", facts=facts, actor=actor)
    return study


@transaction.atomic(durable=True)
def add_draft_entry(
    project_id: int,
    *,
    content: EntryContent,
    items: Sequence[ItemContent] = (),
    class_code: str = "",
    declared_secret: bool = False,
    actor: Actor,
    legal: LegalContext,
) -> PlannedEntry:
    """Plan an entry of the catalog; it is edited in the catalog's own editor from then on."""
    project = selectors.access_project_to_write(project_id, actor=actor)
    study = study_of(project, legal=legal)
    if study.planned.count() >= MOST_ENTRIES:
        raise BadInput("too many entries", code="bad_study", fields={"entries": "too_many"})
    entry = plan_entry(
        project.unit,
        content=content,
        items=items,
        class_code=class_code,
        declared_secret=declared_secret,
        facts={"project": project.number},
        actor=actor,
        legal=legal,
    )
    planned = PlannedEntry.objects.create(study=study, entry=entry)
    steps.trace(Event.ENTRY_PLANNED, project, facts={"name": entry.name}, actor=actor)
    return planned


@transaction.atomic(durable=True)
def set_exchange(
    project_id: int, planned_id: int, *, mode: str, cycle: str, interface: str = "", actor: Actor
) -> PlannedEntry:
    """Say by which way and how often a planned entry is exchanged."""
    faults = {} if mode in MethodType.values else {"exchange_mode": "unknown"}
    if cycle not in Cycle.values:
        faults["exchange_cycle"] = "unknown"
    _require_texts(faults, interface=(interface, 400))
    _refuse(faults)
    project = selectors.access_project_to_write(project_id, actor=actor)
    planned = selectors.access_planned(project_id, planned_id, actor=actor)
    planned.exchange_mode, planned.exchange_cycle, planned.interface = mode, cycle, interface.strip()
    planned.save(update_fields=["exchange_mode", "exchange_cycle", "interface"])
    facts = {"name": planned.entry.name, "mode": mode, "cycle": cycle}
    steps.trace(Event.EXCHANGE_SET, project, cites="jz-project-2020/26.1", facts=facts, actor=actor)
    return planned


@transaction.atomic(durable=True)
def add_sharing_line(
    project_id: int,
    planned_id: int,
    *,
    department: str = "",
    items: Iterable[str] = (),
    condition: str = "",
    actor: Actor,
) -> SharingLine:
    """Say with whom a planned entry is shared: all departments without one, all items without any."""
    project = selectors.access_project_to_write(project_id, actor=actor)
    planned = selectors.access_planned(project_id, planned_id, actor=actor)
    wanted = list(dict.fromkeys(items))
    known = set(planned.entry.items.values_list("name", flat=True))
    faults = {} if set(wanted) <= known else {"items": "unknown"}
    receiver = selectors.find_department(department)
    if receiver is not None and receiver.pk == project.unit_id:
        faults["department"] = "own"
    _require_texts(faults, condition=(condition, 400))
    _refuse(faults)
    line = SharingLine.objects.create(
        planned=planned, department=receiver, items=wanted, condition=condition.strip()
    )
    facts = {"name": planned.entry.name, "department": department, "items": wanted}
    steps.trace(Event.SHARING_ADDED, project, cites="jz-project-2020/26.1", facts=facts, actor=actor)
    return line


@transaction.atomic(durable=True)
def remove_sharing_line(project_id: int, line_id: int, *, actor: Actor) -> PlannedEntry:
    """Take a line out of the sharing list; gives the entry that it stood for."""
    line = selectors.access_sharing_line(project_id, line_id, actor=actor)
    planned = line.planned
    facts = {"name": planned.entry.name, "department": line.department.code if line.department else ""}
    steps.trace(Event.SHARING_REMOVED, planned.study.project, facts=facts, actor=actor)
    line.delete()
    return planned


@transaction.atomic(durable=True)
def add_need(
    project_id: int, *, name: str, items: Sequence[str], purpose: str = "", actor: Actor, legal: LegalContext
) -> Need:
    """State data of others that the system needs; what the catalog has of it is found at once."""
    wished = list(dict.fromkeys(item.strip() for item in items if item.strip()))
    faults = {} if name.strip() else {"name": "required"}
    if not 0 < len(wished) <= MOST_ITEMS or any(len(item) > 100 for item in wished):  # noqa: PLR2004
        faults["items"] = "bad_item"
    _require_texts(faults, name=(name, 128), purpose=(purpose, 400), items=("".join(wished), 5000))
    _refuse(faults)
    project = selectors.access_project_to_write(project_id, actor=actor)
    study = study_of(project, legal=legal)
    found = find_available(name.strip(), wished, actor=actor)
    need = Need.objects.create(
        study=study, name=name.strip(), items=wished, purpose=purpose.strip(), found=found
    )
    facts = {"name": need.name, "found": len(found)}
    steps.trace(Event.NEED_ADDED, project, cites="jz-project-2020/26.1", facts=facts, actor=actor)
    return need


@transaction.atomic(durable=True)
def decide_need(
    project_id: int, need_id: int, *, entry_id: int | None = None, reason: str = "", actor: Actor
) -> Need:
    """Take one of the entries that were found, or say why none of them serves."""
    need = selectors.access_need(project_id, need_id, actor=actor)
    faults = {}
    if entry_id is not None and entry_id not in selectors.entries_of(need.found):
        faults["entry"] = "unknown"
    if entry_id is None and need.found and not reason.strip():
        faults["reason"] = "required"
    _require_texts(faults, reason=(reason, 400))
    _refuse(faults)
    need.entry_id = entry_id
    need.reason = "" if entry_id else reason.strip()
    need.save(update_fields=["entry", "reason"])
    facts = {"name": need.name, "entry": entry_id or 0, "reason": need.reason}
    steps.trace(Event.NEED_DECIDED, need.study.project, facts=facts, actor=actor)
    return need


@transaction.atomic(durable=True)
def remove_need(project_id: int, need_id: int, *, actor: Actor) -> None:
    """Take a need out of the study."""
    need = selectors.access_need(project_id, need_id, actor=actor)
    steps.trace(Event.NEED_REMOVED, need.study.project, facts={"name": need.name}, actor=actor)
    need.delete()


@transaction.atomic(durable=True)
def add_system(
    project_id: int, *, system_id: int, relation: str, note: str = "", actor: Actor, legal: LegalContext
) -> SystemLink:
    """Name a registered system of the unit that the project replaces, joins, extends or connects."""
    project = selectors.access_project_to_write(project_id, actor=actor)
    faults = {} if relation in dict(RELATIONS) else {"relation": "unknown"}
    system = list_systems(actor=actor).filter(pk=system_id).first()
    if system is None:
        faults["system"] = "unknown"
    _require_texts(faults, note=(note, 300))
    _refuse(faults)
    study = study_of(project, legal=legal)
    link, _is_new = SystemLink.objects.update_or_create(
        study=study, system=system, defaults={"relation": relation, "note": note.strip()}
    )
    facts = {"system": link.system.code, "relation": relation}
    steps.trace(Event.SYSTEM_ADDED, project, facts=facts, actor=actor)
    return link


@transaction.atomic(durable=True)
def remove_system(project_id: int, link_id: int, *, actor: Actor) -> None:
    """Take a system out of the study."""
    link = selectors.access_link(project_id, link_id, actor=actor)
    facts = {"system": link.system.code}
    steps.trace(Event.SYSTEM_REMOVED, link.study.project, facts=facts, actor=actor)
    link.delete()


@transaction.atomic(durable=True)
def look_again(project_id: int, *, actor: Actor, legal: LegalContext) -> int:
    """The bureau has overlaps looked for again; how many there are."""
    project = access_project_as(project_id, *selectors.JUDGES, actor=actor)
    return steps.look_for_overlaps(project, actor=actor, legal=legal)


@transaction.atomic(durable=True)
def judge_overlap(
    project_id: int, overlap_id: int, *, verdict: str, opinion: str, actor: Actor, legal: LegalContext
) -> Overlap:
    """A reviewer says whether the overlap is justified, and why."""
    overlap = selectors.access_overlap(project_id, overlap_id, actor=actor)
    faults = {} if verdict in {"justified", "unjustified"} else {"verdict": "unknown"}
    if not opinion.strip():
        faults["opinion"] = "required"
    _require_texts(faults, opinion=(opinion, 1000))
    _refuse(faults)
    overlap.verdict, overlap.opinion = verdict, opinion.strip()
    overlap.judged_at, overlap.judged_by_id = legal.now, actor.post_id or None
    overlap.save()
    facts = {"with": str(overlap.target), "verdict": verdict, "opinion": overlap.opinion}
    cites = "jz-project-2020/10.1"
    steps.trace(Event.OVERLAP_JUDGED, overlap.project, cites=cites, facts=facts, actor=actor)
    return overlap


@transaction.atomic(durable=True)
def hand_in_entries(project_id: int, *, actor: Actor, legal: LegalContext) -> list[str]:
    """The unit hands the planned entries in to the catalog after the acceptance."""
    project = access_own_project(project_id, actor=actor, lock=True)
    return steps.enter_catalog(project, actor=actor, legal=legal)


def study_of(project: Project, *, legal: LegalContext) -> Study:
    """The study of a project, begun if there is none; in the caller's transaction."""
    return Study.objects.get_or_create(project=project, defaults={"saved_at": legal.now})[0]


def _require_texts(faults: dict[str, str], **texts: tuple[str, int]) -> None:
    for name, (text, most) in texts.items():
        if len(text) > most:
            faults[name] = "too_long"
        elif "\0" in text:
            faults[name] = "not_text"


def _refuse(faults: dict[str, str]) -> None:
    if faults:
        raise BadInput("malformed study", code="bad_study", fields=faults)
