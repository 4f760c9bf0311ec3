"""The card of a system's page with the catalog entries whose data it holds."""

from typing import Any

from django.db.models import CharField, F, Func, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat, LPad
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from shuyuan.catalog.models import Entry
from shuyuan.catalog.states import State
from shuyuan.systems.models import InformationSystem
from shuyuan.systems.registry import Block, register_block, register_column
from shuyuan.web.columns import Column

#: The card shows so many; the catalog shows all.
_SHOWN = 30


def entries_of(system: InformationSystem) -> QuerySet[Entry]:
    """Published entries that name the system as the one that holds their data."""
    return Entry.objects.filter(system_code=system.code, state=State.PUBLISHED).order_by("code")


def card(request: HttpRequest, system: InformationSystem) -> dict[str, Any]:  # noqa: ARG001 known to all
    """The entries that it produces."""
    entries = entries_of(system)
    return {"entries": list(entries[:_SHOWN]), "count": entries.count()}


def register() -> None:
    """Called once when Django starts."""
    register_block(
        Block("produced", _("Entries that it produces"), "database", "systems/produced.html", card, order=20)
    )
    code = Concat(Value("SYS-"), LPad(Cast(OuterRef("pk"), CharField()), 5, Value("0")))
    named = Entry.objects.filter(system_code=code, state=State.PUBLISHED).order_by()
    count = Subquery(
        named.annotate(count=Func(F("pk"), function="COUNT")).values("count"), output_field=IntegerField()
    )
    register_column(Column("produced", _("Entries produced"), number=True), count, order=20)
