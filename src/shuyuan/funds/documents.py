"""Documents of a request for payment: invoices, certificates; the unit adds them while it waits."""

from django.utils.translation import gettext_lazy as _

from shuyuan.funds.inbox import PAYMENT_SUBJECT
from shuyuan.funds.models import PaymentRequest
from shuyuan.kernel.actor import Actor
from shuyuan.papers.registry import register_number, register_subject
from shuyuan.projects.models import Project
from shuyuan.projects.registry import register_documents
from shuyuan.projects.rules.stages import UNIT
from shuyuan.projects.selectors import access_project


def register() -> None:
    """Tell the papers room about requests."""
    register_number("payment", _("Request for payment"), "焦信付〔{year}〕{number}号")
    register_subject(PAYMENT_SUBJECT, _may_read, _may_write)
    register_documents("funds", _in_archive)


def _in_archive(project: Project) -> list[tuple[str, object]]:
    """Invoices and certificates of every request for payment."""
    payments = PaymentRequest.objects.filter(project=project).order_by("pk").values_list("pk", flat=True)
    return [(PAYMENT_SUBJECT, payment) for payment in payments]


def _may_read(payment_id: str, actor: Actor) -> bool:
    payment = PaymentRequest.objects.filter(pk=int(payment_id)).first()
    if payment is None:
        return False
    access_project(payment.project_id, actor=actor)
    return True


def _may_write(payment_id: str, actor: Actor) -> bool:
    """What finance decided on stays as it was."""
    payment = PaymentRequest.objects.select_related("project__unit").filter(pk=int(payment_id)).first()
    if payment is None or payment.state != "asked":
        return False
    return payment.project.unit.code == actor.department and actor.role in UNIT
