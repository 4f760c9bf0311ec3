"""The official text, loaded by the operator: read, compared with the register, kept with its checksum.

The text itself is no part of this project. A file may hold one measure or several, as plain text or
Markdown: a title line, then articles that begin with 第…条, each paragraph on a line of its own, items
that begin with （一）.
"""

import hashlib
import os
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from tempfile import NamedTemporaryFile

import orjson

from shuyuan.kernel.errors import BadInput, TooLarge
from shuyuan.regulations.errors import BrokenLaw
from shuyuan.regulations.instruments import Instrument
from shuyuan.regulations.law import Law, load_law
from shuyuan.regulations.wording import parse_numeral

LIMIT_BYTES = 4 * 1024 * 1024
_ARTICLE = re.compile(r"^第([一二三四五六七八九十]+)条\s*(.*)$")
_ITEM = re.compile(r"^[（(]([一二三四五六七八九十]+)[）)]\s*(.*)$")
_HEADING = re.compile(r"^(#+\s|第[一二三四五六七八九十]+章)")


@dataclass(frozen=True)
class OfficialText:
    """One measure as its file had it; `units` are its paragraphs and items by place (``14.2``).

    `checksum` is the SHA-256 over the letters of the text (no blanks, full-width signs folded), so that
    copies of different layout agree; `is_checked` when it is the one that the register was written from.
    """

    instrument: str
    filename: str
    checksum: str
    is_checked: bool
    units: Mapping[str, str]


@dataclass(frozen=True)
class Loaded:
    """What a file turned out to hold."""

    texts: tuple[OfficialText, ...]

    def __str__(self) -> str:
        lines = []
        for text in self.texts:
            known = "the text that the register was checked with" if text.is_checked else "ANOTHER WORDING"
            lines.append(f"{text.instrument}: {len(text.units)} paragraphs, sha256 {text.checksum}, {known}")
        return "\n".join(lines)


def load_text(path: Path, *, folder: Path, law: Law | None = None) -> Loaded:
    """Keep every measure of the file in the folder, in place of an older copy.

    Raises BadInput (`no_such_file`, `not_utf8`, `no_known_measure`, `law_text_differs` with the first place
    that does not fit) or TooLarge; then nothing is kept.
    """
    law = law or load_law()
    lines = _read(path).splitlines()
    complete = [instrument for instrument in law.instruments.values() if instrument.complete]
    parts = _split(lines, complete)
    if not parts:
        titles = [instrument.title.zh for instrument in complete]
        raise BadInput(
            "the file has no title line of a known measure", code="no_known_measure", titles=titles
        )
    texts = tuple(_text(instrument, part, path.name) for instrument, part in parts)
    folder.mkdir(parents=True, exist_ok=True, mode=0o750)
    for text in texts:
        _keep(text, folder)
    return Loaded(texts)


def find_text(instrument: Instrument, *, folder: Path) -> OfficialText | None:
    """The text that was loaded for the instrument, None if there is none.

    Raises BrokenLaw (`official_text_damaged`) when the kept file is not what was loaded.
    """
    path = folder / f"{instrument.id}.json"
    if not path.is_file():
        return None
    try:
        kept = orjson.loads(path.read_bytes())
        units, checksum, filename = kept["units"], kept["checksum"], kept["filename"]
        intact = text_checksum(units) == checksum
    except (ValueError, KeyError, TypeError, AttributeError):
        intact = False
    if not intact:
        raise BrokenLaw(
            f"{path.name} was changed after it was loaded; load the official text again",
            code="official_text_damaged",
            instrument=instrument.id,
        )
    return OfficialText(instrument.id, filename, checksum, checksum == instrument.checksum, units)


def _read(path: Path) -> str:
    if not path.is_file():
        raise BadInput("there is no such file", code="no_such_file", file=path.name)
    if path.stat().st_size > LIMIT_BYTES:
        raise TooLarge("a measure is never this long", code="law_text_too_large", limit_bytes=LIMIT_BYTES)
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(
            "the file is not UTF-8 text; save it as UTF-8 (not Word, not PDF)",
            code="not_utf8",
            file=path.name,
            offset=error.start,
        ) from error


def _split(lines: list[str], instruments: list[Instrument]) -> list[tuple[Instrument, list[str]]]:
    """The lines of each measure, from the line after its title to the next title."""
    parts: list[tuple[Instrument, list[str]]] = []
    for line in lines:
        bare = line.strip().lstrip("#").strip()
        titled = next((i for i in instruments if i.title.zh in bare and not _ARTICLE.match(bare)), None)
        if titled and all(instrument is not titled for instrument, _ in parts):
            parts.append((titled, []))
        elif parts:
            parts[-1][1].append(bare if not _HEADING.match(line.strip()) else "#")
    return parts


def _text(instrument: Instrument, lines: list[str], filename: str) -> OfficialText:
    units = _units(lines)
    expected, found = list(instrument.units), list(units)
    if found != expected:
        pairs = zip_longest(found, expected, fillvalue="")
        place = next(there or missing for there, missing in pairs if there != missing)
        raise BadInput(
            f"the text does not have the paragraphs of the register, first at {instrument.id}/{place}",
            code="law_text_differs",
            instrument=instrument.id,
            place=place,
            found=len(found),
            expected=len(expected),
        )
    checksum = text_checksum(units)
    return OfficialText(instrument.id, filename, checksum, checksum == instrument.checksum, units)


def _units(lines: list[str]) -> dict[str, str]:
    """Paragraphs and items by place; a line after an item goes on with that item."""
    units: dict[str, str] = {}
    article, paragraph, place = 0, 0, ""
    for line in lines:
        if line.startswith("#"):
            place = ""
        elif found := _ARTICLE.match(line):
            article, paragraph = _number(found[1]), 1
            place = f"{article}.1"
            units[place] = found[2]
        elif article and (found := _ITEM.match(line)):
            place = f"{article}.{paragraph}.{_number(found[1])}"
            units[place] = line
        elif line and place.count(".") > 1:
            units[place] += f"\n{line}"
        elif line and place:
            paragraph += 1
            place = f"{article}.{paragraph}"
            units[place] = line
    return units


def _number(numeral: str) -> int:
    try:
        return parse_numeral(numeral)
    except ValueError as error:
        raise BadInput(str(error), code="law_text_differs", place=numeral) from error


def text_checksum(units: Mapping[str, str]) -> str:
    """SHA-256 over the letters of all paragraphs, without blanks and with full-width signs folded."""
    folded = unicodedata.normalize("NFKC", "".join(units.values()))
    return hashlib.sha256("".join(folded.split()).encode()).hexdigest()


def _keep(text: OfficialText, folder: Path) -> None:
    """Write the file as a whole or not at all."""
    kept = {"filename": text.filename, "checksum": text.checksum, "units": dict(text.units)}
    with NamedTemporaryFile(dir=folder, suffix=".part", delete=False) as part:
        part.write(orjson.dumps(kept, option=orjson.OPT_INDENT_2))
        part.flush()
        os.fsync(part.fileno())
    Path(part.name).chmod(0o640)
    Path(part.name).replace(folder / f"{text.instrument}.json")
