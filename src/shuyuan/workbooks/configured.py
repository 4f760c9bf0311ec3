"""The departments' databases whose structure may be read: named by the operator, never typed on a page."""

import re
from dataclasses import dataclass, field

_ENTRY = re.compile(r"(?P<name>[\w.-]{1,60})@(?P<departments>[\w.,-]+)=(?P<url>\S+)")


@dataclass(frozen=True)
class DatabaseSource:
    """One database; its address holds a password and stays out of every representation."""

    name: str
    departments: frozenset[str]
    url: str = field(repr=False)


def parse_sources(text: str) -> dict[str, DatabaseSource]:
    """Read ``name@department-code[,code]=url``, separated by blanks or semicolons.

    Raises ValueError with the number of the entry alone, because an entry holds a password.
    """
    sources: dict[str, DatabaseSource] = {}
    for number, entry in enumerate(re.split(r"[\s;]+", text.strip(" \t\r\n;")), 1):
        if not entry:
            continue
        found = _ENTRY.fullmatch(entry)
        if found is None:
            msg = f"SHUYUAN_SOURCES: entry {number} is not name@department-code=url"
            raise ValueError(msg)
        name = found["name"]
        if name in sources:
            msg = f"SHUYUAN_SOURCES: entry {number} repeats a name"
            raise ValueError(msg)
        codes = frozenset(code for code in found["departments"].split(",") if code)
        sources[name] = DatabaseSource(name, codes, found["url"])
    return sources
