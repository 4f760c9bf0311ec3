"""Journeys wait for what they look at: they click through the Visitor, whose ways of clicking all wait."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
#: Bare clicks, fixed waits, and waits that are over before the page that follows has begun.
HASTY = re.compile(
    r"\.(?:dbl)?click\(|wait_for_timeout|wait_for_load_state|expect_navigation|expect_download"
)
BROWSER = re.compile(r"\bbrowser_page\b|\bplaywright\b")


@pytest.mark.parametrize(
    "path",
    [
        path
        for path in sorted(TESTS.rglob("test_*.py"))
        if path != Path(__file__) and BROWSER.search(path.read_text(encoding="utf-8"))
    ],
    ids=lambda path: path.stem,
)
def test_a_journey_does_not_race_with_its_browser(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    hasty = [
        f"{path.name}:{number}: {line.strip()}" for number, line in enumerate(lines, 1) if HASTY.search(line)
    ]
    assert not hasty, "use `follow`, `press` or `download` of the Visitor:\n" + "\n".join(hasty)
