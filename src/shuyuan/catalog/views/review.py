"""Handing in and deciding: the preview with every reason, submission, review."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shuyuan.casework.selectors import list_tasks_of
from shuyuan.catalog import selectors, services, wording
from shuyuan.catalog.findings import Draft
from shuyuan.catalog.forms import OpinionForm, SubmissionForm
from shuyuan.catalog.marks import summary
from shuyuan.catalog.models import Entry
from shuyuan.catalog.registry import find_in
from shuyuan.catalog.rules import due_update_review, due_update_submission
from shuyuan.catalog.snapshots import differences, take_snapshot
from shuyuan.catalog.states import State
from shuyuan.kernel.actor import Role
from shuyuan.regulations.context import LegalContext
from shuyuan.web.doors import needs

submitters_only = needs(*selectors.SUBMITTERS)
bureau_only = needs(Role.DATA_ADMINISTRATION)


@submitters_only
@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Look at the draft once more, and hand it in."""
    draft = selectors.access_draft_as_submitter(entry_id, actor=request.actor)
    if request.method == "GET":
        form = SubmissionForm(initial={"revision": draft.revision})
        return render(request, "catalog/submit.html", {**_preview(draft, request.legal), "form": form})
    form = SubmissionForm(request.POST)
    if not form.is_valid():
        context = {**_preview(draft, request.legal), "form": form}
        return render(request, "catalog/submit.html", context, status=400)
    draft = services.submit_entry(entry_id, **form.cleaned_data, actor=request.actor, legal=request.legal)
    said = _("Submitted. The data administration decides by %(day)s.")
    messages.success(request, said % {"day": draft.review_due_on.isoformat()})
    return redirect("catalog:entry", entry_id)


@submitters_only
@require_POST
def withdraw(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Take a submission back."""
    services.withdraw_entry(entry_id, actor=request.actor, legal=request.legal)
    messages.success(request, _("The submission is withdrawn; it is a draft again."))
    return redirect("catalog:entry", entry_id)


@bureau_only
@require_safe
def review(request: HttpRequest, entry_id: int) -> HttpResponse:
    """What was handed in, what it changes, what stands against it, and the bureau's two answers."""
    draft = selectors.access_draft_as_reviewer(entry_id, actor=request.actor)
    return render(request, "catalog/review.html", _preview(draft, request.legal))


@bureau_only
@require_POST
def publish(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Publish what was handed in."""
    opinion = _opinion(request)
    entry = services.publish_entry(entry_id, opinion=opinion, actor=request.actor, legal=request.legal)
    messages.success(request, _("Published as %(code)s, version %(version)s.") % _named(entry))
    return redirect(entry)


@bureau_only
@require_POST
def return_entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Send it back with an opinion."""
    services.return_entry(entry_id, opinion=_opinion(request), actor=request.actor, legal=request.legal)
    messages.success(request, _("Returned to the department."))
    return redirect("catalog:reviews")


def _opinion(request: HttpRequest) -> str:
    form = OpinionForm(request.POST)
    form.full_clean()
    return form.cleaned_data.get("reason", "")


def _named(entry: Entry) -> dict[str, Any]:
    return {"code": entry.code, "version": entry.version}


def _preview(draft: Entry, legal: LegalContext) -> dict[str, Any]:
    """The draft as a reader would see it, with its differences from what is published."""
    changes = []
    if draft.revises_id:
        before = selectors.published_version(draft).snapshot
        now = take_snapshot(draft, code="", version=0, published_on="")
        changes = wording.changes_in_words(differences(before, now))
    task = list_tasks_of("catalog.entry", draft.root_id).filter(done_at__isnull=True).first()
    due_on = due_update_submission(draft.changed_on, legal=legal) if draft.changed_on else None
    return {
        "draft": draft,
        "entry": draft,
        "root_id": draft.root_id,
        "items": list(draft.items.all()),
        "tone": wording.tone(draft.state),
        "description": wording.description_facts(draft),
        "sharing": wording.sharing_facts(draft),
        "changes": changes,
        **summary(find_in(Draft.of(draft)), legal),
        "task": task,
        "remaining": legal.calendar.remaining(legal.today, task.due_on) if task and task.due_on else None,
        "submission_due_on": due_on,
        "submission_left": legal.calendar.remaining(legal.today, due_on) if due_on else None,
        "is_waiting": draft.state == State.SUBMITTED,
        "decided_by": due_update_review(legal.today, legal=legal),
    }
