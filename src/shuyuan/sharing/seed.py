"""Systems, clients, requests and grants of the demonstration city, made through the services by real posts.

Running it again makes only what is missing: a system is known by department and name, a request by
consumer, entry and purpose.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from shuyuan.catalog.selectors import list_published_entries
from shuyuan.engine.spec import Mask, MaskKind
from shuyuan.kernel.actor import Actor, Role
from shuyuan.organizations.models import Post
from shuyuan.organizations.selectors import as_actor
from shuyuan.regulations.context import LegalContext
from shuyuan.sharing import services
from shuyuan.sharing.client_keys import make_key_pair
from shuyuan.sharing.models import Client, Grant, SharingRequest
from shuyuan.sharing.selectors import DEPARTMENT_ROLES
from shuyuan.sharing.states import Decision
from shuyuan.sharing.wishes import Grounds, Wishes
from shuyuan.systems.models import InformationSystem
from shuyuan.systems.services import propose_system, register_system

_SYSTEMS_BEFORE = timedelta(days=200)
_TERM = timedelta(days=365)
_FIRST_REVISION = 1


@dataclass(frozen=True)
class DemoClient:
    """A client of the demonstration and the file of its private key."""

    client_id: str
    department: str
    key_file: Path


def seed_sharing(*, legal: LegalContext, keys: Path) -> list[DemoClient]:
    """Make what is missing and give the clients; private keys go into the folder `keys` (0600).

    Departments without a post, and entries that are not published, are left out.
    """
    story = yaml.safe_load(files(__package__).joinpath("demo_requests.yaml").read_text(encoding="utf-8"))
    reviewer = _reviewer()
    if reviewer is None:
        return []
    clients = [
        client
        for line in story["systems"]
        if (client := _ensure_client(line, reviewer, keys, _earlier(legal, _SYSTEMS_BEFORE)))
    ]
    for line in story["requests"]:
        _ensure_request(line, reviewer, legal)
    return clients


def _ensure_client(
    line: Mapping[str, Any], reviewer: Actor, keys: Path, legal: LegalContext
) -> DemoClient | None:
    officer = _officer(line["department"])
    if officer is None:
        return None
    system = InformationSystem.objects.filter(
        department__code=line["department"], name=line["name"]
    ).first() or propose_system(
        name=line["name"],
        network=InformationSystem.Network.EGOV_EXTRANET,
        hosting=InformationSystem.Hosting.GOVERNMENT_CLOUD,
        duty=line["duty"],
        actor=officer,
        legal=legal,
    )
    if line.get("proposed"):
        return None
    if system.state == InformationSystem.State.PROPOSED:
        register_system(system.pk, actor=reviewer, legal=legal)
    client = system.clients.first() or _register(system, line["client"], officer, keys, legal)
    return DemoClient(client.client_id, line["department"], _key_file(keys, client))


def _register(
    system: InformationSystem, name: str, officer: Actor, keys: Path, legal: LegalContext
) -> Client:
    pair = make_key_pair()
    client = services.register_client(system.pk, name=name, key=pair.public, actor=officer, legal=legal)
    handle = os.open(_key_file(keys, client), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(pair.private_pem)
    return client


def _key_file(keys: Path, client: Client) -> Path:
    return keys / f"{client.client_id}.pem"


def _ensure_request(line: Mapping[str, Any], reviewer: Actor, legal: LegalContext) -> None:
    """One request up to the state that its line asks for."""
    consumer, provider = _officer(line["consumer"]), _officer(line["provider"])
    entry = list_published_entries().filter(provider__code=line["provider"], name=line["entry"]).first()
    if consumer is None or provider is None or entry is None:
        return
    grounds = Grounds(**line["grounds"]) if "grounds" in line else None
    known = SharingRequest.objects.filter(consumer__code=line["consumer"], entry=entry)
    if known.filter(purpose=grounds.purpose if grounds else "").exists():
        return
    past = _earlier(legal, timedelta(days=line["days_ago"]))
    clients = Client.objects.filter(department__code=line["consumer"], state=Client.State.ACTIVE)
    request = services.draft_request(
        entry.code,
        wishes=Wishes(
            items=tuple(line["items"]),
            modes=tuple(line["modes"]),
            clients=tuple(clients.values_list("client_id", flat=True)) if "api" in line["modes"] else (),
            wished_until=past.today + _TERM,
            filters=tuple(line.get("filters", ())),
            wished_quota=line.get("quota"),
        ),
        actor=consumer,
        legal=past,
    )
    if grounds is None:
        return
    services.state_grounds(
        request.number, revision=_FIRST_REVISION, grounds=grounds, actor=consumer, legal=past
    )
    request = services.submit_request(
        request.number, revision=_FIRST_REVISION + 1, actor=consumer, legal=past
    )
    if "opinion" in line:
        request = services.give_opinion(request.number, **line["opinion"], actor=provider, legal=past)
    if "decide" in line:
        _decide(request, line, reviewer, past)
    if "revoke" in line:
        services.revoke_grant(
            Grant.objects.get(request=request).number,
            reason=line["revoke"]["reason"],
            actor=reviewer,
            legal=_earlier(legal, timedelta(days=line["revoke"]["days_ago"])),
        )


def _decide(request: SharingRequest, line: Mapping[str, Any], reviewer: Actor, legal: LegalContext) -> None:
    decide = line["decide"]
    decisions = {}
    for item in request.items.all():
        reason = decide.get("refused_all") or decide.get("refused", {}).get(item.name)
        mask = decide.get("masked", {}).get(item.name)
        if reason:
            decisions[item.name] = services.ItemDecision(Decision.REFUSED, reason=reason)
        elif mask:
            kind, first, last = mask
            decisions[item.name] = services.ItemDecision(Decision.MASKED, Mask(MaskKind(kind), first, last))
        else:
            decisions[item.name] = services.ItemDecision(Decision.GIVEN)
    services.decide_request(
        request.number,
        revision=request.revision,
        decisions=decisions,
        terms=services.Terms(
            request.wished_until, tuple(request.modes), tuple(request.filters), request.wished_quota
        ),
        note=decide.get("note", ""),
        actor=reviewer,
        legal=legal,
    )


def _officer(department: str) -> Actor | None:
    """Who acts for a department in the demonstration: its data officer, else whoever else may."""
    posts = Post.objects.filter(
        department__code=department,
        role__in=[role.value for role in DEPARTMENT_ROLES],
        ended_on__isnull=True,
    ).select_related("person", "department")
    post = posts.filter(role=Role.DATA_OFFICER).first() or posts.first()
    return as_actor(post) if post else None


def _reviewer() -> Actor | None:
    post = (
        Post.objects.filter(role=Role.DATA_ADMINISTRATION, ended_on__isnull=True)
        .select_related("person", "department")
        .first()
    )
    return as_actor(post) if post else None


def _earlier(legal: LegalContext, ago: timedelta) -> LegalContext:
    return replace(legal, today=legal.today - ago, now=legal.now - ago)
