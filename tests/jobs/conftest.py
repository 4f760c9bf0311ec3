"""Fixtures of the room's tests: a registry of their own."""

import pytest

from shuyuan.jobs.registry import HANDLERS, TIMINGS
from shuyuan.kernel.actor import Actor, Role


@pytest.fixture(autouse=True)
def empty_registry():
    """No handler and no schedule but those of the test."""
    kept = [(known, dict(known)) for known in (HANDLERS, TIMINGS)]
    for known, _ in kept:
        known.clear()
    yield
    for known, content in kept:
        known.clear()
        known.update(content)


@pytest.fixture
def clerk():
    return Actor(7, "测试经办", 70, "education", Role.OPERATOR)
