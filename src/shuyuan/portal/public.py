"""What a visitor may know: figures of the published catalog, no data and no names."""

from dataclasses import dataclass

from shuyuan.catalog.selectors import list_published_entries
from shuyuan.organizations.selectors import list_departments


@dataclass(frozen=True)
class Figures:
    """Numbers of the public home page."""

    departments: int
    entries: int


def gather_public() -> Figures:
    """Two counts."""
    return Figures(list_departments().count(), list_published_entries().count())
