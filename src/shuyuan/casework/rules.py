"""Decisions on tasks that wait: pure, no Django, no clock, no database.

The measures give no days for reminders and escalation; the bureau sets them (`EscalationDays`).
"""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta

from shuyuan.kernel.calendar import WorkingCalendar

#: What holds until the bureau sets other days.
NEAR_DAYS = 3
BUREAU_DAYS = 5
#: A substitution that lasts longer is an appointment.
LONGEST_SUBSTITUTION = timedelta(days=366)


@dataclass(frozen=True)
class EscalationBounds:
    """The latest due days at which the addressee, the principal officer and the bureau are told today."""

    addressee: date
    leader: date
    bureau: date


def escalation_bounds(
    today: date, *, near_days: int, bureau_days: int, calendar: WorkingCalendar
) -> EscalationBounds:
    """Who is told of which due days: near ones, those that are past, those that are past for long.

    `near_days` and `bureau_days` are working days before and after the due day.
    """
    near = calendar.add(today, near_days + 1) - timedelta(days=1)
    long_past = today - timedelta(days=1)
    while calendar.count(long_past, today) < bureau_days:
        long_past -= timedelta(days=1)
    return EscalationBounds(near, today - timedelta(days=1), long_past)


def gaps_named_too_late(
    first: Iterable[str], later: Iterable[str], *, has_new_facts: bool
) -> tuple[str, ...]:
    """What a later return names although the first did not: nothing, unless the facts are new.

    What is missing is named once, so that nobody is sent home twice.
    """
    if has_new_facts:
        return ()
    known = {_plain(gap) for gap in first}
    return tuple(gap for gap in later if _plain(gap) not in known)


def _plain(gap: str) -> str:
    return "".join(gap.split()).casefold().rstrip("。.；;")


@dataclass(frozen=True)
class Seat:
    """A post as a hand-over or a substitution sees it."""

    post: int
    person: int
    department: str
    role: str
    is_held: bool


def fault_of_hand_over(task_role: str, department: str, lies_at: int | None, receiver: Seat) -> str:
    """Why a task cannot go to that post, as an error code; '' when it can.

    It stays in its department, and only who holds the role that the task asks for may act on it.
    """
    return _first(
        (not receiver.is_held, "post_not_held"),
        (receiver.department != department, "hand_over_leaves_department"),
        (receiver.role != task_role, "hand_over_other_role"),
        (receiver.post == lies_at, "hand_over_to_itself"),
    )


def fault_of_substitution(
    absent: Seat,
    substitute: Seat,
    *,
    from_on: date,
    until_on: date,
    today: date,
    may_be_acted_for: AbstractSet[str],
) -> str:
    """Why that post cannot stand in for the absent one, as an error code; '' when it can."""
    return _first(
        (not (absent.is_held and substitute.is_held), "post_not_held"),
        (absent.department != substitute.department, "substitute_of_another_department"),
        (absent.person == substitute.person, "substitute_is_the_same_person"),
        (not {absent.role, substitute.role} <= may_be_acted_for, "substitution_of_an_administrator"),
        (until_on < from_on or until_on < today, "substitution_is_over"),
        (until_on - from_on > LONGEST_SUBSTITUTION, "substitution_too_long"),
    )


def _first(*faults: tuple[bool, str]) -> str:
    return next((code for is_wrong, code in faults if is_wrong), "")
