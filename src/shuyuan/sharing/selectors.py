"""Reads of sharing, and the doors to requests, grants and clients."""

from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum

from shuyuan.audit.models import ReadRecord
from shuyuan.engine.spec import Mode
from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import NotFound, NotPermitted
from shuyuan.regulations.context import LegalContext
from shuyuan.sharing.models import Client, Grant, SharingRequest, SnapshotChange
from shuyuan.sharing.states import GrantState, RequestState

#: Posts that act for their department as a consumer or provider; administrators of any kind do not.
DEPARTMENT_ROLES = frozenset({Role.PRINCIPAL_OFFICER, Role.DATA_OFFICER, Role.OPERATOR})
#: Reads that a grant's page sums up; the audit pages list all.
MOST_READS = 10_000


def acts_for_department(actor: Actor) -> bool:
    """Whether this post may act for its department; the bureau's own posts file for the bureau too."""
    return bool(actor.department) and (actor.role in DEPARTMENT_ROLES or actor.is_administration)


def require_department_post(actor: Actor) -> None:
    """Refuse posts that are not part of a department's business; raises NotPermitted."""
    if not acts_for_department(actor):
        raise NotPermitted(code="not_a_department_post", role=actor.role.value)


# Requests


def _requests() -> QuerySet[SharingRequest]:
    return SharingRequest.objects.select_related("entry", "consumer", "provider", "filed_by__person")


def list_requests(*, actor: Actor) -> QuerySet[SharingRequest]:
    """What the actor may see: its department's requests and those for its data; the bureau all but drafts."""
    own = Q(consumer__code=actor.department)
    submitted = ~Q(state=RequestState.DRAFT) & Q(submitted_at__isnull=False)
    if actor.is_administration:
        return _requests().filter(own | submitted)
    if not acts_for_department(actor):
        return _requests().none()
    return _requests().filter(own | (submitted & Q(provider__code=actor.department)))


def access_request(number: str, *, actor: Actor) -> SharingRequest:
    """The request for reading; a foreign one looks the same as a missing one."""
    request = list_requests(actor=actor).filter(number=number).first()
    if request is None:
        raise NotFound(code="unknown_request")
    return request


def access_request_as_consumer(number: str, *, actor: Actor) -> SharingRequest:
    """The request, locked for change, if the actor's department made it; raises NotFound."""
    if acts_for_department(actor):
        request = _locked(_requests()).filter(number=number, consumer__code=actor.department).first()
        if request is not None:
            return request
    raise NotFound(code="unknown_request")


def access_request_as_provider(number: str, *, actor: Actor) -> SharingRequest:
    """The submitted request, locked for change, if it asks for the actor's department's data."""
    if actor.role in DEPARTMENT_ROLES:
        request = (
            _locked(_requests())
            .filter(number=number, provider__code=actor.department, submitted_at__isnull=False)
            .first()
        )
        if request is not None:
            return request
    raise NotFound(code="unknown_request")


def access_request_to_return(number: str, *, actor: Actor) -> SharingRequest:
    """The submitted request, locked for change, for those who may send it back: provider and bureau."""
    if actor.is_administration:
        return access_request_as_reviewer(number, actor=actor)
    return access_request_as_provider(number, actor=actor)


def access_request_as_reviewer(number: str, *, actor: Actor) -> SharingRequest:
    """The submitted request, locked for change, for whoever can see it.

    Whether this actor may decide is a verdict of law with its reasons (`rules.judge_deciding`); who cannot
    even see the request gets NotFound.
    """
    visible = list_requests(actor=actor).filter(submitted_at__isnull=False)
    request = _locked(visible).filter(number=number).first()
    if request is None:
        raise NotFound(code="unknown_request")
    return request


def _locked(requests: QuerySet[SharingRequest]) -> QuerySet[SharingRequest]:
    return requests.select_for_update(of=("self",))


# Grants


def _grants() -> QuerySet[Grant]:
    return Grant.objects.select_related("entry", "consumer", "provider", "request")


def list_grants(*, actor: Actor) -> QuerySet[Grant]:
    """What the actor may see: grants to and on data of the own department, for the bureau all."""
    if actor.is_administration:
        return _grants()
    if not acts_for_department(actor):
        return _grants().none()
    return _grants().filter(Q(consumer__code=actor.department) | Q(provider__code=actor.department))


def access_grant(number: str, *, actor: Actor) -> Grant:
    """The grant for reading; a foreign one looks the same as a missing one."""
    grant = list_grants(actor=actor).filter(number=number).first()
    if grant is None:
        raise NotFound(code="unknown_grant")
    return grant


