"""Reads of inboxes: what waits, what is done, what was started, with counts that stay cheap."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import merge
from itertools import islice
from typing import Any

from django.db.models import Q, QuerySet

from shuyuan.casework.deadlines import Light, light_of, near_until
from shuyuan.casework.kinds import kind_label
from shuyuan.casework.models import Task
from shuyuan.casework.selectors.substitution import list_acting_for
from shuyuan.kernel.actor import Actor
from shuyuan.organizations.models import Department, Post
from shuyuan.regulations.context import LegalContext

#: Up to this many tasks are counted; beyond it a count says "more than".
COUNT_LIMIT = 1_000
_CHUNK = 2_000


@dataclass(frozen=True)
class InboxItem:
    """A task as an inbox shows it on one day; `remaining` is None without a deadline.

    `acting_for` is the post of the absent colleague in which the task has to be handled, if it is one;
    `sender` the name of the department from which it came.
    """

    task: Task
    kind: str
    light: Light
    remaining: int | None
    acting_for: Post | None = None
    sender: str = ""

    @property
    def after(self) -> str:
        """Where the next page of the inbox begins, for `inbox(after=…)`."""
        return f"{self.task.sort_on.isoformat()}/{self.task.pk}"


@dataclass(frozen=True)
class Counts:
    """How many open tasks there are, each up to `COUNT_LIMIT`; `near` and `overdue` are parts of `total`."""

    total: int
    near: int
    overdue: int

    @property
    def normal(self) -> int:
        """Those that do not press."""
        return self.total - self.near - self.overdue


def _open_tasks() -> QuerySet[Task]:
    return Task.objects.filter(done_at__isnull=True)


def addressees_of(actor: Actor) -> tuple[str, ...]:
    """Every `Task.addressee` under which something lies for this actor."""
    return addressees_of_post(actor.department, actor.role, actor.post_id)


def addressees_of_post(department: str, role: str, post_id: int) -> tuple[str, ...]:
    """The same for a post."""
    return (f"{department}/{role}", f"*/{role}", f"post/{post_id}")


def acting_addressees(actor: Actor, legal: LegalContext) -> dict[str, Post | None]:
    """The actor's addressees, and those of the absent colleagues for whom the actor acts today."""
    found: dict[str, Post | None] = dict.fromkeys(addressees_of(actor))
    for substitution in list_acting_for(actor, on=legal.today):
        post = substitution.post
        for addressee in addressees_of_post(post.department.code, post.role, post.pk):
            found.setdefault(addressee, post)
    return found


def inbox(actor: Actor, legal: LegalContext, *, limit: int = 50, after: str = "") -> list[InboxItem]:
    """The open tasks that wait for the actor, most urgent first, without deadline last.

    Each addressee is one walk along an index that stops after `limit` rows, so that the size of the
    table does not matter; `after` is `InboxItem.after` of the last one shown.
    """
    addressees = acting_addressees(actor, legal)
    rows = _open_tasks()
    if (beyond := _parse_after(after)) is not None:
        day, number = beyond
        rows = rows.filter(Q(sort_on__gt=day) | Q(sort_on=day, pk__gt=number), sort_on__gte=day)
    return Walk(rows, addressees, legal=legal)[:limit]


class Walk(Sequence[InboxItem]):
    """The tasks of several addressees in one order, without sorting: each is walked along its index.

    `field` is the column of the order, a minus before it turns it around.
    """

    def __init__(
        self,
        rows: QuerySet[Task],
        addressees: Mapping[str, Post | None],
        *,
        field: str = "sort_on",
        legal: LegalContext,
    ) -> None:
        self.rows = rows
        self.addressees = addressees
        self.field = field.removeprefix("-")
        self.is_descending = field.startswith("-")
        self.legal = legal

    def __len__(self) -> int:
        return self.rows.filter(addressee__in=self.addressees).count()

    def __getitem__(self, wanted: Any) -> Any:
        """A slice of the order, as items."""
        return self._items(islice(self._keys(wanted.stop), wanted.start or 0, wanted.stop))

    def __iter__(self) -> Iterator[InboxItem]:
        keys = self._keys(None)
        while items := self._items(islice(keys, _CHUNK)):
            yield from items

    def _keys(self, limit: int | None) -> Iterator[tuple[Any, int]]:
        """Place and number of the tasks in order; only the index is read."""
        minus = "-" if self.is_descending else ""
        order = (f"{minus}{self.field}", f"{minus}pk")
        walks = [
            self.rows.filter(addressee=addressee).order_by(*order).values_list(self.field, "pk")[:limit]
            for addressee in self.addressees
        ]
        return merge(*walks, reverse=self.is_descending)

    def _items(self, keys: Iterable[tuple[Any, int]]) -> list[InboxItem]:
        numbers = [number for _, number in keys]
        found = Task.objects.select_related("department").in_bulk(numbers) if numbers else {}
        tasks = [found[number] for number in numbers if number in found]
        return as_items(tasks, self.legal, self.addressees)


