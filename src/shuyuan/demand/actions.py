"""
What each side can do with a demand on its page, and why something cannot be done.

The services decide again.
"""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from shuyuan.casework.actions import Action
from shuyuan.catalog.selectors import SUBMITTERS
from shuyuan.demand.models import Demand
from shuyuan.demand.states import State, Step, allows
from shuyuan.kernel.actor import Actor


def demand_actions(found: Demand, actor: Actor) -> list[Action]:
    """For the department that needs it, the provider and the bureau."""
    is_officer = actor.role in SUBMITTERS
    is_owner = found.department.code == actor.department and is_officer
    is_provider = found.provider is not None and found.provider.code == actor.department and is_officer
    actions = []
    if is_owner:
        actions += _of_owner(found)
    if is_provider and found.state == State.ACCEPTED:
        post = reverse("demand:draft", args=[found.number])
        begun = _("The entry is being prepared already.") if found.draft else ""
        label = _("Begin the entry with these items")
        actions.append(Action(label, "file-description", post=post, is_primary=True, why=begun))
    if is_provider or actor.is_administration:
        why = "" if allows(found.state, Step.RETURN) else _("It does not wait for an answer now.")
        actions.append(Action(_("Return"), "arrow-back-up", dialog="return", why=why))
    if actor.is_administration:
        why = "" if allows(found.state, Step.REFUSE) else _("It does not wait for an answer now.")
        actions.append(Action(_("Cannot be met"), "ban", dialog="refuse", why=why))
    return actions


def _of_owner(found: Demand) -> list[Action]:
    actions = []
    if found.state == State.RETURNED:
        href = reverse("demand:complete", args=[found.number])
        actions.append(Action(_("Complete it"), "edit", href=href, is_primary=True))
    if found.entry is not None:
        href = f"{reverse('sharing:new', args=[found.entry.path])}?{request_query(found)}"
        why = "" if allows(found.state, Step.REQUEST) else _("The data was requested already.")
        actions.append(Action(_("Request these items"), "send", href=href, is_primary=True, why=why))
    ended = "" if allows(found.state, Step.WITHDRAW) else _("The demand has ended, or its data is requested.")
    actions.append(Action(_("Withdraw"), "arrow-back-up", dialog="withdraw", why=ended))
    return actions


def request_query(found: Demand) -> str:
    """The items to be chosen at first on the form of the sharing request."""
    match = found.matches.filter(entry=found.entry).first()
    columns = [row["column"] for row in match.items if row["column"]] if match else []
    return urlencode({"item": columns}, doseq=True) or "item="
