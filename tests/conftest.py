"""Shared fixtures; each room has its own in `tests/<room>/conftest.py`."""

import os
import tempfile
from importlib import import_module
from pathlib import Path

import django
import pytest
from django.conf import settings
from django.db import connection
from django.utils import translation

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shuyuan.config.settings")
os.environ.setdefault("SHUYUAN_HOME", tempfile.mkdtemp(prefix="shuyuan-test-"))
os.environ.setdefault("SHUYUAN_DEBUG", "1")
os.environ.setdefault("SHUYUAN_PUBLIC_RATE", "0")
if os.environ.get("SHUYUAN_TEST_POSTGRES"):
    os.environ["SHUYUAN_DATABASE_URL"] = os.environ["SHUYUAN_TEST_POSTGRES"]
django.setup()
#: Fixtures that many rooms begin with.
pytest_plugins = ("city",)
# WhiteNoise warns about a folder that is not there, and warnings are errors.
Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The test database without the triggers of the audit trail: emptying tables would meet them.

    Tests of the triggers ask for `append_only` (tests/audit), which puts them back.
    """
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        import_module("shuyuan.audit.migrations.0002_append_only").remove(None, editor)


@pytest.fixture(autouse=True)
def in_the_language_of_the_installation():
    """Each test begins in the default language, whatever language the page of the test before was read in."""
    translation.deactivate()
    yield
    translation.deactivate()
