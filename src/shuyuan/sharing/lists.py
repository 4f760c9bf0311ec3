"""The lists of sharing: requests, grants, clients."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuyuan.catalog.guide import Purpose
from shuyuan.kernel.errors import BadInput
from shuyuan.sharing.models import Client, Grant, SharingRequest
from shuyuan.sharing.models.grants import GRANT_STATES
from shuyuan.sharing.models.requests import MODES, OUTCOMES, REQUEST_STATES
from shuyuan.sharing.states import Decision, GrantState, Outcome, RequestState
from shuyuan.web.columns import BadgeColumn
from shuyuan.web.lists import Choice, Column, Dates, Listing, Text

#: Outcome or state → the tone of its badge.
REQUEST_TONES = {
    RequestState.DRAFT: "neutral",
    RequestState.SUBMITTED: "waiting",
    RequestState.RETURNED: "waiting",
    RequestState.WITHDRAWN: "neutral",
    Outcome.GRANTED: "done",
    Outcome.IN_PART: "info",
    Outcome.REFUSED: "refused",
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


def request_tone(request: SharingRequest) -> str:
    """The tone of a request's badge: by its outcome once there is one."""
    return REQUEST_TONES[Outcome(request.outcome) if request.outcome else RequestState(request.state)]


class Scope:
    """A filter by the actor's part in it: asked by its department, or about its department's data."""

    name = "of"
    label = _("Concerning")
    kind = "choice"

    def __init__(self, department: str, *, mine: Any, ours: Any) -> None:
        self.department = department
        self._labels = {"mine": mine, "ours": ours}

    @property
    def options(self) -> list[tuple[str, Any]]:
        """The two parts."""
        return list(self._labels.items())

    def apply(self, rows: QuerySet[Any], given: QueryDict) -> QuerySet[Any]:
        """Rows in which the department has that part; raises BadInput `bad_filter` for an unknown one."""
        fields = {
            "": {},
            "mine": {"consumer__code": self.department},
            "ours": {"provider__code": self.department},
        }
        part = given.get(self.name, "")
        if part not in fields:
            raise BadInput("not one of the choices", code="bad_filter", filter=self.name)
        return rows.filter(**fields[part])

    def values(self, given: QueryDict) -> dict[str, Any]:
        """The part that is chosen."""
        return {"value": given.get(self.name, "")}


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
        BadgeColumn("state", _("State"), value="standing", sort="state", tone=request_tone),
        Column("submitted", _("Time of submission"), value="submitted_at", sort="submitted_at"),
        Column("decided", _("Time of decision"), value="decided_at", sort="decided_at", default=False),
    )
    filters = (
        Text(
            "q",
            _("Number, entry or purpose"),
            ("number__icontains", "entry__name__icontains", "purpose__icontains"),
        ),
        Choice("state", _("State"), REQUEST_STATES),
        Choice("outcome", _("Outcome"), OUTCOMES[1:]),
        Dates("submitted", _("Time of submission"), "submitted_at", moments=True),
    )
    sort = "-number"
    empty = _("Ask for data from the page of a catalog entry.")

    def __init__(self, request: HttpRequest, rows: QuerySet[SharingRequest]) -> None:
        super().__init__(request, rows)
        scope = Scope(request.actor.department, mine=_("Asked by my department"), ours=_("For our data"))
        self.filters = (scope, *type(self).filters)


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
        BadgeColumn(
            "state",
            _("State"),
            value="get_state_display",
            sort="state",
            tone=lambda row: GRANT_TONES[row.state],
        ),
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

    def __init__(self, request: HttpRequest, rows: QuerySet[Grant]) -> None:
        super().__init__(request, rows)
        scope = Scope(request.actor.department, mine=_("To my department"), ours=_("On our data"))
        self.filters = (scope, *type(self).filters)


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
        BadgeColumn("state", _("State"), value="get_state_display", tone=lambda row: CLIENT_TONES[row.state]),
        Column("registered_at", _("Registered on"), sort="registered_at"),
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
