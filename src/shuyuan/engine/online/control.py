"""What the platform tells the gateway: clients, grants and entries in one signed, versioned snapshot.

A snapshot is stored item by item, so that revoking one grant of thousands writes one row. The signature is
over
the version and one hash over all items; a gateway recomputes that hash and believes nothing else.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Self

import orjson

from shuyuan.engine.crypto import PublicKey, Signer, Suite
from shuyuan.engine.spec import EntrySpec, GrantSpec
from shuyuan.kernel.errors import BadInput

#: The client id of the pages process: it asks for persons, in the mode of online query.
PORTAL: Final = "portal"

#: Kinds of items, in the order in which they are hashed.
KINDS: Final = ("client", "entry", "grant")

ItemKey = tuple[str, str]


@dataclass(frozen=True)
class ClientSpec:
    """A machine client: a registered system of one department, with its public keys as JWK dictionaries.

    The keys may be Ed25519 (OKP), P-256 (EC) or RSA of 2048 bits and more. `system` is the number in the
    system register.
    """

    id: str
    name: str
    system: str
    department: str
    keys: tuple[Mapping[str, Any], ...]
    active: bool = True

    def __post_init__(self) -> None:
        for key in self.keys:
            if {"d", "p", "q", "k"} & set(key):
                raise BadInput(
                    "a client's key must be the public half only", code="private_key_given", client=self.id
                )

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values; `from_json` gives an equal record back."""
        return {
            "id": self.id,
            "name": self.name,
            "system": self.system,
            "department": self.department,
            "keys": [dict(key) for key in self.keys],
            "active": self.active,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """The record that `to_json` wrote."""
        return cls(**{**data, "keys": tuple(data["keys"])})


@dataclass(frozen=True)
class Head:
    """The signed part of a snapshot: its version, when it was made (ms, UTC), and the hash over its items."""

    version: int
    at: int
    items_hash: bytes
    suite: str
    key_id: str
    signature: bytes

    @staticmethod
    def signed_bytes(version: int, at: int, items_hash: bytes, suite: str) -> bytes:
        """The exact bytes under the signature."""
        return f"shuyuan-snapshot-v1\n{suite}\n{version}\n{at}\n{items_hash.hex()}\n".encode()

    @classmethod
    def signed(cls, version: int, at: int, items_hash: bytes, suite: Suite, signer: Signer) -> Self:
        """A head with its signature."""
        message = cls.signed_bytes(version, at, items_hash, suite.name)
        return cls(version, at, items_hash, suite.name, signer.id, signer.sign(message))

    def is_signed_by(self, key: PublicKey) -> bool:
        """Whether the platform's control key made this."""
        message = self.signed_bytes(self.version, self.at, self.items_hash, self.suite)
        return key.id == self.key_id and key.verifies(message, self.signature)


@dataclass
class Snapshot:
    """The items of a snapshot by kind and id, as JSON bytes, each with its digest."""

    bodies: dict[ItemKey, bytes] = field(default_factory=dict)
    digests: dict[ItemKey, bytes] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        *,
        grants: Iterable[GrantSpec],
        clients: Iterable[ClientSpec],
        entries: Iterable[EntrySpec],
        suite: Suite,
    ) -> Self:
        """The whole state; an id that stands twice in a kind is BadInput `snapshot_twice`."""
        snapshot = cls()
        for client in clients:
            snapshot._add(("client", client.id), client.to_json(), suite)
        for entry in entries:
            snapshot._add(("entry", entry.code), entry.to_json(), suite)
        for grant in grants:
            snapshot._add(("grant", grant.grant), grant.to_json(), suite)
        return snapshot

    def _add(self, key: ItemKey, data: dict[str, Any], suite: Suite) -> None:
        if key in self.bodies:
            raise BadInput(
                f"{key[0]} {key[1]} stands twice in a snapshot", code="snapshot_twice", item=list(key)
            )
        self.put(key, orjson.dumps(data, option=orjson.OPT_SORT_KEYS), suite)

    def put(self, key: ItemKey, body: bytes | None, suite: Suite) -> None:
        """Replace one item, or take it out when `body` is None."""
        if body is None:
            self.bodies.pop(key, None)
            self.digests.pop(key, None)
        else:
            self.bodies[key] = body
            self.digests[key] = suite.digest(body)

    def items_hash(self, suite: Suite) -> bytes:
        """One hash over kind, id and digest of every item, in order."""
        lines = [
            orjson.dumps([kind, name, digest.hex()]) for (kind, name), digest in sorted(self.digests.items())
        ]
        return suite.digest(b"\n".join(lines))

    def copy(self) -> Self:
        """A copy that can change without the original."""
        return type(self)(dict(self.bodies), dict(self.digests))

    def clients(self) -> dict[str, ClientSpec]:
        """All clients by id."""
        return {name: ClientSpec.from_json(data) for name, data in self._of_kind("client")}

    def entries(self) -> dict[str, EntrySpec]:
        """All entries by code."""
        return {name: EntrySpec.from_json(data) for name, data in self._of_kind("entry")}

    def grants(self) -> dict[str, GrantSpec]:
        """All grants by id, revoked ones too."""
        return {name: GrantSpec.from_json(data) for name, data in self._of_kind("grant")}

    def _of_kind(self, kind: str) -> Iterable[tuple[str, dict[str, Any]]]:
        return ((name, orjson.loads(body)) for (of, name), body in self.bodies.items() if of == kind)
