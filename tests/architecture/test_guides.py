"""What a guide prints in bold is a word that a page shows: buttons and pages keep their names in both."""

import re
from pathlib import Path

import pytest

from shuyuan.web.translations import rooms

ROOT = Path(__file__).parents[2]
GUIDES = sorted((ROOT / "docs" / "guides").glob("*.md"))
BOLD = re.compile(r"\*\*([^*]+)\*\*")
PLACE = re.compile(r"%\(\w+\)[sd]")
#: Stands for anything that a page fills in, such as a number of departments.
GAP = "…"
#: Said by the guides themselves.
OWN = {"In English.", "English", "私钥只显示一次"}


@pytest.fixture(scope="module")
def shown():
    """Every Chinese text of the program; what is filled in stands as a gap."""
    messages = [one for room in rooms.rooms() for one in rooms.messages_of(room).values()]
    return {PLACE.sub(GAP, text) for message in messages for text in message.strings}


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_a_guide_names_only_what_a_page_shows(guide, shown):
    named = set(BOLD.findall(guide.read_text(encoding="utf-8"))) - OWN
    assert sorted(named - shown) == []
