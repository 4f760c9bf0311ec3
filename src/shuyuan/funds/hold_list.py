"""The list of holds: which money is kept back from whom by what, since when, and what releases it."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from shuyuan.funds.lists import OF_PROJECT, ProvisionColumn, list_units, project_page
from shuyuan.funds.wording import HOLDS
from shuyuan.kernel.verdict import Reason
from shuyuan.projects.models import Hold
from shuyuan.projects.rules.holds import Funds
from shuyuan.projects.rules.stages import Kind
from shuyuan.projects.wording import FUNDS, HAPPENINGS
from shuyuan.regulations.law import load_law
from shuyuan.web.columns import BadgeColumn, Column
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


_STANDINGS = (
    ("open", _("in force")),
    ("keeps", _("in force, keeps money back")),
    ("weighs", _("in force, weighs")),
    ("released", pgettext_lazy("hold", "released")),
)


def _in_standing(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    if value in {"keeps", "weighs"}:
        rows = rows.filter(blocks=value == "keeps")
    return rows.filter(released_at__isnull=value != "released")


def _on_money(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    """A hold may keep back several kinds of money; no code of one is a part of another."""
    return rows.filter(funds__contains=value)


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
        Choice("standing", _("Standing"), _STANDINGS, narrow=_in_standing),
        Choice(
            "funds", _("Money held"), [(fund.value, label) for fund, label in FUNDS.items()], narrow=_on_money
        ),
        Choice("unit", _("Unit"), list_units, field="project__unit__code"),
        Dates("since", _("Since"), "since"),
    )
    sort = "-since"
    empty = _("No money is held.")
