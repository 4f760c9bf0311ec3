"""What sharing puts into inboxes: a request to decide for the bureau, an opinion to give for the provider."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuyuan.casework.kinds import register_kind
from shuyuan.casework.steps import close_tasks, open_task
from shuyuan.kernel.actor import Actor, Role
from shuyuan.regulations.context import LegalContext
from shuyuan.sharing.models import SharingRequest

REQUEST = "sharing.request"
DECIDE = register_kind("sharing:request:decide", _("Decide on a sharing request"))
COMPLETE = register_kind("sharing:request:complete", _("Complete a returned sharing request"))
GIVE_OPINION = register_kind("sharing:request:opinion", _("Give an opinion on a sharing request"))


def open_request_tasks(request: SharingRequest, *, actor: Actor, legal: LegalContext) -> None:
    """Ask the bureau to decide and the provider's data officers for their opinion.

    The measures of the city set no deadline for either, so that the tasks have none.
    """
    open_task(
        DECIDE,
        subject_kind=REQUEST,
        subject_id=request.number,
        title=f"{request.consumer} → {request.entry}",
        url=reverse("sharing:decide", args=[request.number]),
        role=Role.DATA_ADMINISTRATION,
        cites="jz-data-2020/19.1.1",
        actor=actor,
        legal=legal,
    )
    open_task(
        GIVE_OPINION,
        subject_kind=REQUEST,
        subject_id=request.number,
        title=f"{request.consumer} → {request.entry}",
        url=reverse("sharing:request", args=[request.number]),
        role=Role.DATA_OFFICER,
        department=request.provider.code,
        cites="jz-data-2020/17.1.2",
        actor=actor,
        legal=legal,
    )


def ask_for_completion(request: SharingRequest, *, actor: Actor, legal: LegalContext) -> None:
    """The consumer completes what was returned; the measures set no day for it."""
    open_task(
        COMPLETE,
        subject_kind=REQUEST,
        subject_id=request.number,
        title=f"{request.consumer} → {request.entry}",
        url=reverse("sharing:request", args=[request.number]),
        role=Role(request.filed_by.role),
        department=request.consumer.code,
        cites="jz-data-2020/19.1.1",
        actor=actor,
        legal=legal,
    )


def close_opinion_task(request: SharingRequest, *, actor: Actor, outcome: str, legal: LegalContext) -> None:
    """The provider has spoken."""
    close_tasks(REQUEST, request.number, kind=GIVE_OPINION, outcome=outcome, actor=actor, legal=legal)


def close_request_tasks(request: SharingRequest, *, actor: Actor, outcome: str, legal: LegalContext) -> None:
    """Nothing waits for this request any more."""
    close_tasks(REQUEST, request.number, outcome=outcome, actor=actor, legal=legal)
