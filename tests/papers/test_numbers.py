import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection, transaction

from papers.number_race import race
from shuyuan.papers.models import IssuedNumber, NumberSeries
from shuyuan.papers.steps import next_number


def take(actor, legal, year=2026):
    with transaction.atomic():
        return next_number("catalog", year=year, actor=actor, legal=legal)


def test_a_number_outside_a_transaction_is_refused(transactional_db, people, legal):
    with pytest.raises(transaction.TransactionManagementError):
        next_number("catalog", year=2026, actor=people["bureau"], legal=legal)


def test_an_unknown_kind_is_a_mistake_of_the_program(people, legal):
    with pytest.raises(KeyError), transaction.atomic():
        next_number("no-such-kind", year=2026, actor=people["bureau"], legal=legal)


def test_numbers_follow_each_other_and_begin_anew_each_year(people, legal):
    actor = people["bureau"]
    assert [take(actor, legal) for _ in range(3)] == [f"焦数目〔2026〕{n}号" for n in (1, 2, 3)]
    assert take(actor, legal, year=2027) == "焦数目〔2027〕1号"
    assert take(actor, legal) == "焦数目〔2026〕4号"


def test_a_step_that_fails_gives_its_number_back(people, legal):
    actor = people["bureau"]
    take(actor, legal)
    with transaction.atomic():
        assert next_number("catalog", year=2026, actor=actor, legal=legal) == "焦数目〔2026〕2号"
        transaction.set_rollback(True)
    assert take(actor, legal) == "焦数目〔2026〕2号"


@pytest.mark.django_db(transaction=True)
def test_many_at_once_take_every_number_once_without_a_gap(people, legal, tmp_path):
    threads, each = 6, 5
    if connection.vendor == "sqlite":
        script = Path(__file__).with_name("number_race.py")
        done = subprocess.run(
            [sys.executable, script, str(threads), str(each)],
            env={**os.environ, "SHUYUAN_DATABASE_URL": f"sqlite:///{tmp_path}/app.sqlite3"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        taken = done.stdout.split()
    else:
        taken = race(lambda: take(people["bureau"], legal), threads, each)
        assert IssuedNumber.objects.count() == threads * each
        assert NumberSeries.objects.get(kind="catalog", year=2026).last == threads * each
    assert sorted(taken) == sorted(f"焦数目〔2026〕{n}号" for n in range(1, threads * each + 1))
