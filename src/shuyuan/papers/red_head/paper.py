"""What an official paper says, as plain values; both layouts are drawn from these."""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Text:
    """A paragraph of the body; line breaks within it begin further paragraphs."""

    text: str

    def as_data(self) -> dict[str, Any]:
        """JSON values for the layout."""
        return {"kind": "text", "lines": [line for line in self.text.splitlines() if line.strip()]}


@dataclass(frozen=True)
class Heading:
    """A heading with its own number: level 1 一、 level 2 （一） level 3 1. level 4 （1）."""

    text: str
    level: int = 1

    def as_data(self) -> dict[str, Any]:
        """JSON values for the layout."""
        return {"kind": "heading", "text": self.text, "level": self.level}


@dataclass(frozen=True)
class Table:
    """A table: heads, rows of text, and how wide the columns are to each other (equal by default)."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    widths: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        """Every row has as many cells as there are columns."""
        if any(len(row) != len(self.columns) for row in self.rows):
            msg = f"the table {self.caption!r} has rows of other lengths than its {len(self.columns)} columns"
            raise ValueError(msg)

    def as_data(self) -> dict[str, Any]:
        """JSON values for the layout."""
        widths = self.widths or tuple(1.0 for _ in self.columns)
        return {
            "kind": "table",
            "caption": self.caption,
            "columns": list(self.columns),
            "rows": [[str(cell) for cell in row] for row in self.rows],
            "widths": list(widths),
            "aligns": [_align([row[at] for row in self.rows]) for at in range(len(self.columns))],
        }


#: A column with a longer cell than this reads better from the left.
_SHORT = 12
_AMOUNT = re.compile(r"-?[\d,]+\.\d{2}")


def _align(cells: list[str]) -> str:
    """How a whole column stands: amounts to the right, long texts to the left, the rest in the middle."""
    said = [cell for cell in map(str, cells) if cell]
    if said and all(_AMOUNT.fullmatch(cell) for cell in said):
        return "right"
    return "left" if any(len(cell) > _SHORT for cell in said) else "center"


Block = Text | Heading | Table


@dataclass(frozen=True)
class Annex:
    """An annex that follows the signature on pages of its own."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Paper:
    """One paper. `issuer` is the red mark (without 文件), `copies` are told of it.

    `annexes` are named below the body: by a name alone when they come by another way, with their pages else.
    """

    issuer: str
    number: str
    title: str
    addressee: str
    blocks: tuple[Block, ...]
    signer: str
    day: date
    copies: tuple[str, ...] = ()
    annexes: tuple[str | Annex, ...] = ()
    printed_by: str = ""

    def numbered(self, number: str) -> "Paper":
        """The same paper with its number."""
        return replace(self, number=number)

    def as_data(self) -> dict[str, Any]:
        """JSON values: what the layouts draw, and what is kept of an issued paper."""
        return {
            "issuer": self.issuer,
            "number": self.number,
            "title": self.title,
            "addressee": self.addressee.rstrip("：:") + "：" if self.addressee else "",
            "blocks": [block.as_data() for block in self.blocks],
            "signer": self.signer,
            "day": self.day.isoformat(),
            "day_in_words": day_in_words(self.day),
            "copies": list(self.copies),
            "annexes": [one.title if isinstance(one, Annex) else one for one in self.annexes],
            "enclosed": [
                {"number": number, "title": one.title, "blocks": [block.as_data() for block in one.blocks]}
                for number, one in enumerate(self.annexes, 1)
                if isinstance(one, Annex)
            ],
            "printed_by": self.printed_by or self.signer,
        }


def day_in_words(day: date) -> str:
    """A day as official papers write it: 2026年11月22日, without zeros in front."""
    return f"{day.year}年{day.month}月{day.day}日"
