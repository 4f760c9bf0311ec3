"""The DuckDB session of the engine: no network, no extensions, named folders only, bounded memory, locked."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
from sqlglot import exp

from shuyuan.engine.sql.fragments import DIALECT, literal, text_list
from shuyuan.kernel.errors import Unavailable

#: Partitions written by one statement at most, so that open files stay far below the usual limit of 1,024.
OPEN_PARTITIONS = 128

_LOCK = "lock"


@contextmanager
def session(
    folders: Sequence[Path], *, spill: Path, memory: str = "600MB", threads: int | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that can read and write below `folders` only, and spills to its own folder in `spill`.

    DuckDB's own errors of a full disk or of memory leave as Unavailable (`disk_full`, `out_of_memory`).
    """
    with _own_folder(spill) as own:
        connection = duckdb.connect(
            ":memory:",
            config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"},
        )
        try:
            for name, value in _settings(folders, own, memory, threads or os.cpu_count() or 1).items():
                connection.execute(f"SET {name} = {value.sql(DIALECT)}")
            with reported():
                yield connection
        finally:
            connection.close()


@contextmanager
def reported() -> Iterator[None]:
    """Turn DuckDB's errors about the machine into ours; others are faults of the program and pass."""
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        full = "disk" in str(error).lower() or "temp" in str(error).lower()
        code = "disk_full" if full else "out_of_memory"
        raise Unavailable("not enough room to work on the rows", code=code, remedy="tell_operator") from error
    except duckdb.IOException as error:
        code = "disk_full" if "no space" in str(error).lower() else "storage_failed"
        raise Unavailable("the storage refused", code=code, remedy="tell_operator") from error


@contextmanager
def _own_folder(spill: Path) -> Iterator[Path]:
    """A folder for one session, locked as long as the process lives, so that leftovers can be told."""
    spill.mkdir(parents=True, exist_ok=True)
    _remove_orphans(spill)
    own = Path(tempfile.mkdtemp(dir=spill))
    try:
        with (own / _LOCK).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield own
    finally:
        shutil.rmtree(own, ignore_errors=True)


def _remove_orphans(spill: Path) -> None:
    """Remove what killed processes left: nobody holds their locks."""
    for path in spill.glob(f"*/{_LOCK}"):
        try:
            with path.open("r+") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(path.parent, ignore_errors=True)
        except (BlockingIOError, FileNotFoundError):
            continue


def _settings(folders: Sequence[Path], spill: Path, memory: str, threads: int) -> dict[str, exp.Expr]:
    """In the order in which they must be set: the lock comes last."""
    return {
        "memory_limit": literal(memory),
        "threads": literal(threads),
        "TimeZone": literal("UTC"),
        "preserve_insertion_order": literal(False),
        "partitioned_write_max_open_files": literal(OPEN_PARTITIONS * 2),
        "python_enable_replacements": literal(False),
        "temp_directory": literal(str(spill)),
        "allowed_directories": text_list(str(folder) for folder in folders),
        "enable_external_access": literal(False),
        "lock_configuration": literal(True),
    }
