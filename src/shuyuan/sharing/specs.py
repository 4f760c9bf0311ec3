"""From rows to the frozen records of the engine: grants, masks, row filters, clients."""

from collections.abc import Sequence
from typing import Any

from shuyuan.engine.crypto import PublicKey
from shuyuan.engine.online import PORTAL, ClientSpec
from shuyuan.engine.spec import (
    Comparison,
    Condition,
    GrantedItem,
    GrantSpec,
    Mask,
    MaskKind,
    Mode,
)
from shuyuan.kernel.errors import BadInput
from shuyuan.sharing.models import Client, Grant
from shuyuan.sharing.states import GrantState

#: The exchange modes that this release serves.
SERVED_MODES = (Mode.API, Mode.ONLINE_QUERY)
#: The dialect in which a view is tried; a grant that compiles for one engine does for all.
TRIAL_DIALECT = "sqlite"
#: More alternatives in one row filter are a list that belongs into the data.
MOST_VALUES = 100
LONGEST_VALUE = 200


def read_mask(data: dict[str, Any] | None) -> Mask | None:
    """The mask in its JSON form, None for none; raises BadInput `bad_mask`."""
    if not data:
        return None
    try:
        mask = Mask(MaskKind(data["kind"]), int(data.get("first", 0)), int(data.get("last", 0)))
    except (KeyError, TypeError, ValueError) as error:
        raise BadInput("this is no mask", code="bad_mask") from error
    if min(mask.first, mask.last) < 0:
        raise BadInput("a mask keeps no fewer than 0 characters", code="bad_mask")
    return mask


def mask_json(mask: Mask | None) -> dict[str, Any] | None:
    """What `read_mask` reads."""
    return {"kind": mask.kind.value, "first": mask.first, "last": mask.last} if mask else None


def read_conditions(data: Sequence[dict[str, Any]]) -> tuple[Condition, ...]:
    """The row filter in its JSON form; whether it fits the entry shows when the view is compiled.

    Raises BadInput `bad_filter` for an unknown comparison, or for too many or too long values.
    """
    conditions = []
    for part in data:
        item = str(part.get("item", ""))
        try:
            comparison = Comparison(part["comparison"])
        except (KeyError, ValueError) as error:
            raise BadInput("unknown comparison", code="bad_filter", item=item) from error
        values = tuple(str(value).strip() for value in part.get("values", ()) if str(value).strip())
        if len(values) > MOST_VALUES or any(len(value) > LONGEST_VALUE for value in values):
            raise BadInput(
                "too many values, or too long ones",
                code="bad_filter",
                item=item,
                most=MOST_VALUES,
                longest=LONGEST_VALUE,
            )
        conditions.append(Condition(item, comparison, values))
    return tuple(conditions)


def condition_json(conditions: Sequence[Condition]) -> list[dict[str, Any]]:
    """What `read_conditions` reads."""
    return [
        {"item": part.item, "comparison": part.comparison.value, "values": list(part.values)}
        for part in conditions
    ]


def read_modes(modes: Sequence[str]) -> tuple[Mode, ...]:
    """The exchange modes in their fixed order; raises BadInput `no_mode` or `mode_not_served`."""
    unknown = sorted(set(modes) - {mode.value for mode in SERVED_MODES})
    if unknown:
        raise BadInput("this exchange mode is not served", code="mode_not_served", modes=unknown)
    if not modes:
        raise BadInput("choose at least one exchange mode", code="no_mode")
    return tuple(mode for mode in SERVED_MODES if mode.value in modes)


def grant_spec(grant: Grant) -> GrantSpec:
    """What the data plane is told about a grant (its `clients` loaded or not); anything but ACTIVE is off."""
    return GrantSpec(
        grant=grant.number,
        version=grant.version,
        entry=grant.entry.code,
        provider=grant.provider.code,
        consumer=grant.consumer.code,
        purpose=grant.purpose_kind,
        items=tuple(GrantedItem(item["name"], read_mask(item["mask"])) for item in grant.items),
        filters=tuple(
            Condition(part["item"], Comparison(part["comparison"]), tuple(part["values"]))
            for part in grant.filters
        ),
        modes=tuple(Mode(mode) for mode in grant.modes),
        clients=tuple(sorted(client.client_id for client in grant.clients.all())),
        valid_from=grant.valid_from,
        valid_until=grant.valid_until,
        daily_quota=grant.daily_quota,
        revoked=grant.state != GrantState.ACTIVE,
    )


def client_spec(client: Client) -> ClientSpec:
    """What the gateway is told about a client: the public keys that are in use."""
    return ClientSpec(
        id=client.client_id,
        name=client.name,
        system=client.system.code,
        department=client.department.code,
        keys=tuple(key.public_jwk for key in client.keys.all() if key.retired_at is None),
        active=client.is_active,
    )


def portal_spec(key: PublicKey) -> ClientSpec:
    """The pages process as a client: it asks for persons, under grants with online query."""
    return ClientSpec(id=PORTAL, name="Shuyuan", system="", department="", keys=(key.jwk(),))
