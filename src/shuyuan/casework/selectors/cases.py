"""Reads that every case page shares: opinions, phrases, returns for completion, the history in one line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from shuyuan.audit.selectors import list_acts_on
from shuyuan.audit.wording import actor_words, event_words
from shuyuan.casework.gaps import Gap
from shuyuan.casework.kinds import kind_label
from shuyuan.casework.models import Completion, Opinion, Phrase, Task, TaskEvent
from shuyuan.kernel.actor import Actor
from shuyuan.organizations.models import Post
from shuyuan.organizations.selectors import department_names

#: So many lines of one source at most; a case with more is read in the audit trail.
_MOST = 200
_TONES = {
    Opinion.Outcome.DISAGREED: "refused",
    Opinion.Outcome.RETURNED: "waiting",
}


@dataclass(frozen=True)
class Moment:
    """One line of a history."""

    at: datetime
    title: str
    who: str = ""
    text: str = ""
    tone: str = ""
    cites: str = ""
    href: str = ""

    def as_entry(self) -> dict[str, Any]:
        """As the tag `timeline` takes it."""
        return vars(self)


def list_opinions(subject_kind: str, subject_id: object) -> QuerySet[Opinion]:
    """What was said about a case, oldest first."""
    return Opinion.objects.filter(subject_kind=subject_kind, subject_id=str(subject_id)).order_by("pk")


def list_phrases(*, actor: Actor) -> QuerySet[Phrase]:
    """The actor's own phrases, then the common ones."""
    rows = Phrase.objects.filter(Q(post=actor.post_id) | Q(post__isnull=True))
    return rows.order_by(F("post").asc(nulls_last=True), "pk")


def list_completions(subject_kind: str, subject_id: object) -> QuerySet[Completion]:
    """The returns of a subject, oldest first."""
    return Completion.objects.filter(subject_kind=subject_kind, subject_id=str(subject_id)).order_by("pk")


def open_completion(subject_kind: str, subject_id: object) -> Completion | None:
    """What has still to be completed, if the case is returned now."""
    return list_completions(subject_kind, subject_id).filter(settled_at__isnull=True).last()


def named_gaps(subject_kind: str, subject_id: object) -> list[Gap]:
    """Everything that earlier returns of the case named, once each; a later return may name it again."""
    rounds = list_completions(subject_kind, subject_id).filter(is_over=False)
    gaps = [Gap(gap["text"], gap["code"]) for completion in rounds for gap in completion.gaps]
    return list({gap.key: gap for gap in gaps}.values())


def history_of(subject_kind: str, subject_id: object) -> list[Moment]:
    """Everything about a case, newest first: acts, opinions, returns, tasks and what happened to them."""
    names = department_names()
    moments = [
        *_acts(subject_kind, subject_id, names),
        *_opinions(subject_kind, subject_id, names),
        *_completions(subject_kind, subject_id, names),
        *_tasks(subject_kind, subject_id, names),
    ]
    return sorted(moments, key=lambda moment: moment.at, reverse=True)


def _with_department(name: str, department: str, names: dict[str, str]) -> str:
    place = names.get(department, department)
    return f"{name} · {place}" if place else name


def _acts(subject_kind: str, subject_id: object, names: dict[str, str]) -> list[Moment]:
    acts = list_acts_on(subject_kind, subject_id)[:_MOST]
    return [
        Moment(
            act.at,
            event_words(act.event),
            _with_department(actor_words(act.person_id, act.person_name), act.department, names),
            cites=act.cites,
        )
        for act in acts
    ]


def _opinions(subject_kind: str, subject_id: object, names: dict[str, str]) -> list[Moment]:
    return [
        Moment(
            opinion.at,
            _("Opinion: %(outcome)s") % {"outcome": opinion.get_outcome_display()},
            _with_department(opinion.by, opinion.department, names),
            opinion.text,
            _TONES.get(Opinion.Outcome(opinion.outcome), ""),
        )
        for opinion in list_opinions(subject_kind, subject_id)[:_MOST]
    ]


def _completions(subject_kind: str, subject_id: object, names: dict[str, str]) -> list[Moment]:
    return [
        Moment(
            completion.at,
            _("Returned for completion, round %(round)d") % {"round": completion.round},
            _with_department(completion.by, completion.department, names),
            gap_lines(completion),
            "waiting",
            completion.cites,
        )
        for completion in list_completions(subject_kind, subject_id)[:_MOST]
    ]


def gap_lines(completion: Completion) -> str:
    """What is missing, one in a line, with the new facts of a later round."""
    lines = [f"{number}. {gap['text']}" for number, gap in enumerate(completion.gaps, start=1)]
    if completion.new_facts:
        lines.append(_("New since the first return: %(facts)s") % {"facts": completion.new_facts})
    return "\n".join(lines)


def _tasks(subject_kind: str, subject_id: object, names: dict[str, str]) -> list[Moment]:
    tasks = Task.objects.filter(subject_kind=subject_kind, subject_id=str(subject_id))
    found = list(tasks.select_related("department", "post__person").order_by("-pk")[:_MOST])
    together: dict[tuple[Any, ...], list[Task]] = {}
    for task in found:
        together.setdefault((task.opened_at, task.kind, task.due_on, task.opened_by), []).append(task)
    moments = [_task_moment(group, names) for group in together.values()]
    events = TaskEvent.objects.filter(task__in=[task.pk for task in found]).order_by("pk")[:_MOST]
    return moments + [as_moment(event, names) for event in events]


def _task_moment(group: list[Task], names: dict[str, str]) -> Moment:
    """One line for a task that was opened for several posts at once."""
    task = group[-1]
    title = _("Task: %(kind)s") % {"kind": kind_label(task.kind)}
    lines = []
    if task.due_on is not None:
        lines.append(_("Due on %(day)s") % {"day": task.due_on.isoformat()})
    if len(group) > 1:
        lines.append("、".join(_addressee(one) for one in reversed(group)))
    text = " · ".join(lines)
    who = _with_department(task.opener, task.opened_department, names)
    return Moment(task.opened_at, title, who, text, href=reverse("casework:task", args=[task.pk]))


def _addressee(task: Task) -> str:
    if task.post is not None:
        return f"{task.post.person}"
    label = str(Post.RoleChoice(task.role).label) if task.role in Post.RoleChoice.values else task.role
    return f"{task.department.short_name or task.department.name} {label}" if task.department else label


def as_moment(event: TaskEvent, names: dict[str, str]) -> Moment:
    """What happened to a task, as a line."""
    title = f"{event.get_kind_display()} → {event.recipient}" if event.recipient else event.get_kind_display()
    if event.kind == TaskEvent.Kind.ESCALATED:
        title = f"{event.get_kind_display()}: {event.get_stage_display()}"
    tone = "" if event.kind == TaskEvent.Kind.HANDED_OVER else "waiting"
    who = _with_department(event.by, event.by_department, names) if event.by_post else _("The platform")
    return Moment(event.at, title, who, event.text, tone)


def as_entries(moments: Sequence[Moment]) -> list[dict[str, Any]]:
    """A history as the tag `timeline` takes it."""
    return [moment.as_entry() for moment in moments]
