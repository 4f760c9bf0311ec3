"""Where a project is going to run, stated once: in its study when it builds, else on our own page."""

from collections.abc import Callable
from dataclasses import dataclass, fields

from shuyuan.planning.models import ProjectPlan
from shuyuan.projects.models import Project


@dataclass(frozen=True)
class Infrastructure:
    """Where the project is going to run, as the unit states it."""

    on_government_cloud: bool = False
    on_egov_network: bool = False
    connects_to_platform: bool = False
    builds_machine_room: bool = False
    builds_private_network: bool = False
    infrastructure_note: str = ""


@dataclass(frozen=True)
class Source:
    """The room that knows the place of some projects: of those which it `covers`, we ask nothing ourselves.

    `read` gives None while nothing is stated there; `page` is the address where it is stated.
    """

    covers: Callable[[Project], bool]
    read: Callable[[Project], Infrastructure | None]
    page: Callable[[Project], str]


_SOURCES: list[Source] = []


def register_source(source: Source) -> None:
    """Have the place of projects read from another room; the last one counts."""
    _SOURCES[:] = [source]


def source_of(project: Project) -> Source | None:
    """The room in which the place of this project is stated, None when it is stated here."""
    return next((one for one in _SOURCES if one.covers(project)), None)


def find_place(project: Project) -> Infrastructure | None:
    """Where the project is going to run, None while nobody has stated it."""
    source = source_of(project)
    if source is not None:
        return source.read(project)
    plan = ProjectPlan.objects.filter(project=project, infrastructure_at__isnull=False).first()
    if plan is None:
        return None
    return Infrastructure(**{one.name: getattr(plan, one.name) for one in fields(Infrastructure)})
