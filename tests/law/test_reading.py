"""Broken files of the law: every complaint names the file and the line."""

import shutil
from datetime import date

import pytest

from shuyuan.regulations.cases import read_cases
from shuyuan.regulations.errors import BrokenLaw
from shuyuan.regulations.instruments import read_instrument
from shuyuan.regulations.law import HOME
from shuyuan.regulations.parameters import read_parameters
from shuyuan.regulations.reading import read, read_mapping
from shuyuan.regulations.stack import read_stack

DECISION = "{key: k, since: 2026-01-01, instrument: b, decided_by: y, reason: z}\n"


@pytest.fixture
def instrument(tmp_path):
    """A copy of an instrument that a test may spoil."""
    folder = tmp_path / "jz-data-2020"
    shutil.copytree(HOME / "jz-data-2020", folder)
    return folder


def spoil(folder, name, old, new):
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("a: 1\nb: [\n", r"broken\.yaml:3: "),
        ("a: 1\nb: 2\na: 3\n", r"broken\.yaml:3: the key 'a' stands twice"),
        ("? [a, b]\n: 1\n", r"broken\.yaml:1: the key \['a', 'b'\] stands twice or cannot be a key"),
        ("a: \x07\n", r"broken\.yaml:1: "),
        ("- 1\n", r"broken\.yaml:1: a mapping was expected at the top"),
    ],
)
def test_malformed_yaml_is_refused_with_its_line(text, complaint, tmp_path):
    path = tmp_path / "broken.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BrokenLaw, match=complaint):
        read_mapping(path)


def test_merged_facts_keep_their_own_values_and_take_the_rest(tmp_path):
    path = tmp_path / "merge.yaml"
    path.write_text("- &base {a: 1, b: 2}\n- {<<: *base, b: 3}\n", encoding="utf-8")
    assert read(path) == [{"a": 1, "b": 2}, {"a": 1, "b": 3}]


@pytest.mark.parametrize(
    ("name", "old", "new", "complaint"),
    [
        ("instrument.yaml", "id: jz-data-2020", "id: other", r"instrument\.yaml:1: the id must be"),
        ("instrument.yaml", "articles: 39", "articles: yes", r"instrument\.yaml:\d+: 'articles' must be int"),
        ("instrument.yaml", "articles: 39\n", "", r"instrument\.yaml:1: the field 'articles' is missing"),
        ("instrument.yaml", "rank: interim_measures", "rank: ''", r"'rank' must be str and not empty"),
        ("instrument.yaml", "rank:", "wank: 1\nrank:", r"instrument\.yaml:\d+: unknown field 'wank'"),
        ("articles.yaml", '"2.1":', '"2":', r"articles\.yaml:\d+: 2 has no status"),
        ("articles.yaml", '  "2.2":', '  "2.2.2.2":', r"articles\.yaml:\d+: 2\.2\.2\.2 has no status"),
        ("articles.yaml", "    zh: 说明", "    cn: 说明", r"articles\.yaml:\d+: unknown field 'cn'"),
        ("articles.yaml", "units:\n", 'units:\n  "0.1": text\n', r"articles\.yaml:\d+: 0\.1 has no status"),
        (
            "coverage.yaml",
            '"1.1":\n  status: outside',
            '"1.1":\n  status: maybe',
            r"coverage\.yaml:4: the status",
        ),
        (
            "coverage.yaml",
            '"1.1":',
            '"99.1": {status: outside}\n"1.1":',
            r"coverage\.yaml:3: '99\.1' has a status",
        ),
        ("coverage.yaml", "status: outside\n  note:", "status: outside\n  #", r":4: outside needs a note"),
        ("coverage.yaml", "  by: [catalog]\n", "", r"definition needs 'by'"),
        (
            "coverage.yaml",
            '"1.1":\n  status: outside\n  note: {zh',
            '"1.1":\n  status: outside\n  note: {cn',
            "cn",
        ),
    ],
)
def test_a_broken_register_is_refused_with_its_line(name, old, new, complaint, instrument):
    spoil(instrument, name, old, new)
    with pytest.raises(BrokenLaw, match=complaint):
        read_instrument(instrument)


@pytest.mark.parametrize(("place", "complaint"), [("2", "quoted article"), ("2.x", "not a provision")])
def test_a_key_that_is_no_paragraph_is_refused_even_with_a_status(place, complaint, instrument):
    spoil(instrument, "articles.yaml", '"2.1":', f'"{place}":')
    spoil(instrument, "coverage.yaml", '"2.1":', f'"{place}":')
    with pytest.raises(BrokenLaw, match=rf"articles\.yaml:\d+: .*{complaint}"):
        read_instrument(instrument)


