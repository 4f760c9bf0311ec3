"""Reads of the trails: who may see which entries and read records, and where an entry stands."""

from django.db.models import Q, QuerySet

from shuyuan.audit.models import Entry, ReadBatch, ReadRecord
from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import NotFound, NotPermitted

#: Who sees the whole trail.
AUDITORS = frozenset({Role.AUDIT_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR})
#: Who may come in at all; a principal officer sees the own department's part.
READERS = AUDITORS | {Role.PRINCIPAL_OFFICER}


def list_entries(*, actor: Actor) -> QuerySet[Entry]:
    """The entries that the actor may see, newest first; raises NotPermitted for all other roles."""
    _check(actor)
    entries = Entry.objects.all()
    return entries if actor.role in AUDITORS else entries.filter(department=actor.department)


def list_reads(*, actor: Actor) -> QuerySet[ReadRecord]:
    """The read records that the actor may see, newest first: all, or reads by the own department."""
    _check(actor)
    reads = ReadRecord.objects.all()
    return reads if actor.role in AUDITORS else reads.filter(department=actor.department)


def find_reads_of_key(digest: str) -> Q:
    """The condition for records in which that key was asked for, alone or among others."""
    return Q(key_digest=digest) | Q(keys__digest=digest)


def list_acts_on(subject_kind: str, subject_id: object) -> QuerySet[Entry]:
    """What was done to a thing, newest first, for the history on its own page, which has its own door.

    Pages show event, person, time and provision of these, never the facts.
    """
    return Entry.objects.filter(
        subject_kind=subject_kind, subject_id=str(subject_id), outcome=Entry.Outcome.DONE
    )


def access_entry(seq: int, *, actor: Actor) -> Entry:
    """The entry; one that the actor may not see looks like a missing one."""
    entry = list_entries(actor=actor).filter(seq=seq).first()
    if entry is None:
        raise NotFound(code="unknown_audit_entry", entry=seq)
    return entry


def access_read(pk: int, *, actor: Actor) -> ReadRecord:
    """The read record with its batch; one that the actor may not see looks like a missing one."""
    read = list_reads(actor=actor).filter(pk=pk).select_related("batch__anchor").first()
    if read is None:
        raise NotFound(code="unknown_read_record", record=pk)
    return read


def chain_length() -> int:
    """The number of the newest entry."""
    newest = Entry.objects.values_list("seq", flat=True).first()
    return newest or 0


def batches_of(entry: Entry) -> QuerySet[ReadBatch]:
    """The batches of read records that this entry puts into the chain."""
    return ReadBatch.objects.filter(anchor=entry).order_by("id")


def _check(actor: Actor) -> None:
    if actor.role not in READERS:
        raise NotPermitted(code="wrong_role", role=str(actor.role), needed=sorted(READERS))
