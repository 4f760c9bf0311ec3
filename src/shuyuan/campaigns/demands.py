"""The demand list that goes along with a catalog list; a county compiles those of its departments."""

from django.db.models import Count, QuerySet

from shuyuan.campaigns.models import Campaign, DepartmentList, ListDemand
from shuyuan.campaigns.states import WITH_THE_DEPARTMENT, State
from shuyuan.demand.models import Demand
from shuyuan.demand.states import ENDED

_NOT_FROZEN = (*WITH_THE_DEPARTMENT, State.LEFT_OUT)


def demands_of(one: DepartmentList) -> QuerySet[Demand]:
    """What goes along with the list: as it was handed in, before that what would go along now."""
    if one.state in _NOT_FROZEN:
        return _open_demands(one)
    return _demands().filter(pk__in=one.demands.values("demand"))


def _demands() -> QuerySet[Demand]:
    return Demand.objects.select_related("department", "provider", "likely_provider", "entry")


def _open_demands(one: DepartmentList) -> QuerySet[Demand]:
    departments = [one.department_id]
    if one.is_summary:
        departments += one.members.values_list("department", flat=True)
    return _demands().filter(department__in=departments).exclude(state__in=ENDED)


def demands_of_campaign(campaign: Campaign) -> QuerySet[Demand]:
    """Every demand that came with a list of the campaign, each once."""
    came = ListDemand.objects.filter(department_list__campaign=campaign)
    came = came.exclude(department_list__state__in=_NOT_FROZEN)
    return _demands().filter(pk__in=came.values("demand"))


def count_by_department(demands: QuerySet[Demand]) -> list[tuple[str, int]]:
    """Department → its number of demands, by the departments' codes."""
    rows = demands.order_by("department__code").values_list("department__name")
    return list(rows.annotate(number=Count("pk")))


def write_demands(one: DepartmentList) -> int:
    """Freeze what goes along with a list that is handed in; gives how many."""
    one.demands.all().delete()
    rows = [ListDemand(department_list=one, demand=demand) for demand in _open_demands(one).order_by("pk")]
    return len(ListDemand.objects.bulk_create(rows))
