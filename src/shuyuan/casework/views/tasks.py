"""One task: what it is, how its deadline was counted, reminders, hand-over, supervision of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shuyuan.casework import selectors, services
from shuyuan.casework.actions import Action
from shuyuan.casework.explanation import explain
from shuyuan.casework.forms import DemandForm, HandOverForm, ReminderForm
from shuyuan.casework.models import Task
from shuyuan.casework.selectors import InboxItem, TaskRights
from shuyuan.casework.wording import addressee_words
from shuyuan.kernel.errors import NotPermitted
from shuyuan.organizations.models import Post
from shuyuan.organizations.selectors import department_names
from shuyuan.web.doors import signed_in


@signed_in
@require_GET
def task(request: HttpRequest, task_id: int) -> HttpResponse:
    """Where it lies, since when, until when, what was done with it, and what can be done now."""
    found = selectors.access_task(task_id, actor=request.actor)
    rights = selectors.rights_on(found, actor=request.actor)
    names = department_names()
    events = [selectors.as_moment(event, names) for event in found.events.order_by("-pk")]
    return render(
        request,
        "casework/task.html",
        {
            "item": _item(found, request),
            "waits_for": addressee_words(found),
            "actions": _actions(found, rights),
            "rights": rights,
            "events": selectors.as_entries(events),
            "supervision": selectors.open_supervision_of(found),
        },
    )


@signed_in
@require_GET
def why(request: HttpRequest, task_id: int) -> HttpResponse:
    """How the due day of a task was counted."""
    found = selectors.access_task(task_id, actor=request.actor)
    return render(
        request,
        "casework/why.html",
        {
            "item": _item(found, request),
            "explanation": explain(found),
            "role": Post.RoleChoice(found.role).label if found.role else "",
        },
    )


@signed_in
@require_POST
def remind(request: HttpRequest, task_id: int) -> HttpResponse:
    """Urge those in whose inbox it lies."""
    form = ReminderForm(request.POST)
    form.full_clean()
    text = form.cleaned_data.get("reason", "")
    event = services.remind(task_id, text=text, actor=request.actor, legal=request.legal)
    messages.success(request, _("%(recipient)s was reminded.") % {"recipient": event.recipient})
    return redirect("casework:task", task_id)


@signed_in
@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, task_id: int) -> HttpResponse:
    """Put it before a colleague."""
    found = selectors.access_task(task_id, actor=request.actor)
    if not selectors.rights_on(found, actor=request.actor).hand_over:
        raise NotPermitted(code="may_not_hand_over")
    receivers = selectors.list_receivers(found, actor=request.actor)
    form = HandOverForm(request.POST if request.method == "POST" else None, receivers=receivers)
    if request.method == "POST" and form.is_valid():
        handed = services.hand_over(
            task_id,
            to_post=form.cleaned_data["to_post"].pk,
            reason=form.cleaned_data["reason"],
            actor=request.actor,
            legal=request.legal,
        )
        messages.success(
            request, _("The task lies with %(receiver)s now.") % {"receiver": addressee_words(handed)}
        )
        return redirect("casework:task", task_id)
    context = {
        "form": form,
        "item": _item(found, request),
        "waits_for": addressee_words(found),
        "has_receivers": receivers.exists(),
    }
    return render(request, "casework/hand_over.html", context, status=400 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "POST"])
def supervise(request: HttpRequest, task_id: int) -> HttpResponse:
    """Demand an answer about it."""
    found = selectors.access_task(task_id, actor=request.actor)
    if not selectors.rights_on(found, actor=request.actor).supervise:
        raise NotPermitted(code="may_not_supervise")
    form = DemandForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        opened = services.supervise_task(
            task_id, **form.cleaned_data, actor=request.actor, legal=request.legal
        )
        messages.success(request, _("Supervised under %(number)s.") % {"number": opened.number})
        return redirect("casework:supervision", opened.pk)
    context = {"form": form, "item": _item(found, request), "waits_for": addressee_words(found)}
    return render(request, "casework/supervise.html", context, status=400 if form.errors else 200)


def _item(found: Task, request: HttpRequest) -> InboxItem:
    return selectors.as_items([found], request.legal)[0]


def _actions(found: Task, rights: TaskRights) -> list[Action]:
    """What can be done now, and why something cannot."""
    done = _("The task is finished.") if found.done_at else ""
    supervised = _("It is supervised already.") if found.is_supervised else ""
    return [
        Action(
            _("Handle"),
            "arrow-right",
            href=found.url,
            is_primary=True,
            why="" if rights.handle else done or _("It lies in another inbox."),
        ),
        Action(
            _("Remind"),
            "bell",
            dialog="remind",
            is_primary=not rights.handle,
            why=""
            if rights.remind
            else done or _("Who opened it reminds, or the bureau; not its addressee."),
        ),
        Action(
            _("Hand over"),
            "switch-horizontal",
            href=reverse("casework:hand_over", args=[found.pk]),
            why=""
            if rights.hand_over
            else done or _("Its addressee hands it over, or the department's principal officer."),
        ),
        Action(
            _("Supervise"),
            "flag",
            href=reverse("casework:supervise", args=[found.pk]),
            why=supervised
            if rights.supervise
            else done
            or _("The department's principal officer supervises, or the bureau; not the addressee."),
        ),
    ]
