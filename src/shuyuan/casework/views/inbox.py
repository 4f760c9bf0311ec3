"""The four tabs of the inbox."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from shuyuan.casework import selectors
from shuyuan.casework.lists import DoneList, StartedList, SupervisionList, TodoList
from shuyuan.casework.wording import count_words
from shuyuan.web.doors import signed_in

_Tabs = list[tuple[str, str, str]]


@signed_in
@require_GET
def inbox(request: HttpRequest) -> HttpResponseBase:
    """What waits for the actor, most urgent first."""
    counts = selectors.counts(request.actor, request.legal)
    page = TodoList(request, selectors.list_waiting(request.actor, request.legal))
    context = {
        "tabs": _tabs(request, total=counts.total),
        "counts": counts,
        "shown": {
            "overdue": count_words(counts.overdue),
            "near": count_words(counts.near),
            "normal": count_words(counts.normal),
        },
        "acting": list(selectors.list_acting_for(request.actor, on=request.legal.today)),
    }
    return page.respond("casework/inbox.html", context)


@signed_in
@require_GET
def done(request: HttpRequest) -> HttpResponseBase:
    """What the actor's post has done, newest first."""
    rows = selectors.done_by(request.actor)
    return DoneList(request, rows).respond("casework/done.html", {"tabs": _tabs(request)})


@signed_in
@require_GET
def started(request: HttpRequest) -> HttpResponseBase:
    """What the actor's post has started, with where it lies now."""
    rows = selectors.opened_by(request.actor)
    return StartedList(request, rows).respond("casework/started.html", {"tabs": _tabs(request)})


@signed_in
@require_GET
def supervised(request: HttpRequest) -> HttpResponseBase:
    """Supervised matters that concern the actor."""
    rows = selectors.list_supervisions(actor=request.actor)
    context = {"tabs": _tabs(request), "may_open": request.actor.role in selectors.SUPERVISORS}
    return SupervisionList(request, rows).respond("casework/supervised.html", context)


def _tabs(request: HttpRequest, *, total: int | None = None) -> _Tabs:
    """The tabs with their counts, none of which reads more than it shows; not for a part of the page."""
    if request.headers.get("HX-Target", "").startswith("list-"):
        return []
    actor = request.actor
    if total is None:
        total = selectors.counts(actor, request.legal).total
    found: list[tuple[str, str, Any]] = [
        (_("To do"), "casework:inbox", total),
        (pgettext("task", "Done"), "casework:done", selectors.count_some(selectors.done_by(actor))),
        (_("Started by me"), "casework:started", selectors.count_some(selectors.opened_by(actor))),
        (
            _("Supervised"),
            "casework:supervised",
            selectors.count_some(selectors.list_supervised(actor=actor)),
        ),
    ]
    return [(label, reverse(name), count_words(count)) for label, name, count in found]
