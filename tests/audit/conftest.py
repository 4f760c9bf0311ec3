"""Fixtures of the room's tests."""

from importlib import import_module

import pytest
from django.db import connection


@pytest.fixture
def append_only(db):
    """The triggers as an installation has them."""
    with connection.schema_editor() as editor:
        import_module("shuyuan.audit.migrations.0002_append_only").install(None, editor)
