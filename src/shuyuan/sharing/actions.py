"""
What can be done with a request or a grant on its page, and why something cannot.

The services decide again.
"""

from django.urls import reverse
from django.utils.translation import gettext as _

from shuyuan.casework.actions import Action
from shuyuan.engine.spec import Mode
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.verdict import Verdict
from shuyuan.sharing import rules
from shuyuan.sharing.models import Grant, SharingRequest
from shuyuan.sharing.selectors import DEPARTMENT_ROLES, acts_for_department
from shuyuan.sharing.states import REQUEST_TRANSITIONS, GrantState, RequestState


def judge_reviewer(request: SharingRequest, actor: Actor) -> Verdict:
    """Whether this person may decide on the request: the bureau, but not on what it filed itself."""
    return rules.judge_deciding(rules.DecisionFacts(actor.role, actor.person_id, request.filed_by.person_id))


def request_actions(request: SharingRequest, actor: Actor) -> list[Action]:
    """For each side of a request that was handed in."""
    number = request.number
    is_consumer = request.consumer.code == actor.department and acts_for_department(actor)
    is_provider = request.provider.code == actor.department and actor.role in DEPARTMENT_ROLES
    waits = "" if request.state == RequestState.SUBMITTED else _("It does not wait for a decision now.")
    grant = getattr(request, "grant", None)
    actions = []
    if grant is not None:
        href = reverse("sharing:grant", args=[grant.number])
        actions.append(Action(_("Open the grant"), "key", href=href, is_primary=True))
    if actor.is_administration:
        href, verdict = reverse("sharing:decide", args=[number]), judge_reviewer(request, actor)
        actions.append(Action(_("Decide"), "gavel", href=href, is_primary=True, why=waits, verdict=verdict))
        actions.append(Action(_("Return"), "arrow-back-up", dialog="return", why=waits, verdict=verdict))
    elif is_provider:
        actions.append(Action(_("Return"), "arrow-back-up", dialog="return", why=waits))
    if is_consumer:
        returned = request.state == RequestState.RETURNED
        if returned:
            href = reverse("sharing:wishes", args=[number])
            actions.append(Action(_("Complete it"), "edit", href=href, is_primary=True))
            href = reverse("sharing:check", args=[number])
            actions.append(Action(_("Check and submit"), "send", href=href))
        may_end = RequestState.WITHDRAWN in REQUEST_TRANSITIONS[RequestState(request.state)]
        ended = "" if may_end else _("The request is closed.")
        href = reverse("sharing:withdraw", args=[number])
        actions.append(Action(_("Withdraw"), "arrow-back-up", post=href, why=ended))
    return actions


def grant_actions(grant: Grant, actor: Actor) -> list[Action]:
    """For the consumer, who uses and may end the grant, and for the bureau, which narrows and stops it."""
    number = grant.number
    is_consumer = grant.consumer.code == actor.department
    standing = "" if grant.state == GrantState.ACTIVE else _("The grant is not in force.")
    running = grant.state in (GrantState.ACTIVE, GrantState.SUSPENDED)
    actions = []
    if is_consumer and actor.role in DEPARTMENT_ROLES:
        served = "" if Mode.ONLINE_QUERY.value in grant.modes else _("The grant does not have this mode.")
        href = reverse("sharing:query", args=[number])
        actions.append(
            Action(_("Online query"), "search", href=href, is_primary=True, why=standing or served)
        )
    served = "" if Mode.API.value in grant.modes else _("The grant does not have this mode.")
    actions.append(Action(_("Data API"), "api", href=reverse("sharing:api", args=[number]), why=served))
    if actor.is_administration:
        href = reverse("sharing:tighten", args=[number])
        actions.append(Action(_("Tighten"), "filter", href=href, why=standing))
        if grant.state == GrantState.SUSPENDED:
            actions.append(Action(_("Resume"), "lock-open", dialog="resume-grant", is_primary=True))
        else:
            actions.append(Action(_("Suspend"), "lock", dialog="suspend-grant", why=standing))
    if actor.is_administration or is_consumer:
        over = "" if running else _("The grant has ended.")
        actions.append(Action(_("Revoke"), "ban", dialog="revoke-grant", why=over))
    return actions
