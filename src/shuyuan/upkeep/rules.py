"""When an entry counts as dead, and what it scores: pure, no Django, no clock.

The clocks of jz-data-2020/10.1 are rules of the catalog. How long an entry may stay without data or without
use is no number of the law: twice the cycle that its provider chose, and one year.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from shuyuan.upkeep.states import PartName, SignKind

#: Update cycle → days; an irregular one has none.
CYCLE_DAYS: Mapping[str, int] = {
    "realtime": 1,
    "daily": 1,
    "weekly": 7,
    "ten_days": 10,
    "monthly": 31,
    "quarterly": 92,
    "half_yearly": 184,
    "yearly": 366,
}
#: After how many days without any read an entry counts as unused.
UNUSED_DAYS = 365
#: A read in the last days that counts in full.
_LATELY = 90

#: Part → how much it weighs; parts that do not apply to an entry leave their weight to the others.
WEIGHTS: Mapping[PartName, int] = {
    PartName.METADATA: 30,
    PartName.FRESHNESS: 25,
    PartName.USE: 15,
    PartName.CHECKS: 15,
    PartName.QUALITY: 15,
}
#: Share of refused rows at which nothing is left of the part `quality`.
_WORST_REFUSAL = 0.1
#: How much of the part `checks` each finding costs.
_PER_FINDING = 0.2

#: Sign → the provision for whose sake it matters.
CITES: Mapping[SignKind, str] = {
    SignKind.NEVER_FILLED: "jz-data-2020/9.1",
    SignKind.STALE: "jz-data-2020/13.1",
    SignKind.UNUSED: "jz-data-2020/7.1",
    SignKind.DANGLING: "jz-project-2020/19.1.1",
}


@dataclass(frozen=True)
class Facts:
    """What is known of a published entry on one day.

    `missing` are the fields and `findings` counts what the editor's checks find; rows are those of the
    last year. `is_consolidated` is false where the data does not come to the platform, `is_shared` where
    nobody may use it.
    """

    first_published_on: date
    update_cycle: str
    is_consolidated: bool = True
    last_data_on: date | None = None
    is_shared: bool = True
    last_read_on: date | None = None
    grants: int = 0
    system_code: str = ""
    system_is_registered: bool = True
    fields: int = 1
    missing: tuple[str, ...] = ()
    findings: int = 0
    rows_read: int = 0
    rows_refused: int = 0


@dataclass(frozen=True)
class Sign:
    """That an entry is dead in some way, and since when."""

    kind: SignKind
    since: date
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def cites(self) -> str:
        """The provision for whose sake it matters."""
        return CITES[self.kind]


@dataclass(frozen=True)
class Part:
    """One part of a score: a share from 0 to 1, or None where it does not apply; and what would raise it."""

    name: PartName
    share: float | None
    fix: str = ""
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def weight(self) -> int:
        """Points at most."""
        return WEIGHTS[self.name]

    @property
    def points(self) -> float:
        """Points got."""
        return round(self.weight * (self.share or 0), 1)


@dataclass(frozen=True)
class Score:
    """0 to 100 of what applies, with the parts."""

    total: int
    parts: tuple[Part, ...]


def find_signs(facts: Facts, *, today: date) -> tuple[Sign, ...]:
    """Every sign that the entry is dead; none for an entry that lives."""
    found = (_no_data(facts, today), _no_use(facts, today), _no_system(facts, today))
    return tuple(sign for sign in found if sign is not None)


def score_of(facts: Facts, *, today: date) -> Score:
    """What the entry scores on that day."""
    parts = (
        _metadata(facts),
        _freshness(facts, today),
        _use(facts, today),
        _checks(facts),
        _quality(facts),
    )
    counted = [part for part in parts if part.share is not None]
    weight = sum(part.weight for part in counted)
    return Score(round(100 * sum(part.weight * (part.share or 0) for part in counted) / weight), parts)


def _no_data(facts: Facts, today: date) -> Sign | None:
    days = CYCLE_DAYS.get(facts.update_cycle)
    if days is None or not facts.is_consolidated:
        return None
    last = facts.last_data_on or facts.first_published_on
    until = last + timedelta(days=2 * days)
    if today <= until:
        return None
    kind = SignKind.STALE if facts.last_data_on else SignKind.NEVER_FILLED
    return Sign(kind, until + timedelta(days=1), {"last": last.isoformat(), "cycle": facts.update_cycle})


def _no_use(facts: Facts, today: date) -> Sign | None:
    if not facts.is_shared:
        return None
    last = max(facts.last_read_on or facts.first_published_on, facts.first_published_on)
    until = last + timedelta(days=UNUSED_DAYS)
    if today <= until:
        return None
    return Sign(SignKind.UNUSED, until + timedelta(days=1), {"last": last.isoformat(), "days": UNUSED_DAYS})


def _no_system(facts: Facts, today: date) -> Sign | None:
    if not facts.system_code or facts.system_is_registered:
        return None
    return Sign(SignKind.DANGLING, today, {"system": facts.system_code})


def _metadata(facts: Facts) -> Part:
    share = 1 - len(facts.missing) / max(1, facts.fields)
    fix = "fill_fields" if facts.missing else ""
    return Part(PartName.METADATA, share, fix, {"fields": list(facts.missing)})


def _freshness(facts: Facts, today: date) -> Part:
    """Full within the cycle, nothing from twice the cycle on."""
    days = CYCLE_DAYS.get(facts.update_cycle)
    if days is None or not facts.is_consolidated:
        return Part(PartName.FRESHNESS, None)
    if facts.last_data_on is None:
        return Part(PartName.FRESHNESS, 0.0, "send_first_data")
    age = (today - facts.last_data_on).days
    share = min(1.0, max(0.0, 2 - age / days))
    return Part(PartName.FRESHNESS, share, "send_data" if share < 1 else "", {"age": age})


def _use(facts: Facts, today: date) -> Part:
    """Full for a read lately, less for an older one, a little for a grant alone."""
    if not facts.is_shared:
        return Part(PartName.USE, None)
    if facts.last_read_on is None:
        return Part(PartName.USE, 0.3 if facts.grants else 0.0, "find_users")
    age = (today - facts.last_read_on).days
    if age <= _LATELY:
        return Part(PartName.USE, 1.0)
    return Part(PartName.USE, 0.6 if age <= UNUSED_DAYS else 0.1, "find_users", {"age": age})


def _checks(facts: Facts) -> Part:
    share = max(0.0, 1 - _PER_FINDING * facts.findings)
    fix = "mend_findings" if facts.findings else ""
    return Part(PartName.CHECKS, share, fix, {"count": facts.findings})


def _quality(facts: Facts) -> Part:
    if not facts.rows_read:
        return Part(PartName.QUALITY, None)
    refused = facts.rows_refused / facts.rows_read
    share = max(0.0, 1 - refused / _WORST_REFUSAL)
    return Part(
        PartName.QUALITY,
        share,
        "mend_rows" if facts.rows_refused else "",
        {"refused": facts.rows_refused, "read": facts.rows_read},
    )
