"""`POST /v1/data/{entry}/lookup`: from a request's body to the bytes of its answer.

The order is: who calls, how often, what is asked, may it be answered, how much is left, read, record,
answer. Nothing
leaves before its record is durable; a refusal of a known client is recorded in the same way.
"""

import asyncio
from dataclasses import dataclass
from typing import Any, Final

import orjson

from shuyuan.engine.online.control import PORTAL
from shuyuan.engine.spec import GrantSpec, Mode
from shuyuan.gateway.body import parse_object
from shuyuan.gateway.clock import Calendar, Clock
from shuyuan.gateway.control import Feed, Plan, State
from shuyuan.gateway.limits import Quotas, RateLimiter
from shuyuan.gateway.problems import BadToken, LookupRefused, QuotaUsedUp
from shuyuan.gateway.rounds import Job, Refusal, Rounds
from shuyuan.gateway.rules import LookupFacts, judge_lookup
from shuyuan.gateway.settings import Settings
from shuyuan.gateway.tokens import Session, Tokens
from shuyuan.kernel.errors import BadInput, NotFound, TooLarge

_MEMBERS: Final = frozenset({"grant", "purpose", "business_number", "key", "keys", "on_behalf_of"})
_LONGEST_NUMBER: Final = 64
_LONGEST_TEXT: Final = 500


@dataclass(slots=True)
class Asked:
    """One lookup as it was asked; `keys` are as the client wrote them."""

    grant: str
    purpose: str
    business_number: str
    keys: list[Any]
    person: str
    post: str


@dataclass(slots=True)
class Call:
    """Who calls, when, under which request id, and what the gateway believed at that moment."""

    state: State
    session: Session
    request_id: str
    now: float

    @property
    def mode(self) -> Mode:
        """The pages process asks for persons; every other client is a system."""
        return Mode.ONLINE_QUERY if self.session.client == PORTAL else Mode.API

    def department_under(self, grant: GrantSpec | None) -> str:
        """The department that reads: the calling system's, or the grant's consumer when the pages ask
        for a person.
        """
        if grant is not None and self.session.client == PORTAL:
            return grant.consumer
        return self.state.clients[self.session.client].spec.department


class LookupService:
    """Answers lookups with everything that one process holds."""

    def __init__(
        self,
        *,
        settings: Settings,
        clock: Clock,
        quotas: Quotas,
        feed: Feed,
        tokens: Tokens,
        rounds: Rounds,
    ) -> None:
        self._clock = clock
        self._calendar = Calendar(settings.time_zone)
        self._loop = asyncio.get_running_loop()
        self._quotas = quotas
        self._feed = feed
        self._tokens = tokens
        self._rounds = rounds
        self._keys_limit = settings.keys_limit
        self._rates = RateLimiter(settings.rate_per_second / max(1, settings.workers))

    def admit(self, authorization: bytes | None, request_id: str) -> Call:
        """Who calls, if the client is active, still has the key behind its token, and does not call
        too fast.
        """
        now = self._clock.now()
        state = self._feed.state()
        session = self._tokens.session(authorization, now)
        client = state.clients.get(session.client)
        if client is None or not client.spec.active or session.key not in client.fingerprints:
            raise BadToken
        self._rates.take(session.client, self._clock.monotonic())
        return Call(state, session, request_id, now)

    async def answer(self, path: str, body: bytes, call: Call) -> bytes:
        """The whole answer with its receipt; raises what the problem document shows."""
        asked = read_request(parse_object(body), self._keys_limit)
        entry = call.state.entry_code(path)
        if entry is None:
            raise NotFound(f"no shared entry {path}", entry=path)
        try:
            plan = self._judge(asked, entry, call)
            if plan.grant.daily_quota is not None:
                day = self._calendar.day(call.now)
                left = self._calendar.seconds_left(call.now)
                await self._quotas.take(plan.grant, day, len(asked.keys), retry_after=left)
        except (LookupRefused, QuotaUsedUp) as error:
            reasons = [reason.code for reason in error.verdict.reasons]
            await self._record_refusal(asked, entry, call, reasons)
            raise
        return await self._rounds.submit(self._job(asked, plan, call))

    def _judge(self, asked: Asked, entry: str, call: Call) -> Plan:
        """The compiled grant, if nothing stands against this lookup.

        A lookup that was allowed is allowed again on the same day as long as the state is the same, so the
        rules are asked once.
        """
        today = self._calendar.day(call.now)
        traceable = bool(asked.business_number.strip())
        question = (
            call.session.client,
            asked.grant,
            entry,
            asked.purpose,
            traceable,
            asked.person != "",
            today,
        )
        plan = call.state.allowed.get(question)
        if plan is None:
            grant = call.state.held_grant(asked.grant, call.session.client)
            facts = LookupFacts(
                grant_id=asked.grant,
                grant=grant,
                entry=entry,
                mode=call.mode,
                purpose=asked.purpose,
                business_number=asked.business_number,
                person=asked.person,
                today=today,
            )
            verdict = judge_lookup(facts)
            if grant is None or not verdict.allowed:
                raise LookupRefused(verdict)
            plan = call.state.allowed[question] = call.state.plan(grant)
        return plan

    def _job(self, asked: Asked, plan: Plan, call: Call) -> Job:
        """The lookup with its keys worked out and its record begun."""
        lookup = plan.lookup
        if len(asked.keys) == 1:  # nearly every lookup
            text = lookup.key_text(asked.keys[0])
            digest = lookup.digest(text)
            keys, digests = [lookup.row_key(text, digest)], [digest.hex()]
        else:
            texts = [lookup.key_text(given) for given in asked.keys]
            found = [lookup.digest(text) for text in texts]
            keys = [lookup.row_key(text, digest) for text, digest in zip(texts, found, strict=True)]
            digests = [digest.hex() for digest in found]
        rest = {
            "at": self._calendar.text(call.now),
            "request_id": call.request_id,
            "business_number": asked.business_number,
            "person": asked.person,
            "post": asked.post,
            "outcome": "answered",
            "asked": len(keys),
            "keys": digests,
        }
        return Job(
            plan=plan,
            given=asked.keys,
            keys=keys,
            request_id=call.request_id,
            record=self._record_head(plan, call) + orjson.dumps(rest)[1:-1] + b",",
            done=self._loop.create_future(),
        )

    def _record_head(self, plan: Plan, call: Call) -> bytes:
        """The part of a record that is the same for all lookups of one client under one grant."""
        department = call.department_under(plan.grant)
        head = plan.heads.get((call.session.client, department))
        if head is None:
            body = {
                "client": call.session.client,
                "department": department,
                "mode": call.mode.value,
                "purpose": plan.purpose,
                **plan.record,
            }
            head = plan.heads[call.session.client, department] = orjson.dumps(body)[:-1] + b","
        return head

    async def _record_refusal(self, asked: Asked, entry: str, call: Call, reasons: list[str]) -> None:
        """What was refused to whom and why; the keys only by their number, for no grant says how to
        hide them.
        """
        grant = call.state.held_grant(asked.grant, call.session.client)
        record = {
            "client": call.session.client,
            "department": call.department_under(grant),
            "mode": call.mode.value,
            "purpose": asked.purpose,
            "grant": asked.grant,
            "grant_version": grant.version if grant else 0,
            "entry": entry,
            "items": [],
            "at": self._calendar.text(call.now),
            "request_id": call.request_id,
            "business_number": asked.business_number,
            "person": asked.person,
            "post": asked.post,
            "asked": len(asked.keys),
            "found": 0,
            "keys": [],
            "served_version": 0,
            "outcome": "refused",
            "reasons": reasons,
            "answer": "",
        }
        await self._rounds.submit(Refusal(orjson.dumps(record), self._loop.create_future()))


