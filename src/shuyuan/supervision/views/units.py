"""Units as a whole: breaches of the sharing rules, and yearly scores."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from shuyuan.casework.actions import Action
from shuyuan.kernel.actor import Actor, Role
from shuyuan.projects.rules.stages import UNIT
from shuyuan.regulations.context import LegalContext
from shuyuan.supervision import forms, inbox, services
from shuyuan.supervision.checks import READERS, access_breach
from shuyuan.supervision.lists import BreachList, ScoreList
from shuyuan.supervision.models import Breach
from shuyuan.supervision.selectors import list_breaches, list_scores
from shuyuan.supervision.views.sheets import Case, Fact, Sheet, fill, sent, show, take_step
from shuyuan.supervision.wording import BREACH_TONES
from shuyuan.web.doors import needs

readers_only = needs(*READERS, *UNIT)
bureau_only = needs(Role.DATA_ADMINISTRATION)
unit_only = needs(*UNIT)
form_page = require_http_methods(["GET", "HEAD", "POST"])
LAW = "jz-project-2020/19.1.3"
SCORE = "jz-project-2020/24.1"
State = Breach.State


@readers_only
@require_safe
def breaches(request: HttpRequest) -> HttpResponseBase:
    """What is held against units."""
    context = {
        "title": _("Breaches of the sharing rules"),
        "subtitle": _("While one is found, the unit files and gets nothing new, rebuilt or expanded."),
        "new_url": reverse("supervision:new_breach") if request.actor.is_administration else "",
        "new_label": _("Raise a breach"),
    }
    return BreachList(request, list_breaches(request.actor)).respond("supervision/list.html", context)


@bureau_only
@form_page
def new_breach(request: HttpRequest) -> HttpResponse:
    """Hold something against a unit."""

    def act(data: dict[str, Any]) -> str:
        breach = services.raise_breach(
            data["unit"].code,
            grounds=data["grounds"],
            heard_until=data["heard_until"],
            actor=request.actor,
            legal=request.legal,
        )
        return breach.get_absolute_url()

    back = reverse("supervision:breaches")
    sheet = Sheet(
        title=_("Raise a breach"),
        intro=_("The unit is heard first; nothing is held back before you decide."),
        cites=LAW,
        button=_("Raise"),
        back=back,
        done=_("The unit is asked for its statement."),
        act=act,
        list_title=_("Breaches of the sharing rules"),
        list_url=back,
    )
    initial = {"heard_until": request.legal.calendar.add(request.legal.today, 10)}
    return fill(request, sheet, forms.BreachForm(sent(request), initial=initial))


@readers_only
@require_safe
def breach(request: HttpRequest, breach_id: int) -> HttpResponse:
    """One breach."""
    found = access_breach(breach_id, actor=request.actor)
    case = Case(
        title=found.unit.name,
        subtitle=_("Breach of the sharing rules"),
        state=found.get_state_display(),
        tone=BREACH_TONES[State(found.state)],
        facts=[
            Fact(_("Raised on"), found.raised_on),
            Fact(_("Statement until"), found.heard_until),
            Fact(_("Grounds"), found.grounds, wide=True),
            Fact(_("Statement of the unit"), found.statement or "–", wide=True),
            Fact(_("Opinion"), found.opinion or "–", wide=True),
            Fact(_("Mended on"), found.mended_on or "–"),
        ],
        actions=_actions(found, request.actor, request.legal),
        subject_kind=inbox.BREACH,
        subject_id=found.pk,
        cites=LAW,
        list_title=_("Breaches of the sharing rules"),
        list_url=reverse("supervision:breaches"),
        due_on=found.heard_until if found.state == State.RAISED else None,
    )
    return show(request, case)


@unit_only
@form_page
def state(request: HttpRequest, breach_id: int) -> HttpResponse:
    """The unit says its word."""
    found = access_breach(breach_id, actor=request.actor)
    return take_step(
        request,
        found,
        forms.StatementForm(sent(request)),
        partial(services.state_on_breach, found.pk),
        title=_("Make a statement"),
        intro=_("Say how it stands and what the unit does about it."),
        cites=LAW,
    )


@bureau_only
@form_page
def decide(request: HttpRequest, breach_id: int) -> HttpResponse:
    """The bureau decides."""
    found = access_breach(breach_id, actor=request.actor)
    return take_step(
        request,
        found,
        forms.BreachDecisionForm(sent(request)),
        partial(services.decide_breach, found.pk),
        title=_("Decide on the breach"),
        intro=_("A breach that is found holds back money for everything new, rebuilt or expanded."),
        cites=LAW,
    )


@bureau_only
@form_page
def mend(request: HttpRequest, breach_id: int) -> HttpResponse:
    """The bureau finds it mended."""
    found = access_breach(breach_id, actor=request.actor)
    return take_step(
        request,
        found,
        forms.OpinionForm(sent(request)),
        partial(services.mend_breach, found.pk),
        title=_("The breach is mended"),
        intro=_("What was held is released."),
        cites=LAW,
    )


@readers_only
@require_safe
def scores(request: HttpRequest) -> HttpResponseBase:
    """Yearly scores of units."""
    context = {
        "title": _("Scores of units"),
        "subtitle": _("A score that did not pass weighs in upkeep and similar projects."),
        "new_url": reverse("supervision:new_score") if request.actor.is_administration else "",
        "new_label": _("Enter a score"),
    }
    return ScoreList(request, list_scores(request.actor)).respond("supervision/list.html", context)


@bureau_only
@form_page
def new_score(request: HttpRequest) -> HttpResponse:
    """Enter a unit's score."""

    def act(data: dict[str, Any]) -> str:
        unit = data.pop("unit")
        services.score_unit(unit.code, **data, actor=request.actor, legal=request.legal)
        return reverse("supervision:scores")

    back = reverse("supervision:scores")
    sheet = Sheet(
        title=_("Enter a score"),
        intro=_("The result of the yearly assessment, once for each unit and year."),
        cites=SCORE,
        button=_("Enter"),
        back=back,
        done=_("The score is kept."),
        act=act,
        list_title=_("Scores of units"),
        list_url=back,
    )
    initial = {"year": request.legal.today.year - 1}
    return fill(request, sheet, forms.ScoreForm(sent(request), initial=initial))


def _actions(found: Breach, actor: Actor, legal: LegalContext) -> list[Action]:
    actions = []
    own = actor.role in UNIT and found.unit.code == actor.department
    if own and found.state == State.RAISED:
        href = reverse("supervision:state_on_breach", args=[found.pk])
        actions.append(Action(_("Make a statement"), "message", href=href, is_primary=True))
    if actor.is_administration and found.state == State.RAISED:
        early = found.stated_on is None and legal.today <= found.heard_until
        why = _("The unit is still heard.") if early else ""
        href = reverse("supervision:decide_breach", args=[found.pk])
        actions.append(Action(_("Decide on the breach"), "gavel", href=href, is_primary=True, why=why))
    if actor.is_administration and found.state == State.FOUND:
        href = reverse("supervision:mend_breach", args=[found.pk])
        actions.append(Action(_("The breach is mended"), "check", href=href, is_primary=True))
    return actions
