"""Writes for other rooms' services, in their transaction: numbers, attachments, issued papers."""

from collections.abc import Iterable

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, connection, transaction
from django.db.models import Max

from shuyuan.audit.steps import record
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput, Conflict
from shuyuan.organizations.selectors import access_department
from shuyuan.papers.events import Event
from shuyuan.papers.models import Attachment, IssuedNumber, IssuedPaper, NumberSeries
from shuyuan.papers.red_head import Paper, pdf, word
from shuyuan.papers.registry import number_kind, paper_kind
from shuyuan.papers.selectors import access_subject
from shuyuan.papers.uploads import Received, keep_bytes, receive
from shuyuan.regulations.context import LegalContext

LABEL_LENGTH = 80


def next_number(kind: str, *, year: int | None = None, actor: Actor, legal: LegalContext) -> str:
    """The next number of a kind in a year (this year by default), such as 焦数目〔2026〕12号.

    Without a gap: the row of the series is locked until the caller's transaction ends, and a transaction
    that fails gives its number back. Raises KeyError for a kind that nobody registered.
    """
    _need_transaction()
    pattern = number_kind(kind)
    year = year or legal.today.year
    NumberSeries.objects.get_or_create(kind=kind, year=year)
    series = NumberSeries.objects.select_for_update().get(kind=kind, year=year)
    series.last += 1
    series.save(update_fields=["last"])
    text = pattern.write(year, series.last)
    IssuedNumber.objects.create(
        series=series, number=series.last, text=text, at=legal.now, by_id=actor.post_id or None
    )
    return text


def attach(
    upload: UploadedFile | Received,
    *,
    subject_kind: str,
    subject_id: object,
    label: str,
    actor: Actor,
    legal: LegalContext,
) -> Attachment:
    """Add a file to a subject; the same label again is its next version.

    Pass what `papers.uploads.receive` gave to keep the checks of the file out of the transaction. Raises
    NotFound or NotPermitted when the subject's door says no, BadInput `attachment_without_label`, and
    what `receive` raises.
    """
    _need_transaction()
    subject_id = str(subject_id)
    access_subject(subject_kind, subject_id, actor=actor, write=True)
    label = label.strip()
    if not label or len(label) > LABEL_LENGTH:
        raise BadInput(
            "an attachment needs a short label", code="attachment_without_label", limit=LABEL_LENGTH
        )
    received = upload if isinstance(upload, Received) else receive(upload)
    versions = Attachment.objects.filter(subject_kind=subject_kind, subject_id=subject_id, label=label)
    last = versions.aggregate(last=Max("version"))["last"] or 0
    try:
        with transaction.atomic():
            attachment = Attachment.objects.create(
                subject_kind=subject_kind,
                subject_id=subject_id,
                label=label,
                version=last + 1,
                name=received.name,
                media_type=received.kind.media_type,
                size=received.size,
                digest=received.digest,
                stored_as=received.stored_as,
                scan=Attachment.Scan.CLEAN if received.is_scanned else Attachment.Scan.NOT_SCANNED,
                added_at=legal.now,
                added_by_id=actor.post_id or None,
            )
    except IntegrityError as error:
        raise Conflict("the version was added by somebody else", code="attachment_exists") from error
    record(
        Event.ATTACHED,
        actor=actor,
        subject_kind=subject_kind,
        subject_id=subject_id,
        facts={
            "label": label,
            "version": attachment.version,
            "name": attachment.name,
            "digest": attachment.digest,
            "size": attachment.size,
        },
    )
    return attachment


def issue_paper(
    kind: str,
    paper: Paper,
    *,
    department: str,
    recipients: Iterable[str] = (),
    subject_kind: str = "",
    subject_id: object = "",
    cites: str = "",
    actor: Actor,
    legal: LegalContext,
) -> IssuedPaper:
    """Issue a paper: number it if it has none, draw both files, keep them for good with their digests.

    `department` and `recipients` are codes; they, the bureau and the administrators may read it. Raises
    KeyError for a kind that nobody registered, and Unavailable when the layout cannot be drawn.
    """
    _need_transaction()
    series = paper_kind(kind).series
    if not paper.number:
        number = next_number(series, year=paper.day.year, actor=actor, legal=legal)
        paper = paper.numbered(number)
    printed, written = pdf(paper), word(paper)
    kept_pdf = keep_bytes(printed, f"{paper.number}.pdf")
    kept_word = keep_bytes(written, f"{paper.number}.docx")
    issued = IssuedPaper.objects.create(
        kind=kind,
        number=paper.number,
        title=paper.title,
        day=paper.day,
        content=paper.as_data(),
        subject_kind=subject_kind,
        subject_id=str(subject_id),
        department=access_department(department),
        pdf_digest=kept_pdf.digest,
        pdf_size=kept_pdf.size,
        pdf_stored_as=f"{kept_pdf.path.parent.name}/{kept_pdf.path.name}",
        word_digest=kept_word.digest,
        word_size=kept_word.size,
        word_stored_as=f"{kept_word.path.parent.name}/{kept_word.path.name}",
        issued_at=legal.now,
        issued_by_id=actor.post_id or None,
    )
    issued.recipients.set([access_department(code) for code in recipients])
    record(
        Event.ISSUED,
        actor=actor,
        subject_kind="papers.paper",
        subject_id=issued.number,
        cites=cites,
        facts={"kind": kind, "title": issued.title, "pdf": kept_pdf.digest, "word": kept_word.digest},
    )
    return issued


def _need_transaction() -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("this step belongs into the caller's transaction")
