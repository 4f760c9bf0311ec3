"""The register is complete: every paragraph has a status, every rule its code and case, no orphans."""

import ast
import re
from pathlib import Path

import pytest

import shuyuan
from law.conftest import ALL_CASES
from shuyuan.regulations.carriers import carried, find_rule, provisions_of
from shuyuan.regulations.instruments import Status

CITY = ["jz-data-2020", "jz-project-2020"]
ROOMS = {path.name for path in Path(shuyuan.__file__).parent.iterdir() if path.is_dir()}
CHAPTER_OF_THE_TEXT = {"jz-project-2020": "# 甲", "jz-data-2020": "# 乙"}
NUMERALS = {"零": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}


def articles_of(text: str, instrument: str) -> dict[str, list[str]]:
    """Chapter and article numbers, paragraphs and items as they stand in the official text."""
    part = next(p for p in re.split(r"(?m)^(?=# )", text) if p.startswith(CHAPTER_OF_THE_TEXT[instrument]))
    places, chapters, chapter, article, paragraph = [], {}, 0, 0, 0
    for line in part.splitlines():
        if line.startswith("## "):
            chapter += 1
        elif found := re.match(r"第([一二三四五六七八九十]+)条\s", line):
            article, paragraph, item = number(found[1]), 1, 0
            chapters.setdefault(chapter, []).append(article)
            places.append(f"{article}.1")
        elif found := re.match(r"[（(]([一二三四五六七八九十]+)[）)]", line):
            item = number(found[1])
            places.append(f"{article}.{paragraph}.{item}")
        elif line.strip() and article and not line.startswith("#") and not item:
            paragraph += 1
            places.append(f"{article}.{paragraph}")
    return {"places": places, "chapters": [(min(found), max(found)) for found in chapters.values()]}


def number(numeral: str) -> int:
    tens, ten, ones = numeral.rpartition("十")
    return (NUMERALS.get(tens, 1) * 10 if ten else 0) + NUMERALS.get(ones, 0)


def test_both_measures_together_have_seventy_five_articles(law):
    counts = [len(law.instruments[name].by_article) for name in CITY]
    assert counts == [39, 36]
    assert [law.instruments[name].articles for name in CITY] == counts


@pytest.mark.parametrize("name", CITY)
def test_the_articles_are_counted_without_a_gap_and_lie_in_chapters(name, law):
    instrument = law.instruments[name]
    assert list(instrument.by_article) == list(range(1, instrument.articles + 1))
    assert all(instrument.chapter_of(article) for article in instrument.by_article)


@pytest.mark.parametrize("name", CITY)
def test_paragraphs_and_items_are_those_of_the_official_text(name, law, founding_text):
    official = articles_of(founding_text, name)
    assert list(law.instruments[name].units) == official["places"]
    assert [(c.first, c.last) for c in law.instruments[name].chapters] == official["chapters"]


def test_a_rule_names_functions_that_exist_and_carry_the_provision(law):
    for instrument in law.instruments.values():
        for unit in instrument.units.values():
            for name in unit.by if unit.status is Status.RULE else ():
                find_rule(name)
                assert str(unit.provision) in provisions_of(name), f"{name} does not carry {unit.provision}"


def test_a_rule_has_functions_in_the_register_and_a_worked_case(law, cases_by_provision):
    for instrument in law.instruments.values():
        for unit in instrument.units.values():
            if unit.status is Status.RULE:
                assert unit.by, f"{unit.provision} is a rule and names no function in coverage.yaml"
                assert cases_by_provision.get(str(unit.provision)), f"no worked case for {unit.provision}"


def test_what_code_carries_is_a_rule_of_the_register(law):
    for provision, functions in carried().items():
        unit = law.unit(provision)
        assert unit.status is Status.RULE, (
            f"{functions} carry {provision}, which coverage.yaml calls {unit.status}"
        )


def test_what_code_carries_has_a_worked_case(cases_by_provision):
    missing = set(carried()) - set(cases_by_provision)
    assert not missing, f"no worked case for {sorted(missing)}"


def test_other_statuses_name_rooms_that_exist(law):
    for instrument in law.instruments.values():
        for unit in instrument.units.values():
            if unit.status is not Status.RULE:
                assert set(unit.by) <= ROOMS, f"{unit.provision}: {unit.by}"
            assert not unit.planned or unit.planned in ROOMS, f"{unit.provision}: no room {unit.planned}"


def test_what_code_does_not_decide_alone_is_explained_by_a_note(law):
    for instrument in law.instruments.values():
        for unit in instrument.units.values():
            assert unit.note or unit.status is Status.RULE, f"{unit.provision} needs a note in coverage.yaml"


def test_gates_hold_rules_that_carry_something():
    for name in {case.rule for case in ALL_CASES}:
        assert provisions_of(name), name


@pytest.mark.parametrize("name", ["nowhere.judge_anything", "catalog.judge_nothing", "catalog"])
def test_a_rule_that_does_not_exist_is_not_found(name):
    with pytest.raises(LookupError, match=name.split(".")[0]):
        find_rule(name)


def names_in(node: ast.AST) -> set[str]:
    """Every name and attribute that a piece of code speaks of."""
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)} | {
        n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute)
    }


def names_in_use() -> set[str]:
    """Functions of the rules that the rooms call, directly or through a gate or another rule."""
    package = Path(shuyuan.__file__).parent
    rules = {*package.glob("*/rules.py"), *package.glob("*/rules/*.py")}
    inside: dict[str, set[str]] = {}
    for path in rules:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            targets = getattr(node, "targets", None) or [getattr(node, "target", node)]
            for target in targets:
                name = getattr(target, "id", None) or getattr(target, "name", "")
                inside.setdefault(name, set()).update(names_in(node) - {name})
    used = set()
    for path in set(package.rglob("*.py")) - rules:
        used |= names_in(ast.parse(path.read_text(encoding="utf-8"))) & set(inside)
    waiting = list(used)
    while waiting:
        further = (inside[waiting.pop()] & set(inside)) - used
        used |= further
        waiting += further
    return used


def test_a_rule_that_is_called_complete_is_in_use(law):
    used = names_in_use()
    for provision, functions in carried().items():
        unit = law.unit(provision)
        in_use = [name for name in functions if name.rpartition(".")[2] in used]
        assert in_use or unit.planned, f"no room asks {functions}; coverage.yaml must say where it is planned"
