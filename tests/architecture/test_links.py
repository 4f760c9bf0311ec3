"""Links and pictures of the documentation lead somewhere, and every picture is used."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINK = re.compile(r'\]\(([^)\s]+)\)|src="([^"]+)"')
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("changes/*.md")])


def targets(page):
    """The local files that a page names."""
    for pair in LINK.findall(page.read_text(encoding="utf-8")):
        target = "".join(pair).partition("#")[0]
        if target and "://" not in target:
            yield (page.parent / target).resolve()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_link_leads_to_a_file(page):
    assert not [target for target in targets(page) if not target.exists()]


def test_every_picture_is_shown_somewhere_and_small():
    shown = {target for page in PAGES for target in targets(page)}
    pictures = list((ROOT / "docs" / "images").glob("*.png"))
    assert not [picture.name for picture in pictures if picture not in shown]
    assert max(picture.stat().st_size for picture in pictures) < 150_000
    assert sum(picture.stat().st_size for picture in pictures) < 3_000_000
