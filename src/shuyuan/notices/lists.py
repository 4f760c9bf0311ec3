"""The lists of notices: a person's messages, and what the operator sees of the outbox."""

from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from shuyuan.notices.kinds import kind_choices, kind_label
from shuyuan.notices.models import Delivery
from shuyuan.web.lists import Choice, Column, Dates, Listing, Text

TONES = {
    Delivery.State.WAITING: "waiting",
    Delivery.State.SENDING: "info",
    Delivery.State.SENT: "done",
    Delivery.State.DROPPED: "neutral",
    Delivery.State.FAILED: "refused",
}


class ReadOrNot(Choice):
    """Whether a message was opened."""

    def apply(self, rows: QuerySet[Any], given: QueryDict) -> QuerySet[Any]:
        """The messages of that state; refuses what is none."""
        value = given.get(self.name, "")
        if value in {"unread", "read"}:
            return rows.filter(read_at__isnull=value == "unread")
        return super().apply(rows, given)


class MessageList(Listing):
    """What was put before one person."""

    name = "notices"
    columns = (
        Column(
            "title",
            _("Message"),
            value="notice.title",
            template="notices/cells/title.html",
            main=True,
        ),
        Column("state", _("State"), value="read_at", template="notices/cells/read.html", exported=False),
        Column("kind", _("Kind"), value=lambda row: kind_label(row.notice.kind)),
        Column("department", _("For"), value="post.department.name", default=False),
        Column("made_by", _("By"), value="notice.made_by", default=False),
        Column("made_at", _("Told"), value="notice.made_at", sort="notice__made_at"),
    )
    filters = (
        Text("q", _("Message"), ("notice__title__icontains", "notice__text__icontains")),
        ReadOrNot("state", _("State"), (("unread", _("Unread")), ("read", _("Read")))),
        Choice("kind", _("Kind"), kind_choices, "notice__kind"),
        Dates("told", _("Told"), "notice__made_at", moments=True),
    )
    sort = "-made_at"
    empty = _("What concerns you and what you follow is told here.")


class DeliveryList(Listing):
    """Mails and short messages, without texts and addresses."""

    name = "outbox"
    columns = (
        Column("key", _("No."), value=lambda row: str(row.key)[:8], main=True),
        Column("channel", _("Way"), value="get_channel_display"),
        Column("state", _("State"), value="get_state_display", template="notices/cells/state.html"),
        Column("person", _("For"), value="person.full_name"),
        Column("department", _("Department"), value="person.home.name"),
        Column("attempts", _("Attempts"), number=True, sort="attempts"),
        Column("error", _("What went wrong")),
        Column("made_at", _("Told"), sort="made_at"),
        Column("sent_at", _("Sent"), sort="sent_at"),
        Column("due_at", _("Next attempt"), default=False),
        Column("again", _("Action"), value="pk", template="notices/cells/again.html", exported=False),
    )
    filters = (
        Choice("state", _("State"), Delivery.State.choices),
        Choice("channel", _("Way"), Delivery.Channel.choices),
        Dates("told", _("Told"), "made_at", moments=True),
    )
    sort = "-made_at"
    empty = _("Nobody has chosen mails or short messages yet, or nothing was told.")


class UnheardList(Listing):
    """Notices that nobody heard."""

    name = "unheard"
    columns = (
        Column("title", _("Message"), main=True),
        Column("kind", _("Kind"), value=lambda row: kind_label(row.kind)),
        Column("made_at", _("Told"), sort="made_at"),
    )
    sort = "-made_at"
    empty = _("Every notice was heard by somebody.")
