"""Writes docs/law/: what each provision means for the platform, from the register (`make docs`)."""

import sys
from collections import Counter
from pathlib import Path

from shuyuan.regulations.carriers import carried
from shuyuan.regulations.cases import Case, read_cases
from shuyuan.regulations.instruments import Instrument, Status, Unit
from shuyuan.regulations.law import HOME, Law, load_law
from shuyuan.regulations.parameters import DatedValue, Parameter

FOLDER = Path(__file__).parents[3] / "docs" / "law"
_NOTE = "<!-- Written by `make docs` from src/shuyuan/regulations; change the source, not this page. -->"
_MEANING = {
    Status.RULE: "code decides: a pure function carries the provision, and worked cases prove it",
    Status.WORKFLOW: "a step, a role or a separation of duties",
    Status.RECORD: "something is kept, listed or reported",
    Status.NOTICE: "people decide; the platform shows the duty",
    Status.DEFINITION: "gives a term",
    Status.OUTSIDE: "nothing for software",
}


def pages(law: Law) -> dict[str, str]:
    """File name → content of every page."""
    functions = carried()
    written = {"README.md": _index(law)}
    for instrument in law.instruments.values():
        cases = read_cases(HOME / instrument.id)
        written[f"{instrument.id}.md"] = _instrument(law, instrument, functions, cases)
    written["reasons.md"] = _reasons(law)
    return written


def write(law: Law, folder: Path = FOLDER) -> list[str]:
    """Write every page; the names of those that changed."""
    folder.mkdir(parents=True, exist_ok=True)
    changed = []
    for name, content in pages(law).items():
        path = folder / name
        if not path.is_file() or path.read_text(encoding="utf-8") != content:
            path.write_text(content, encoding="utf-8")
            changed.append(name)
    return changed


def _index(law: Law) -> str:
    lines = [
        "# The law in the platform",
        "",
        _NOTE,
        "",
        "Every paragraph (款) and item (项) of the two city measures has a status. The summaries are our",
        "own. Once the operator has loaded the official text (`shuyuan law load FILE`), the page `/law`",
        "shows it beside them.",
        "",
        "| status | meaning |",
        "|---|---|",
        *(f"| `{status}` | {meaning} |" for status, meaning in _MEANING.items()),
        "",
        "*Open* counts provisions of which a part (a procedure, page or register) comes in a later release.",
        "",
        "| instrument | articles | paragraphs and items | "
        + " | ".join(Status)
        + " | open | in force here |",
        "|---|--:|--:|" + "--:|" * (len(Status) + 1) + "---|",
    ]
    for instrument in law.instruments.values():
        counts = Counter(unit.status for unit in instrument.units.values())
        cells = [
            f"[《{instrument.title.zh}》]({instrument.id}.md) {instrument.title.en}",
            f"{len(instrument.by_article)}" + ("" if instrument.complete else f" of {instrument.articles}"),
            str(len(instrument.units)),
            *(str(counts[status]) for status in Status),
            str(sum(1 for unit in instrument.units.values() if unit.planned)),
            f"since {since}" if (since := law.stack.switched_on.get(instrument.id)) else "switched off",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    lines += ["", "The words of every refusal, by reason code: [reasons](reasons.md)."]
    return "\n".join(lines) + "\n"


def _instrument(
    law: Law, instrument: Instrument, functions: dict[str, tuple[str, ...]], cases: tuple[Case, ...]
) -> str:
    lines = [
        f"# 《{instrument.title.zh}》",
        "",
        _NOTE,
        "",
        f"{instrument.title.en}. {instrument.number}, {instrument.issuer.en},",
        f"issued {instrument.issued_on}, in force since {instrument.in_force_from}.",
    ]
    chapter = None
    for article, units in instrument.by_article.items():
        if instrument.chapter_of(article) is not chapter:
            chapter = instrument.chapter_of(article)
            lines += ["", f"## {chapter.number} {chapter.title.zh} · {chapter.title.en}"] if chapter else []
        for unit in units:
            lines += _unit(law, instrument, unit, functions, cases)
    return "\n".join(lines) + "\n"


def _unit(
    law: Law,
    instrument: Instrument,
    unit: Unit,
    functions: dict[str, tuple[str, ...]],
    cases: tuple[Case, ...],
) -> list[str]:
    provision = str(unit.provision)
    lines = [
        "",
        f"### {law.cite(provision).place.zh} `{provision}`",
        "",
        f"{unit.summary.zh}  ",
        unit.summary.en,
        "",
        f"- status: `{unit.status}`",
    ]
    deciding = functions.get(provision, ()) if unit.status is Status.RULE else unit.by
    if deciding:
        word = "decided by" if unit.status is Status.RULE else "carried by"
        lines.append(f"- {word}: {', '.join(f'`{name}`' for name in deciding)}")
    if unit.planned:
        lines.append(f"- open: the rest comes in the room `{unit.planned}`")
    if unit.note:
        lines.append(f"- {unit.note.zh} {unit.note.en}")
    for parameter in instrument.parameters.values():
        label = f"- parameter `{parameter.key}` ({parameter.label.zh})"
        lines += [
            f"{label}: {shown(parameter, value)} since {value.since}"
            for value in parameter.values
            if value.cites == provision
        ]
    named = [case.name.en for case in cases if case.cites == provision]
    if named:
        lines.append(f"- {len(named)} worked {'case' if len(named) == 1 else 'cases'}: {'; '.join(named)}")
    return lines


def shown(parameter: Parameter, value: DatedValue) -> str:
    """A value with its unit in words: ``10 working days``, ``11-30``, ``api, online_query``."""
    if isinstance(value.value, int):
        unit = parameter.unit.value.replace("_", " ")
        return f"{value.value} {unit}{'' if value.value == 1 else 's'}"
    return value.value if isinstance(value.value, str) else ", ".join(value.value)


def _reasons(law: Law) -> str:
    lines = [
        "# Reasons of refusal",
        "",
        _NOTE,
        "",
        "A code is stable and never used again for something else. Words in braces are facts of the reason.",
        "Each sentence is followed by the provision that it rests on.",
        "",
        "| code | 理由 | reason | what would change the answer |",
        "|---|---|---|---|",
    ]
    for code, text in sorted(law.reasons.texts.items()):
        remedy = f"{text.remedy.zh} {text.remedy.en}"
        lines.append(f"| `{code}` | {text.says.zh} | {text.says.en} | {remedy} |")
    return "\n".join(lines) + "\n"


def main(folder: Path = FOLDER) -> None:
    """Write the pages and name those that changed."""
    for name in write(load_law(), folder):
        sys.stdout.write(f"docs/law/{name}\n")


if __name__ == "__main__":  # pragma: no cover
    main()
