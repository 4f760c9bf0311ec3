"""Pages of collection: HTTP in, one service call, HTTP out."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shuyuan.catalog.selectors import entry_spec
from shuyuan.collection import services, wording
from shuyuan.collection.forms import MappingForm, ReasonForm, UploadForm
from shuyuan.collection.lists import BatchList, PoolList
from shuyuan.collection.models import Batch
from shuyuan.collection.problems import explain_note, explain_problem
from shuyuan.collection.selectors import (
    SENDERS,
    access_batch_as_sender,
    access_batch_as_viewer,
    find_pool,
    landed,
    list_batches,
    list_pools,
)
from shuyuan.collection.states import ENDED, BatchState
from shuyuan.engine import quarantine
from shuyuan.engine.readers import open_file
from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import NotFound
from shuyuan.web.doors import needs

CELLS_PER_PAGE = 50
PREVIEW_ROWS = 5
_VIEWERS = (*SENDERS, Role.DATA_ADMINISTRATION)


@needs(*_VIEWERS)
@require_GET
def batches(request: HttpRequest) -> HttpResponseBase:
    """The batches that the actor may see."""
    context = {"is_sender": request.actor.role in SENDERS}
    return BatchList(request, list_batches(request.actor)).respond("collection/list.html", context)


@needs(*SENDERS)
@require_GET
def pools(request: HttpRequest) -> HttpResponseBase:
    """The pools of the department, with the version that is served."""
    return PoolList(request, list_pools(request.actor)).respond("collection/pools.html")


@needs(*SENDERS)
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Send one file; it becomes a batch whatever is in it."""
    if request.method == "GET":
        form = UploadForm(actor=request.actor, initial={"entry": request.GET.get("entry", "")})
        return render(request, "collection/upload.html", {"form": form})
    form = UploadForm(request.POST, request.FILES, actor=request.actor)
    if not form.is_valid():
        return render(request, "collection/upload.html", {"form": form}, status=400)
    sent = form.cleaned_data["file"]
    batch = services.receive_file(
        form.cleaned_data["entry"],
        stream=sent.file,
        filename=sent.name,
        actor=request.actor,
        legal=request.legal,
    )
    return redirect("collection:detail", batch.pk)


@needs(*_VIEWERS)
@require_GET
def detail(request: HttpRequest, batch_id: int) -> HttpResponse:
    """What became of a batch, and what can be done with it now."""
    batch = access_batch_as_viewer(batch_id, actor=request.actor)
    context = _context(request, batch)
    if batch.state == BatchState.RECEIVED and context["is_sender"]:
        context["form"] = MappingForm(batch=batch, spec=entry_spec(batch.entry))
        context["preview"] = open_file(landed(batch)).preview(PREVIEW_ROWS)
    return render(request, "collection/detail.html", context)


