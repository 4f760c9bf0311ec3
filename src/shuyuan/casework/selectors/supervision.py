"""Reads of supervised matters: who sees which, and the doors of those who answer and judge."""

from django.db.models import Q, QuerySet

from shuyuan.casework.models import Supervision
from shuyuan.kernel.actor import THREE_ADMINISTRATORS, Actor, Role
from shuyuan.kernel.errors import NotFound, NotPermitted

#: Who may open one: leaders in their own department, the bureau everywhere.
SUPERVISORS = frozenset({Role.PRINCIPAL_OFFICER, Role.DATA_ADMINISTRATION})


def list_supervisions(*, actor: Actor) -> QuerySet[Supervision]:
    """All for the bureau; else those to or from the actor's department. The most urgent first."""
    rows = Supervision.objects.select_related("department", "post__person")
    if actor.role in THREE_ADMINISTRATORS:
        return rows.none()
    if not actor.is_administration:
        rows = rows.filter(Q(department__code=actor.department) | Q(opened_department=actor.department))
    return rows


def list_supervised(*, actor: Actor) -> QuerySet[Supervision]:
    """Those that are not closed."""
    return list_supervisions(actor=actor).exclude(state=Supervision.State.CLOSED)


def access_supervision(supervision_id: int, *, actor: Actor, lock: bool = False) -> Supervision:
    """The supervised matter; one that the actor may not see looks like a missing one."""
    rows = list_supervisions(actor=actor)
    if lock:
        rows = rows.select_for_update(of=("self",))
    found = rows.filter(pk=supervision_id).first()
    if found is None:
        raise NotFound(code="unknown_supervision")
    return found


def may_answer(supervision: Supervision, *, actor: Actor) -> bool:
    """Whether the actor is asked: the post, or the role in the department; its principal officer always."""
    if supervision.state == Supervision.State.CLOSED or actor.department != supervision.department.code:
        return False
    if actor.role is Role.PRINCIPAL_OFFICER:
        return supervision.opened_by_post != actor.post_id
    if supervision.post_id:
        return supervision.post_id == actor.post_id
    return supervision.role == actor.role


def may_judge(supervision: Supervision, *, actor: Actor) -> bool:
    """Whether the actor closes it or asks again: who opened it, or the bureau."""
    if supervision.state == Supervision.State.CLOSED:
        return False
    return actor.is_administration or supervision.opened_by_post == actor.post_id


def access_supervision_to_answer(supervision_id: int, *, actor: Actor) -> Supervision:
    """The matter, locked, for who has to answer; raises NotFound or NotPermitted."""
    supervision = access_supervision(supervision_id, actor=actor, lock=True)
    if not may_answer(supervision, actor=actor):
        raise NotPermitted(code="not_asked")
    return supervision


def access_supervision_to_judge(supervision_id: int, *, actor: Actor) -> Supervision:
    """The matter, locked, for who decides whether the answer is enough; raises NotFound or NotPermitted."""
    supervision = access_supervision(supervision_id, actor=actor, lock=True)
    if not may_judge(supervision, actor=actor):
        raise NotPermitted(code="not_supervisor")
    return supervision
