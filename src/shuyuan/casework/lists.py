"""The lists of casework: four inbox tabs, substitutions."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shuyuan.casework.deadlines import Light
from shuyuan.casework.kinds import kind_choices
from shuyuan.casework.models import Supervision, Task
from shuyuan.casework.selectors import InboxItem, Items, Walk, acting_addressees, in_light
from shuyuan.casework.wording import addressee_words
from shuyuan.kernel.errors import BadInput
from shuyuan.organizations.selectors import list_departments
from shuyuan.regulations.context import LegalContext
from shuyuan.web.lists import Choice, Column, Dates, Listing, Text
from shuyuan.web.tags.state import LIGHTS


class InLight:
    """A filter by the light of today."""

    name = "light"
    label = _("Light")
    kind = "choice"

    def __init__(self, legal: LegalContext) -> None:
        self.legal = legal
        self.options = [(str(light), LIGHTS[light][1]) for light in reversed(Light)]

    def apply(self, rows: QuerySet[Any], given: QueryDict) -> QuerySet[Any]:
        """Tasks in that light; raises BadInput `bad_filter` for an unknown one."""
        light = given.get(self.name, "")
        if not light:
            return rows
        if light not in set(Light):
            raise BadInput("not one of the choices", code="bad_filter", filter=self.name)
        return rows.filter(in_light(light, self.legal))

    def values(self, given: QueryDict) -> dict[str, Any]:
        """The light that is chosen."""
        return {"value": given.get(self.name, "")}


def _departments() -> list[tuple[str, str]]:
    return list(list_departments().values_list("code", "name"))


def _remaining(item: InboxItem) -> Any:
    return "" if item.task.done_at or item.remaining is None else item.remaining


_MATTER = Column("matter", _("Matter"), value="task.title", template="casework/parts/matter.html", main=True)
_KIND = Column("kind", _("Task"), value="kind")
_RECEIVED = Column(
    "received",
    _("Received"),
    value="task.received_on",
    sort="received_on",
    template="casework/parts/day.html",
)
_DEADLINE = Column(
    "deadline", _("Deadline"), value="task.due_on", template="casework/parts/due.html", sort="sort_on"
)
_DAYS = Column("days", _("Working days left"), value=_remaining, number=True, default=False)
_WORDS = Text("q", _("Matter or sender"), ("title__icontains", "opened_by__icontains"))
_BY_KIND = Choice("kind", _("Task"), kind_choices)


class _TaskList(Listing):
    """Rows are items with today's light."""

    name = "tasks"

    @property
    def ordered(self) -> Sequence[InboxItem]:  # type: ignore[override]
        """The filtered rows in the order of the URL, as items."""
        return Items(super().ordered, self.request.legal)


class TodoList(_TaskList):
    """What waits for the actor and for those for whom the actor acts, the most urgent first."""

    columns = (
        _MATTER,
        _KIND,
        Column("sender", _("From"), value="task.opener", template="casework/parts/sender.html"),
        _RECEIVED,
        _DEADLINE,
        _DAYS,
        Column(
            "handle", _("Handle"), value="task.url", template="casework/parts/handle.html", exported=False
        ),
    )
    filters = (_WORDS, _BY_KIND, Choice("from", _("From"), _departments, field="opened_department"))
    sort = "deadline"
    empty = _("Requests, reviews and reminders for your post will lie here with their deadline.")

    def __init__(self, request: HttpRequest, rows: QuerySet[Task]) -> None:
        super().__init__(request, rows)
        self.filters = (InLight(request.legal), *type(self).filters)

    @property
    def ordered(self) -> Sequence[InboxItem]:
        """A walk along the index of each addressee: no sort, however much there is."""
        column = next(column for column in self.columns if column.name == self.sorting.removeprefix("-"))
        minus = "-" if self.sorting.startswith("-") else ""
        addressees = acting_addressees(self.request.actor, self.request.legal)
        return Walk(self._open, addressees, field=f"{minus}{column.sort}", legal=self.request.legal)

    @property
    def _open(self) -> QuerySet[Task]:
        """The filtered open tasks of all inboxes; the walk takes those of its addressees."""
        rows = Task.objects.filter(done_at__isnull=True)
        for one in self.filters:
            rows = one.apply(rows, self.request.GET)
        return rows


