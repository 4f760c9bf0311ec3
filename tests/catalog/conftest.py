"""Fixtures of the catalog's tests: two departments, made when Django is ready."""

from importlib import import_module

import pytest


@pytest.fixture
def organizations(db):
    return import_module("organizations.factories")


@pytest.fixture
def civil_affairs(organizations):
    return organizations.make_department("civil-affairs", name="焦作市民政局", short_name="民政局")


@pytest.fixture
def tax(organizations):
    return organizations.make_department("tax", name="焦作市税务局")
