"""The responsibility list of a department in an edition, computed from the versions that it holds."""

from collections.abc import Iterator

from shuyuan.campaigns.models import ResponsibilityList
from shuyuan.campaigns.rules import Duty, duties_of


def list_duties(one: ResponsibilityList) -> list[Duty]:
    """Every item that the department has to collect, entry by entry in the order of the codes."""
    return list(_duties(one))


def _duties(one: ResponsibilityList) -> Iterator[Duty]:
    lines = one.edition.lines.filter(provider=one.department_id).select_related("version").order_by("code")
    for line in lines:
        yield from duties_of(line.version.snapshot)
