"""The responsibility list of a department in an edition, computed from the versions that it holds."""

from collections.abc import Iterator
from typing import Any

from shuyuan.campaigns.models import ResponsibilityList
from shuyuan.campaigns.rules import Duty, duties_of
from shuyuan.elements.selectors import list_borrowed


def list_duties(one: ResponsibilityList) -> list[Duty]:
    """Every item that the department has to collect, entry by entry in the order of the codes.

    What it takes from the authoritative source was left to that source when the edition was published.
    """
    return [duty for snapshot in list_duty_snapshots(one) for duty in duties_of(snapshot)]


def list_duty_snapshots(one: ResponsibilityList) -> Iterator[dict[str, Any]]:
    """The versions of the department's entries with only the items that it has to collect."""
    taken = set(list_borrowed(one.edition.published_at).values_list("entry_id", "item_name"))
    lines = one.edition.lines.filter(provider=one.department_id).select_related("version").order_by("code")
    for line in lines:
        snapshot = line.version.snapshot
        entry = line.version.entry_id
        items = [row for row in snapshot["items"] if row["is_key"] or (entry, row["name"]) not in taken]
        yield {**snapshot, "items": items}