@needs(*SENDERS)
@require_POST
def mapping(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Fix which column feeds which item, and let a worker take the batch."""
    batch = access_batch_as_sender(batch_id, actor=request.actor)
    form = MappingForm(request.POST, batch=batch, spec=entry_spec(batch.entry))
    if not form.is_valid():
        preview = open_file(landed(batch)).preview(PREVIEW_ROWS)
        context = {**_context(request, batch), "form": form, "preview": preview}
        return render(request, "collection/detail.html", context, status=400)
    services.map_batch(
        batch_id,
        pairs=form.cleaned_data["pairs"],
        full_load=form.cleaned_data["full_load"],
        declared_rows=form.cleaned_data["declared_rows"],
        actor=request.actor,
        legal=request.legal,
    )
    return redirect("collection:detail", batch_id)


@needs(*_VIEWERS)
@require_GET
def progress(request: HttpRequest, batch_id: int) -> HttpResponse:
    """The progress bar alone; when the batch has ended the whole page loads once more."""
    batch = access_batch_as_viewer(batch_id, actor=request.actor)
    response = render(request, "collection/parts/progress.html", _context(request, batch))
    if not _is_moving(batch):
        response["HX-Refresh"] = "true"
    return response


@needs(*SENDERS)
@require_GET
def cells(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Refused cells with row, column, value and reason, a page at a time."""
    batch = services.note_cells_read(batch_id, actor=request.actor)
    return render(request, "collection/cells.html", {**_context(request, batch), **_cells(request, batch)})


@needs(*SENDERS)
@require_GET
def workbook(request: HttpRequest, batch_id: int) -> HttpResponse:
    """The refused rows as a workbook, to be corrected and sent again."""
    batch = services.note_cells_read(batch_id, actor=request.actor)
    if not batch.quarantine_path:
        raise NotFound(code="nothing_refused")
    language = "en" if get_language() == "en" else "zh"
    with TemporaryDirectory() as folder:
        path = quarantine.workbook(
            Path(batch.quarantine_path), Path(folder) / "refused.xlsx", language=language
        )
        handle = path.open("rb")
    name = _("refused rows of batch") + f" {batch.number}.xlsx"
    return FileResponse(handle, as_attachment=True, filename=name)


@needs(*SENDERS)
@require_GET
def original(request: HttpRequest, batch_id: int) -> HttpResponse:
    """The file as it was sent, for the department that sent it."""
    batch = services.note_original_read(batch_id, actor=request.actor)
    handle = Path(batch.landed_path).open("rb")  # noqa: SIM115 the response closes it
    response = FileResponse(handle, as_attachment=True, filename=batch.filename)
    response["Content-Type"] = "application/octet-stream"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@needs(*SENDERS)
@require_POST
def cancel(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Withdraw a batch that has not merged."""
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    services.cancel_batch(batch_id, reason=reason, actor=request.actor, legal=request.legal)
    messages.success(request, _("The batch is withdrawn; the file stays with its digest."))
    return redirect("collection:detail", batch_id)


@needs(*SENDERS)
@require_POST
def restart(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Start a failed batch again."""
    services.restart_batch(batch_id, actor=request.actor, legal=request.legal)
    return redirect("collection:detail", batch_id)


def _is_moving(batch: Batch) -> bool:
    """Whether a worker has the batch or will take it, or its rows still wait to be served."""
    return batch.state in {BatchState.QUEUED, BatchState.RUNNING}


def _context(request: HttpRequest, batch: Batch) -> dict[str, Any]:
    """What every page of a batch shows."""
    pool = find_pool(batch.entry_id)
    served = pool is not None and batch.lake_version is not None and pool.served_version >= batch.lake_version
    is_sender = request.actor.role in SENDERS and batch.department.code == request.actor.department
    return {
        "batch": batch,
        "pool": pool,
        "is_sender": is_sender,
        "is_moving": _is_moving(batch),
        "has_ended": BatchState(batch.state) in ENDED,
        "tone": batch.tone,
        "steps": wording.steps(batch.state, is_mapped=bool(batch.job_id), is_served=served),
        "stage": wording.stage_label(batch.job.note if batch.job else ""),
        "problem": explain_problem(batch.problem) if batch.problem else None,
        "notes": [explain_note(note) for note in batch.notes],
        "rules": [(wording.rule_label(rule), count) for rule, count in batch.refused_by_rule.items()],
    }


def _cells(request: HttpRequest, batch: Batch) -> dict[str, Any]:
    """One page of refused cells of one rule or all, with the page numbers around it."""
    if not batch.quarantine_path:
        raise NotFound(code="nothing_refused")
    rule = request.GET.get("rule") or None
    page = max(1, int(request.GET["page"])) if request.GET.get("page", "").isdecimal() else 1
    found = quarantine.cells(
        Path(batch.quarantine_path), limit=CELLS_PER_PAGE + 1, offset=(page - 1) * CELLS_PER_PAGE, rule=rule
    )
    language = "en" if get_language() == "en" else "zh"
    return {
        "cells": [
            {"cell": cell, "message": cell.message[language], "rule": wording.rule_label(cell.rule)}
            for cell in found[:CELLS_PER_PAGE]
        ],
        "rule": rule,
        "page": page,
        "has_next": len(found) > CELLS_PER_PAGE,
        "rule_choices": [
            (name, wording.rule_label(name), count) for name, count in batch.refused_by_rule.items()
        ],
    }
