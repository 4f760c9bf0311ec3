"""Reads of the register for its pages: rows of the list, and everything about one article."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from shuyuan.kernel.errors import NotFound
from shuyuan.regulations.carriers import carried
from shuyuan.regulations.cases import Case, read_cases
from shuyuan.regulations.errors import BrokenLaw
from shuyuan.regulations.instruments import Chapter, Instrument, Status, Unit
from shuyuan.regulations.law import HOME, Citation, Law
from shuyuan.regulations.official import OfficialText, find_text
from shuyuan.regulations.parameters import DatedValue, Parameter


@dataclass(frozen=True)
class Row:
    """One paragraph or item in the list; `functions` are those that decide, or the rooms that carry it."""

    unit: Unit
    citation: Citation
    functions: tuple[str, ...]
    cases: tuple[Case, ...]
    parameters: tuple[tuple[Parameter, DatedValue], ...]

    @property
    def anchor(self) -> str:
        """Where it stands on the page of its article: ``p2``, ``p1i3``."""
        provision = self.unit.provision
        item = f"i{provision.item}" if provision.item else ""
        return f"p{provision.paragraph or 0}{item}"

    @property
    def haystack(self) -> str:
        """Everything that a search looks through, in lower case."""
        words = [
            str(self.unit.provision),
            *(f"{text.zh} {text.en}" for text in (self.citation.title, self.citation.place)),
            f"{self.unit.summary.zh} {self.unit.summary.en}",
            *self.functions,
            *(
                f"{parameter.key} {parameter.label.zh} {parameter.label.en}"
                for parameter, _ in self.parameters
            ),
        ]
        return " ".join(words).lower()


@dataclass(frozen=True)
class Summary:
    """One instrument with its counts; `open` are units of which a part comes later."""

    instrument: Instrument
    counts: Mapping[Status, int]
    open: int
    since: Any  # the first day here, None while it is switched off

    @property
    def units(self) -> int:
        """All paragraphs and items."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class Article:
    """The page of one article; `official` is the loaded text, `damaged` says that it cannot be trusted."""

    instrument: Instrument
    number: int
    citation: Citation
    chapter: Chapter | None
    rows: tuple[Row, ...]
    since: Any
    previous: int | None
    next: int | None
    official: OfficialText | None
    damaged: bool


@lru_cache(maxsize=8)
def _rows(law: Law) -> tuple[Row, ...]:
    """Every unit of every instrument; the law of a process never changes, so once is enough."""
    functions = carried()
    rows = []
    for instrument in law.instruments.values():
        cases = read_cases(HOME / instrument.id)
        for unit in instrument.units.values():
            provision = str(unit.provision)
            cited = [
                (parameter, value)
                for parameter in instrument.parameters.values()
                for value in parameter.values
                if value.cites == provision
            ]
            deciding = functions.get(provision, ()) if unit.status is Status.RULE else unit.by
            worked = tuple(case for case in cases if case.cites == provision)
            rows.append(Row(unit, law.cite(provision), deciding, worked, tuple(cited)))
    return tuple(rows)


def list_rows(
    law: Law, *, instrument: str = "", status: str = "", state: str = "", words: str = ""
) -> list[Row]:
    """Rows that pass all filters; `state` is ``open`` or ``done``, every word must occur somewhere.

    Rows that hold the words as one phrase come first, else the order is that of the law.
    """
    phrase = " ".join(words.lower().split())
    found = []
    for row in _rows(law):
        if instrument and row.unit.provision.instrument != instrument:
            continue
        if status and row.unit.status != status:
            continue
        if state and (state == "open") != bool(row.unit.planned):
            continue
        if all(word in row.haystack for word in phrase.split()):
            found.append(row)
    return sorted(found, key=lambda row: phrase not in row.haystack) if phrase else found


def summaries(law: Law) -> list[Summary]:
    """The instruments with their counts, those in force first."""
    found = []
    for instrument in law.instruments.values():
        units = instrument.units.values()
        counts = Counter(unit.status for unit in units)
        found.append(
            Summary(
                instrument,
                {status: counts[status] for status in Status},
                sum(1 for unit in units if unit.planned),
                law.stack.switched_on.get(instrument.id),
            )
        )
    return sorted(found, key=lambda summary: summary.since is None)


def find_article(law: Law, instrument_id: str, number: int, *, folder: Path) -> Article:
    """The article with all its paragraphs; raises NotFound when there is none."""
    instrument = law.instruments.get(instrument_id)
    if instrument is None or number not in instrument.by_article:
        raise NotFound(code="unknown_provision", provision=f"{instrument_id}/{number}")
    official, damaged = None, False
    try:
        official = find_text(instrument, folder=folder)
    except BrokenLaw:
        damaged = True
    numbers = list(instrument.by_article)
    at = numbers.index(number)
    return Article(
        instrument=instrument,
        number=number,
        citation=law.cite(f"{instrument_id}/{number}"),
        chapter=instrument.chapter_of(number),
        rows=tuple(
            row
            for row in _rows(law)
            if row.unit.provision.instrument == instrument_id and row.unit.provision.article == number
        ),
        since=law.stack.switched_on.get(instrument_id),
        previous=numbers[at - 1] if at else None,
        next=numbers[at + 1] if at + 1 < len(numbers) else None,
        official=official,
        damaged=damaged,
    )
