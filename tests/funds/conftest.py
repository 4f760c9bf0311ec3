"""Fixtures: those of projects, and the people of a unit in front of pages."""

import pytest

from browsers import browser_of
from presses import keep_in_a_file
from projects.conftest import (  # noqa: F401 fixtures
    bureau,
    commission,
    factories,
    finance,
    legal,
    officer,
    organizations,
    places,
    unit,
)
from shuyuan.regulations.context import legal_now

keep_in_a_file("funds")


@pytest.fixture
def client_of():
    """`client_of(actor)`: a browser without pictures, signed in as that actor."""
    return browser_of


@pytest.fixture
def present(legal):  # noqa: F811 the fixture
    """The law of the real day, for pages, which read the clock."""
    return legal_now(legal.calendar)
