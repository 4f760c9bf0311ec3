"""Several processes append at once, and one dies: the chain has neither gap nor fork."""

import subprocess
import sys

import pytest

from processes import own_database

pytestmark = pytest.mark.slow
PROCESSES, EACH = 4, 40
START = """
import sys, os, pathlib
import django; django.setup()
from django.conf import settings
from django.db import transaction
from shuyuan.audit.steps import record
from shuyuan.kernel.actor import PLATFORM
"""
SET_UP = """
from django.core.management import call_command
from shuyuan.engine.crypto import keys
keys.create(pathlib.Path(settings.KEYS))
call_command("migrate", "audit", verbosity=0)
"""
APPEND = """
for number in range(int(sys.argv[1])):
    with transaction.atomic():
        record("a:b:c", actor=PLATFORM, subject_kind="x", subject_id=number)
"""
DIE = """
with transaction.atomic():
    record("a:b:c", actor=PLATFORM, subject_kind="x", subject_id="lost")
    os.kill(os.getpid(), 9)
"""
VERIFY = """
from shuyuan.audit.services import verify
report = verify()
print(report.entries, report.intact, report.findings)
"""


@pytest.fixture
def variables(tmp_path):
    with own_database(tmp_path) as found:
        yield found


def start(code, variables, *arguments):
    """Start Python code on that database and home folder."""
    return subprocess.Popen([sys.executable, "-c", START + code, *arguments], env=variables)


def test_processes_that_append_at_once_make_one_chain(variables):
    assert start(SET_UP, variables).wait() == 0
    crew = [start(APPEND, variables, str(EACH)) for _ in range(PROCESSES)]
    assert [process.wait() for process in crew] == [0] * PROCESSES
    assert start(DIE, variables).wait() == -9
    assert start(APPEND, variables, "1").wait() == 0
    said = subprocess.check_output([sys.executable, "-c", START + VERIFY], env=variables, text=True)
    assert said.split() == [str(PROCESSES * EACH + 1), "True", "[]"]
