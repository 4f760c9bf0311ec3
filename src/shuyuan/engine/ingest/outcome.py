"""What one run of a batch came to."""

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from shuyuan.engine.readers import Note


@dataclass(frozen=True)
class Outcome:
    """Counts of one batch; equal for every run of the same batch, however often it was killed.

    `read` = `accepted` + `refused_rows` + `duplicates` (identical repeats within the file, kept once).
    `accepted` = `new` + `changed` + `unchanged`. `merged` is False when too much was refused: then `new`,
    `changed`, `unchanged` and `deleted` are 0 and the pool is as before. `version` is the pool's version
    that holds the batch (the former one if nothing changed), None when there is no pool yet.
    `quarantine_path` is the folder for `quarantine.cells` and `.workbook`, None without refused rows.
    """

    entry: str
    batch_id: str
    read: int
    accepted: int
    refused_rows: int
    refused_cells: int
    duplicates: int
    merged: bool
    new: int
    changed: int
    unchanged: int
    deleted: int
    version: int | None
    quarantine_path: Path | None
    cell_counts_by_rule: dict[str, int] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values; `from_json` gives an equal record back."""
        data = asdict(self)
        data["quarantine_path"] = str(self.quarantine_path) if self.quarantine_path else None
        data["notes"] = [asdict(note) for note in self.notes]
        return data

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Outcome":
        """The record that `to_json` wrote."""
        path = data["quarantine_path"]
        notes = tuple(Note(note["code"], note["facts"]) for note in data["notes"])
        return cls(**{**data, "quarantine_path": Path(path) if path else None, "notes": notes})
