"""The lists of sharing: requests, grants, clients."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuyuan.catalog.guide import Purpose
from shuyuan.sharing.models import Client
from shuyuan.sharing.models.grants import GRANT_STATES
from shuyuan.sharing.models.requests import MODES, REQUEST_STATES
from shuyuan.sharing.states import Decision, GrantState, RequestState
from shuyuan.systems.lists import StateColumn
from shuyuan.web.lists import Choice, Column, Dates, Listing, Text

#: State → the tone of its badge.
REQUEST_TONES = {
    RequestState.DRAFT: "neutral",
    RequestState.SUBMITTED: "waiting",
    RequestState.DECIDED: "done",
    RequestState.WITHDRAWN: "neutral",
}
GRANT_TONES = {
    GrantState.ACTIVE: "done",
    GrantState.SUSPENDED: "waiting",
    GrantState.REVOKED: "refused",
    GrantState.EXPIRED: "neutral",
}
CLIENT_TONES = {Client.State.ACTIVE: "done", Client.State.DEACTIVATED: "refused"}
DECISION_TONES = {
    Decision.PENDING: "neutral",
    Decision.GIVEN: "done",
    Decision.MASKED: "info",
    Decision.REFUSED: "refused",
}


def mode_names(modes: list[str]) -> str:
    """Exchange modes in words."""
    names = dict(MODES)
    return " · ".join(str(names[mode]) for mode in modes if mode in names)


_WORDS = Text(
    "q",
    _("Number, entry or purpose"),
    ("number__icontains", "entry__name__icontains", "purpose__icontains"),
)


class RequestList(Listing):
    """Requests that the actor may see."""

    name = "requests"
    columns = (
        Column(
            "number",
            _("Number"),
            href=lambda row: reverse("sharing:request", args=[row.number]),
            sort="number",
            main=True,
        ),
        Column("entry", _("Entry"), value="entry.name"),
        Column("consumer", _("Consumer"), value="consumer.name"),
        Column("provider", _("Provider"), value="provider.name"),
        Column("purpose_kind", _("Kind of purpose"), value="get_purpose_kind_display", default=False),
        Column("purpose", _("Purpose"), default=False),
        StateColumn("state", _("State"), value="get_state_display", sort="state", tones=REQUEST_TONES),
        Column("submitted", _("Submitted"), value="submitted_at", sort="submitted_at"),
        Column("decided", _("Decided"), value="decided_at", sort="decided_at", default=False),
    )
    filters = (
        Text(
            "q",
            _("Number, entry or purpose"),
            ("number__icontains", "entry__name__icontains", "purpose__icontains"),
        ),
        Choice("state", _("State"), REQUEST_STATES),
        Dates("submitted", _("Submitted"), "submitted_at", moments=True),
    )
    sort = "-number"
    empty = _("Ask for data from the page of a catalog entry.")


class GrantList(Listing):
    """Grants that the actor may see."""

    name = "grants"
    columns = (
        Column(
            "number",
            _("Number"),
            href=lambda row: reverse("sharing:grant", args=[row.number]),
            sort="number",
            main=True,
        ),
        Column("entry", _("Entry"), value="entry.name"),
        Column("consumer", _("Consumer"), value="consumer.name"),
        Column("provider", _("Provider"), value="provider.name", default=False),
        Column("purpose", _("Purpose")),
        Column("modes", _("Exchange modes"), value=lambda row: mode_names(row.modes)),
        Column("items", _("Items"), value=lambda row: len(row.items), number=True),
        Column("valid_until", _("Valid until"), sort="valid_until"),
        StateColumn("state", _("State"), value="get_state_display", sort="state", tones=GRANT_TONES),
    )
    filters = (
        Text(
            "q",
            _("Number, entry or purpose"),
            ("number__icontains", "entry__name__icontains", "purpose__icontains"),
        ),
        Choice("state", _("State"), GRANT_STATES),
        Choice("purpose_kind", _("Kind of purpose"), Purpose.choices),
        Dates("until", _("Valid until"), "valid_until"),
    )
    sort = "-number"
    empty = _("A grant comes from an approved request.")


class ClientList(Listing):
    """Clients that the actor may see."""

    name = "clients"
    columns = (
        Column(
            "client_id",
            _("Client id"),
            href=lambda row: reverse("sharing:client", args=[row.client_id]),
            sort="client_id",
            main=True,
        ),
        Column("name", _("Name")),
        Column("system", _("System"), value="system.name"),
        Column("department", _("Department"), value="department.name"),
        Column("keys", _("Keys in use"), value="key_count", number=True),
        StateColumn("state", _("State"), value="get_state_display", tones=CLIENT_TONES),
        Column("registered_at", _("Registered"), sort="registered_at"),
    )
    filters = (
        Text(
            "q",
            _("Client, name or system"),
            ("client_id__icontains", "name__icontains", "system__name__icontains"),
        ),
        Choice("state", _("State"), Client.State.choices),
    )
    sort = "client_id"
    empty = _("A registered system gets a client, with which it calls the data API.")
