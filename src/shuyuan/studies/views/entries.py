"""Planned entries of a study: begun here, written in the catalog's editor, shared and exchanged here."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from shuyuan.catalog.entry_form import EntryForm
from shuyuan.catalog.findings import Draft
from shuyuan.catalog.marks import summary
from shuyuan.catalog.registry import find_in
from shuyuan.catalog.states import State
from shuyuan.kernel.errors import NotPermitted
from shuyuan.studies import selectors, services, workbook
from shuyuan.studies.facts import is_shared
from shuyuan.studies.forms import ExchangeForm, SharingForm
from shuyuan.studies.models import PlannedEntry
from shuyuan.studies.views.study import readers_only, units_only
from shuyuan.workbooks.forms import FileForm

_SHOWN_FILES = 10
_BLANK = {
    "sharing_type": "conditional",
    "subject_kind": "other",
    "update_cycle": "monthly",
    "level": "general",
    "method_class": "platform",
}


@units_only
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, project_id: int) -> HttpResponse:
    """Begin a planned entry with the form of the catalog; its items follow in the editor."""
    project = selectors.access_open_project(project_id, actor=request.actor)
    department = request.actor.department
    if request.method == "GET":
        form = EntryForm(initial=_BLANK, department=department)
        return render(request, "studies/new_entry.html", {"project": project, "form": form})
    form = EntryForm(request.POST, department=department)
    if not form.is_valid():
        return render(request, "studies/new_entry.html", {"project": project, "form": form}, status=400)
    planned = services.add_draft_entry(
        project_id,
        content=form.content(),
        class_code=form.cleaned_data["class_code"],
        declared_secret=form.cleaned_data["secrecy"],
        actor=request.actor,
        legal=request.legal,
    )
    messages.success(request, _("The entry is planned. Now add its items."))
    return redirect("catalog:edit", planned.entry_id)


@units_only
@require_http_methods(["GET", "POST"])
def bring(request: HttpRequest, project_id: int) -> HttpResponse:
    """Bring planned entries as a workbook: it is checked first, and written when the unit says so."""
    project = selectors.access_open_project(project_id, actor=request.actor)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        made = workbook.send_workbook(
            project_id, sent.file, filename=sent.name, actor=request.actor, legal=request.legal
        )
        return redirect(made)
    files = list(workbook.list_files(project_id, actor=request.actor)[:_SHOWN_FILES])
    context = {"project": project, "form": form, "files": files}
    status = 400 if request.method == "POST" else 200
    return render(request, "studies/workbook.html", context, status=status)


@readers_only
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, project_id: int, planned_id: int) -> HttpResponse:
    """A planned entry with its items, its sharing and how it is exchanged."""
    planned = selectors.access_planned(project_id, planned_id, actor=request.actor)
    form = ExchangeForm(request.POST or None, initial=_exchange(planned))
    if request.method == "POST":
        if not selectors.may_write(planned.study.project, request.actor):
            raise NotPermitted(code="not_your_project")
        if form.is_valid():
            services.set_exchange(project_id, planned_id, **form.cleaned_data, actor=request.actor)
            messages.success(request, _("The way of exchange is saved."))
            return redirect("studies:entry", project_id, planned_id)
    context = _context(request, planned, form, _sharing_form(planned))
    return render(request, "studies/entry.html", context, status=400 if form.is_bound else 200)


@units_only
@require_POST
def share(request: HttpRequest, project_id: int, planned_id: int) -> HttpResponse:
    """A new line of the sharing list."""
    planned = selectors.access_planned(project_id, planned_id, actor=request.actor)
    form = _sharing_form(planned, request.POST)
    if not form.is_valid():
        context = _context(request, planned, ExchangeForm(initial=_exchange(planned)), form)
        return render(request, "studies/entry.html", context, status=400)
    services.add_sharing_line(project_id, planned_id, **form.cleaned_data, actor=request.actor)
    messages.success(request, _("The sharing list is saved."))
    return redirect("studies:entry", project_id, planned_id)


@units_only
@require_POST
def unshare(request: HttpRequest, project_id: int, line_id: int) -> HttpResponse:
    """Take a line out of the sharing list."""
    planned = services.remove_sharing_line(project_id, line_id, actor=request.actor)
    return redirect("studies:entry", project_id, planned.pk)


@units_only
@require_POST
def hand_in(request: HttpRequest, project_id: int) -> HttpResponse:
    """Hand the planned entries in to the catalog after the acceptance."""
    services.hand_in_entries(project_id, actor=request.actor, legal=request.legal)
    messages.success(request, _("The entries are handed in; what is still open is said beside each."))
    return redirect("studies:study", project_id)


def _context(
    request: HttpRequest, planned: PlannedEntry, form: ExchangeForm, sharing: SharingForm
) -> dict[str, Any]:
    project = planned.study.project
    items = list(planned.entry.items.all())
    labels = {item.name: item.label for item in items}
    lines = [
        {"line": line, "items": "、".join(labels.get(name, name) for name in line.items)}
        for line in planned.sharing.select_related("department").order_by("pk")
    ]
    is_open = planned.entry.state in {State.PLANNED, State.DRAFT, State.RETURNED}
    found = find_in(Draft.of(planned.entry)) if is_open else []
    return {
        "project": project,
        "planned": planned,
        "entry": planned.entry,
        "items": items,
        "lines": lines,
        "is_shared": is_shared(planned),
        "form": form,
        "sharing_form": sharing,
        "may_write": selectors.may_write(project, request.actor),
        **summary(found, request.legal),
    }


def _exchange(planned: PlannedEntry) -> dict[str, Any]:
    return {
        "mode": planned.exchange_mode,
        "cycle": planned.exchange_cycle or planned.entry.update_cycle,
        "interface": planned.interface,
    }


def _sharing_form(planned: PlannedEntry, data: Any = None) -> SharingForm:
    return SharingForm(
        data, unit=planned.study.project.unit.code, items=list(planned.entry.items.all()), prefix="sharing"
    )
