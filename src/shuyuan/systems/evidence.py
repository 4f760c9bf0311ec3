"""Papers that prove a move: who reads them, who adds and removes them."""

from shuyuan.kernel.actor import WITHOUT_DATA, Actor
from shuyuan.papers.registry import register_subject
from shuyuan.systems.inbox import MOVE
from shuyuan.systems.models import Move
from shuyuan.systems.selectors import sees_all


def register() -> None:
    """Called once when Django starts."""
    register_subject(MOVE, _may_read, _may_write)


def _move(move_id: str) -> Move | None:
    if not move_id.isdecimal():
        return None
    return Move.objects.select_related("department").filter(pk=int(move_id)).first()


def _may_read(move_id: str, actor: Actor) -> bool:
    move = _move(move_id)
    if move is None:
        return False
    return sees_all(actor) or move.department.code == actor.department


def _may_write(move_id: str, actor: Actor) -> bool:
    """The department, until it has reported the end: what the bureau looks at stays."""
    move = _move(move_id)
    if move is None or move.state not in {Move.State.PLANNED, Move.State.UNDER_WAY}:
        return False
    return move.department.code == actor.department and actor.role not in WITHOUT_DATA
