"""
Takes numbers from many threads at once. The test database of SQLite lies in memory, where threads do not wait
for each other, so there it runs as a program on a file of its own and prints the numbers.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from types import SimpleNamespace

import django
from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

if not apps.ready:
    django.setup()

from shuyuan.kernel.actor import PLATFORM
from shuyuan.papers.models import IssuedNumber, NumberSeries
from shuyuan.papers.steps import next_number


def race(take, threads, each):
    """The numbers that all threads took, started together."""
    start = Barrier(threads)

    def work(_):
        try:
            start.wait()
            return [take() for _ in range(each)]
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        return [number for numbers in pool.map(work, range(threads)) for number in numbers]


def take_as_platform():
    """One number; the file has no table of posts, so nothing checks that they exist."""
    connection.disable_constraint_checking()
    legal = SimpleNamespace(today=timezone.now().date(), now=timezone.now())
    with transaction.atomic():
        return next_number("catalog", year=2026, actor=PLATFORM, legal=legal)


def main(threads, each):
    connection.disable_constraint_checking()
    with connection.schema_editor() as editor:
        editor.create_model(NumberSeries)
        editor.create_model(IssuedNumber)
    connection.close()
    sys.stdout.write("\n".join(race(take_as_platform, threads, each)))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
