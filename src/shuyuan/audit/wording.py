"""Events in words: `catalog:entry:published` is "Catalog entry: published" in the reader's language."""

from django.utils.translation import gettext
from django.utils.translation import pgettext_lazy as _

SUBJECTS = {
    "attachment": _("audit event", "Attachment"),
    "batch": _("audit event", "Batch"),
    "binding": _("audit event", "Bound item"),
    "calendar": _("audit event", "Calendar"),
    "calendarrevision": _("audit event", "State of the calendar"),
    "class": _("audit event", "Class of the catalog"),
    "client": _("audit event", "Client"),
    "conflict": _("audit event", "Conflict of sources"),
    "data_office": _("audit event", "Data office"),
    "delivery": _("audit event", "Mail or short message"),
    "department": _("audit event", "Department"),
    "directory": _("audit event", "Directory"),
    "element": _("audit event", "Data element"),
    "entry": _("audit event", "Catalog entry"),
    "escalation": _("audit event", "Days of escalation"),
    "follow": _("audit event", "Following"),
    "form": _("audit event", "Form"),
    "grant": _("audit event", "Grant"),
    "item": _("audit event", "Data item"),
    "job": _("audit event", "Background work"),
    "key": _("audit event", "Key of a client"),
    "look": _("audit event", "Look over the catalog"),
    "occasion": _("audit event", "Occasion to update"),
    "paper": _("audit event", "Official paper"),
    "password": _("audit event", "Password"),
    "path": _("audit event", "Page"),
    "person": _("audit event", "Account"),
    "phrase": _("audit event", "Stored phrase"),
    "post": _("audit event", "Post"),
    "preferences": _("audit event", "Ways of notice"),
    "proposal": _("audit event", "Proposed binding"),
    "read_batches": _("audit event", "Batch of read records"),
    "reads": _("audit event", "Read records"),
    "request": _("audit event", "Sharing request"),
    "revision": _("audit event", "New version"),
    "second_factor": _("audit event", "Second factor"),
    "session": _("audit event", "Sign-in"),
    "snapshot": _("audit event", "Snapshot for the gateway"),
    "source": _("audit event", "Authoritative source"),
    "step": _("audit event", "Step"),
    "substitution": _("audit event", "Substitution"),
    "supervision": _("audit event", "Supervised matter"),
    "system": _("audit event", "Information system"),
    "task": _("audit event", "Task"),
    "trail": _("audit event", "Audit trail"),
}

ACTIONS = {
    "accepted": _("audit event", "accepted"),
    "added": _("audit event", "added"),
    "answered": _("audit event", "answered"),
    "appointed": _("audit event", "given"),
    "begun": _("audit event", "begun"),
    "bound": _("audit event", "bound"),
    "cancelled": _("audit event", "cancelled"),
    "cells_read": _("audit event", "refused cells looked at"),
    "changed": _("audit event", "changed"),
    "checked": _("audit event", "checked"),
    "completed": _("audit event", "completed"),
    "created": _("audit event", "opened"),
    "damaged": _("audit event", "found damaged"),
    "day_changed": _("audit event", "day changed"),
    "deactivated": _("audit event", "switched off"),
    "decided": _("audit event", "decided"),
    "disabled": _("audit event", "closed"),
    "discarded": _("audit event", "discarded"),
    "downloaded": _("audit event", "downloaded"),
    "drafted": _("audit event", "drafted"),
    "ended": _("audit event", "ended"),
    "escalated": _("audit event", "escalated"),
    "expired": _("audit event", "expired"),
    "exported": _("audit event", "exported"),
    "failed": _("audit event", "failed"),
    "fell_away": _("audit event", "fell away"),
    "handed_over": _("audit event", "handed over"),
    "heard": _("audit event", "opinion heard"),
    "issued": _("audit event", "issued"),
    "joined": _("audit event", "claim joined"),
    "lapsed": _("audit event", "lapsed"),
    "locked_out": _("audit event", "account locked"),
    "mapped": _("audit event", "columns mapped"),
    "merged": _("audit event", "merged"),
    "named": _("audit event", "named"),
    "opened": _("audit event", "started"),
    "opinion_given": _("audit event", "opinion given"),
    "original_read": _("audit event", "original file taken"),
    "proposed": _("audit event", "proposed"),
    "published": _("audit event", "published"),
    "received": _("audit event", "received"),
    "recorded": _("audit event", "recorded"),
    "recounted": _("audit event", "counted again"),
    "refused": _("audit event", "refused"),
    "registered": _("audit event", "registered"),
    "released": _("audit event", "released"),
    "reminded": _("audit event", "reminded"),
    "removed": _("audit event", "removed"),
    "renewed": _("audit event", "asked again"),
    "reordered": _("audit event", "put in another order"),
    "reset": _("audit event", "reset"),
    "resumed": _("audit event", "resumed"),
    "retired": _("audit event", "retired"),
    "retried": _("audit event", "tried again"),
    "returned": _("audit event", "returned"),
    "revoked": _("audit event", "revoked"),
    "seeded": _("audit event", "set up"),
    "settled": _("audit event", "settled"),
    "sign_in_failed": _("audit event", "attempt failed"),
    "signed_in": _("audit event", "signed in"),
    "signed_out": _("audit event", "signed out"),
    "submitted": _("audit event", "submitted"),
    "suspended": _("audit event", "suspended"),
    "switched": _("audit event", "switched"),
    "taken": _("audit event", "taken"),
    "tightened": _("audit event", "tightened"),
    "unchanged": _("audit event", "without changes"),
    "unlocked": _("audit event", "account unlocked"),
    "unreadable": _("audit event", "unreadable"),
    "use_changed": _("audit event", "use changed"),
    "verified": _("audit event", "verified"),
    "withdrawn": _("audit event", "withdrawn"),
    "year_announced": _("audit event", "year announced"),
}


#: The rooms that write entries, by the beginning of their events.
PARTS = [
    ("organizations:", _("audit event", "Departments and sign-in")),
    ("catalog:", _("audit event", "Catalog")),
    ("elements:", _("audit event", "Data elements")),
    ("collection:", _("audit event", "Collection")),
    ("sharing:", _("audit event", "Sharing")),
    ("systems:", _("audit event", "Systems")),
    ("casework:", _("audit event", "Tasks, deadlines and calendar")),
    ("notices:", _("audit event", "Messages")),
    ("upkeep:", _("audit event", "Upkeep of the catalog")),
    ("papers:", _("audit event", "Attachments and papers")),
    ("jobs:", _("audit event", "Background work")),
    ("audit:", _("audit event", "Audit")),
]


def event_words(event: str) -> str:
    """The event in the current language; the code itself when a part of it has no words."""
    parts = event.split(":")
    if len(parts) != 3 or parts[1] not in SUBJECTS or parts[2] not in ACTIONS:  # noqa: PLR2004 - room:subject:action
        return event
    return gettext("%(subject)s: %(action)s") % {"subject": SUBJECTS[parts[1]], "action": ACTIONS[parts[2]]}


def subject_words(kind: str) -> str:
    """The kind of a subject in words, `catalog.entry` like `entry`; the kind itself when it has none."""
    return str(SUBJECTS.get(kind.rpartition(".")[2], kind))


def actor_words(person_id: int, name: str) -> str:
    """The person's name, or the platform when no person acted."""
    return name if person_id else gettext("The platform")
