"""A department with a published entry, the bureau, and Monday, 23 November 2026."""

import pytest

from catalog.factories import make_published_entry
from organizations.factories import make_actor
from shuyuan.kernel.actor import Role


@pytest.fixture
def operator(housing):
    return make_actor(Role.OPERATOR, housing)


@pytest.fixture
def security(db):
    return make_actor(Role.SECURITY_ADMINISTRATOR, "data-administration")


@pytest.fixture
def entry(housing):
    """Published on 2 November 2026, to be updated every month."""
    return make_published_entry(housing, name="保障房项目信息")
