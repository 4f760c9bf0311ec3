"""The responsibility list of a department in an edition, computed from the versions that it holds."""

from collections.abc import Iterator

from shuyuan.campaigns.models import ResponsibilityList
from shuyuan.campaigns.rules import Duty, duties_of
from shuyuan.elements.selectors import list_borrowed


def list_duties(one: ResponsibilityList) -> list[Duty]:
    """Every item that the department has to collect, entry by entry in the order of the codes.

    What it takes from the authoritative source was left to that source when the edition was published.
    """
    return list(_duties(one))


def _duties(one: ResponsibilityList) -> Iterator[Duty]:
    taken = set(list_borrowed(one.edition.published_at).values_list("entry_id", "item_name"))
    lines = one.edition.lines.filter(provider=one.department_id).select_related("version").order_by("code")
    for line in lines:
        for duty in duties_of(line.version.snapshot):
            if duty.is_key or (line.version.entry_id, duty.item) not in taken:
                yield duty
