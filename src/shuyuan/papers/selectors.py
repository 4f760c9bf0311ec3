"""Reads of attachments and issued papers, through the doors of the subjects they belong to."""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q, QuerySet

from shuyuan.kernel.actor import THREE_ADMINISTRATORS, Actor
from shuyuan.kernel.errors import NotFound, NotPermitted
from shuyuan.papers import registry
from shuyuan.papers.models import Attachment, IssuedPaper


@dataclass(frozen=True)
class Labelled:
    """One label of a subject: its latest version first, then the earlier ones."""

    label: str
    latest: Attachment
    earlier: list[Attachment]


def access_subject(kind: str, subject_id: str, *, actor: Actor, write: bool = False) -> None:
    """Let pass whoever may read (or change) the attachments of the subject.

    Raises NotFound `unknown_subject` for a subject that is missing or foreign, and NotPermitted
    `attachments_closed` for one that may be read but not changed now.
    """
    if not registry.may_read(kind, subject_id, actor):
        raise NotFound(code="unknown_subject")
    if write and not registry.may_write(kind, subject_id, actor):
        raise NotPermitted(code="attachments_closed")


def list_attachments(kind: str, subject_id: str, *, actor: Actor) -> list[Attachment]:
    """Attachments of a subject that are not removed, by label, latest version first."""
    access_subject(kind, subject_id, actor=actor)
    return list(attachments_of(kind, subject_id))


def attachments_of(kind: str, subject_id: object) -> QuerySet[Attachment]:
    """For other rooms' services, which check by themselves: what is attached now."""
    return Attachment.objects.select_related("added_by__person", "added_by__department").filter(
        subject_kind=kind, subject_id=str(subject_id), removed_at__isnull=True
    )


def by_label(attachments: list[Attachment]) -> list[Labelled]:
    """The list of a page: one line per label, with its earlier versions."""
    grouped = groupby(attachments, key=lambda attachment: attachment.label)
    versions = [(label, list(group)) for label, group in grouped]
    return [Labelled(label, group[0], group[1:]) for label, group in versions]


def access_attachment(attachment_id: int, *, actor: Actor, lock: bool = False) -> Attachment:
    """An attachment whose subject the actor may read; raises as `access_subject`."""
    rows = Attachment.objects.select_related("added_by__person")
    if lock:
        rows = rows.select_for_update(of=("self",))
    attachment = rows.filter(pk=attachment_id, removed_at__isnull=True).first()
    if attachment is None:
        raise NotFound(code="unknown_attachment")
    access_subject(attachment.subject_kind, attachment.subject_id, actor=actor)
    return attachment


def list_papers(*, actor: Actor) -> QuerySet[IssuedPaper]:
    """Issued papers that the actor's department issued or received; all for bureau and administrators."""
    papers = IssuedPaper.objects.select_related("department")
    if actor.is_administration or actor.role in THREE_ADMINISTRATORS:
        return papers
    mine = Q(department__code=actor.department) | Q(
        pk__in=IssuedPaper.recipients.through.objects.filter(department__code=actor.department).values(
            "issuedpaper_id"
        )
    )
    return papers.filter(mine)


def papers_of(kind: str, subject_id: object) -> QuerySet[IssuedPaper]:
    """For other rooms' pages, which check by themselves: what was issued about a subject."""
    return IssuedPaper.objects.filter(subject_kind=kind, subject_id=str(subject_id))


def access_paper(paper_id: int, *, actor: Actor) -> IssuedPaper:
    """An issued paper that the actor may see; a foreign one looks like a missing one."""
    paper = list_papers(actor=actor).filter(pk=paper_id).first()
    if paper is None:
        raise NotFound(code="unknown_paper")
    return paper
