"""The hash chain of audit entries: canonical text, hash, and the first link. Pure."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

#: What the first entry names as its predecessor.
GENESIS = "0" * 64

#: The fields under the hash, in this order; the first element of the text is the form's version.
FIELDS = (
    "seq",
    "at",
    "person_id",
    "person_name",
    "post_id",
    "department",
    "role",
    "event",
    "subject_kind",
    "subject_id",
    "cites",
    "outcome",
    "facts_json",
    "previous_hash",
)


def canonical_json(value: Any) -> str:
    """One text per value: sorted keys, no blanks, no NaN; what JSON does not know becomes its text.

    Half of a surrogate pair, which no database takes, turns into a question mark.
    """
    text = json.dumps(
        value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=str
    )
    return text.encode("utf-8", "replace").decode("utf-8")


def entry_hash(fields: Mapping[str, Any]) -> str:
    """SHA-256 in hex over the canonical text of an entry's `FIELDS`, its predecessor's hash among them."""
    values = [fields[name] for name in FIELDS]
    at: datetime = fields["at"]
    values[1] = at.astimezone(UTC).isoformat(timespec="microseconds")
    return hashlib.sha256(canonical_json([1, *values]).encode("utf-8")).hexdigest()
