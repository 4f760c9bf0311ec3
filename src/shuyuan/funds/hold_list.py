"""The list of holds: which money is kept back from whom by what, since when, and what releases it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from shuyuan.funds.lists import OF_PROJECT, BadgeColumn, ProvisionColumn, list_units, project_page
from shuyuan.funds.wording import HOLDS
from shuyuan.kernel.errors import BadInput
from shuyuan.kernel.verdict import Reason
from shuyuan.projects.models import Hold
from shuyuan.projects.rules.holds import Funds
from shuyuan.projects.rules.stages import Kind
from shuyuan.projects.wording import FUNDS, HAPPENINGS
from shuyuan.regulations.law import load_law
from shuyuan.web.columns import Column
from shuyuan.web.lists import Choice, Dates, Listing, Text


def _why(hold: Hold) -> Any:
    return HOLDS.get(hold.code, hold.code)


def _funds(hold: Hold) -> str:
    return "、".join(str(FUNDS[Funds(code)]) for code in hold.fund_list)


def _reason(hold: Hold) -> Reason:
    return Reason(hold.code, hold.cites, {"since": hold.since.isoformat(), **hold.facts})


def _in_full(hold: Hold) -> str:
    return load_law().reasons.say(_reason(hold), get_language() or "zh-hans")


def _release(hold: Hold) -> str:
    return load_law().remedy(_reason(hold), get_language() or "zh-hans")


def _released_by(hold: Hold) -> Any:
    if hold.released_by is not None:
        return HAPPENINGS[Kind(hold.released_by.kind)]
    return _("the day, or unit and system") if hold.released_at else ""


def _effect(hold: Hold) -> Any:
    if hold.released_at is not None:
        return pgettext_lazy("hold", "released")
    return _("in force") if hold.blocks else _("in force, weighs")


def _tone(hold: Hold) -> str:
    if hold.released_at is not None:
        return "done"
    return "overdue" if hold.blocks else "waiting"


@dataclass(frozen=True)
class Standing:
    """Open, released, or both."""

    name: str
    label: Any
    kind: str = "choice"

    @property
    def options(self) -> list[tuple[str, Any]]:
        """Both standings."""
        return [
            ("open", _("in force")),
            ("keeps", _("in force, keeps money back")),
            ("weighs", _("in force, weighs")),
            ("released", pgettext_lazy("hold", "released")),
        ]

    def apply(self, rows: QuerySet[Any], given: QueryDict) -> QuerySet[Any]:
        """Holds in that standing."""
        value = given.get(self.name, "")
        if value not in {"", "open", "keeps", "weighs", "released"}:
            raise BadInput("not one of the choices", code="bad_filter", filter=self.name)
        if value in {"keeps", "weighs"}:
            rows = rows.filter(blocks=value == "keeps")
        return rows.filter(released_at__isnull=value != "released") if value else rows

    def values(self, given: QueryDict) -> dict[str, Any]:
        """The value that is chosen."""
        return {"value": given.get(self.name, "")}


@dataclass(frozen=True)
class Held:
    """Holds on one kind of money; a hold may keep back several."""

    name: str
    label: Any
    kind: str = "choice"

    @property
    def options(self) -> list[tuple[str, Any]]:
        """Every kind of money."""
        return [(fund.value, label) for fund, label in FUNDS.items()]

    def apply(self, rows: QuerySet[Any], given: QueryDict) -> QuerySet[Any]:
        """Holds that keep that money back; no code of money is a part of another."""
        value = given.get(self.name, "")
        if value and value not in {fund.value for fund in Funds}:
            raise BadInput("not one of the choices", code="bad_filter", filter=self.name)
        return rows.filter(funds__contains=value) if value else rows

    def values(self, given: QueryDict) -> dict[str, Any]:
        """The value that is chosen."""
        return {"value": given.get(self.name, "")}


class HoldList(Listing):
    """Holds on money, open and released."""

    name = "holds"
    is_wide = True
    columns = (
        Column("project", _("Project"), value="project.name", href=project_page, main=True),
        Column("number", _("Number"), value="project.number", default=False),
        Column("unit", _("Unit"), value="project.unit.name", sort="project__unit__code"),
        Column("why", _("Why"), value=_why, sort="code"),
        Column("reason", _("Reason in full"), value=_in_full, default=False),
        ProvisionColumn("cites", _("Provision")),
        Column("funds", _("Money held"), value=_funds),
        Column("since", _("Since"), sort="since"),
        Column("until", _("Until"), default=False),
        Column("release", _("What releases it"), value=_release),
        BadgeColumn("standing", _("Standing"), value=_effect, tone=_tone),
        Column("released", _("Released"), value="released_at", sort="released_at", default=False),
        Column("released_by", _("Released by"), value=_released_by, default=False),
    )
    filters = (
        Text("q", _("Project"), OF_PROJECT),
        Choice("why", _("Why"), list(HOLDS.items()), field="code"),
        Standing("standing", _("Standing")),
        Held("funds", _("Money held")),
        Choice("unit", _("Unit"), list_units, field="project__unit__code"),
        Dates("since", _("Since"), "since"),
    )
    sort = "-since"
    empty = _("No money is held.")
