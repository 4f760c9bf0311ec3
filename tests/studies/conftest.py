"""Fixtures: those of planning, and a project with a complete study."""

from random import Random

import pytest

from planning.conftest import (  # noqa: F401 fixtures
    bureau,
    client_of,
    draft,
    factories,
    legal,
    officer,
    organizations,
    places,
    unit,
)
from shuyuan.catalog.classes import ensure_classes
from shuyuan.projects.rules.stages import Stage
from shuyuan.studies.seed import fill_study


@pytest.fixture(autouse=True)
def classes(db):
    """The class tree in which entries stand."""
    ensure_classes()


@pytest.fixture
def project(factories, unit, officer, legal):  # noqa: F811 pytest's way
    """A project whose study may still be written."""
    return factories.make_project(
        unit, actor=officer, legal=legal, stage=Stage.PLANNED, name="虚拟养老服务监管系统"
    )


@pytest.fixture
def filled(project, officer, legal):  # noqa: F811 pytest's way
    """The project with a complete study."""
    fill_study(project, Random(7), actor=officer, legal=legal)
    return project
