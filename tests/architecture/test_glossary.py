"""The glossary: one English name for each Chinese word, words that the code has, definitions of the law."""

import re
from collections import Counter
from pathlib import Path

import pytest

from shuyuan.regulations.instruments import Status
from shuyuan.regulations.law import load_law

ROOT = Path(__file__).parents[2]
LINE = re.compile(
    r"^\| (?P<chinese>.+?) \| (?P<english>.+?) \| (?P<code>.+?) \| (?P<note>.*?) \|$", re.MULTILINE
)
LINES = [found.groupdict() for found in LINE.finditer((ROOT / "docs/glossary.md").read_text("utf-8"))][1:]


@pytest.fixture(scope="module")
def source():
    """Every word of the program and of its law files."""
    package = ROOT / "src" / "shuyuan"
    files = (path for ending in ("py", "yaml") for path in package.rglob(f"*.{ending}"))
    return {word for path in files for word in re.findall(r"\w+", path.read_text(encoding="utf-8"))}


def test_no_chinese_word_has_two_english_names():
    twice = [word for word, times in Counter(line["chinese"] for line in LINES).items() if times > 1]
    assert len(LINES) > 100
    assert not twice


def test_a_word_of_the_code_exists(source):
    named = {code for line in LINES for code in re.findall(r"`([^`]+)`", line["code"])}
    missing = [word for word in named if not set(re.findall(r"\w+", word)) <= source]
    assert not missing


def test_every_definition_of_the_law_has_a_line():
    defined = {provision for line in LINES for provision in re.findall(r"jz-[\w-]+/[\d.]+", line["note"])}
    wanted = {
        str(unit.provision)
        for instrument in load_law().instruments.values()
        for unit in instrument.units.values()
        if unit.status is Status.DEFINITION
    }
    assert wanted <= defined, f"docs/glossary.md lacks {sorted(wanted - defined)}"
