"""Opens a configured database for a look at its structure: read only, in limited time, its address unsaid."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

from sqlalchemy import URL, Connection, Engine, create_engine, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from shuyuan.kernel.errors import BadInput, Unavailable
from shuyuan.workbooks.configured import DatabaseSource

CONNECT_SECONDS = 10
STATEMENT_SECONDS = 60


@dataclass(frozen=True)
class _System:
    """How one kind of database is reached: driver, its package, time limits, first statements."""

    dialect: str
    driver: str
    package: str
    arguments: tuple[tuple[str, Any], ...] = ()
    begin: tuple[str, ...] = ()


_POSTGRES = (
    (("connect_timeout", CONNECT_SECONDS),),
    ("SET TRANSACTION READ ONLY", f"SET LOCAL statement_timeout = {STATEMENT_SECONDS * 1000}"),
)
_MYSQL = (
    (("connect_timeout", CONNECT_SECONDS), ("read_timeout", STATEMENT_SECONDS)),
    ("SET SESSION TRANSACTION READ ONLY",),
)
#: First part of the address → how it is reached; the dialect is that of the SQL files.
_SYSTEMS = {
    "sqlite": _System("sqlite", "pysqlite", ""),
    "postgresql": _System("postgres", "psycopg", "psycopg", *_POSTGRES),
    "mysql": _System("mysql", "pymysql", "pymysql", *_MYSQL),
    "mariadb": _System("mysql", "pymysql", "pymysql", *_MYSQL),
    "oracle": _System(
        "oracle",
        "oracledb",
        "oracledb",
        (("tcp_connect_timeout", CONNECT_SECONDS),),
        ("SET TRANSACTION READ ONLY",),
    ),
    "mssql": _System(
        "tsql", "pymssql", "pymssql", (("login_timeout", CONNECT_SECONDS), ("timeout", STATEMENT_SECONDS))
    ),
    "dm": _System("oracle", "dmPython", "dmSQLAlchemy"),
}
_WRONG_PASSWORD = (
    "authentication failed", "认证失败", "no password supplied", 'role "', "access denied for user",
    "ora-01017", "ora-28000", "login failed",
)  # fmt: skip
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Opened:
    """A connection in a read-only transaction, the dialect of its SQL, and the schemas to look at."""

    connection: Connection
    dialect: str
    schemas: tuple[str | None, ...]


@contextmanager
def opened(source: DatabaseSource) -> Iterator[Opened]:
    """Connect for a look; everything is rolled back.

    Raises BadInput `source_address`, `source_driver`, `source_sign_in`, Unavailable `source_unreachable`,
    `source_broken`. What the driver said is not passed on: it may repeat the address.
    """
    url, system, schemas = _read_address(source)
    engine = _engine(source, url, system)
    try:
        with _connected(source, engine) as connection:
            for statement in system.begin:
                connection.execute(text(statement))
            yield Opened(connection, system.dialect, schemas)
            connection.rollback()
    except (SQLAlchemyError, OSError) as error:
        _note(source, error)
        raise Unavailable("reading broke off", code="source_broken", source=source.name) from None
    finally:
        engine.dispose()


def _read_address(source: DatabaseSource) -> tuple[URL, _System, tuple[str | None, ...]]:
    try:
        url = make_url(source.url)
    except (ArgumentError, ValueError):
        raise BadInput("address cannot be read", code="source_address", source=source.name) from None
    kind, _plus, driver = url.drivername.partition("+")
    system = _SYSTEMS.get("postgresql" if kind == "postgres" else kind)
    if system is None:
        raise BadInput("unknown kind", code="source_address", source=source.name)
    wanted = url.query.get("schema", "")
    named = wanted if isinstance(wanted, str) else ",".join(wanted)
    schemas = tuple(one for one in named.split(",") if one) or (None,)
    name = f"{'postgresql' if kind == 'postgres' else kind}+{driver or system.driver}"
    return url.difference_update_query(["schema"]).set(drivername=name), system, schemas


def _engine(source: DatabaseSource, url: URL, system: _System) -> Engine:
    given = {"poolclass": NullPool, "hide_parameters": True}
    try:
        if system.dialect == "sqlite":
            path = f"file:{quote(unquote(url.database or ''))}?mode=ro"
            return create_engine("sqlite://", creator=lambda: sqlite3.connect(path, uri=True), **given)
        is_usual = url.get_driver_name() == system.driver
        return create_engine(url, connect_args=dict(system.arguments) if is_usual else {}, **given)
    except (ImportError, NoSuchModuleError):
        package = system.package if url.get_driver_name() == system.driver else url.get_driver_name()
        raise BadInput("no driver", code="source_driver", source=source.name, package=package) from None
    except (ArgumentError, TypeError, ValueError):
        raise BadInput("address cannot be used", code="source_address", source=source.name) from None


def _connected(source: DatabaseSource, engine: Engine) -> Connection:
    try:
        return engine.connect()
    except (SQLAlchemyError, OSError, RuntimeError, ValueError, TypeError) as error:
        _note(source, error)
        said = str(error.orig if isinstance(error, DBAPIError) else error).lower()
        if any(word in said for word in _WRONG_PASSWORD):
            raise BadInput("sign-in refused", code="source_sign_in", source=source.name) from None
        raise Unavailable("cannot connect", code="source_unreachable", source=source.name) from None


def _note(source: DatabaseSource, error: Exception) -> None:
    """Tell the operator which database and which kind of fault; the words of drivers name addresses."""
    kind = type(error.orig if isinstance(error, DBAPIError) else error)
    logger.warning("database source %s was not read: %s", source.name, kind.__name__)