def test_a_number_as_key_is_refused_because_yaml_would_drop_its_last_zero(instrument):
    spoil(instrument, "articles.yaml", '"2.1":', "2.1:")
    spoil(instrument, "coverage.yaml", '"2.1":', "2.1:")
    with pytest.raises(BrokenLaw, match=r"articles\.yaml:\d+: 2\.1 must be a quoted"):
        read_instrument(instrument)


def test_a_summary_that_is_no_mapping_is_refused(instrument):
    spoil(instrument, "articles.yaml", '  "39.1":\n    zh:', '  "39.1": x\n  "40.1":\n    zh:')
    with pytest.raises(BrokenLaw, match="a mapping was expected, not 'x'"):
        read_instrument(instrument)


REVIEW = "parameters/catalog/review_days.yaml"


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (
            "key: catalog.review_days",
            "key: catalog.days",
            r"review_days\.yaml:1: the key must follow the path",
        ),
        ("unit: working_day", "unit: fortnight", r"review_days\.yaml:4: the unit must be one of working_day"),
        ("value: 5", "value: five", r"review_days\.yaml:6: 'value' must be int"),
        ("value: 5", "value: true", r"review_days\.yaml:6: 'value' must be int"),
        ("  2020-10-28:", "  soon:", r"review_days\.yaml:6: a first day was expected, not 'soon'"),
        ("cites: jz-data-2020/10.1", "cites: ten", r"review_days\.yaml:6: not a provision"),
        (
            "cites: jz-data-2020/10.1",
            "cites: national-809/17",
            r"a parameter of jz-data-2020 cites national-809/17",
        ),
        ("checked_on: 2026-11-22", "checked_on: never", r"review_days\.yaml:7: 'checked_on' must be date"),
        ("  2020-10-28: {value: 5, cites: jz-data-2020/10.1}\n", "  {}\n", r":5: at least one dated value"),
        (
            "  2020-10-28:",
            "  2021-01-01: {value: 4, cites: jz-data-2020/10.1}\n  2020-10-28:",
            r":5: the values must stand in the order",
        ),
    ],
)
def test_a_broken_parameter_is_refused_with_its_line(old, new, complaint, instrument):
    spoil(instrument, REVIEW, old, new)
    with pytest.raises(BrokenLaw, match=complaint):
        read_parameters(instrument)


def test_a_day_of_the_year_must_be_one(tmp_path):
    folder = tmp_path / "jz-project-2020"
    shutil.copytree(HOME / "jz-project-2020", folder)
    spoil(folder, "parameters/projects/annual_plan_last_day.yaml", '"11-30"', '"11-31"')
    with pytest.raises(BrokenLaw, match=r"a day of the year such as '11-30' was expected, not '11-31'"):
        read_parameters(folder)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("{}\n", r"art-10\.yaml:1: a list of cases was expected"),
        ("[]\n", r"art-10\.yaml:1: a list of cases was expected"),
        ("- text\n", r"art-10\.yaml:1: each case must be a mapping"),
        (
            "- {name: n, zh: 例, cites: x, rule: r, given: {a: 1}, expect: {b: 1}}\n",
            r"art-10\.yaml:1: not a provision",
        ),
        (
            "- name: n\n  zh: 例\n  cites: jz-data-2020/11.1\n  rule: r\n  given: {a: 1}\n  expect: {b: 1}\n",
            r"art-10\.yaml:3: a case on jz-data-2020/11\.1 belongs into jz-data-2020/cases/art-11\.yaml",
        ),
        (
            "- name: n\n  zh: 例\n  cites: jz-data-2020/10.1\n  rule: r\n  given: {a: 1}\n  expect: {}\n",
            r"art-10\.yaml:6: a case expects something",
        ),
    ],
)
def test_a_broken_case_is_refused_with_its_line(text, complaint, tmp_path):
    cases = tmp_path / "jz-data-2020" / "cases"
    cases.mkdir(parents=True)
    (cases / "art-10.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(BrokenLaw, match=complaint):
        read_cases(cases.parent)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("place: x\ninstruments: [{id: a}]\ndecisions: []\n", r"stack\.yaml:2: there is no instrument a"),
        ("place: x\ninstruments: [{id: b, since: x}]\ndecisions: []\n", "'since' must be date"),
        (
            "place: x\ninstruments: [{id: b}]\ndecisions:\n  - " + DECISION,
            r"stack\.yaml:4: b is not switched on",
        ),
    ],
)
def test_a_broken_stack_is_refused_with_its_line(text, complaint, tmp_path):
    path = tmp_path / "stack.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BrokenLaw, match=complaint):
        read_stack(path, known={"b"})


def test_the_copy_that_the_tests_spoil_is_whole_before(instrument):
    assert read_instrument(instrument).in_force_from == date(2020, 10, 28)
