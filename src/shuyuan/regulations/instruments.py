"""One instrument (a measure, a regulation) as records, read from its folder and checked on the way."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from shuyuan.kernel.provisions import Provision
from shuyuan.regulations.parameters import Parameter, read_parameters
from shuyuan.regulations.reading import Marked, read_mapping, require, text
from shuyuan.regulations.wording import Text


class Status(StrEnum):
    """What a paragraph means for software."""

    RULE = "rule"
    WORKFLOW = "workflow"
    RECORD = "record"
    NOTICE = "notice"
    DEFINITION = "definition"
    OUTSIDE = "outside"


@dataclass(frozen=True)
class Unit:
    """One paragraph or item: our summary, and what carries it.

    `by` names functions (``catalog.due_update_review``) for `rule`, else rooms and pages; `planned` is the
    room in which the rest of it comes in a later release, '' when nothing is open.
    """

    provision: Provision
    summary: Text
    status: Status
    by: tuple[str, ...]
    note: Text | None
    planned: str


@dataclass(frozen=True)
class Chapter:
    """A chapter in our own title, from its first to its last article."""

    number: int
    title: Text
    first: int
    last: int


@dataclass(frozen=True)
class Source:
    """Another document that this one rests on or came with: its number and what it is."""

    number: str
    title: Text


@dataclass(frozen=True)
class Instrument:
    """A legal text with its register; `complete` when every paragraph and item stands in it.

    `checksum` is the SHA-256 of the official text as `official` reads it, '' if none is known.
    """

    id: str
    title: Text
    number: str
    issuer: Text
    rank: str
    issued_on: date
    in_force_from: date
    articles: int
    complete: bool
    checksum: str
    forwarded_by: tuple[Source, ...]
    superior: tuple[Source, ...]
    chapters: tuple[Chapter, ...]
    units: Mapping[str, Unit]
    parameters: Mapping[str, Parameter]

    @cached_property
    def by_article(self) -> dict[int, tuple[Unit, ...]]:
        """The units of each article, in the order of the law."""
        found: dict[int, list[Unit]] = {}
        for unit in self.units.values():
            found.setdefault(unit.provision.article, []).append(unit)
        return {article: tuple(units) for article, units in found.items()}

    def paragraph_count(self, article: int) -> int:
        """How many paragraphs (款) the article has; 0 for an article that does not exist."""
        return sum(1 for unit in self.by_article.get(article, ()) if unit.provision.item is None)

    def chapter_of(self, article: int) -> Chapter | None:
        """The chapter that the article stands in, if the register knows chapters."""
        for chapter in self.chapters:
            if chapter.first <= article <= chapter.last:
                return chapter
        return None


def read_instrument(folder: Path) -> Instrument:
    """Everything in the folder except its cases; raises BrokenLaw with file and line."""
    head = require(
        data := read_mapping(folder / "instrument.yaml"),
        data,
        {
            "id": str,
            "title": Marked,
            "number": str,
            "issuer": Marked,
            "rank": str,
            "issued_on": date,
            "in_force_from": date,
            "articles": int,
            "superior": list,
            "forwarded_by": list,
        },
        {"checksum": str, "complete": bool},
    )
    if head["id"] != folder.name:
        raise head.fail(f"the id must be the folder's name, {folder.name}", "id")
    chapters, units = _register(folder, head)
    return Instrument(
        id=head["id"],
        title=text(head["title"], head),
        number=head["number"],
        issuer=text(head["issuer"], head),
        rank=head["rank"],
        issued_on=head["issued_on"],
        in_force_from=head["in_force_from"],
        articles=head["articles"],
        complete=head.get("complete", True),
        checksum=head.get("checksum", ""),
        forwarded_by=_sources(head, "forwarded_by"),
        superior=_sources(head, "superior"),
        chapters=chapters,
        units=units,
        parameters=read_parameters(folder),
    )


def _sources(head: Marked, field: str) -> tuple[Source, ...]:
    sources = [require(entry, head, {"number": str, "zh": str, "en": str}, {}) for entry in head[field]]
    return tuple(Source(entry["number"], Text(entry["zh"], entry["en"])) for entry in sources)


def _register(folder: Path, head: Marked) -> tuple[tuple[Chapter, ...], dict[str, Unit]]:
    """Chapters and units; every unit needs a status, and no status may stand without its unit."""
    data = read_mapping(folder / "articles.yaml")
    articles = require(data, data, {"chapters": list, "units": Marked}, {})
    chapters = []
    for entry in articles["chapters"]:
        row = require(entry, articles, {"number": int, "zh": str, "en": str, "first": int, "last": int}, {})
        chapters.append(Chapter(row["number"], Text(row["zh"], row["en"]), row["first"], row["last"]))

    coverage = read_mapping(folder / "coverage.yaml")
    units: dict[str, Unit] = {}
    for place, summary in articles["units"].items():
        if place not in coverage:
            raise articles["units"].fail(f"{place} has no status in coverage.yaml", place)
        provision = _provision(head, place, articles["units"])
        units[place] = _unit(provision, text(summary, articles["units"]), coverage[place], coverage)
    for place in coverage:
        if place not in units:
            raise coverage.fail(f"{place!r} has a status but does not stand in articles.yaml", place)
    return tuple(chapters), units


def _provision(head: Marked, place: object, where: Marked) -> Provision:
    """The key as a provision; whole articles only where the register is not complete."""
    try:
        provision = Provision.parse(f"{head['id']}/{place}")
    except ValueError as error:
        raise where.fail(str(error), place) from error
    whole_article = provision.paragraph is None and head.get("complete", True)
    if not isinstance(place, str) or whole_article:
        raise where.fail(f"{place!r} must be a quoted article.paragraph or article.paragraph.item", place)
    return provision


def _unit(provision: Provision, summary: Text, entry: object, where: Marked) -> Unit:
    row = require(entry, where, {"status": str}, {"by": list, "note": Marked, "planned": str})
    try:
        status = Status(row["status"])
    except ValueError as error:
        raise row.fail(f"the status must be one of {', '.join(Status)}", "status") from error
    note = text(row["note"], row) if "note" in row else None
    by, planned = tuple(row.get("by", ())), row.get("planned", "")
    if status is Status.OUTSIDE and note is None:
        raise row.fail("outside needs a note that says why")
    if status is not Status.OUTSIDE and not by and not planned:
        raise row.fail(f"{status} needs 'by' (what carries it) or 'planned' (the room that will)")
    return Unit(provision, summary, status, by, note, planned)
