"""docs/law is what the register says, and nothing of the project repeats the official text."""

import re
from pathlib import Path

from shuyuan.regulations.carriers import carried
from shuyuan.regulations.document import FOLDER, main, pages, shown
from shuyuan.regulations.instruments import Status

ROOT = Path(__file__).parents[2]
#: A run of this many letters that equals the official text is a copy.
COPY = 28


def bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def written_by_us():
    for folder in ("src", "docs", "tests", "changes"):
        for path in (ROOT / folder).rglob("*"):
            if (
                path.suffix in {".py", ".yaml", ".md", ".html", ".po", ".txt", ".csv", ".js"}
                and path.is_file()
            ):
                yield path
    yield from ROOT.glob("*.md")


def test_the_generated_pages_are_up_to_date(law):
    stale = [
        name
        for name, content in pages(law).items()
        if not (FOLDER / name).is_file() or (FOLDER / name).read_text(encoding="utf-8") != content
    ]
    assert not stale, f"run `make docs`: {stale} differ"


def test_no_page_is_left_of_an_instrument_that_is_gone(law):
    assert {path.name for path in FOLDER.iterdir()} == set(pages(law))


def test_the_command_names_what_changed_and_the_second_time_nothing(law, tmp_path, capsys):
    main(tmp_path)
    assert capsys.readouterr().out.split() == [f"docs/law/{name}" for name in pages(law)]
    main(tmp_path)
    assert capsys.readouterr().out == ""


def test_every_unit_every_carrying_function_and_every_parameter_is_shown(law):
    written = pages(law)
    for instrument in law.instruments.values():
        page = written[f"{instrument.id}.md"]
        for unit in instrument.units.values():
            assert f"`{unit.provision}`" in page
            assert unit.summary.zh in page
            assert unit.summary.en in page
        for key in instrument.parameters:
            assert f"parameter `{key}`" in page
    for provision, functions in carried().items():
        page = written[f"{provision.partition('/')[0]}.md"]
        assert all(f"`{name}`" in page for name in functions)


def test_the_index_counts_every_status(law):
    index = pages(law)["README.md"]
    for instrument in law.instruments.values():
        row = next(line for line in index.splitlines() if f"({instrument.id}.md)" in line)
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        counts = [int(cell) for cell in cells[3 : 3 + len(Status)]]
        assert sum(counts) == len(instrument.units) == int(cells[2])


def test_reason_texts_do_not_break_their_table(law):
    rows = [line for line in pages(law)["reasons.md"].splitlines() if line.startswith("| `")]
    assert len(rows) == len(law.reasons.texts)
    assert all(row.count("|") == 5 for row in rows)


def test_values_are_shown_with_their_units(law):
    parameters = law.instruments["jz-project-2020"].parameters
    days = law.instruments["jz-data-2020"].parameters["catalog.review_days"]
    assert shown(days, days.values[0]) == "5 working days"
    one = parameters["projects.evaluation_after_years"]
    assert shown(one, one.values[0]) == "1 year"
    plan = parameters["projects.annual_plan_last_day"]
    assert shown(plan, plan.values[0]) == "11-30"
    plans = parameters["projects.upkeep_plans"]
    assert shown(plans, plans.values[0]).startswith("quality_assurance, ")


def test_nothing_of_the_project_repeats_the_official_text(founding_text):
    official = bare(founding_text)
    runs = {official[start : start + COPY] for start in range(len(official) - COPY + 1)}
    for path in written_by_us():
        text = path.read_text(encoding="utf-8", errors="ignore")
        for number, line in enumerate(text.splitlines(), 1):
            ours = bare(line) if re.search(r"[一-鿿]{6}", line) else ""
            copied = [ours[i : i + COPY] for i in range(len(ours) - COPY + 1) if ours[i : i + COPY] in runs]
            assert not copied, f"{path.relative_to(ROOT)}:{number} repeats the law: {copied[0]}"
