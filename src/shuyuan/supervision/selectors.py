"""Lists of oversight, as far as an actor may see them."""

from datetime import date

from django.db.models import Q, QuerySet

from shuyuan.kernel.actor import Actor, Role
from shuyuan.projects.rules.stages import UNIT
from shuyuan.supervision.checks import READERS
from shuyuan.supervision.models import AuditCase, Breach, Inspection, Liability, Order, UnitScore

#: Who reads the record of who was held responsible.
LIABILITY_READERS = frozenset({Role.DATA_ADMINISTRATION, Role.AUDIT_OFFICE})
#: Everybody with a page of oversight.
VISITORS = READERS | UNIT | {Role.INVESTMENT_APPROVAL}


def list_inspections() -> QuerySet[Inspection]:
    """Every inspection, newest first."""
    return Inspection.objects.select_related("opened_by__department").order_by("-held_on", "-id")


def list_orders(actor: Actor) -> QuerySet[Order]:
    """Orders to projects that the actor may see."""
    orders = Order.objects.select_related("project__unit").order_by("-issued_on", "-id")
    return orders if actor.role in READERS else orders.filter(_own(actor))


def count_late(orders: QuerySet[Order], *, today: date) -> int:
    """How many of these orders are not met though their day has passed."""
    return late_orders(orders.order_by(), today=today).count()


def late_orders(orders: QuerySet[Order], *, today: date) -> QuerySet[Order]:
    """Those that are not met though their day has passed."""
    return orders.filter(due_on__lt=today).exclude(state=Order.State.MET)


def list_audits(actor: Actor) -> QuerySet[AuditCase]:
    """Audits of projects that the actor may see."""
    cases = AuditCase.objects.select_related("project__unit").order_by("-year", "-id")
    return cases if actor.role in READERS else cases.filter(_own(actor))


def list_breaches(actor: Actor) -> QuerySet[Breach]:
    """Breaches of the sharing rules: all for overseers, else the own unit's."""
    breaches = Breach.objects.select_related("unit").order_by("-raised_on", "-id")
    return breaches if actor.role in READERS else breaches.filter(unit__code=_unit_of(actor))


def list_scores(actor: Actor) -> QuerySet[UnitScore]:
    """Scores of units: all for overseers, else the own unit's."""
    scores = UnitScore.objects.select_related("unit").order_by("-year", "unit__code")
    return scores if actor.role in READERS else scores.filter(unit__code=_unit_of(actor))


def list_liabilities() -> QuerySet[Liability]:
    """Who was held responsible, for the few who may read it."""
    return Liability.objects.select_related("project__unit").order_by("-recorded_on", "-id")


def _own(actor: Actor) -> Q:
    return Q(project__unit__code=_unit_of(actor))


def _unit_of(actor: Actor) -> str:
    """The actor's unit; nothing for posts that act for none."""
    return actor.department if actor.role in UNIT else ""
