"""What a department wishes for and why, as records without a database, and the checks on their form."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from shuyuan.engine.spec import Condition, EntrySpec, GrantedItem, GrantSpec
from shuyuan.engine.views import compile_view
from shuyuan.kernel.errors import BadInput
from shuyuan.sharing.specs import TRIAL_DIALECT, read_conditions, read_modes

#: A policy of the platform, not of the measures: a grant that nobody reviews for longer is forgotten.
LONGEST_TERM = timedelta(days=3 * 366)


@dataclass(frozen=True)
class Wishes:
    """Items by name, rows, modes, clients (ids of machine clients), term and quota."""

    items: tuple[str, ...]
    modes: tuple[str, ...]
    clients: tuple[str, ...]
    wished_until: date
    filters: tuple[dict[str, Any], ...] = ()
    wished_quota: int | None = None


@dataclass(frozen=True)
class Grounds:
    """What the data is for and on which bases; texts are '' when missing."""

    purpose_kind: str
    purpose: str
    scenario: str = ""
    legal_basis: str = ""
    duty_basis: str = ""
    business_need: str = ""


@dataclass(frozen=True)
class OfferedItem:
    """One item of a published entry as a consumer can wish for it; `sharing_type` is the one that holds."""

    name: str
    label: str
    description: str
    data_type: str
    sharing_type: str
    sensitive: bool
    is_key: bool
    mask: dict[str, Any] | None


def offered_items(snapshot: dict[str, Any]) -> tuple[OfferedItem, ...]:
    """The items of a published version, from its snapshot in the catalog."""
    return tuple(
        OfferedItem(
            name=item["name"],
            label=item["label"],
            description=item["description"],
            data_type=item["data_type"],
            sharing_type=item["sharing_type"] or snapshot["entry"]["sharing_type"],
            sensitive=item["sensitive"],
            is_key=item["is_key"],
            mask=item["mask"],
        )
        for item in snapshot["items"]
    )


def check_wishes(wishes: Wishes, entry: EntrySpec, *, today: date) -> tuple[Condition, ...]:
    """The row filter, once everything has the right form and compiles to a view.

    Raises BadInput: as `engine.views.compile_view`, and `no_item`, `no_mode`, `mode_not_served`,
    `bad_filter`, `bad_term`, `bad_quota`.
    """
    if not wishes.items:
        raise BadInput("choose at least one item", code="no_item")
    check_term(wishes.wished_until, today=today)
    if wishes.wished_quota is not None and wishes.wished_quota < 1:
        raise BadInput("a quota is at least one key a day", code="bad_quota")
    items = [GrantedItem(name) for name in wishes.items]
    return try_view(entry, items=items, modes=wishes.modes, filters=wishes.filters)


def check_term(valid_until: date, *, today: date) -> None:
    """Refuse a last day that is not after today, or too far away; raises BadInput `bad_term`."""
    if not today < valid_until <= today + LONGEST_TERM:
        raise BadInput(
            "the term ends after today and within three years",
            code="bad_term",
            latest=(today + LONGEST_TERM).isoformat(),
        )


def try_view(
    entry: EntrySpec, *, items: Sequence[GrantedItem], modes: Sequence[str], filters: Sequence[dict[str, Any]]
) -> tuple[Condition, ...]:
    """The row filter of a grant that would give this; raises BadInput when no view can be made of it."""
    conditions = read_conditions(filters)
    trial = GrantSpec(
        grant="",
        version=0,
        entry=entry.code,
        provider="",
        consumer="",
        purpose="",
        items=tuple(items),
        filters=conditions,
        modes=read_modes(modes),
        clients=(),
        valid_from=date.min,
        valid_until=date.max,
    )
    compile_view(trial, entry, TRIAL_DIALECT)
    return conditions
