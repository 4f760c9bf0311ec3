"""Provisions (`jz-data-2020/14.2`): how they are written, and which function carries which."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

CallableT = TypeVar("CallableT", bound=Callable[..., object])

_PROVISION = re.compile(
    r"^(?P<instrument>[a-z0-9-]+)/(?P<article>\d+)(\.(?P<paragraph>\d+)(\.(?P<item>\d+))?)?$"
)

#: Provision → the dotted names of the functions that carry it; filled when rule modules are imported.
CARRIED: dict[str, list[str]] = {}


@dataclass(frozen=True, order=True)
class Provision:
    """A place in the law: instrument, article (条), paragraph (款) and item (项)."""

    instrument: str
    article: int
    paragraph: int | None = None
    item: int | None = None

    @classmethod
    def parse(cls, text: str) -> "Provision":
        """Read ``jz-data-2020/14.2.1``; raises ValueError on anything else."""
        match = _PROVISION.match(text)
        if match is None:
            msg = f"not a provision: {text!r} (expected e.g. jz-data-2020/14.2)"
            raise ValueError(msg)
        paragraph, item = match["paragraph"], match["item"]
        return cls(
            match["instrument"],
            int(match["article"]),
            int(paragraph) if paragraph else None,
            int(item) if item else None,
        )

    def __str__(self) -> str:
        parts = [str(part) for part in (self.article, self.paragraph, self.item) if part is not None]
        return f"{self.instrument}/{'.'.join(parts)}"


def carries(*provisions: str) -> Callable[[CallableT], CallableT]:
    """Mark a pure function as the code of one or more provisions."""
    for provision in provisions:
        Provision.parse(provision)

    def mark(function: CallableT) -> CallableT:
        name = f"{function.__module__}.{function.__qualname__}"
        for provision in provisions:
            CARRIED.setdefault(provision, []).append(name)
        return function

    return mark
