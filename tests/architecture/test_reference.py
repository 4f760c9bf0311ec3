"""Generated pages are fresh, and everything that an operator can set is in them."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from shuyuan.cli import reference
from shuyuan.config.variables import VARIABLES

PACKAGE = Path(reference.__file__).parents[1]
_READ = re.compile(r"""(?:(?:env|given)\.\w+|\btext)\(\s*"([A-Z_]+)\"""")


@pytest.mark.parametrize("name", reference.PAGES)
def test_a_generated_page_is_fresh(name):
    written = (reference.FOLDER / name).read_text(encoding="utf-8")
    assert written == reference.PAGES[name](), "run `make docs`"


def test_every_variable_that_is_read_is_documented_and_the_other_way_round():
    read = {
        name for path in PACKAGE.rglob("*.py") for name in _READ.findall(path.read_text(encoding="utf-8"))
    }
    assert read == {variable.name for variable in VARIABLES}


def test_every_room_says_what_it_is_for():
    rooms = [path.parent for path in PACKAGE.glob("*/__init__.py")]
    silent = [room.name for room in rooms if not import_module(f"shuyuan.{room.name}").__doc__]
    assert not silent


def test_every_room_is_on_the_architecture_page():
    page = (PACKAGE.parents[1] / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rooms = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    missing = sorted(room for room in rooms if f"`{room}`" not in page)
    assert not missing
