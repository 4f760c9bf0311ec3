"""Pages of attachments and issued papers; every file leaves through the door of its subject."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shuyuan.kernel.errors import BadInput, NotFound
from shuyuan.papers import services
from shuyuan.papers.forms import AttachmentForm
from shuyuan.papers.lists import PaperList, kind_label
from shuyuan.papers.models import Attachment
from shuyuan.papers.pdf_reader import UnreadablePdf, page_count, page_picture
from shuyuan.papers.selectors import (
    access_attachment,
    access_paper,
    access_subject,
    by_label,
    list_attachments,
    list_papers,
)
from shuyuan.papers.sniffing import type_of
from shuyuan.papers.templatetags.papers import panel
from shuyuan.papers.uploads import stored_path
from shuyuan.papers.zipping import zipped
from shuyuan.web.doors import signed_in

#: A file that people sent is never a page of ours: no script, no form, no frame, nothing loaded.
_SANDBOX = "sandbox; default-src 'none'; img-src 'self' data:; style-src 'none'; frame-ancestors 'self'"


@signed_in
@require_http_methods(["GET", "POST"])
def attachments(request: HttpRequest, kind: str, subject_id: str) -> HttpResponse:
    """The panel of a subject's attachments; a file that is sent is added to it."""
    if request.method == "GET":
        access_subject(kind, subject_id, actor=request.actor)
        return _panel(request, kind, subject_id)
    access_subject(kind, subject_id, actor=request.actor, write=True)
    form = AttachmentForm(request.POST, request.FILES)
    if not form.is_valid():
        raise BadInput("no file, or an empty one", code="attachment_missing")
    added = services.add_attachment(
        form.cleaned_data["file"],
        subject_kind=kind,
        subject_id=subject_id,
        label=form.cleaned_data["label"],
        actor=request.actor,
        legal=request.legal,
    )
    if request.headers.get("HX-Request") == "true":
        return _panel(request, kind, subject_id, added)
    messages.success(request, _("The file is attached."))
    return redirect(_back(request))


@signed_in
@require_GET
def download(request: HttpRequest, attachment_id: int) -> HttpResponseBase:
    """One version, never shown by the browser itself."""
    attachment = access_attachment(attachment_id, actor=request.actor)
    path = stored_path(attachment.stored_as)
    services.note_download([attachment], actor=request.actor)
    response = FileResponse(path.open("rb"), as_attachment=True, filename=attachment.name)
    return _harmless(response, "application/octet-stream")


@signed_in
@require_GET
def download_all(request: HttpRequest, kind: str, subject_id: str) -> HttpResponseBase:
    """The latest version of every label as a ZIP."""
    found = list_attachments(kind, subject_id, actor=request.actor)
    latest = [labelled.latest for labelled in by_label(found)]
    if not latest:
        raise NotFound(code="no_attachments")
    services.note_download(latest, actor=request.actor)
    name = f"{_('Attachments')} {subject_id}.zip"
    return _harmless(FileResponse(zipped(latest), as_attachment=True, filename=name), "application/zip")


@signed_in
@require_GET
def preview(request: HttpRequest, attachment_id: int) -> HttpResponse:
    """A page that shows pictures and PDFs as pictures, so that nothing in the file can act."""
    attachment = access_attachment(attachment_id, actor=request.actor)
    pages = _pages(attachment)
    page = int(request.GET.get("page", "1")) if request.GET.get("page", "1").isdecimal() else 1
    if pages and not 1 <= page <= pages:
        raise NotFound(code="no_such_page")
    context = {
        "attachment": attachment,
        "pages": pages,
        "page": page,
        "previous": page - 1 if page > 1 else None,
        "next": page + 1 if page < pages else None,
    }
    return render(request, "papers/preview.html", context)


@signed_in
@require_GET
def picture(request: HttpRequest, attachment_id: int, page: int) -> HttpResponseBase:
    """The picture itself, or one page of a PDF as PNG."""
    attachment = access_attachment(attachment_id, actor=request.actor)
    kind = type_of(attachment.media_type)
    if kind is None or not kind.shown:
        raise NotFound(code="no_preview")
    path = stored_path(attachment.stored_as)
    if kind.name != "pdf":
        return _harmless(FileResponse(path.open("rb")), kind.media_type)
    try:
        return _harmless(HttpResponse(page_picture(path, page)), "image/png")
    except UnreadablePdf as error:
        raise NotFound(code="no_preview") from error


@signed_in
@require_POST
def remove(request: HttpRequest, attachment_id: int) -> HttpResponse:
    """Take a version away, with a reason."""
    services.remove_attachment(
        attachment_id, reason=request.POST.get("reason", ""), actor=request.actor, legal=request.legal
    )
    messages.success(request, _("The file is removed; the trail keeps its digest and the reason."))
    return redirect(_back(request))


@signed_in
@require_GET
def papers(request: HttpRequest) -> HttpResponseBase:
    """Issued papers that the actor may see."""
    return PaperList(request, list_papers(actor=request.actor)).respond("papers/list.html")


@signed_in
@require_GET
def paper(request: HttpRequest, paper_id: int) -> HttpResponse:
    """One issued paper: what it says, its files and their digests."""
    issued = access_paper(paper_id, actor=request.actor)
    return render(request, "papers/paper.html", {"paper": issued, "kind": kind_label(issued)})


@signed_in
@require_GET
def paper_pdf(request: HttpRequest, paper_id: int) -> HttpResponseBase:
    """The issued PDF."""
    issued = access_paper(paper_id, actor=request.actor)
    return _issued(issued.pdf_stored_as, f"{issued.number}.pdf")


@signed_in
@require_GET
def paper_word(request: HttpRequest, paper_id: int) -> HttpResponseBase:
    """The issued Word file."""
    issued = access_paper(paper_id, actor=request.actor)
    return _issued(issued.word_stored_as, f"{issued.number}.docx")


@signed_in
@require_GET
def paper_picture(request: HttpRequest, paper_id: int, page: int) -> HttpResponseBase:
    """One page of the issued PDF as PNG."""
    issued = access_paper(paper_id, actor=request.actor)
    try:
        return _harmless(HttpResponse(page_picture(stored_path(issued.pdf_stored_as), page)), "image/png")
    except UnreadablePdf as error:
        raise NotFound(code="no_such_page") from error


def _issued(stored_as: str, name: str) -> HttpResponseBase:
    response = FileResponse(stored_path(stored_as).open("rb"), as_attachment=True, filename=name)
    return _harmless(response, "application/octet-stream")


def _harmless(response: Any, media_type: str) -> Any:
    response["Content-Type"] = media_type
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = _SANDBOX
    return response


def _pages(attachment: Attachment) -> int:
    """How many pages the preview has; 0 for a file that is not shown."""
    kind = type_of(attachment.media_type)
    if kind is None or not kind.shown:
        return 0
    if kind.name != "pdf":
        return 1
    try:
        return page_count(stored_path(attachment.stored_as))
    except UnreadablePdf:
        return 0


def _panel(request: HttpRequest, kind: str, subject_id: str, added: Attachment | None = None) -> HttpResponse:
    """The panel alone, with word of what was added just now."""
    context = {**panel(request, kind, subject_id), "added": added}
    return render(request, "papers/parts/panel.html", context)


def _back(request: HttpRequest) -> str:
    """Where the form says it came from, if that is an address of ours."""
    back = request.POST.get("back", "")
    return back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/"
