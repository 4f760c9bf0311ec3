"""The session of DuckDB is locked down, and its leftovers go."""

import subprocess
import sys

import duckdb
import pytest

from shuyuan.engine.sql.session import session
from shuyuan.kernel.errors import Unavailable


@pytest.fixture
def folders(tmp_path):
    (tmp_path / "lake").mkdir()
    (tmp_path / "secret.csv").write_text("a\n1\n")
    return tmp_path


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_csv('{folder}/secret.csv')",
        "SELECT * FROM read_csv('{folder}/lake/../secret.csv')",
        "SELECT * FROM glob('/etc/*')",
        "COPY (SELECT 1) TO '{folder}/out.csv'",
        "ATTACH '{folder}/other.db'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET threads = 64",
        "SELECT * FROM folders",
    ],
)
def test_nothing_outside_its_folders_can_be_reached(folders, statement):
    with session([folders / "lake"], spill=folders / "spill") as connection, pytest.raises(duckdb.Error):
        connection.execute(statement.format(folder=folders))


def test_its_own_folders_can_be_written_and_read(folders):
    target = folders / "lake" / "x.parquet"
    with session([folders / "lake"], spill=folders / "spill") as connection:
        connection.execute(f"COPY (SELECT 7 AS a) TO '{target}' (FORMAT parquet)")

        assert connection.execute(f"SELECT a FROM '{target}'").fetchall() == [(7,)]


def test_too_little_memory_is_an_error_of_the_machine(folders):
    with (
        pytest.raises(Unavailable) as error,
        session([], spill=folders / "spill", memory="2MB") as connection,
    ):
        connection.execute(
            "SELECT count(*) FROM (SELECT DISTINCT md5(i::VARCHAR) FROM range(2000000) AS t(i))"
        )

    assert error.value.code in {"out_of_memory", "disk_full"}


def test_a_spill_folder_goes_with_its_session_and_a_killed_one_with_the_next(folders):
    spill = folders / "spill"
    program = (
        "import os, signal, sys; from pathlib import Path; from shuyuan.engine.sql.session import session\n"
        "with session([], spill=Path(sys.argv[1])): os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", program, spill], check=False)
    left = set(spill.iterdir())
    with session([], spill=spill):
        assert len(left) == 1
        assert not left & set(spill.iterdir())
        with session([], spill=spill):
            assert len(list(spill.iterdir())) == 2
    assert list(spill.iterdir()) == []
