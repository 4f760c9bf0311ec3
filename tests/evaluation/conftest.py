"""Fixtures: those of projects, a system with its project in operation for a year, a scheme of indicators."""

from datetime import date
from importlib import import_module

import pytest

from projects.conftest import (  # noqa: F401 fixtures of projects
    bureau,
    factories,
    finance,
    legal,
    officer,
    organizations,
    places,
    unit,
)
from shuyuan.projects.rules.stages import Stage


@pytest.fixture
def services(db):
    return import_module("shuyuan.evaluation.services")


@pytest.fixture
def running(factories, legal, officer, unit):  # noqa: F811
    """`running(**facts)`: a project that has run since 2 November 2025."""

    def make(**facts):
        given = {
            "stage": Stage.OPERATING,
            "operating_since": date(2025, 11, 2),
            "accepted_on": date(2025, 10, 9),
        }
        system = factories.make_system(unit, registered_on=date(2025, 11, 1), connected_on=date(2025, 11, 1))
        given |= {"system": system, "system_id": system.pk} | facts
        return factories.make_project(unit, actor=officer, legal=legal, **given)

    return make


@pytest.fixture
def scheme(bureau, legal):  # noqa: F811
    return import_module("shuyuan.evaluation.seed").seed(year=2026, actor=bureau, legal=legal)


@pytest.fixture
def opened(services, running, scheme, bureau, legal):  # noqa: F811
    return services.open_evaluation(running().pk, actor=bureau, legal=legal)
