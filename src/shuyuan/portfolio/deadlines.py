"""What falls due in the coming days, and what is overdue: acceptances, evaluations, plans, orders."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from shuyuan.casework.kinds import kind_label
from shuyuan.casework.models import Task
from shuyuan.kernel.actor import Actor
from shuyuan.projects.lists import TO_ACCEPT
from shuyuan.projects.models import Project
from shuyuan.projects.progress import remaining_days
from shuyuan.projects.rules.filing import due_annual_plan
from shuyuan.projects.rules.funding import evaluation_opens_on
from shuyuan.projects.rules.stages import ENDED, Stage
from shuyuan.projects.selectors import UNIT_ROLES, list_projects
from shuyuan.projects.steps import PROJECT
from shuyuan.regulations.context import LegalContext
from shuyuan.supervision.models import AuditCase, Order
from shuyuan.supervision.selectors import list_audits, list_orders

AHEAD_DAYS = 90
#: So many rows of each sort are shown; the lists have the rest.
MOST = 10


@dataclass(frozen=True)
class Due:
    """Something with a last day."""

    on: date
    what: Any
    cites: str
    project: Project | None
    left: int | None
    text: str = ""
    href: str = ""


def coming(actor: Actor, *, legal: LegalContext) -> list[Due]:
    """What falls due from today on, in the order of the days."""
    until = legal.today + timedelta(days=AHEAD_DAYS)
    found = [
        *_acceptances(actor, legal.today, until, legal),
        *_evaluations(actor, until, legal),
        *_orders(actor, legal.today, until, legal),
        *_audits(actor, legal.today, until, legal),
        *_tasks(actor, legal.today, until, legal),
        *_plans(actor, until, legal),
    ]
    return _in_order(found)


def overdue_now(actor: Actor, *, legal: LegalContext) -> list[Due]:
    """What should have happened by yesterday, the oldest first."""
    before, yesterday = date(2000, 1, 1), legal.today - timedelta(days=1)
    found = [
        *_acceptances(actor, before, yesterday, legal),
        *_orders(actor, before, yesterday, legal),
        *_audits(actor, before, yesterday, legal),
        *_tasks(actor, before, yesterday, legal),
    ]
    return _in_order(found)


def _acceptances(actor: Actor, start: date, end: date, legal: LegalContext) -> list[Due]:
    projects = list_projects(actor).filter(
        stage__in=TO_ACCEPT,
        completed_on__isnull=False,
        accepted_on__isnull=True,
        acceptance_due_on__gte=start,
        acceptance_due_on__lte=end,
    )
    rows = projects.defer("facts").order_by("acceptance_due_on", "pk")[:MOST]
    return [
        Due(
            one.acceptance_due_on,
            _("Acceptance"),
            "jz-project-2020/20.1",
            one,
            remaining_days(one.acceptance_due_on, legal=legal),
        )
        for one in rows
    ]


def _evaluations(actor: Actor, until: date, legal: LegalContext) -> list[Due]:
    # more than a year of operation has to lie between; leap days are left to the rule
    start, end = legal.today - timedelta(days=367), until - timedelta(days=364)
    projects = list_projects(actor).filter(
        stage=Stage.OPERATING.value, operating_since__gte=start, operating_since__lte=end
    )
    found = []
    for one in projects.order_by("operating_since", "pk")[:MOST]:
        day = evaluation_opens_on(one.operating_since, legal=legal)
        if one.known.evaluated_on is None and legal.today <= day <= until:
            left = remaining_days(day, legal=legal)
            found.append(Due(day, _("Evaluation opens"), "jz-project-2020/23.1", one, left))
    return found


def _tasks(actor: Actor, start: date, end: date, legal: LegalContext) -> list[Due]:
    tasks = Task.objects.filter(
        subject_kind=PROJECT, done_at__isnull=True, due_on__gte=start, due_on__lte=end
    )
    if actor.role in UNIT_ROLES:
        own = list_projects(actor).order_by()
        by_row = own.values(key=Cast("pk", CharField()))
        tasks = tasks.filter(Q(subject_id__in=by_row) | Q(subject_id__in=own.values("number")))
    rows = list(tasks.order_by("due_on", "pk")[:MOST])
    # rooms name the subject of their tasks by the row or by the number
    keys = {task.subject_id for task in rows}
    named = Q(number__in=keys) | Q(pk__in=[int(key) for key in keys if key.isdecimal()])
    seen = {}
    for one in list_projects(actor).defer("facts").filter(named):
        seen[str(one.pk)] = seen[one.number] = one
    return [
        Due(
            task.due_on, kind_label(task.kind), task.cites, seen[task.subject_id],
            remaining_days(task.due_on, legal=legal), href=task.url,
        )
        for task in rows
        if task.subject_id in seen
    ]  # fmt: skip


def _orders(actor: Actor, start: date, end: date, legal: LegalContext) -> list[Due]:
    orders = list_orders(actor).exclude(state=Order.State.MET).filter(due_on__gte=start, due_on__lte=end)
    # each order is asked for its own project, so that orders are read in the order of their index
    ended = Project.objects.filter(pk=OuterRef("project"), stage__in=[stage.value for stage in ENDED])
    alive = orders.exclude(Exists(ended.order_by()))
    return [
        Due(
            one.due_on, _("Order to rectify"), "jz-project-2020/31.1", one.project,
            remaining_days(one.due_on, legal=legal), href=one.get_absolute_url(),
        )
        for one in alive.defer("project__facts").order_by("due_on", "pk")[:MOST]
    ]  # fmt: skip


def _audits(actor: Actor, start: date, end: date, legal: LegalContext) -> list[Due]:
    cases = list_audits(actor).filter(
        state=AuditCase.State.FAILED, rectify_by__gte=start, rectify_by__lte=end
    )
    return [
        Due(
            one.rectify_by, _("Findings of an audit"), "jz-project-2020/32.1", one.project,
            remaining_days(one.rectify_by, legal=legal), href=one.get_absolute_url(),
        )
        for one in cases.defer("project__facts").order_by("rectify_by", "pk")[:MOST]
        if one.rectify_by
    ]  # fmt: skip


def _in_order(found: Iterable[Due]) -> list[Due]:
    """By day; what a task says again of the same project, day and provision is left out."""
    once: dict[tuple[date, int, str], Due] = {}
    for due in found:
        once.setdefault((due.on, due.project.pk if due.project else 0, due.cites), due)
    return [once[key] for key in sorted(once, key=lambda key: key[:2])]


def _plans(actor: Actor, until: date, legal: LegalContext) -> list[Due]:
    year = legal.today.year + 1
    day = due_annual_plan(year, legal=legal)
    if not legal.today <= day <= until:
        return []
    stages = (Stage.DRAFT.value, Stage.RETURNED.value)
    waiting = list_projects(actor).filter(plan_year=year, stage__in=stages).count()
    text = _("%(count)s projects are not filed yet.") % {"count": waiting} if waiting else ""
    what = _("Filing for the plan of %(year)s ends") % {"year": year}
    return [Due(day, what, "jz-project-2020/9.1", None, remaining_days(day, legal=legal), text)]
