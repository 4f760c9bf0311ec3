"""Writes of the attachment pages: one transaction and one audit entry each."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from shuyuan.audit.steps import record
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput
from shuyuan.papers import steps
from shuyuan.papers.events import Event
from shuyuan.papers.models import Attachment
from shuyuan.papers.registry import require_removable
from shuyuan.papers.selectors import access_attachment, access_subject
from shuyuan.papers.uploads import receive
from shuyuan.regulations.context import LegalContext


def add_attachment(
    upload: UploadedFile, *, subject_kind: str, subject_id: str, label: str, actor: Actor, legal: LegalContext
) -> Attachment:
    """Check the file first, then add it in a short transaction; raises as `steps.attach`."""
    access_subject(subject_kind, subject_id, actor=actor, write=True)
    received = receive(upload)
    with transaction.atomic(durable=True):
        return steps.attach(
            received,
            subject_kind=subject_kind,
            subject_id=subject_id,
            label=label or received.name.rsplit(".", 1)[0][: steps.LABEL_LENGTH],
            actor=actor,
            legal=legal,
        )


@transaction.atomic(durable=True)
def remove_attachment(attachment_id: int, *, reason: str, actor: Actor, legal: LegalContext) -> Attachment:
    """Take a version away, with a reason, while the subject is still open; the trail keeps its digest.

    Whatever stays for good is refused by its provision first, whoever asks.
    """
    attachment = access_attachment(attachment_id, actor=actor, lock=True)
    require_removable(attachment.subject_kind, attachment)
    access_subject(attachment.subject_kind, attachment.subject_id, actor=actor, write=True)
    reason = reason.strip()
    if not reason:
        raise BadInput("removing needs a reason", code="reason_missing")
    attachment.removed_at = legal.now
    attachment.removed_by_id = actor.post_id or None
    attachment.removed_reason = reason[:1000]
    attachment.save(update_fields=["removed_at", "removed_by", "removed_reason"])
    record(
        Event.REMOVED,
        actor=actor,
        subject_kind=attachment.subject_kind,
        subject_id=attachment.subject_id,
        facts={
            "label": attachment.label,
            "version": attachment.version,
            "digest": attachment.digest,
            "reason": attachment.removed_reason,
        },
    )
    return attachment


@transaction.atomic(durable=True)
def note_download(attachments: list[Attachment], *, actor: Actor) -> None:
    """Write down who took which versions of one subject's files."""
    record(
        Event.DOWNLOADED,
        actor=actor,
        subject_kind=attachments[0].subject_kind,
        subject_id=attachments[0].subject_id,
        facts={"files": [{"name": one.name, "version": one.version} for one in attachments][:100]},
    )
