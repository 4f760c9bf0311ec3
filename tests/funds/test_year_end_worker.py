"""The end of a year on a real worker process with a database of its own."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from processes import own_database

pytestmark = pytest.mark.slow
TESTS = Path(__file__).parents[1]
BEGIN = f"""
import sys; sys.path.insert(0, {str(TESTS)!r})
import django; django.setup()
from shuyuan.casework.services import seed_calendar
from shuyuan.casework.selectors import working_calendar
from shuyuan.funds.models import YearEndRun
from shuyuan.funds.services import begin_applying, prepare_year_end
from shuyuan.jobs.models import Job
from shuyuan.jobs.steps import request_cancel
from shuyuan.kernel.actor import Role
from shuyuan.notices.models import Message
from shuyuan.projects.rules.stages import Stage
from shuyuan.regulations.context import legal_now
"""
MAKE = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
seed_calendar()
legal = legal_now(working_calendar())
from organizations.factories import make_actor
from projects.factories import make_project
bureau = make_actor(Role.DATA_ADMINISTRATION, "data-administration")
last = legal.today.year - 1
for _ in range(5):
    make_project("civil-affairs", legal=legal, stage=Stage.BUDGETED, budgets={str(last): 100})
run = prepare_year_end(year=last, actor=bureau, legal=legal)
request_cancel(begin_applying(run.pk, actor=bureau, legal=legal).pk)
begin_applying(run.pk, actor=bureau, legal=legal)
"""
LOOK = """
run = YearEndRun.objects.get()
lines = list(run.lines.values_list("outcome", flat=True))
told = Message.objects.filter(notice__kind="funds:project:year_end").count()
states = ",".join(Job.objects.filter(name="funds.year_end").order_by("pk").values_list("state", flat=True))
print(states, run.ended_at is not None, lines.count("done"), told)
"""
PATIENCE = 300


def test_a_worker_process_ends_a_run_that_was_cancelled_and_carried_on(tmp_path):
    with own_database(tmp_path) as environment:
        variables = {**environment, "DJANGO_SETTINGS_MODULE": "shuyuan.config.settings"}

        def ask(code):
            done = subprocess.run(
                [sys.executable, "-c", BEGIN + code],
                env=variables,
                check=True,
                capture_output=True,
                text=True,
            )
            return done.stdout.split()

        ask(MAKE)
        assert ask(LOOK) == ["cancelled,queued", "False", "0", "0"]
        worker = subprocess.Popen([sys.executable, "-m", "shuyuan.jobs"], env=variables)
        try:
            deadline = time.monotonic() + PATIENCE
            while (found := ask(LOOK))[0] != "cancelled,done" and time.monotonic() < deadline:
                pass
        finally:
            worker.terminate()
            worker.wait()
        assert found[:3] == ["cancelled,done", "True", "5"]
        assert found == ask(LOOK)
