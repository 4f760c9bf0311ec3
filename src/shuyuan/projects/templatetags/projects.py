"""The components of all rooms of IT projects: `{% load projects %}`."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from shuyuan.kernel.verdict import Reason
from shuyuan.projects import money as words
from shuyuan.projects.models import Project
from shuyuan.projects.rules.holds import Funds
from shuyuan.projects.rules.stages import Stage
from shuyuan.projects.wording import FUNDS, STAGE_TONES, STAGES
from shuyuan.web.reasons import legal_of

register = template.Library()


@register.simple_tag
def money(fen: int | None) -> SafeString | str:
    """`{% money project.planned_fen %}`: 万元 with two decimals, exact to the fen in the tooltip."""
    if fen is None:
        return "–"
    return format_html(
        '<data class="sy-money" value="{}" title="{}">{}</data>',
        fen,
        words.exact_words(fen),
        words.money_words(fen),
    )


@register.filter
def money_words(fen: int | None) -> str:
    """`{{ fen|money_words }}`: the same as plain text, for sentences."""
    return "–" if fen is None else words.money_words(fen)


@register.inclusion_tag("web/components/status.html")
def stagechip(project: Project | str) -> dict[str, Any]:
    """`{% stagechip project %}`: the stage in words and color; also takes a stage."""
    stage = Stage(project.stage if isinstance(project, Project) else project)
    return {"label": STAGES[stage], "tone": STAGE_TONES[stage], "icon": ""}


@register.filter
def stage_words(stage: str) -> Any:
    """`{{ entry.to_stage|stage_words }}`: a stage in words."""
    return STAGES[Stage(stage)]


@register.filter
def fund_words(funds: str | Iterable[str]) -> str:
    """`{{ project.held_funds|fund_words }}`: kinds of money in words, from codes with commas or a list."""
    codes = funds.split(",") if isinstance(funds, str) else funds
    return "、".join(str(FUNDS[Funds(code)]) for code in codes if code)


@register.inclusion_tag("projects/components/holds.html", takes_context=True)
def holdlist(context: dict[str, Any], holds: Iterable[Any]) -> dict[str, Any]:
    """`{% holdlist holds %}`: what is kept back, why by which provision, since when, what would release it.

    Takes rows of `projects.models.Hold` or what `rules.holds.find_holds` gives.
    """
    legal = legal_of(context)
    return {
        "holds": [_shown(hold) for hold in holds],
        "legal": legal,
        "request": context.get("request"),
    }


def _shown(hold: Any) -> dict[str, Any]:
    funds = hold.funds.split(",") if isinstance(hold.funds, str) else hold.funds
    facts = {"since": hold.since.isoformat(), **hold.facts}
    return {
        "reasons": [Reason(hold.code, hold.cites, facts)],
        "since": hold.since,
        "until": hold.until,
        "funds": [FUNDS[Funds(fund)] for fund in funds],
        "blocks": hold.blocks,
        "released_at": getattr(hold, "released_at", None),
    }


@register.inclusion_tag("projects/components/head.html", takes_context=True)
def projecthead(context: dict[str, Any], project: Project, title: Any = "") -> dict[str, Any]:
    """`{% projecthead project title %}`: the head of every page about one project.

    Name, number, unit, stage and money; with a `title` the page has a heading of its own, and the project's
    name leads back to the project.
    """
    return {"project": project, "title": title, "request": context.get("request")}


@register.inclusion_tag("projects/components/crumbs.html")
def projectcrumbs(project: Project, last: Any = "", href: str = "", middle: Any = "") -> dict[str, Any]:
    """`{% projectcrumbs project _("Acceptance") %}` in block `crumbs`: the list, the project, this page.

    `middle` with its `href` stands between the project and the last crumb.
    """
    return {"project": project, "last": last, "href": href, "middle": middle}


@register.inclusion_tag("projects/components/moneybars.html")
def moneybars(rows: Sequence[tuple[Any, int]], title: Any, held: int = 0) -> dict[str, Any]:
    """`{% moneybars rows title held %}`: one bar for each (label, fen), and one for what is kept back."""
    top = max([fen for _label, fen in rows] + [held]) or 1
    return {"rows": rows, "title": title, "held": held, "held_label": _("Kept back"), "top": top}
