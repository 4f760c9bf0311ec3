"""Reads of studies, and the doors to them; who sees a project sees its study."""

from django.db.models import Prefetch, QuerySet

from shuyuan.catalog.models import Entry
from shuyuan.catalog.states import State
from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import BadInput, Conflict, NotFound
from shuyuan.organizations.models import Department
from shuyuan.projects.models import Project
from shuyuan.projects.rules.stages import Stage
from shuyuan.projects.selectors import UNIT_ROLES, access_own_project, access_project, access_project_as
from shuyuan.studies.models import Need, Overlap, PlannedEntry, SharingLine, Study, SystemLink

#: Stages in which the unit writes on its study: before the documents are handed in.
OPEN = frozenset({Stage.DRAFT, Stage.RETURNED, Stage.PLANNED})
#: Who says what an overlap means.
JUDGES = (Role.DATA_ADMINISTRATION,)
#: Stages in which the planned entries may still be brought in line with what was built, and be handed in.
ACCEPTED = frozenset({Stage.ACCEPTED, Stage.OPERATING})


def find_study(project: Project) -> Study | None:
    """The study of a project, None while nobody has begun it."""
    return Study.objects.filter(project=project).first()


def may_write(project: Project, actor: Actor) -> bool:
    """Whether the actor may write on the study now."""
    own = project.unit.code == actor.department and actor.role in UNIT_ROLES
    return own and Stage(project.stage) in OPEN


def overlaps_with_relations(project: Project, most: int | None = None) -> list[Overlap]:
    """The overlaps with `relation`: what the study says that happens to a system, '' for none."""
    found = list(list_overlaps(project)[:most])
    links = {link.system_id: link for link in SystemLink.objects.filter(study__project=project)}
    for overlap in found:
        link = links.get(overlap.system_id)
        overlap.relation = link.get_relation_display() if link else ""  # type: ignore[attr-defined]
    return found


def list_overlaps(project: Project) -> QuerySet[Overlap]:
    """What the project resembles, the most alike first; for its page and for who reviews it."""
    overlaps = Overlap.objects.filter(project=project).select_related(
        "other__unit", "system__department", "entry__provider", "judged_by__person"
    )
    return overlaps.order_by("-score", "pk")


def access_study(project_id: int, *, actor: Actor) -> tuple[Project, Study | None]:
    """The project with its study, for who may see the project."""
    project = access_project(project_id, actor=actor)
    return project, find_study(project)


def access_project_to_write(project_id: int, *, actor: Actor) -> Project:
    """The project, locked, for its unit while the study is open; Conflict `study_closed` later."""
    project = access_own_project(project_id, actor=actor, lock=True)
    require_open(project)
    return project


def access_open_project(project_id: int, *, actor: Actor) -> Project:
    """The project for the unit's forms while the study is open; Conflict `study_closed` later."""
    project = access_own_project(project_id, actor=actor)
    require_open(project)
    return project


def require_open(project: Project) -> None:
    """Conflict unless the unit may write on the study in this stage."""
    if Stage(project.stage) not in OPEN:
        raise Conflict("the study is handed in", code="study_closed", stage=project.stage)


def access_planned(project_id: int, planned_id: int, *, actor: Actor) -> PlannedEntry:
    """A planned entry of that project, for who may see the project."""
    access_project(project_id, actor=actor)
    rows = PlannedEntry.objects.filter(study__project_id=project_id, pk=planned_id)
    planned = rows.select_related("entry__provider", "study__project__unit").first()
    if planned is None:
        raise NotFound(code="unknown_entry")
    return planned


def access_need(project_id: int, need_id: int, *, actor: Actor) -> Need:
    """A need of that project, for its unit while the study is open."""
    access_project_to_write(project_id, actor=actor)
    need = Need.objects.filter(study__project_id=project_id, pk=need_id).first()
    if need is None:
        raise NotFound(code="unknown_need")
    return need


def access_sharing_line(project_id: int, line_id: int, *, actor: Actor) -> SharingLine:
    """A line of the sharing list, for the unit while the study is open."""
    access_project_to_write(project_id, actor=actor)
    line = SharingLine.objects.filter(planned__study__project_id=project_id, pk=line_id).first()
    if line is None:
        raise NotFound(code="unknown_sharing_line")
    return line


def access_link(project_id: int, link_id: int, *, actor: Actor) -> SystemLink:
    """A system that the study names, for the unit while the study is open."""
    access_project_to_write(project_id, actor=actor)
    link = SystemLink.objects.filter(study__project_id=project_id, pk=link_id).first()
    if link is None:
        raise NotFound(code="unknown_system")
    return link


def access_overlap(project_id: int, overlap_id: int, *, actor: Actor) -> Overlap:
    """An overlap, locked, for the bureau."""
    project = access_project_as(project_id, *JUDGES, actor=actor)
    overlap = Overlap.objects.select_for_update().filter(project=project, pk=overlap_id).first()
    if overlap is None:
        raise NotFound(code="unknown_overlap")
    return overlap


def find_department(code: str) -> Department | None:
    """The department of that code, None for ''; BadInput for an unknown one."""
    if not code:
        return None
    department = Department.objects.filter(code=code).first()
    if department is None:
        raise BadInput("malformed content", code="bad_study", fields={"department": "unknown"})
    return department


def list_needs(study: Study) -> QuerySet[Need]:
    """What the study needs of others."""
    return study.needs.select_related("entry__provider").order_by("pk")


def list_links(study: Study) -> QuerySet[SystemLink]:
    """The systems that the study names."""
    return study.systems.select_related("system__department").order_by("pk")


def entries_of(found: list[dict[str, object]]) -> dict[int, Entry]:
    """The entries that were found for needs and can be requested now, by id."""
    ids = [row["entry"] for row in found]
    rows = Entry.objects.filter(pk__in=ids, state=State.PUBLISHED).select_related("provider")
    return rows.in_bulk()


def planned_with_items(project: Project) -> QuerySet[PlannedEntry]:
    """Planned entries of a project with their items."""
    rows = PlannedEntry.objects.filter(study__project=project).select_related("entry__provider")
    return rows.prefetch_related(Prefetch("entry__items")).order_by("pk")
