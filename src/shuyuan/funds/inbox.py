"""What money puts into inboxes: reviews of funds, budgets, payments, reasons for a late start."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuyuan.casework.kinds import register_kind
from shuyuan.casework.steps import close_tasks, open_task
from shuyuan.funds.models import PaymentRequest, StartExcuse
from shuyuan.kernel.actor import Actor, Role
from shuyuan.notices import kinds as notices
from shuyuan.notices.steps import tell
from shuyuan.projects.models import JournalEntry, Project
from shuyuan.projects.registry import register_effect
from shuyuan.projects.rules.filing import FundingMode
from shuyuan.projects.rules.stages import Kind, Stage
from shuyuan.projects.steps import PROJECT
from shuyuan.regulations.context import LegalContext

REVIEW = register_kind("funds:project:review", _("Review the funds of a project"))
BUDGET = register_kind("funds:project:budget", _("Budget money for a project"))
PAY = register_kind("funds:payment:pay", _("Pay, or say why not"))
EXPLAIN = register_kind("funds:project:explain", _("Say why the project has not begun"))
EXCUSE = register_kind("funds:start_excuse:decide", _("Decide on a late start"))
DECIDED = notices.register_kind("funds:payment:decided", _("A request for payment was decided"))
ENDING = notices.register_kind("funds:project:year_end", _("What the end of the year means for a project"))

PAYMENT_SUBJECT = "funds.payment"
EXCUSE_SUBJECT = "funds.start_excuse"
_ENDED = (Kind.WITHDRAWN, Kind.REMOVED, Kind.TERMINATED, Kind.REVIEW_FAILED, Kind.APPROVAL_REFUSED)


def register() -> None:
    """Have the tasks opened and closed by what is written into the journal."""
    effects = {
        Kind.REVIEWED: _reviewed,
        Kind.FUNDS_REVIEWED: _funds_reviewed,
        Kind.APPROVED: _ask_for_budget,
        Kind.BUDGETED: _budgeted,
        Kind.UNFUNDED: _budgeted,
        Kind.STARTED: _started,
        Kind.START_EXCUSED: _started,
    }
    for kind, effect in effects.items():
        register_effect("funds.inbox", kind, effect)
    for kind in _ENDED:
        register_effect("funds.inbox", kind, _over)


def _reviewed(entry: JournalEntry, *, actor: Actor, legal: LegalContext) -> None:
    """Purchased services go to finance for the review of funds; investments go to the commission first."""
    mode = entry.project.mode
    if mode is FundingMode.PURCHASE_OF_SERVICES:
        _open(REVIEW, entry.project, "jz-project-2020/10.2", actor=actor, legal=legal)
    elif mode is not FundingMode.GOVERNMENT_INVESTMENT:
        _ask_for_budget(entry, actor=actor, legal=legal)


def _funds_reviewed(entry: JournalEntry, *, actor: Actor, legal: LegalContext) -> None:
    _close(entry, REVIEW, actor=actor, legal=legal)
    if entry.project.mode is not FundingMode.GOVERNMENT_INVESTMENT or entry.project.stage == Stage.APPROVED:
        _ask_for_budget(entry, actor=actor, legal=legal)


def _ask_for_budget(entry: JournalEntry, *, actor: Actor, legal: LegalContext) -> None:
    _open(BUDGET, entry.project, "jz-project-2020/12.1", actor=actor, legal=legal)


def _budgeted(entry: JournalEntry, *, actor: Actor, legal: LegalContext) -> None:
    _close(entry, BUDGET, actor=actor, legal=legal)


def _started(entry: JournalEntry, *, actor: Actor, legal: LegalContext) -> None:
    _close(entry, EXPLAIN, actor=actor, legal=legal)


def _over(entry: JournalEntry, *, actor: Actor, legal: LegalContext) -> None:
    for kind in (REVIEW, BUDGET, EXPLAIN):
        _close(entry, kind, actor=actor, legal=legal)


def ask_to_pay(payment: PaymentRequest, *, actor: Actor, legal: LegalContext) -> None:
    """Put a request before finance."""
    open_task(
        PAY,
        subject_kind=PAYMENT_SUBJECT,
        subject_id=payment.pk,
        title=f"{payment.project.unit} · {payment.project.name}",
        url=payment.get_absolute_url(),
        role=Role.FINANCE,
        cites="jz-project-2020/12.1",
        actor=actor,
        legal=legal,
    )


def close_payment(payment: PaymentRequest, *, actor: Actor, legal: LegalContext) -> None:
    """It is decided or withdrawn; who asked hears of it."""
    state = payment.state
    close_tasks(PAYMENT_SUBJECT, payment.pk, outcome=state, actor=actor, legal=legal)
    if state == "withdrawn" or payment.asked_by_id is None:
        return
    tell(
        DECIDED,
        posts=[payment.asked_by_id],
        title=_("%(number)s: %(state)s") % {"number": payment.number, "state": payment.get_state_display()},
        text=payment.reason or payment.project.name,
        url=payment.get_absolute_url(),
        subject_kind=PAYMENT_SUBJECT,
        subject_id=payment.pk,
        actor=actor,
        legal=legal,
    )


def ask_to_explain(project: Project, *, actor: Actor, legal: LegalContext) -> None:
    """Ask the unit why the money of the year began nothing."""
    open_task(
        EXPLAIN,
        subject_kind=PROJECT,
        subject_id=project.number,
        title=f"{project.unit} · {project.name}",
        url=reverse("funds:excuse", args=[project.pk]),
        role=Role.DATA_OFFICER,
        department=project.unit.code,
        cites="jz-project-2020/19.1.4",
        actor=actor,
        legal=legal,
    )


def ask_to_excuse(excuse: StartExcuse, *, actor: Actor, legal: LegalContext) -> None:
    """Put the reason before the bureau."""
    close_tasks(PROJECT, excuse.project.number, kind=EXPLAIN, outcome="asked", actor=actor, legal=legal)
    open_task(
        EXCUSE,
        subject_kind=EXCUSE_SUBJECT,
        subject_id=excuse.pk,
        title=f"{excuse.project.unit} · {excuse.project.name}",
        url=reverse("funds:excuse", args=[excuse.project_id]),
        role=Role.DATA_ADMINISTRATION,
        cites="jz-project-2020/19.1.4",
        actor=actor,
        legal=legal,
    )


def tell_unit(project: Project, words: object, *, once: str, actor: Actor, legal: LegalContext) -> None:
    """Tell the unit what the end of the year means for its project."""
    tell(
        ENDING,
        role=Role.DATA_OFFICER,
        department=project.unit.code,
        title=project.name,
        text=words,
        url=project.get_absolute_url(),
        subject_kind=PROJECT,
        subject_id=project.number,
        once=once,
        actor=actor,
        legal=legal,
    )


def _open(kind: str, project: Project, cites: str, *, actor: Actor, legal: LegalContext) -> None:
    open_task(
        kind,
        subject_kind=PROJECT,
        subject_id=project.number,
        title=f"{project.unit} · {project.name}",
        url=reverse("funds:project", args=[project.pk]),
        role=Role.FINANCE,
        cites=cites,
        actor=actor,
        legal=legal,
    )


def _close(entry: JournalEntry, kind: str, *, actor: Actor, legal: LegalContext) -> None:
    close_tasks(PROJECT, entry.project.number, kind=kind, outcome=entry.kind, actor=actor, legal=legal)
