"""
How far an entry or a draft is, what can be done with it on its page, and why something cannot.

The services decide again.
"""

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from shuyuan.casework.actions import Action
from shuyuan.catalog.models import Entry
from shuyuan.catalog.rules import judge_reviewer
from shuyuan.catalog.selectors import SUBMITTERS
from shuyuan.catalog.states import State, Step, allows
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.verdict import Verdict


def steps_of(draft: Entry) -> list[tuple[str, str, str]]:
    """How far a draft or a change is on its way into the master catalog."""
    returned = draft.state == State.RETURNED
    at = {State.SUBMITTED: 1, State.PUBLISHED: 2, State.SUSPENDED: 2}.get(State(draft.state), 0)
    handed_in = f"{localtime(draft.submitted_at):%Y-%m-%d}" if draft.submitted_at else ""
    labels = [
        (_("Mended by the department") if returned else _("Written by the department"), ""),
        (_("Reviewed by the data administration"), handed_in),
        (_("Published"), ""),
    ]
    return [
        (label, "done" if place < at else "now" if place == at else "next", note)
        for place, (label, note) in enumerate(labels)
    ]


def owner_actions(found: Entry, copy: Entry | None, actor: Actor) -> list[Action]:
    """For the department that keeps the entry; `copy` is its draft, or the change that is being prepared."""
    officer = "" if actor.role in SUBMITTERS else _("A data officer or the principal officer does this.")
    writable = copy is not None and allows(copy.state, Step.CHANGE)
    submitted = copy is not None and copy.state == State.SUBMITTED
    lies = _("It lies before the data administration; withdraw it first.") if submitted else ""
    nothing = "" if copy else _("No change is being prepared.")
    closed = "" if writable else lies or nothing
    actions = [
        Action(
            _("Submit"),
            "send",
            href=reverse("catalog:submit", args=[found.pk]),
            is_primary=True,
            why=closed or officer,
        ),
        Action(_("Edit"), "edit", href=reverse("catalog:edit", args=[found.pk]), why=closed),
    ]
    if found.version:
        suspended = _("The entry is suspended.") if found.state == State.SUSPENDED else ""
        under_way = _("A change is being prepared already.") if copy else ""
        href = reverse("catalog:revise", args=[found.pk])
        actions.append(Action(_("Change"), "git-branch", href=href, why=suspended or under_way))
        actions.append(
            Action(
                _("Suspend"),
                "ban",
                why=_("The data administration takes entries out of use; tell it why this one should be."),
            )
        )
    waits = "" if submitted else _("Nothing lies before the data administration.")
    return [
        *actions,
        Action(_("Withdraw"), "arrow-back-up", dialog="withdraw", why=waits or officer),
        Action(_("Discard"), "trash", dialog="discard", why=closed),
    ]


def bureau_actions(found: Entry, copy: Entry | None) -> list[Action]:
    """For the data administration on the page of an entry."""
    submitted = copy is not None and copy.state == State.SUBMITTED
    actions = [
        Action(
            _("Review"),
            "clipboard-check",
            href=reverse("catalog:review", args=[found.pk]),
            is_primary=True,
            why="" if submitted else _("Nothing was handed in."),
        )
    ]
    if found.state == State.PUBLISHED:
        actions.append(Action(_("Suspend"), "ban", dialog="suspend"))
    if found.state == State.SUSPENDED:
        actions.append(Action(_("Resume"), "player-play", dialog="resume", is_primary=True))
    return actions


def review_actions(draft: Entry, actor: Actor, against: Verdict) -> list[Action]:
    """For the data administration on the page of a review: publish it, or return it."""
    waiting = draft.state == State.SUBMITTED
    why = "" if waiting else _("It does not lie before the data administration now.")
    submitter = draft.submitted_by.person_id if draft.submitted_by else 0
    own = judge_reviewer(submitter, actor.person_id)
    return [
        Action(
            _("Publish"),
            "circle-check",
            dialog="publish",
            is_primary=True,
            why=why,
            verdict=own + against,
        ),
        Action(_("Return"), "arrow-back-up", dialog="return", why=why, verdict=own),
    ]