class DoneList(_TaskList):
    """What the actor's post has done, newest first."""

    columns = (
        _MATTER,
        _KIND,
        Column("sender", _("From"), value="task.opener", template="casework/parts/sender.html"),
        Column("received", _("Received"), value="task.received_on", template="casework/parts/day.html"),
        Column("deadline", _("Due"), value="task.due_on", template="casework/parts/due.html"),
        Column(
            "done",
            pgettext_lazy("task", "Done"),
            value="task.done_at",
            sort="done_at",
            template="casework/parts/done_at.html",
        ),
        Column("by", _("Done by"), value="task.done_by", default=False),
    )
    filters = (_WORDS, _BY_KIND, Dates("done", pgettext_lazy("task", "Done"), "done_at", moments=True))
    sort = "-done"
    empty = _("What you finish is kept here.")


class StartedList(_TaskList):
    """What the actor's post has started, newest first, with where it lies now."""

    columns = (
        _MATTER,
        _KIND,
        Column("waits_for", _("Waits for"), value=lambda item: addressee_words(item.task)),
        Column(
            "received",
            _("Started on"),
            value="task.received_on",
            sort="id",
            template="casework/parts/day.html",
        ),
        Column("deadline", _("Deadline"), value="task.due_on", template="casework/parts/due.html"),
        Column(
            "state", _("State"), value=lambda item: _state(item.task), template="casework/parts/state.html"
        ),
        Column("urge", _("Handle"), value="task.pk", template="casework/parts/urge.html", exported=False),
    )
    filters = (
        _WORDS,
        _BY_KIND,
        Choice(
            "open",
            _("State"),
            [("True", _("Still waiting")), ("False", _("Finished"))],
            field="done_at__isnull",
        ),
    )
    sort = "-received"
    empty = _("When you hand something in, you see here with whom it lies and until when.")


def _state(task: Task) -> Any:
    return _("Finished") if task.done_at else _("Still waiting")


class NotClosed(Choice):
    """A filter by state that leaves out what is closed unless it is asked for."""

    def apply(self, rows: QuerySet[Any], given: QueryDict) -> QuerySet[Any]:
        """Rows of that state; without one those that are not closed."""
        if not given.get(self.name):
            return rows.exclude(state=Supervision.State.CLOSED)
        return super().apply(rows, given)


class SupervisionList(Listing):
    """Supervised matters, the most urgent first."""

    name = "supervisions"
    columns = (
        Column("number", _("Number"), sort="id"),
        Column(
            "title",
            _("Matter"),
            href=lambda row: reverse("casework:supervision", args=[row.pk]),
            main=True,
        ),
        Column("department", _("Department"), value="department.name"),
        Column("by", _("Supervised by"), value="opened_by"),
        Column(
            "due", _("Answer until"), value="due_on", sort="due_on", template="casework/parts/answer_due.html"
        ),
        Column("round", _("Round"), number=True, default=False),
        Column(
            "state", _("State"), value="get_state_display", template="casework/parts/supervision_state.html"
        ),
    )
    filters = (
        Text("q", _("Number or matter"), ("number__icontains", "title__icontains")),
        NotClosed("state", _("State"), Supervision.State.choices),
        Choice("department", _("Department"), _departments, field="department__code"),
    )
    sort = "due"
    empty = _("Matters that a leader or the bureau follows until they are answered stand here.")


class SubstitutionList(Listing):
    """Substitutions that the actor may see, newest first."""

    name = "substitutions"
    columns = (
        Column("post", _("Absent"), value=lambda row: str(row.post.person), main=True),
        Column("role", _("Post"), value="post.get_role_display"),
        Column("substitute", _("Substitute"), value=lambda row: str(row.substitute.person)),
        Column("from", _("From day"), value="from_on"),
        Column("until", _("Until day"), value="until_on"),
        Column("reason", _("Reason")),
        Column("by", _("Arranged by"), value="made_by", default=False),
        Column(
            "state", _("State"), value="pk", template="casework/parts/substitution_state.html", exported=False
        ),
    )
    empty = _("When somebody is away, a colleague can act in the post and see its tasks.")
