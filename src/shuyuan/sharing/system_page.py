"""What sharing knows of a system: the entries that it uses, and its calls of the gateway month by month."""

from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Func, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, TruncMonth
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from shuyuan.audit.models import ReadRecord
from shuyuan.regulations.context import LEGAL_ZONE
from shuyuan.sharing.models import Client, Grant
from shuyuan.sharing.states import GrantState
from shuyuan.systems.models import InformationSystem
from shuyuan.systems.registry import Block, register_block, register_column
from shuyuan.web.columns import Column

_MONTHS = 12


def used(request: HttpRequest, system: InformationSystem) -> dict[str, Any]:  # noqa: ARG001 whoever sees the system
    """The active grants of its clients, by entry."""
    grants = (
        Grant.objects.filter(clients__system=system, state=GrantState.ACTIVE)
        .select_related("entry", "provider")
        .distinct()
        .order_by("entry__code", "number")
    )
    return {"grants": list(grants), "clients": list(system.clients.order_by("client_id"))}


def calls(request: HttpRequest, system: InformationSystem) -> dict[str, Any] | None:
    """Calls of the last twelve months; nothing for a system without a client."""
    clients = list(system.clients.values_list("client_id", flat=True))
    if not clients:
        return None
    months = last_months(request.legal.today)
    start = datetime(months[0].year, months[0].month, 1, tzinfo=LEGAL_ZONE)
    rows = (
        ReadRecord.objects.filter(client__in=clients, at__gte=start)
        .order_by()
        .annotate(month=TruncMonth("at", tzinfo=LEGAL_ZONE))
        .values("month")
        .annotate(
            calls=Count("pk"),
            refused=Count("pk", filter=~Q(outcome="answered")),
            found=Coalesce(Sum("found"), 0),
        )
    )
    counted = {(row["month"].year, row["month"].month): row for row in rows}
    nothing = {"calls": 0, "refused": 0, "found": 0}
    table = [(f"{day:%Y-%m}", counted.get((day.year, day.month), nothing)) for day in months]
    return {
        "table": table,
        "bars": [(label, row["calls"]) for label, row in table],
        "total": sum(row["calls"] for _label, row in table),
        "last": ReadRecord.objects.filter(client__in=clients).aggregate(last=Max("at"))["last"],
    }


def last_months(today: date) -> list[date]:
    """The first days of this month and the eleven before it, the oldest first."""
    first = today.year * 12 + today.month - _MONTHS
    return [date(month // 12, month % 12 + 1, 1) for month in range(first, first + _MONTHS)]


def register() -> None:
    """Called once when Django starts."""
    register_block(
        Block(
            "used", _("Entries that it uses"), "database-export", "sharing/system_used.html", used, order=30
        )
    )
    register_block(
        Block("calls", _("Calls of the gateway"), "activity", "sharing/system_calls.html", calls, order=40)
    )
    entries = Grant.objects.filter(clients__system=OuterRef("pk"), state=GrantState.ACTIVE)
    clients = Client.objects.filter(system=OuterRef(OuterRef("pk"))).values("client_id")
    reads = ReadRecord.objects.filter(client__in=clients)
    register_column(Column("used", _("Entries used"), number=True), _counted(entries, "entry"), order=30)
    register_column(
        Column("calls", _("Calls altogether"), number=True, default=False), _rows_of(reads), order=40
    )


def _counted(rows: QuerySet[Any], what: str) -> Subquery:
    """How many different ones there are among rows that belong to a system."""
    count = Func(F(what), function="COUNT", template="%(function)s(DISTINCT %(expressions)s)")
    return Subquery(rows.order_by().annotate(count=count).values("count"), output_field=IntegerField())


def _rows_of(rows: QuerySet[Any]) -> Subquery:
    """How many rows belong to a system, counted from an index alone."""
    count = Func(F("pk"), function="COUNT")
    return Subquery(rows.order_by().annotate(count=count).values("count"), output_field=IntegerField())
