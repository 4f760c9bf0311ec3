"""Writes of the register without their own transaction, for the services of this room."""

from datetime import date

from shuyuan.audit.steps import record
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput, RuleRefused
from shuyuan.kernel.verdict import Verdict
from shuyuan.regulations.context import LegalContext
from shuyuan.systems.events import Event
from shuyuan.systems.inbox import SYSTEM
from shuyuan.systems.models import InformationSystem
from shuyuan.systems.registry import Change, announce

REGISTER = "jz-project-2020/19.1.1"
_LONGEST_REASON = 500


def retire(system: InformationSystem, *, reason: str, actor: Actor, legal: LegalContext) -> None:
    """Take a locked, registered system out of service, and tell the rooms that depend on it."""
    system.state = InformationSystem.State.RETIRED
    system.retired_on, system.retirement_reason = legal.today, reason.strip()[:_LONGEST_REASON]
    system.save(update_fields=["state", "retired_on", "retirement_reason"])
    announce(system, Change.RETIRED, actor=actor, legal=legal)
    record(
        Event.RETIRED,
        actor=actor,
        subject_kind=SYSTEM,
        subject_id=system.code,
        cites=REGISTER,
        facts={"reason": system.retirement_reason},
    )


def require_past(day: date | None, legal: LegalContext) -> None:
    """Refuse a day on which something came into use that is still to come; raises BadInput."""
    if day is not None and day > legal.today:
        raise BadInput("a day to come", code="in_use_in_future", today=legal.today.isoformat())


def require_allowed(verdict: Verdict) -> None:
    """Raise RuleRefused with every reason when there is one."""
    if not verdict.allowed:
        raise RuleRefused(verdict)
