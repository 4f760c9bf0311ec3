"""Writing drafts: the entry's fields, the checks while typing, beginning and discarding a change."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from shuyuan.catalog import selectors, services
from shuyuan.catalog.content import EntryContent
from shuyuan.catalog.entry_form import EntryForm
from shuyuan.catalog.findings import Draft
from shuyuan.catalog.forms import RevisionForm
from shuyuan.catalog.marks import summary
from shuyuan.catalog.models import Entry
from shuyuan.catalog.registry import find_in, home_of
from shuyuan.catalog.states import Step, after
from shuyuan.organizations.selectors import access_department
from shuyuan.web.doors import needs

drafters_only = needs(*selectors.DRAFTERS)


@drafters_only
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin an entry of the own department."""
    department = request.actor.department
    if request.method == "GET":
        form = EntryForm(initial=_BLANK, department=department)
        return render(request, "catalog/edit.html", {"form": form})
    form = EntryForm(request.POST, department=department)
    if not form.is_valid():
        return render(request, "catalog/edit.html", {"form": form}, status=400)
    entry = services.create_draft(
        content=form.content(),
        class_code=form.cleaned_data["class_code"],
        declared_secret=form.cleaned_data["secrecy"],
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
        return render(request, "catalog/edit.html", editor_context(request, draft, EntryForm.of(draft)))
    form = EntryForm(request.POST, department=draft.provider.code)
    if not form.is_valid() or form.cleaned_data["revision"] is None:
        return render(request, "catalog/edit.html", editor_context(request, draft, form), status=400)
    services.update_draft(
        entry_id,
        content=form.content(),
        class_code=form.cleaned_data["class_code"],
        revision=form.cleaned_data["revision"],
        declared_secret=form.cleaned_data["secrecy"],
        actor=request.actor,
        legal=request.legal,
    )
    messages.success(request, _("The draft is saved."))
    return redirect("catalog:edit", entry_id)


@drafters_only
@require_POST
def check_new(request: HttpRequest) -> HttpResponse:
    """What stands against the entry that is being begun; nothing is saved."""
    entry = Entry(provider=access_department(request.actor.department))
    return _checked(request, Draft(entry), EntryForm(request.POST, department=request.actor.department))


@drafters_only
@require_POST
def check(request: HttpRequest, entry_id: int) -> HttpResponse:
    """What stands against the draft with the fields as they are typed now; nothing is saved."""
    draft = selectors.access_draft_as_provider(entry_id, actor=request.actor)
    form = EntryForm(request.POST, department=draft.provider.code)
    return _checked(request, Draft.of(draft), form)


@drafters_only
@require_POST
def autosave(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Save the draft beside the typing when it is well formed and differs; the page says when that was.

    A draft that somebody else saved meanwhile is left alone, and the page says that too.
    """
    draft = selectors.access_draft_as_provider(entry_id, actor=request.actor)
    form = EntryForm(request.POST, department=draft.provider.code)
    context: dict[str, Any] = {"draft": draft}
    if not form.is_valid() or form.cleaned_data["secrecy"]:
        context["is_held"] = True
    elif form.cleaned_data["revision"] != draft.revision:
        context["is_stale"] = True
    elif _differs(form, draft):
        context["draft"] = services.update_draft(
            entry_id,
            content=form.content(),
            class_code=form.cleaned_data["class_code"],
            revision=form.cleaned_data["revision"],
            actor=request.actor,
            legal=request.legal,
        )
    return render(request, "catalog/parts/autosaved.html", context)


@drafters_only
@require_http_methods(["GET", "POST"])
def revise(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Begin a change of a published entry; `?version=` begins it from what an earlier version said."""
    entry = selectors.access_entry_as_provider(entry_id, actor=request.actor)
    wanted = request.GET.get("version", "")
    version = None
    if wanted:
        version = selectors.access_version(entry, int(wanted) if wanted.isdecimal() else 0)
    context = {"entry": entry, "restored": version}
    if request.method == "GET":
        form = RevisionForm(initial={"change_kind": "other"}, today=request.legal.today)
        return render(request, "catalog/revise.html", {**context, "form": form})
    form = RevisionForm(request.POST, today=request.legal.today)
    if not form.is_valid():
        return render(request, "catalog/revise.html", {**context, "form": form}, status=400)
    services.begin_revision(
        entry_id,
        **form.cleaned_data,
        from_version=version.number if version else None,
        actor=request.actor,
        legal=request.legal,
    )
    messages.success(request, _("A working copy is ready; the published version stays in use."))
    return redirect("catalog:edit", entry_id)


@drafters_only
@require_POST
def discard(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Throw the draft or the working copy away."""
    draft = selectors.access_draft_as_provider(entry_id, actor=request.actor)
    is_change, home = draft.revises_id is not None, home_of(draft)
    services.discard_draft(entry_id, actor=request.actor, legal=request.legal)
    messages.success(request, _("The change is discarded.") if is_change else _("The draft is discarded."))
    return redirect("catalog:entry", entry_id) if is_change else redirect(home or "catalog:own")


def editor_context(request: HttpRequest, draft: Entry, form: EntryForm) -> dict[str, Any]:
    """What the editor shows around the form."""
    return {
        "form": form,
        "draft": draft,
        "root_id": draft.root_id,
        "home": home_of(draft),
        "is_editor": True,
        "items": list(draft.items.all()),
        "remarks": list(draft.remarks.filter(sent_at__isnull=False, mended_at__isnull=True)),
        **summary(find_in(Draft.of(draft)), request.legal),
    }


def _checked(request: HttpRequest, draft: Draft, form: EntryForm) -> HttpResponse:
    """The findings as the page takes them in: the summary, and each at its input."""
    form.is_valid()
    form.content().write_to(draft.entry)
    context = {
        "form": form,
        "faults": malformed(form),
        "is_editor": True,
        **summary(find_in(draft), request.legal),
    }
    return render(request, "catalog/parts/checked.html", context)


def malformed(form: Form) -> dict[str, list[str]]:
    """What is malformed by input; what is only empty is not worth a word while somebody types."""
    found = {}
    for name, errors in form.errors.as_data().items():
        texts = [text for error in errors if error.code != "required" for text in error.messages]
        if texts:
            found[name] = texts
    return found


def _differs(form: EntryForm, draft: Entry) -> bool:
    own = draft.node is None or draft.node.department_id is not None
    class_code = "" if own else draft.node.code
    is_moved = draft.revises_id is None and form.cleaned_data["class_code"] != class_code
    return is_moved or form.content() != EntryContent.of(draft)


#: What a new form starts with.
_BLANK = {
    "sharing_type": "conditional",
    "subject_kind": "other",
    "update_cycle": "monthly",
    "level": "general",
    "method_class": "platform",
}
