"""Writes about machine clients: register, add and retire keys, deactivate."""

import secrets

from django.db import transaction

from shuyuan.audit.steps import record
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput, Conflict
from shuyuan.regulations.context import LegalContext
from shuyuan.sharing.client_keys import ClientPublicKey
from shuyuan.sharing.events import Event
from shuyuan.sharing.models import Client, ClientKey
from shuyuan.sharing.selectors import access_client_as_owner, access_client_to_stop, require_department_post
from shuyuan.sharing.steps import tell_gateway
from shuyuan.systems.selectors import access_registered_system

#: Two keys may overlap while a department changes from one to the other.
MOST_KEYS = 2
ACCESS = "jz-project-2020/28.1"


@transaction.atomic(durable=True)
def register_client(
    system_id: int, *, name: str, key: ClientPublicKey, actor: Actor, legal: LegalContext
) -> Client:
    """A client for a registered system of the actor's department, with its first public key.

    NotFound when the system is not in the register or belongs to somebody else.
    """
    require_department_post(actor)
    system = access_registered_system(system_id, actor=actor)
    if not name.strip():
        raise BadInput("a client needs a name", code="client_without_name")
    client = Client.objects.create(
        client_id=f"{system.code.lower()}-{secrets.token_hex(4)}",
        name=name.strip(),
        system=system,
        department=system.department,
        registered_at=legal.now,
    )
    _keep_key(client, key, legal=legal)
    tell_gateway(client, legal=legal)
    record(
        Event.CLIENT_REGISTERED,
        actor=actor,
        subject_kind="sharing.client",
        subject_id=client.client_id,
        cites=ACCESS,
        facts={"system": system.code, "key": key.key_id, "algorithm": key.algorithm},
    )
    return client


@transaction.atomic(durable=True)
def add_key(client_id: str, *, key: ClientPublicKey, actor: Actor, legal: LegalContext) -> ClientKey:
    """A further key, so that the old one can be retired later without a gap.

    Conflict when two keys are in use already, when the client is deactivated, or when it had this key before.
    """
    client = access_client_as_owner(client_id, actor=actor)
    _require_active(client)
    if client.keys.filter(retired_at__isnull=True).count() >= MOST_KEYS:
        raise Conflict("retire one of the two keys first", code="too_many_keys", most=MOST_KEYS)
    if client.keys.filter(key_id=key.key_id).exists():
        raise Conflict("this key was used before", code="key_used_before", key=key.key_id)
    kept = _keep_key(client, key, legal=legal)
    tell_gateway(client, legal=legal)
    record(
        Event.KEY_ADDED,
        actor=actor,
        subject_kind="sharing.client",
        subject_id=client.client_id,
        facts={"key": key.key_id, "algorithm": key.algorithm},
    )
    return kept


@transaction.atomic(durable=True)
def retire_key(client_id: str, *, key_id: str, actor: Actor, legal: LegalContext) -> ClientKey:
    """Stop accepting one key; a client that shall stop altogether is deactivated instead.

    Conflict when the key is not in use, or is the last one.
    """
    client = access_client_as_owner(client_id, actor=actor)
    _require_active(client)
    in_use = {key.key_id: key for key in client.keys.filter(retired_at__isnull=True)}
    key = in_use.get(key_id)
    if key is None:
        raise Conflict("the key is not in use", code="key_not_in_use", key=key_id)
    if len(in_use) == 1:
        raise Conflict("add the new key before you retire the last one", code="last_key")
    key.retired_at = legal.now
    key.save(update_fields=["retired_at"])
    tell_gateway(client, legal=legal)
    record(
        Event.KEY_RETIRED,
        actor=actor,
        subject_kind="sharing.client",
        subject_id=client.client_id,
        facts={"key": key.key_id},
    )
    return key


@transaction.atomic(durable=True)
def deactivate_client(client_id: str, *, reason: str, actor: Actor, legal: LegalContext) -> Client:
    """Shut a client out within a second, for good; its department or the bureau may, with a reason."""
    client = access_client_to_stop(client_id, actor=actor)
    _require_active(client)
    if not reason.strip():
        raise BadInput("say why the client is deactivated", code="reason_missing")
    client.state = Client.State.DEACTIVATED
    client.deactivated_at = legal.now
    client.deactivation_reason = reason.strip()
    client.save(update_fields=["state", "deactivated_at", "deactivation_reason"])
    tell_gateway(client, legal=legal)
    record(
        Event.CLIENT_DEACTIVATED,
        actor=actor,
        subject_kind="sharing.client",
        subject_id=client.client_id,
        facts={"reason": client.deactivation_reason},
    )
    return client


def _require_active(client: Client) -> None:
    if not client.is_active:
        raise Conflict("the client is deactivated", code="client_inactive")


def _keep_key(client: Client, key: ClientPublicKey, *, legal: LegalContext) -> ClientKey:
    return ClientKey.objects.create(
        client=client,
        key_id=key.key_id,
        algorithm=key.algorithm,
        public_jwk=key.jwk,
        added_at=legal.now,
    )
