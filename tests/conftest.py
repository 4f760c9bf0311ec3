"""Shared fixtures; each room has its own in `tests/<room>/conftest.py`."""

import os
import tempfile

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shuyuan.config.settings")
os.environ.setdefault("SHUYUAN_HOME", tempfile.mkdtemp(prefix="shuyuan-test-"))
os.environ.setdefault("SHUYUAN_DEBUG", "1")
if os.environ.get("SHUYUAN_TEST_POSTGRES"):
    os.environ["SHUYUAN_DATABASE_URL"] = os.environ["SHUYUAN_TEST_POSTGRES"]