class Items(Sequence[InboxItem]):
    """The rows of a query set as items."""

    def __init__(self, rows: QuerySet[Task] | Sequence[Task], legal: LegalContext) -> None:
        self.rows = rows if isinstance(rows, QuerySet) else Task.objects.none()
        self.legal = legal

    def __len__(self) -> int:
        return self.rows.count()

    def __getitem__(self, wanted: Any) -> Any:
        """A slice of the rows, as items."""
        return as_items(self.rows[wanted], self.legal)

    def __iter__(self) -> Iterator[InboxItem]:
        rows = self.rows.iterator(chunk_size=_CHUNK)
        while items := as_items(islice(rows, _CHUNK), self.legal):
            yield from items


def as_items(
    tasks: Iterable[Task], legal: LegalContext, addressees: Mapping[str, Post | None] | None = None
) -> list[InboxItem]:
    """Tasks with their light of today; a closed one has none that presses."""
    tasks = list(tasks)
    near = near_until(legal.today, calendar=legal.calendar)
    known = addressees or {}
    senders = {task.opened_department for task in tasks} - {""}
    found = Department.objects.filter(code__in=senders) if senders else ()
    names = {department.code: department.short_name or department.name for department in found}
    return [
        InboxItem(
            task,
            kind_label(task.kind),
            light_of(None if task.done_at else task.due_on, today=legal.today, near_until=near),
            None if task.due_on is None else legal.calendar.remaining(legal.today, task.due_on),
            known.get(task.addressee),
            names.get(task.opened_department, ""),
        )
        for task in tasks
    ]


def list_waiting(actor: Actor, legal: LegalContext) -> QuerySet[Task]:
    """The open tasks of the actor's inbox, without an order."""
    return _open_tasks().filter(addressee__in=acting_addressees(actor, legal))


def in_light(light: str, legal: LegalContext) -> Q:
    """The condition for open tasks with a light of today."""
    near = near_until(legal.today, calendar=legal.calendar)
    conditions: dict[str, Callable[[], Q]] = {
        Light.OVERDUE: lambda: Q(sort_on__lt=legal.today),
        Light.NEAR: lambda: Q(sort_on__gte=legal.today, sort_on__lte=near),
        Light.NORMAL: lambda: Q(sort_on__gt=near),
    }
    return conditions[light]()


def counts(actor: Actor, legal: LegalContext) -> Counts:
    """How much waits for the actor: ranges of the inbox's index, none read beyond the limit."""
    waiting = list_waiting(actor, legal)
    found = {light: count_some(waiting.filter(in_light(light, legal))) for light in Light}
    total = min(sum(found.values()), COUNT_LIMIT)
    return Counts(total, found[Light.NEAR], found[Light.OVERDUE])


def count_some(rows: QuerySet[Any]) -> int:
    """How many rows there are, up to `COUNT_LIMIT`."""
    return rows.order_by().values("pk")[:COUNT_LIMIT].count()


def done_by(actor: Actor) -> QuerySet[Task]:
    """What the actor's post has done, newest first."""
    rows = Task.objects.filter(done_by_post=actor.post_id).select_related("department")
    return rows.order_by("-done_at", "-pk")


def opened_by(actor: Actor) -> QuerySet[Task]:
    """What the actor's post has started, newest first."""
    rows = Task.objects.filter(opened_by_post=actor.post_id).select_related("department", "post__person")
    return rows.order_by("-pk")


def _parse_after(after: str) -> tuple[date, int] | None:
    """A place in an inbox; anything that is none starts at the beginning."""
    day, _, number = after.partition("/")
    try:
        return date.fromisoformat(day), int(number)
    except ValueError:
        return None
