"""A batch killed at any point and run again gives what an undisturbed run gives."""

import os
import random
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from engine.ingest import killed
from engine.ingest.people import PEOPLE, ROWS, Sender, csv_of
from shuyuan.engine import quarantine
from shuyuan.engine.lake import Lake

BEFORE = csv_of(*[f"C{n:05d},测试{n},男,1990-01-01,{n}," for n in range(3_000)])
SENT = csv_of(
    *[f"C{n:05d},测试{n},{'女' if n % 50 == 0 else '男'},1990-01-01,{n}," for n in range(500, 6_000)],
    "C00001,测试,?,,,",
    "C09999,,男,,,",
    ROWS[0],
    ROWS[0],
)


def prepared(folder):
    """A folder with a pool of one batch and a file that changes, adds, deletes, repeats and is refused."""
    folder.mkdir()
    sender = Sender(folder, Lake(folder / "lake"))
    sender.run(BEFORE, "before")
    (folder / "sent.csv").write_text(SENT)
    return sender


def state(sender, outcome):
    cells = quarantine.cells(outcome.quarantine_path, limit=100)
    path = outcome.quarantine_path.relative_to(sender.lake.root)
    return (
        replace(outcome, quarantine_path=path),
        sender.pool(),
        [(cell.row, cell.rule, cell.value) for cell in cells],
        [version.batch_id for version in sender.lake.versions(PEOPLE)],
    )


def start(folder, stage, occurrence=1):
    command = [sys.executable, killed.__file__, str(folder), stage, str(occurrence)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[2]), *sys.path])}
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kills") / "undisturbed"
    sender = prepared(folder)
    return state(sender, sender.run(SENT, "killed", full_load=True))


@pytest.fixture
def sender(tmp_path):
    return prepared(tmp_path / "city")


def test_the_batch_does_all_there_is_to_do(undisturbed):
    outcome = undisturbed[0]

    assert min(outcome.new, outcome.changed, outcome.unchanged, outcome.deleted) > 0
    assert (outcome.refused_rows, outcome.duplicates) == (2, 1)


@pytest.mark.parametrize(
    ("stage", "occurrence"),
    [
        ("before_fsync", 1),
        ("after_fsync", 2),
        ("read", 1),
        ("read", 2),
        ("compare", 1),
        ("before_table", 1),
        ("after_table", 1),
        ("merge", 1),
        ("before_commit", 1),
        ("after_durable", 1),
        ("before_durable", 2),
        ("after_commit", 1),
        ("finish", 1),
        ("returned", 1),
    ],
)
def test_killed_at_a_step_and_run_again(sender, undisturbed, stage, occurrence):
    process = start(sender.folder, stage, occurrence)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == -signal.SIGKILL, errors.decode()

    assert state(sender, sender.run(SENT, "killed", full_load=True)) == undisturbed


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_killed_at_any_moment_and_run_again(sender, undisturbed, seed):
    """Several kills of one batch, each at a moment between start and end of the work."""
    moments = random.Random(seed)
    for _ in range(3):
        process = start(sender.folder, "never")
        try:
            process.wait(timeout=moments.uniform(0.5, 4.0))
        except subprocess.TimeoutExpired:
            process.kill()
        process.communicate()

    assert state(sender, sender.run(SENT, "killed", full_load=True)) == undisturbed


def test_nothing_that_a_kill_left_stays_in_the_way(sender, undisturbed):
    for stage in ("compare", "before_commit"):
        start(sender.folder, stage).communicate(timeout=120)
    sender.run(SENT, "killed", full_load=True)

    assert list((sender.folder / "work").iterdir()) == []
    assert list((sender.lake.root / "quarantine").rglob(".*")) == []


MERGER = """
import sys
from pathlib import Path
from engine.ingest.people import Sender, csv_of
from shuyuan.engine.lake import Lake
folder, worker = Path(sys.argv[1]), int(sys.argv[2])
sender = Sender(folder, Lake(folder / "lake"))
for batch in range(4):
    rows = [f"D{n:05d},测试{worker},男,1990-01-01,{n}," for n in range(batch * 10, batch * 10 + 30)]
    sender.run(csv_of(*rows, f"W{worker}{batch},测试,男,,,"), f"{worker}-{batch}")
"""


@pytest.mark.slow
def test_workers_that_merge_at_the_same_time_lose_and_double_nothing(tmp_path):
    folder = tmp_path / "city"
    folder.mkdir()
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[2]), *sys.path])}
    workers = [
        subprocess.Popen([sys.executable, "-c", MERGER, str(folder), str(number)], env=environment)
        for number in range(3)
    ]
    assert [worker.wait(timeout=300) for worker in workers] == [0, 0, 0]

    sender = Sender(folder, Lake(folder / "lake"))
    numbers = [row["number"] for row in sender.pool()]
    assert len(numbers) == len(set(numbers)) == 60 + 12
    assert sum(version.new for version in sender.lake.versions(PEOPLE)) == 72
