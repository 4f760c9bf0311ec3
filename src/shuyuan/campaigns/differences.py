"""What changed from one edition to another: entries added, removed and changed, with the fields."""

from collections.abc import Iterator
from dataclasses import dataclass

from shuyuan.campaigns.models import Edition, EditionLine
from shuyuan.catalog.models import EntryVersion
from shuyuan.catalog.snapshots import differences
from shuyuan.catalog.wording import Change, changes_in_words


@dataclass(frozen=True)
class Compared:
    """An entry of two editions; `before` or `after` is missing when it was added or removed."""

    kind: str  # added, removed, changed
    before: EditionLine | None
    after: EditionLine | None

    @property
    def line(self) -> EditionLine:
        """The line that names the entry."""
        found = self.after or self.before
        if found is None:
            raise ValueError("neither edition has the entry")
        return found

    @property
    def changes(self) -> list[Change]:
        """The fields that differ, in words; read from the two versions."""
        if self.before is None or self.after is None:
            return []
        ids = [self.before.version_id, self.after.version_id]
        versions = EntryVersion.objects.in_bulk(ids)
        old, new = (versions[pk].snapshot for pk in ids)
        return changes_in_words(differences(old, new))


def compare(old: Edition, new: Edition) -> list[Compared]:
    """Every entry that is not the same in both, by code; suspending alone is a change too."""
    return sorted(_compare(old, new), key=lambda one: one.line.code)


def _compare(old: Edition, new: Edition) -> Iterator[Compared]:
    before = {line.entry_id: line for line in old.lines.select_related("provider")}
    after = {line.entry_id: line for line in new.lines.select_related("provider")}
    for entry, line in after.items():
        past = before.get(entry)
        if past is None:
            yield Compared("added", None, line)
        elif (past.version_id, past.is_suspended) != (line.version_id, line.is_suspended):
            yield Compared("changed", past, line)
    yield from (Compared("removed", line, None) for entry, line in before.items() if entry not in after)
