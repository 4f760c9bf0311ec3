"""Pages of imports and exports: HTTP in, one service call, HTTP out."""

from collections.abc import Callable
from tempfile import TemporaryFile
from typing import IO, Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shuyuan.catalog.selectors import DRAFTERS
from shuyuan.kernel.errors import BadInput
from shuyuan.web.doors import needs, signed_in
from shuyuan.web.exports import XLSX_TYPE
from shuyuan.workbooks import documents, imports, listings, lists, wording
from shuyuan.workbooks.annotation import write_annotated
from shuyuan.workbooks.forms import ApplyForm, FileForm
from shuyuan.workbooks.homes import page_of
from shuyuan.workbooks.models import CatalogImport
from shuyuan.workbooks.selectors import access_import, list_imports
from shuyuan.workbooks.services import export_catalog
from shuyuan.workbooks.states import State
from shuyuan.workbooks.template import write_template

_WORKBOOK, _MERGED, _DOCUMENT = "xlsx", "merged", "json"


@signed_in
@require_GET
def home(request: HttpRequest) -> HttpResponseBase:
    """Import and export: the steps, the downloads, and the files that were brought."""
    can_draft = request.actor.role in DRAFTERS
    context = {"can_draft": can_draft, "form": FileForm(), "exports": listings.offered(request.actor)}
    return lists.ImportList(request, list_imports(request.actor)).respond("workbooks/home.html", context)


@signed_in
@require_GET
def template(request: HttpRequest) -> HttpResponseBase:  # noqa: ARG001 views take it
    """The empty template with drop-downs, notes, an example and all code tables."""
    return _download(write_template, _("Catalog template"), "xlsx", XLSX_TYPE)


@signed_in
@require_GET
def schema(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 views take it
    """The JSON Schema of the catalog document."""
    return JsonResponse(documents.schema(), json_dumps_params={"indent": 2})


@signed_in
@require_GET
def export(request: HttpRequest, listed: str) -> HttpResponseBase:
    """A list of entries exactly as its page filters and sorts it, as workbook or document."""
    entries, name = listings.filtered(listed, request)
    wanted = request.GET.get("format", _WORKBOOK)
    if wanted == _DOCUMENT:
        at, by = request.legal.now, request.actor.name
        return _download(
            lambda stream: documents.write_document(entries, stream, made_at=at, made_by=by),
            name,
            "json",
            "application/json",
        )
    if wanted not in {_WORKBOOK, _MERGED}:
        raise BadInput("no such format", code="unknown_format", format=wanted)
    return _download(
        lambda stream: export_catalog(entries, stream, merged=wanted == _MERGED), name, "xlsx", XLSX_TYPE
    )


@needs(*DRAFTERS)
@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """Take a file in; its dry run begins at once."""
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        context = {"can_draft": True, "form": form, "exports": listings.offered(request.actor)}
        page = lists.ImportList(request, list_imports(request.actor)).page()
        return render(request, "workbooks/home.html", {**context, "page": page}, status=400)
    sent = form.cleaned_data["file"]
    made = imports.receive_import(sent.file, filename=sent.name, actor=request.actor, legal=request.legal)
    return redirect(made)


@needs(*DRAFTERS)
@require_GET
def import_page(request: HttpRequest, import_id: int) -> HttpResponseBase:
    """What the dry run says, and what can be done with it."""
    made = access_import(import_id, actor=request.actor)
    return _import_page(request, made, ApplyForm(made=made, today=request.legal.today))


@needs(*DRAFTERS)
@require_GET
def remarks(request: HttpRequest, import_id: int) -> HttpResponseBase:
    """What was found in the file, place by place."""
    made = access_import(import_id, actor=request.actor)
    return lists.RemarkList(request, made.remarks.all()).respond("workbooks/remarks.html", {"made": made})


@needs(*DRAFTERS)
@require_GET
def annotated(request: HttpRequest, import_id: int) -> HttpResponseBase:
    """The workbook as it was sent, with a color and a comment at every place that was found."""
    made = access_import(import_id, actor=request.actor)
    if made.kind != CatalogImport.Kind.SHEET or made.state in {State.CHECKING, State.UNREADABLE}:
        raise BadInput("nothing to annotate", code="unknown_format", format="annotated")
    name = made.filename.rpartition(".")[0] + _(" with remarks")
    return _download(
        lambda stream: write_annotated(made, stream, legal=request.legal), name, "xlsx", XLSX_TYPE
    )


@needs(*DRAFTERS)
@require_GET
def progress(request: HttpRequest, import_id: int) -> HttpResponse:
    """The bar alone; when the work has ended the page loads once more."""
    made = access_import(import_id, actor=request.actor)
    response = render(request, "workbooks/parts/progress.html", _moving(made))
    if not made.is_moving or (made.job and made.job.has_ended):
        response["HX-Refresh"] = "true"
    return response


@needs(*DRAFTERS)
@require_POST
def apply(request: HttpRequest, import_id: int) -> HttpResponseBase:
    """Write the drafts in the background."""
    made = access_import(import_id, actor=request.actor)
    form = ApplyForm(request.POST, made=made, today=request.legal.today)
    if not form.is_valid():
        return _import_page(request, made, form, status=400)
    imports.apply_import(made.pk, **form.cleaned_data, actor=request.actor, legal=request.legal)
    return redirect(made)


@needs(*DRAFTERS)
@require_POST
def stop(request: HttpRequest, import_id: int) -> HttpResponse:
    """Stop the writing."""
    imports.stop_import(import_id, actor=request.actor, legal=request.legal)
    messages.success(request, _("The writing stops; what is written already stays."))
    return redirect("workbooks:import", import_id)


@needs(*DRAFTERS)
@require_POST
def withdraw(request: HttpRequest, import_id: int) -> HttpResponse:
    """Give the file up."""
    imports.withdraw_import(import_id, actor=request.actor, legal=request.legal)
    messages.success(request, _("The file was given up; the catalog is as it was."))
    return redirect("workbooks:home")


def _import_page(
    request: HttpRequest, made: CatalogImport, form: ApplyForm, *, status: int = 200
) -> HttpResponseBase:
    context = {
        **_moving(made),
        "home": page_of(made),
        "steps": wording.steps(made),
        "notes": [wording.note_text(note) for note in made.notes],
        "problem": wording.kept_words(made.problem),
        "form": form if made.state == State.CHECKED and made.to_write else None,
        "has_failed": made.is_moving and made.job is not None and made.job.state == "failed",
    }
    listing = lists.LineList(request, made.lines.select_related("entry"))
    if status == 200:  # noqa: PLR2004 the usual way
        return listing.respond("workbooks/import.html", context)
    return render(request, "workbooks/import.html", {**context, "page": listing.page()}, status=status)


def _moving(made: CatalogImport) -> dict[str, Any]:
    """What the bar shows."""
    running = made.is_moving and not (made.job and made.job.has_ended)
    return {
        "made": made,
        "running": running,
        "stage": wording.stage(made.job.note if made.job else "", is_planned=bool(made.home)),
    }


def _download(write: Callable[[IO[bytes]], Any], name: str, ending: str, kind: str) -> FileResponse:
    """What a function writes, as a file to save."""
    file = TemporaryFile()  # noqa: SIM115 FileResponse closes it
    try:
        write(file)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    response = FileResponse(file, as_attachment=True, filename=f"{name}.{ending}", content_type=kind)
    response["Cache-Control"] = "no-store"
    return response
