"""Writing drafts: the entry's fields, the checks while typing, beginning and discarding a change."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from shuyuan.catalog import selectors, services
from shuyuan.catalog.forms import EntryForm, RevisionForm
from shuyuan.catalog.models import Entry
from shuyuan.catalog.registry import judge_draft
from shuyuan.catalog.states import Step, after
from shuyuan.web.doors import needs

drafters_only = needs(*selectors.DRAFTERS)


@drafters_only
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin an entry of the own department."""
    if request.method == "GET":
        return render(request, "catalog/edit.html", {"form": EntryForm(initial=_blank())})
    form = EntryForm(request.POST)
    if not form.is_valid():
        return render(request, "catalog/edit.html", {"form": form}, status=400)
    entry = services.create_draft(
        content=form.content(),
        class_code=form.cleaned_data["class_code"],
        declared_secret=form.cleaned_data["declared_secret"],
        actor=request.actor,
        legal=request.legal,
    )
    messages.success(request, _("The draft is saved. Now add its items."))
    return redirect("catalog:edit", entry.pk)


@drafters_only
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, entry_id: int) -> HttpResponse:
    """The fields and items of a draft."""
    draft = selectors.access_draft_as_provider(entry_id, actor=request.actor)
    if request.method == "GET":
        after(draft.state, Step.CHANGE)
        return render(request, "catalog/edit.html", editor_context(draft, EntryForm.of(draft)))
    form = EntryForm(request.POST)
    if not form.is_valid() or form.cleaned_data["revision"] is None:
        return render(request, "catalog/edit.html", editor_context(draft, form), status=400)
    services.update_draft(
        entry_id,
        content=form.content(),
        class_code=form.cleaned_data["class_code"],
        revision=form.cleaned_data["revision"],
        declared_secret=form.cleaned_data["declared_secret"],
        actor=request.actor,
        legal=request.legal,
    )
    messages.success(request, _("The draft is saved."))
    return redirect("catalog:edit", entry_id)


@drafters_only
@require_POST
def check(request: HttpRequest, entry_id: int) -> HttpResponse:
    """What stands against the draft with the fields as they are typed now; nothing is saved."""
    draft = selectors.access_draft_as_provider(entry_id, actor=request.actor)
    form = EntryForm(request.POST)
    if form.is_valid():
        form.content().write_to(draft)
        return render(request, "catalog/parts/judgement.html", {"verdict": judge_draft(draft)})
    return render(request, "catalog/parts/judgement.html", {"form": form})


@drafters_only
@require_http_methods(["GET", "POST"])
def revise(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Begin a change of a published entry."""
    entry = selectors.access_entry_as_provider(entry_id, actor=request.actor)
    if request.method == "GET":
        form = RevisionForm(initial={"change_kind": "other"}, today=request.legal.today)
        return render(request, "catalog/revise.html", {"entry": entry, "form": form})
    form = RevisionForm(request.POST, today=request.legal.today)
    if not form.is_valid():
        return render(request, "catalog/revise.html", {"entry": entry, "form": form}, status=400)
    services.begin_revision(entry_id, **form.cleaned_data, actor=request.actor, legal=request.legal)
    messages.success(request, _("A working copy is ready; the published version stays in use."))
    return redirect("catalog:edit", entry_id)


@drafters_only
@require_POST
def discard(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Throw the draft or the working copy away."""
    draft = selectors.access_draft_as_provider(entry_id, actor=request.actor)
    is_change = draft.revises_id is not None
    services.discard_draft(entry_id, actor=request.actor, legal=request.legal)
    messages.success(request, _("The change is discarded.") if is_change else _("The draft is discarded."))
    return redirect("catalog:entry", entry_id) if is_change else redirect("catalog:own")


def editor_context(draft: Entry, form: EntryForm) -> dict[str, Any]:
    """What the editor shows around the form."""
    return {
        "form": form,
        "draft": draft,
        "root_id": draft.root_id,
        "items": list(draft.items.all()),
        "verdict": judge_draft(draft),
    }


def _blank() -> dict[str, Any]:
    """What a new form starts with."""
    return {
        "sharing_type": "conditional",
        "subject_kind": "other",
        "update_cycle": "monthly",
        "level": "general",
        "method_class": "platform",
    }
