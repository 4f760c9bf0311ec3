"""Where a file's entries go when they are no drafts of the department: a plan, such as a project's study.

A room above registers its home in `AppConfig.ready`; the reader, the dry run and the annotated workbook are
those of every import.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from shuyuan.catalog.models import Entry
from shuyuan.kernel.actor import Actor
from shuyuan.regulations.context import LegalContext
from shuyuan.workbooks.models import CatalogImport


@dataclass(frozen=True)
class Home:
    """A kind of plan whose entries can be brought as a file; each plan has an id in its room.

    `entries` gives the ids of the entries that it has, of which there are `most`; `require_open` raises when
    the actor may not write on it now, and locks it; `keep` takes over what was written, in the same
    transaction. `page` is its address.
    """

    most: int
    entries: Callable[[int], Sequence[int]]
    require_open: Callable[[int, Actor], None]
    keep: Callable[[int, Sequence[Entry], Actor, LegalContext], None]
    page: Callable[[int], str]


_HOMES: dict[str, Home] = {}


def register_home(name: str, home: Home) -> None:
    """Let entries be brought to plans of this kind; the same name again replaces it."""
    _HOMES[name] = home


def home_of(made: CatalogImport) -> Home | None:
    """Where the entries of an import go, None for the drafts of its department."""
    return _HOMES[made.home] if made.home else None


def require_open(made: CatalogImport, actor: Actor) -> None:
    """Raise when the plan that the file is for may not be written on; in the caller's transaction."""
    home = home_of(made)
    if home is not None:
        home.require_open(made.home_id or 0, actor)


def page_of(made: CatalogImport) -> str:
    """The address of the plan that the file is for, '' for none."""
    home = home_of(made)
    return home.page(made.home_id or 0) if home else ""