def access_grant_as_consumer(number: str, *, actor: Actor) -> Grant:
    """The grant, locked for change, if it is the actor's department's own; raises NotFound."""
    if acts_for_department(actor):
        grant = (
            _grants()
            .select_for_update(of=("self",))
            .filter(number=number, consumer__code=actor.department)
            .first()
        )
        if grant is not None:
            return grant
    raise NotFound(code="unknown_grant")


def access_grant_as_reviewer(number: str, *, actor: Actor) -> Grant:
    """The grant, locked for change, for the bureau; NotPermitted for others who see it, else NotFound."""
    if not actor.is_administration:
        access_grant(number, actor=actor)
        raise NotPermitted(code="not_the_administration")
    grant = _grants().select_for_update(of=("self",)).filter(number=number).first()
    if grant is None:
        raise NotFound(code="unknown_grant")
    return grant


def access_grant_for_query(number: str, *, actor: Actor) -> Grant:
    """The grant under which this person may look something up online.

    Only posts of the consumer department itself: who runs the platform never reads the data. Raises
    NotFound, also for a grant without that mode; whether it is in force is the gateway's answer.
    """
    if actor.role in DEPARTMENT_ROLES:
        grant = _grants().filter(number=number, consumer__code=actor.department).first()
        if grant is not None and Mode.ONLINE_QUERY.value in grant.modes:
            return grant
    raise NotFound(code="unknown_grant")


def count_active_grants(department: str) -> dict[str, int]:
    """How many grants in force a department uses and gives, and how many the city has."""
    return Grant.objects.filter(state=GrantState.ACTIVE).aggregate(
        in_force=Count("pk"),
        used=Count("pk", filter=Q(consumer__code=department)),
        given=Count("pk", filter=Q(provider__code=department)),
    )


def sum_up_reads(grant: str, *, legal: LegalContext) -> dict[str, Any]:
    """The newest reads under a grant: how many, keys asked in all and today, and the last one.

    `is_more` says that there are more than were summed up.
    """
    newest = ReadRecord.objects.filter(grant=grant).order_by("-pk")[:MOST_READS]
    midnight = legal.now.replace(hour=0, minute=0, second=0, microsecond=0)
    summed = newest.aggregate(
        reads=Count("pk"),
        keys=Sum("asked", default=0),
        today=Sum("asked", filter=Q(at__gte=midnight), default=0),
        last=Max("at"),
    )
    return {**summed, "is_more": summed["reads"] == MOST_READS}


def is_delivered(subject_kind: str, subject_id: str) -> bool:
    """Whether the gateway has been told of every change of this grant or client."""
    return not SnapshotChange.objects.filter(
        subject_kind=subject_kind, subject_id=subject_id, snapshot__isnull=True
    ).exists()


# Clients


def list_clients(*, actor: Actor) -> QuerySet[Client]:
    """Clients of the actor's department, for the bureau all, with the count of their keys in use."""
    clients = (
        Client.objects.select_related("system", "department")
        .annotate(key_count=Count("keys", filter=Q(keys__retired_at__isnull=True)))
        .order_by("client_id")
    )
    if actor.is_administration:
        return clients
    if not acts_for_department(actor):
        return clients.none()
    return clients.filter(department__code=actor.department)


def list_active_clients(department: str) -> QuerySet[Client]:
    """Clients that a grant of this department can be bound to."""
    return Client.objects.select_related("system").filter(
        department__code=department, state=Client.State.ACTIVE
    )


def access_client(client_id: str, *, actor: Actor) -> Client:
    """The client for reading; a foreign one looks the same as a missing one."""
    client = list_clients(actor=actor).filter(client_id=client_id).first()
    if client is None:
        raise NotFound(code="unknown_client")
    return client


def access_client_as_owner(client_id: str, *, actor: Actor) -> Client:
    """The client, locked for change, if it belongs to the actor's department; raises NotFound."""
    if acts_for_department(actor):
        client = (
            Client.objects.select_for_update(of=("self",))
            .select_related("system", "department")
            .filter(client_id=client_id, department__code=actor.department)
            .first()
        )
        if client is not None:
            return client
    raise NotFound(code="unknown_client")


def access_client_to_stop(client_id: str, *, actor: Actor) -> Client:
    """The client, locked for change, for its own department or the bureau; raises NotFound."""
    if not actor.is_administration:
        return access_client_as_owner(client_id, actor=actor)
    client = (
        Client.objects.select_for_update(of=("self",))
        .select_related("system", "department")
        .filter(client_id=client_id)
        .first()
    )
    if client is None:
        raise NotFound(code="unknown_client")
    return client


def systems_with_grants() -> set[int]:
    """The ids of systems that have a client in use with an active grant."""
    clients = Client.objects.filter(state=Client.State.ACTIVE, grants__state=GrantState.ACTIVE.value)
    return set(clients.values_list("system_id", flat=True))
