"""Items in the editor: a form in place with htmx, a page of its own without."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shuyuan.catalog import selectors, services
from shuyuan.catalog.findings import Draft
from shuyuan.catalog.forms import SampleForm
from shuyuan.catalog.item_form import ItemForm
from shuyuan.catalog.marks import about, at_inputs, marks_of, summary
from shuyuan.catalog.models import Entry, Item
from shuyuan.catalog.proposals import propose_items
from shuyuan.catalog.registry import find_in
from shuyuan.catalog.states import Step, after
from shuyuan.catalog.views.editor import drafters_only, malformed
from shuyuan.engine.landing import land
from shuyuan.engine.readers import open_file
from shuyuan.kernel.errors import BadInput

#: A sample needs no more; real data come as a batch.
_LARGEST_SAMPLE = 20 * 1024 * 1024
_SAMPLE_ROWS = 200
#: What an item is called among the findings until its column is typed; no column begins like this.
_UNNAMED = "_"


@drafters_only
@require_GET
def table(request: HttpRequest, entry_id: int) -> HttpResponse:
    """The items of the draft alone, for leaving the item form without saving."""
    draft = selectors.access_draft_as_provider(entry_id, actor=request.actor)
    return _saved(request, draft) if _is_htmx(request) else redirect("catalog:edit", entry_id)


@drafters_only
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, entry_id: int) -> HttpResponse:
    """A new item at the end."""
    return _form(request, entry_id, None)


@drafters_only
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, entry_id: int, item_id: int) -> HttpResponse:
    """The fields of an item."""
    return _form(request, entry_id, item_id)


@drafters_only
@require_POST
def check(request: HttpRequest, entry_id: int, item_id: int | None = None) -> HttpResponse:
    """What stands against the item as it is typed now; nothing is saved."""
    draft = selectors.access_draft_as_provider(entry_id, actor=request.actor)
    saved = selectors.find_item(draft, item_id) if item_id else None
    form = ItemForm(request.POST, draft=draft, item=saved)
    form.is_valid()
    item = saved or Item(entry=draft, position=draft.items.count() + 1)
    form.content().write_to(item)
    item.name = item.name or _UNNAMED
    marks = about(marks_of(find_in(Draft.of(draft).with_item(item)), request.legal), item.name)
    at = at_inputs(marks, column=item.name)
    context = {"form": form, "faults": malformed(form), "at": at, "is_clear": not marks}
    return render(request, "catalog/parts/checked_item.html", context)


@drafters_only
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Propose items from a sample file; its rows are read once and not kept."""
    draft = selectors.access_draft_as_provider(entry_id, actor=request.actor)
    after(draft.state, Step.CHANGE)
    form = SampleForm(initial={"revision": draft.revision})
    if request.method == "POST":
        form = SampleForm(request.POST, request.FILES)
    context = {"draft": draft, "root_id": draft.root_id, "form": form}
    if request.method == "GET":
        return render(request, "catalog/propose.html", context)
    if not form.is_valid():
        return render(request, "catalog/propose.html", context, status=400)
    sent = form.cleaned_data["sample"]
    with TemporaryDirectory() as folder:
        landed = land(sent.file, Path(folder), filename=sent.name, limit_bytes=_LARGEST_SAMPLE)
        table = open_file(landed)
        contents = propose_items(table.columns, [row.values for row in table.preview(_SAMPLE_ROWS)])
    added = services.add_items(
        entry_id,
        contents=contents,
        revision=form.cleaned_data["revision"],
        actor=request.actor,
        legal=request.legal,
    )
    said = ngettext(
        "%(number)s item proposed: look at it.", "%(number)s items proposed: look at each.", len(added)
    )
    messages.success(request, said % {"number": len(added)})
    return redirect("catalog:edit", entry_id)


@drafters_only
@require_POST
def remove(request: HttpRequest, entry_id: int, item_id: int) -> HttpResponse:
    """Take an item out."""
    services.remove_item(
        entry_id, item_id, revision=_revision(request), actor=request.actor, legal=request.legal
    )
    return _after(request, entry_id, _("The item is removed."))


@drafters_only
@require_POST
def move(request: HttpRequest, entry_id: int, item_id: int) -> HttpResponse:
    """Move an item one place `up` or `down`."""
    draft = selectors.access_draft_as_provider(entry_id, actor=request.actor)
    order = [item.pk for item in draft.items.all()]
    place = order.index(selectors.find_item(draft, item_id).pk)
    target = place - 1 if request.POST.get("direction") == "up" else place + 1
    if 0 <= target < len(order):
        order[place], order[target] = order[target], order[place]
        services.reorder_items(
            entry_id, order=order, revision=_revision(request), actor=request.actor, legal=request.legal
        )
    return _after(request, entry_id, "")


def _form(request: HttpRequest, entry_id: int, item_id: int | None) -> HttpResponse:
    draft = selectors.access_draft_as_provider(entry_id, actor=request.actor)
    after(draft.state, Step.CHANGE)
    item = selectors.find_item(draft, item_id) if item_id else None
    if request.method == "GET":
        return _show(request, draft, item, ItemForm.of(draft, item))
    form = ItemForm(request.POST, draft=draft, item=item)
    if not form.is_valid():
        return _show(request, draft, item, form, status=400)
    given = {
        "content": form.content(),
        "revision": form.cleaned_data["revision"],
        "actor": request.actor,
        "legal": request.legal,
    }
    if item_id is None:
        services.add_item(entry_id, **given)
    else:
        services.change_item(entry_id, item_id, **given)
    return _after(request, entry_id, _("The item is saved."))


def _show(
    request: HttpRequest, draft: Entry, item: Item | None, form: ItemForm, status: int = 200
) -> HttpResponse:
    context = {"draft": draft, "root_id": draft.root_id, "item": item, "form": form}
    name = "catalog/parts/item_form.html" if _is_htmx(request) else "catalog/item.html"
    return render(request, name, context, status=status)


def _after(request: HttpRequest, entry_id: int, said: str) -> HttpResponse:
    if _is_htmx(request):
        return _saved(request, selectors.access_draft_as_provider(entry_id, actor=request.actor))
    if said:
        messages.success(request, said)
    return redirect("catalog:edit", entry_id)


def _saved(request: HttpRequest, draft: Entry) -> HttpResponse:
    """The items, and out of band the judgement and the revision that the entry's own form carries."""
    context: dict[str, Any] = {
        "draft": draft,
        "root_id": draft.root_id,
        "items": list(draft.items.all()),
        "is_partial": True,
        "is_editor": True,
        **summary(find_in(Draft.of(draft)), request.legal),
    }
    return render(request, "catalog/parts/items_editor.html", context)


def _is_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _revision(request: HttpRequest) -> int:
    given = request.POST.get("revision", "")
    if not given.isdecimal():
        raise BadInput("no revision", code="bad_content", fields={"revision": "required"})
    return int(given)
