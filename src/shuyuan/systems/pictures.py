"""How the moves of the departments stand, in figures for the picture and for the table beside it."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, QuerySet

from shuyuan.organizations.models import Department
from shuyuan.systems.models import Move

#: The parts of a bar in their order: the standings of moves, but those given up.
PARTS = ("done", "reported", "under_way", "planned", "overdue")


@dataclass
class Line:
    """One department: how many moves are in which part, and its bar as (part, start, width) in percent."""

    department: Department
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PARTS, 0))
    bar: list[tuple[str, float, float]] = field(default_factory=list)

    @property
    def total(self) -> int:
        """All its moves but those given up."""
        return sum(self.counts.values())


def totals(moves: QuerySet[Move]) -> dict[str, int]:
    """How many moves are in each part."""
    counts = dict.fromkeys(PARTS, 0)
    for row in moves.order_by().values("standing").annotate(count=Count("pk")):
        if row["standing"] in counts:
            counts[row["standing"]] += row["count"]
    return counts


def by_department(moves: QuerySet[Move]) -> list[Line]:
    """A line for each department with moves, those with the most overdue first."""
    counted: dict[int, dict[str, int]] = defaultdict(lambda: dict.fromkeys(PARTS, 0))
    for row in moves.order_by().values("department", "standing").annotate(count=Count("pk")):
        if row["standing"] in PARTS:
            counted[row["department"]][row["standing"]] += row["count"]
    departments = Department.objects.in_bulk(list(counted))
    lines = [Line(departments[pk], counts) for pk, counts in counted.items()]
    lines.sort(key=lambda line: (-line.counts["overdue"], -line.total, line.department.code))
    most = max((line.total for line in lines), default=1)
    for line in lines:
        line.bar = _bar(line.counts, most)
    return lines


def _bar(counts: dict[str, int], most: int) -> list[tuple[str, float, float]]:
    """Every part begins where the one before ends; the longest bar is full."""
    parts, start = [], 0.0
    for part in PARTS:
        width = round(100 * counts[part] / most, 2)
        if width:
            parts.append((part, round(start, 2), width))
        start += width
    return parts
