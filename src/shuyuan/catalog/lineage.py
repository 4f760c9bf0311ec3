"""The lineage picture of an entry: where its data come from and who gets them, drawn on the server.

The lines come from this room (provider, system, references between entries) and from the rooms above
(`registry.register_lineage`). The same lines stand in a table beside the picture.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from django.http import HttpRequest
from django.utils.translation import gettext as _

from shuyuan.catalog.models import Entry
from shuyuan.catalog.registry import Edge, lineage_of, systems_of
from shuyuan.engine.spec import CheckKind

_WIDTH, _NODE_WIDTH, _NODE_HEIGHT, _ROW = 960, 250, 54, 70
_MARGIN = 8
_LETTERS = 15
_SHOWN = 8


@dataclass(frozen=True)
class Node:
    """A box of the picture with its corner and the line that leads to or from the entry."""

    edge: Edge
    x: int
    y: int
    path: str

    @property
    def short(self) -> str:
        """The name as far as the box holds it."""
        name = self.edge.name
        return name if len(name) <= _LETTERS else f"{name[: _LETTERS - 1]}…"


@dataclass(frozen=True)
class Picture:
    """The boxes and the size of the drawing; `more` counts the lines that stand in the table only."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    height: int
    center_y: int
    title: str
    more: int = 0
    width: int = _WIDTH
    node_width: int = _NODE_WIDTH
    node_height: int = _NODE_HEIGHT

    @property
    def center_x(self) -> int:
        """The left edge of the box of the entry."""
        return (_WIDTH - _NODE_WIDTH) // 2

    @property
    def inside(self) -> list[int]:
        """Where the two lines of words in a box stand, below its upper edge."""
        return [22, 41]


def lineage_picture(request: HttpRequest, entry: Entry) -> Picture:
    """The picture for this reader; nobody sees a line whose thing they may not see."""
    edges = tuple(chain(_own_lines(entry), lineage_of(request, entry)))
    sides = {side: [edge for edge in edges if edge.side == side] for side in ("from", "to")}
    shown = {side: rows[:_SHOWN] for side, rows in sides.items()}
    rows = max(1, *(len(side) for side in shown.values()))
    height = rows * _ROW - (_ROW - _NODE_HEIGHT) + 2 * _MARGIN
    center_y = (height - _NODE_HEIGHT) // 2
    nodes = [
        *_place(shown["from"], 0, height, center_y),
        *_place(shown["to"], _WIDTH - _NODE_WIDTH, height, center_y),
    ]
    more = len(edges) - len(nodes)
    name = entry.name if len(entry.name) <= _LETTERS else f"{entry.name[: _LETTERS - 1]}…"
    return Picture(tuple(nodes), edges, height, center_y, name, more)


def _place(edges: Sequence[Edge], x: int, height: int, center_y: int) -> list[Node]:
    """One column of boxes, in the middle of the drawing, with a curve from each to the entry."""
    if not edges:
        return []
    used = len(edges) * _ROW - (_ROW - _NODE_HEIGHT)
    first = (height - used) // 2
    middle = center_y + _NODE_HEIGHT // 2
    left, right = (_WIDTH - _NODE_WIDTH) // 2, (_WIDTH + _NODE_WIDTH) // 2
    nodes = []
    for number, edge in enumerate(edges):
        y = first + number * _ROW
        own = y + _NODE_HEIGHT // 2
        start, end = ((x + _NODE_WIDTH, own), (left, middle)) if x == 0 else ((right, middle), (x, own))
        bend = (start[0] + end[0]) // 2
        path = f"M{start[0]} {start[1]} C{bend} {start[1]} {bend} {end[1]} {end[0]} {end[1]}"
        nodes.append(Node(edge, x, y, path))
    return nodes


def _own_lines(entry: Entry) -> list[Edge]:
    lines = [Edge("from", entry.provider.name, _("Provider"), note=entry.internal_office)]
    if entry.system_code:
        name = dict(systems_of(entry.provider.code)).get(entry.system_code, entry.system_code)
        lines.append(Edge("from", name, _("Information system"), note=entry.system_code))
    lines += [
        Edge("from", other.name, _("Refers to"), note=other.code or "", href=other.get_absolute_url())
        for other in _referred(entry)
    ]
    return lines


def _referred(entry: Entry) -> list[Entry]:
    codes = {
        check["params"]["entry"]
        for item in entry.items.all()
        for check in item.checks
        if check["kind"] == CheckKind.REFERENCE
    }
    return list(Entry.objects.filter(code__in=codes).order_by("code")) if codes else []