def read_request(body: dict[str, Any], keys_limit: int) -> Asked:
    """The members of a lookup's body, each of the right type; BadInput or TooLarge names what is wrong."""
    if not _MEMBERS.issuperset(body):
        raise BadInput("unknown member", code="unknown_member", members=sorted(set(body) - _MEMBERS))
    if ("key" in body) == ("keys" in body):
        raise BadInput("give either key or keys", code="member_missing", members=["key", "keys"])
    keys = [body["key"]] if "key" in body else body["keys"]
    if not isinstance(keys, list) or not keys:
        raise BadInput("keys is a list with at least one key", code="wrong_type", member="keys")
    if len(keys) > keys_limit:
        raise TooLarge("too many keys", code="too_many_keys", limit=keys_limit, given=len(keys))
    person, post = _on_behalf_of(body)
    return Asked(
        grant=_text(body, "grant"),
        purpose=_text(body, "purpose"),
        business_number=_text(body, "business_number", longest=_LONGEST_NUMBER),
        keys=keys,
        person=person,
        post=post,
    )


def _text(body: dict[str, Any], name: str, *, longest: int = _LONGEST_TEXT) -> str:
    """A text member; '' when it is missing, which the rules judge."""
    value = body.get(name, "")
    if not isinstance(value, str):
        raise BadInput(f"{name} is a text", code="wrong_type", member=name)
    if len(value) > longest:
        raise BadInput(
            f"{name} is longer than {longest} characters", code="wrong_type", member=name, limit=longest
        )
    if not value.isprintable():
        raise BadInput(f"{name} has control characters", code="wrong_type", member=name)
    return value


def _on_behalf_of(body: dict[str, Any]) -> tuple[str, str]:
    given = body.get("on_behalf_of")
    if given is None:
        return "", ""
    if not isinstance(given, dict) or set(given) != {"person", "post"}:
        raise BadInput("on_behalf_of has person and post", code="wrong_type", member="on_behalf_of")
    texts = [str(value) if isinstance(value, int) else value for value in (given["person"], given["post"])]
    if not all(
        isinstance(text, str) and 0 < len(text) <= _LONGEST_NUMBER and text.isprintable() for text in texts
    ):
        raise BadInput("person and post are short texts", code="wrong_type", member="on_behalf_of")
    return texts[0], texts[1]
