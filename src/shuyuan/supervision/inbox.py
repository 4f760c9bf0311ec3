"""What oversight puts into inboxes: orders to meet and to check, findings to rectify, breaches to answer."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from shuyuan.casework.kinds import register_kind
from shuyuan.casework.steps import close_tasks, open_task
from shuyuan.kernel.actor import Actor, Role
from shuyuan.regulations.context import LegalContext
from shuyuan.supervision.models import AuditCase, Breach, Order

ORDER = "supervision.order"
AUDIT = "supervision.audit_case"
BREACH = "supervision.breach"

MEET = register_kind("supervision:order:meet", _("Rectify what an inspection found"))
CHECK = register_kind("supervision:order:check", _("Check whether an order was met"))
RECTIFY = register_kind("supervision:audit:rectify", _("Rectify what an audit found"))
CONFIRM = register_kind("supervision:audit:confirm", _("Check the rectification after an audit"))
STATE = register_kind("supervision:breach:state", _("Make a statement on a breach of the sharing rules"))
DECIDE = register_kind("supervision:breach:decide", _("Decide on a breach of the sharing rules"))

_INSPECTION, _AUDIT, _SHARING = "jz-project-2020/31.1", "jz-project-2020/32.1", "jz-project-2020/19.1.3"


def ask_to_meet(order: Order, *, actor: Actor, legal: LegalContext) -> None:
    """The unit has until the day of the order."""
    _open_for_unit(
        MEET, ORDER, order.pk, order, order.project.unit.code, order.project.name, order.due_on, _INSPECTION,
        actor=actor, legal=legal,
    )  # fmt: skip


def ask_to_check(order: Order, *, actor: Actor, legal: LegalContext) -> None:
    """The unit has answered; the bureau looks."""
    close_tasks(ORDER, order.pk, outcome="answered", actor=actor, legal=legal)
    open_task(
        CHECK,
        subject_kind=ORDER,
        subject_id=order.pk,
        title=f"{order.project.unit} · {order.project.name}",
        url=order.get_absolute_url(),
        role=Role.DATA_ADMINISTRATION,
        cites=_INSPECTION,
        actor=actor,
        legal=legal,
    )


def close_order(order: Order, *, outcome: str, actor: Actor, legal: LegalContext) -> None:
    """Nothing waits for the order any more."""
    close_tasks(ORDER, order.pk, outcome=outcome, actor=actor, legal=legal)


def ask_to_rectify(case: AuditCase, *, actor: Actor, legal: LegalContext) -> None:
    """The unit mends what the audit found."""
    _open_for_unit(
        RECTIFY, AUDIT, case.pk, case, case.project.unit.code, case.project.name, case.rectify_by, _AUDIT,
        actor=actor, legal=legal,
    )  # fmt: skip


def ask_to_confirm(case: AuditCase, *, actor: Actor, legal: LegalContext) -> None:
    """The audit office looks at the rectification."""
    close_tasks(AUDIT, case.pk, outcome="reported", actor=actor, legal=legal)
    open_task(
        CONFIRM,
        subject_kind=AUDIT,
        subject_id=case.pk,
        title=f"{case.project.unit} · {case.project.name}",
        url=case.get_absolute_url(),
        role=Role.AUDIT_OFFICE,
        cites=_AUDIT,
        actor=actor,
        legal=legal,
    )


def close_audit(case: AuditCase, *, actor: Actor, legal: LegalContext) -> None:
    """The audit is settled."""
    close_tasks(AUDIT, case.pk, outcome="rectified", actor=actor, legal=legal)


def ask_to_state(breach: Breach, *, actor: Actor, legal: LegalContext) -> None:
    """The unit is heard before anything is found."""
    _open_for_unit(
        STATE, BREACH, breach.pk, breach, breach.unit.code, breach.grounds[:80], breach.heard_until, _SHARING,
        actor=actor, legal=legal,
    )  # fmt: skip


def ask_to_decide(breach: Breach, *, actor: Actor, legal: LegalContext) -> None:
    """The bureau decides with the statement before it."""
    close_tasks(BREACH, breach.pk, outcome="stated", actor=actor, legal=legal)
    open_task(
        DECIDE,
        subject_kind=BREACH,
        subject_id=breach.pk,
        title=str(breach.unit),
        url=breach.get_absolute_url(),
        role=Role.DATA_ADMINISTRATION,
        cites=_SHARING,
        actor=actor,
        legal=legal,
    )


def close_breach(breach: Breach, *, outcome: str, actor: Actor, legal: LegalContext) -> None:
    """Nobody has to say anything more."""
    close_tasks(BREACH, breach.pk, outcome=outcome, actor=actor, legal=legal)


def _open_for_unit(  # noqa: PLR0917 one shape for three kinds
    kind: str,
    subject_kind: str,
    subject_id: int,
    subject: Order | AuditCase | Breach,
    unit: str,
    title: str,
    due_on: date | None,
    cites: str,
    *,
    actor: Actor,
    legal: LegalContext,
) -> None:
    for role in (Role.PRINCIPAL_OFFICER, Role.DATA_OFFICER):
        open_task(
            kind,
            subject_kind=subject_kind,
            subject_id=subject_id,
            title=title,
            url=subject.get_absolute_url(),
            role=role,
            department=unit,
            due_on=due_on,
            cites=cites,
            actor=actor,
            legal=legal,
        )
