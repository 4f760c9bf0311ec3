"""A database of their own for tests that start processes of the platform."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def own_database(home: Path) -> Iterator[dict[str, str]]:
    """The environment variables of processes with `home` as home folder and an empty database.

    SQLite in the home folder, or a fresh database in the cluster of `SHUYUAN_TEST_POSTGRES`.
    """
    given = os.environ.get("SHUYUAN_TEST_POSTGRES")
    variables = {**os.environ, "SHUYUAN_HOME": str(home), "PYTHONUNBUFFERED": "1"}
    if not given:
        yield variables
        return
    psycopg = pytest.importorskip("psycopg")
    name = f"own_{home.name}_{os.getpid()}".lower()
    with psycopg.connect(given, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
    try:
        yield {**variables, "SHUYUAN_DATABASE_URL": f"{given.rsplit('/', 1)[0]}/{name}"}
    finally:
        with psycopg.connect(given, autocommit=True) as admin:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
