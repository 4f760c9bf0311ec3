"""Settings from environment variables; every one is listed in the operator's guide."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

_TRUE = {"1", "true", "yes", "on"}


class BadSettingError(ValueError):
    """A variable has a value that cannot be; the message names the variable, never a password."""


def text(name: str, default: str = "") -> str:
    """The variable ``SHUYUAN_<name>``, or the default."""
    return os.environ.get(f"SHUYUAN_{name}", default)


def flag(name: str, *, default: bool = False) -> bool:
    """Whether ``SHUYUAN_<name>`` is 1, true, yes or on."""
    value = text(name)
    return value.lower() in _TRUE if value else default


def choice(name: str, values: tuple[str, ...]) -> str:
    """One of `values`, the first by default; BadSettingError names the variable and what it may be."""
    value = text(name, values[0])
    if value not in values:
        msg = f"SHUYUAN_{name}: {value!r} is none of {', '.join(values)}"
        raise BadSettingError(msg)
    return value


def number(name: str, default: int) -> int:
    """The whole number of ``SHUYUAN_<name>``, 0 or more; BadSettingError names the variable."""
    value = text(name)
    if value and not (value.isascii() and value.isdigit()):
        msg = f"SHUYUAN_{name}: {value!r} is no whole number"
        raise BadSettingError(msg)
    return int(value) if value else default


def words(name: str, default: str = "") -> list[str]:
    """The comma-separated words of ``SHUYUAN_<name>``."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def home() -> Path:
    """The folder of everything that the platform keeps: databases, lake, keys, landing."""
    return Path(text("HOME", "var")).resolve()


def database(url: str) -> dict[str, Any]:
    """Django's settings of a database from ``sqlite:///path`` or ``postgresql://user:password@host:port/name``."""
    parts = urlsplit(url)
    try:
        port = str(parts.port or "")
    except ValueError as error:
        msg = "SHUYUAN_DATABASE_URL: its port is no number from 0 to 65535"
        raise BadSettingError(msg) from error
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": parts.path[1:] if parts.path.startswith("//") else parts.path,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                    "PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456;"
                ),
            },
        }
    if parts.scheme in {"postgresql", "postgres"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.lstrip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": port,
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
        }
    msg = f"SHUYUAN_DATABASE_URL: {parts.scheme or 'no scheme'} is not sqlite or postgresql"
    raise BadSettingError(msg)


def secret_key(folder: Path) -> str:
    """The key that signs sessions: from the environment, else made once and kept in a file (0600)."""
    given = text("SECRET_KEY")
    if given:
        return given
    path = folder / "keys" / "session.key"
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_urlsafe(48))
        return path.read_text(encoding="ascii")
    except OSError as error:
        msg = f"SHUYUAN_HOME: {folder} cannot hold the session key: {error.strerror}"
        raise BadSettingError(msg) from error
