"""Adds entries to the trail: acts inside the caller's transaction, refusals in one of their own."""

import logging
from enum import StrEnum
from functools import partial
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from shuyuan.audit import seal
from shuyuan.audit.chain import GENESIS, canonical_json, entry_hash
from shuyuan.audit.events import Event
from shuyuan.audit.models import Entry
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import NotFound, NotPermitted, RuleRefused, ShuyuanError

logger = logging.getLogger(__name__)

#: The advisory lock under which PostgreSQL appends; SQLite's write lock does the same by itself.
_APPEND_LOCK = 0x53687579
_SUBJECT_LENGTH = 200
#: What a refusal keeps of its facts, which may repeat what somebody sent.
_REFUSAL_LENGTH = 8000


def record(
    event: StrEnum | str,
    *,
    actor: Actor,
    subject_kind: str,
    subject_id: object,
    cites: str = "",
    facts: dict[str, Any] | None = None,
    outcome: str = Entry.Outcome.DONE,
) -> Entry:
    """Append one entry in the caller's transaction; it stands or falls with what it reports.

    Call it last: on PostgreSQL other appenders wait from here to the commit. `facts` never hold data
    values of entries. Raises TransactionManagementError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("an audit entry belongs into the caller's transaction")
    lock_trail()
    last = Entry.objects.order_by("-seq").values_list("seq", "hash").first()
    seq, previous = last or (0, GENESIS)
    fields = {
        "seq": seq + 1,
        "at": timezone.now(),
        "person_id": actor.person_id,
        "person_name": actor.name,
        "post_id": actor.post_id,
        "department": actor.department,
        "role": str(actor.role),
        "event": str(event),
        "subject_kind": subject_kind,
        "subject_id": str(subject_id)[:_SUBJECT_LENGTH],
        "cites": cites,
        "outcome": str(outcome),
        "facts_json": canonical_json(facts or {}),
        "previous_hash": previous,
    }
    sealed = entry_hash(fields)
    entry = Entry(**fields, hash=sealed, signature=seal.sign(seq + 1, sealed))
    entry.save(force_insert=True)
    transaction.on_commit(partial(seal.publish, entry), robust=True)
    return entry


def lock_trail() -> None:
    """Let nobody else append until the transaction ends; `record` does it by itself."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_APPEND_LOCK])


def record_refusal(error: ShuyuanError, *, actor: Actor | None, path: str) -> Entry | None:
    """Write down that a step was refused, in a transaction of its own; None when it is not worth an entry.

    Kept are refusals by law, denied access, and errors that cite a provision (a step of a project that is
    not open yet), of somebody who is signed in. Malformed input is not an act, and visitors must not be
    able to fill the trail. A trail that cannot be written is logged: the
    step is refused anyway.
    """
    cites = str(error.facts.get("cites", ""))
    if actor is None or not (cites or isinstance(error, RuleRefused | NotPermitted | NotFound)):
        return None
    facts: dict[str, Any] = {"code": error.code, **error.facts}
    if isinstance(error, RuleRefused):
        reasons = error.verdict.reasons
        facts = {"reasons": [{"code": r.code, "cites": r.cites, "facts": r.facts} for r in reasons]}
        cites = reasons[0].cites if reasons else ""
    if len(canonical_json(facts)) > _REFUSAL_LENGTH:
        facts = {"code": error.code, "shortened": True}
    try:
        with transaction.atomic():
            return record(
                Event.STEP_REFUSED,
                actor=actor,
                subject_kind="path",
                subject_id=path,
                cites=cites,
                facts=facts,
                outcome=Entry.Outcome.REFUSED,
            )
    except DatabaseError:
        logger.exception("a refusal could not be recorded")
        return None


def record_job_event(event: str, job_id: int, name: str, actor: Actor) -> Entry:
    """What somebody did to a job, told by the room `jobs` in its transaction."""
    return record(event, actor=actor, subject_kind="job", subject_id=job_id, facts={"work": name})
