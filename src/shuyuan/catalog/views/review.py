"""Handing in and deciding: the preview with every reason, submission, review."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shuyuan.casework.returning import read_return
from shuyuan.catalog import selectors, services, wording
from shuyuan.catalog.actions import review_actions, steps_of
from shuyuan.catalog.content import EntryContent
from shuyuan.catalog.findings import Draft, Finding, refusal
from shuyuan.catalog.forms import OpinionForm, RemarkForm, SubmissionForm
from shuyuan.catalog.marks import marks_of, summary
from shuyuan.catalog.models import Entry
from shuyuan.catalog.registry import find_in
from shuyuan.catalog.rules import due_update_review, due_update_submission, judge_reviewer
from shuyuan.catalog.snapshots import differences, take_snapshot
from shuyuan.catalog.states import State
from shuyuan.catalog.steps import SUBJECT
from shuyuan.catalog.views.editor import drafters_only
from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import BadInput
from shuyuan.regulations.context import LegalContext
from shuyuan.web.doors import needs

#: More entries than somebody looks at in one go.
_AT_ONCE = 200

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
    return render(request, "catalog/review.html", _review(request, draft))


@bureau_only
@require_POST
def remark(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Remark on the entry, on one of its fields or on an item."""
    draft = selectors.access_draft_as_reviewer(entry_id, actor=request.actor)
    form = RemarkForm(request.POST, places=_places(draft))
    if not form.is_valid():
        context = {**_review(request, draft), "remark_form": form}
        return render(request, "catalog/review.html", context, status=400)
    kind, _colon, name = form.cleaned_data["place"].partition(":")
    services.make_remark(
        entry_id,
        text=form.cleaned_data["text"],
        **({kind: name} if kind else {}),
        actor=request.actor,
        legal=request.legal,
    )
    messages.success(request, _("The remark is noted; it goes to the department when you return the entry."))
    return redirect(f"{reverse('catalog:review', args=[entry_id])}#remarks")


@bureau_only
@require_POST
def remove_remark(request: HttpRequest, entry_id: int, remark_id: int) -> HttpResponse:
    """Take a remark back."""
    services.remove_remark(entry_id, remark_id, actor=request.actor, legal=request.legal)
    return redirect(f"{reverse('catalog:review', args=[entry_id])}#remarks")


@drafters_only
@require_POST
def mend_remark(request: HttpRequest, entry_id: int, remark_id: int) -> HttpResponse:
    """The department ticks a remark off."""
    services.mend_remark(entry_id, remark_id, actor=request.actor, legal=request.legal)
    messages.success(request, _("Ticked off."))
    return redirect("catalog:edit", entry_id)


@bureau_only
@require_http_methods(["GET", "POST"])
def publish_several(request: HttpRequest) -> HttpResponse:
    """Publish the chosen entries against which nothing stands; the page says why the others stay."""
    given = request.GET if request.method == "GET" else request.POST
    ids = [int(one) for one in given.getlist("entry") if one.isdecimal()][:_AT_ONCE]
    if not ids:
        raise BadInput("nothing is chosen", code="nothing_chosen", limit=_AT_ONCE)
    if request.method == "GET":
        chosen = selectors.list_chosen_for_review(ids, actor=request.actor)
        rows = [_judged(draft, request) for draft in chosen]
        clean = [row for row in rows if not row["against"]]
        return render(request, "catalog/publish_several.html", {"rows": rows, "clean": clean})
    opinion = _opinion(request)
    done = 0
    for draft in selectors.list_chosen_for_review(ids, actor=request.actor):
        if _judged(draft, request)["against"]:
            continue
        services.publish_entry(draft.root_id, opinion=opinion, actor=request.actor, legal=request.legal)
        done += 1
    said = ngettext("%(number)s entry is published.", "%(number)s entries are published.", done)
    messages.success(request, said % {"number": done})
    return redirect("catalog:reviews")


def _judged(draft: Entry, request: HttpRequest) -> dict[str, Any]:
    """A draft with what stands against publishing it by this person."""
    marks = summary(find_in(Draft.of(draft)), request.legal)
    submitter = draft.submitted_by.person_id if draft.submitted_by else 0
    own = [Finding(reason) for reason in judge_reviewer(submitter, request.actor.person_id).reasons]
    marks["against"] = [*marks["against"], *marks_of(own, request.legal)]
    return {"draft": draft, **marks}


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
    """Send it back with everything that is missing."""
    draft = selectors.access_draft_as_reviewer(entry_id, actor=request.actor)
    sent = read_return(request.POST, SUBJECT, draft.root_id)
    services.return_entry(
        entry_id, gaps=sent.gaps, new_facts=sent.new_facts, actor=request.actor, legal=request.legal
    )
    messages.success(request, _("Returned to the department."))
    return redirect("catalog:reviews")


def _places(draft: Entry) -> list[tuple[str, Any]]:
    """What a remark can be about, for a choice: fields of the entry, then its items."""
    fields = [(f"field:{name}", wording.field_label(Entry, name)) for name in EntryContent.names()]
    items = [(f"item:{item.name}", item.label) for item in draft.items.all()]
    return [(_("Fields of the entry"), fields), (_("Items"), items)]


def _opinion(request: HttpRequest) -> str:
    form = OpinionForm(request.POST)
    form.full_clean()
    return form.cleaned_data.get("reason", "")


def _named(entry: Entry) -> dict[str, Any]:
    return {"code": entry.code, "version": entry.version}


def _review(request: HttpRequest, draft: Entry) -> dict[str, Any]:
    """The preview with the case around it: how far it is, what can be done, the remarks."""
    context = _preview(draft, request.legal)
    remarks = list(draft.remarks.all())
    return {
        **context,
        "subject": SUBJECT,
        "steps": steps_of(draft),
        "actions": review_actions(draft, request.actor, refusal(context["found"])),
        "remarks": remarks,
        "has_open_remarks": any(remark.sent_at is None for remark in remarks),
        "remark_form": RemarkForm(places=_places(draft)),
        "is_waiting": draft.state == State.SUBMITTED,
    }


def _preview(draft: Entry, legal: LegalContext) -> dict[str, Any]:
    """The draft as a reader would see it, with its differences from what is published."""
    changes = []
    if draft.revises_id:
        before = selectors.published_version(draft).snapshot
        now = take_snapshot(draft, code="", version=0, published_on="")
        changes = wording.changes_in_words(differences(before, now))
    found = find_in(Draft.of(draft))
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
        **summary(found, legal),
        "found": found,
        "submission_due_on": due_on,
        "submission_left": legal.calendar.remaining(legal.today, due_on) if due_on else None,
        "decided_by": due_update_review(legal.today, legal=legal),
    }
