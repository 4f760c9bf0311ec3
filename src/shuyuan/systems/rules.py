"""Decisions on systems, networks, machine rooms and exchange systems: pure, no Django, no clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shuyuan.kernel.gate import Gate
from shuyuan.kernel.provisions import carries
from shuyuan.kernel.verdict import Reason, Verdict


@dataclass(frozen=True)
class HostingFacts:
    """Where a system runs; `migration_due_on` is the day in its migration plan, None without a plan."""

    is_new: bool
    on_government_cloud: bool
    on_egov_network: bool
    migration_due_on: date | None


@dataclass(frozen=True)
class NetworkFacts:
    """A private business network or a machine room of a department's own."""

    is_new: bool
    has_merger_plan: bool


@dataclass(frozen=True)
class ExchangeFacts:
    """A system that exchanges data between departments, outside the platform."""

    is_new: bool
    has_migration_plan: bool


@carries("jz-data-2020/6.2", "jz-project-2020/4.1")
def needs_government_cloud(facts: HostingFacts) -> Reason | None:
    """A new system is built on the government cloud; an old one has a plan for moving there."""
    if facts.on_government_cloud:
        return None
    if facts.is_new:
        return Reason("new_system_outside_cloud", "jz-data-2020/6.2")
    return None if facts.migration_due_on else Reason("no_migration_plan", "jz-data-2020/6.2")


@carries("jz-data-2020/3.1", "jz-project-2020/4.1")
def needs_egov_network(facts: HostingFacts) -> Reason | None:
    """Data work goes over the e-government network; a system elsewhere has a plan for joining it."""
    if facts.on_egov_network or (facts.migration_due_on and not facts.is_new):
        return None
    return Reason("outside_egov_network", "jz-data-2020/3.1")


HOSTING = Gate("hosting", [needs_government_cloud, needs_egov_network])


@carries("jz-data-2020/6.2")
def judge_hosting(facts: HostingFacts) -> Verdict:
    """May a system be registered as running where it runs?"""
    return HOSTING.judge(facts)


@carries("jz-data-2020/16.1", "jz-project-2020/4.1")
def judge_network(facts: NetworkFacts) -> Verdict:
    """No new private networks; those that exist are merged into the e-government network or joined to it."""
    if facts.is_new:
        return Verdict((Reason("new_private_network", "jz-data-2020/16.1"),))
    if not facts.has_merger_plan:
        return Verdict((Reason("network_without_merger_plan", "jz-data-2020/16.1"),))
    return Verdict()


@carries("jz-project-2020/4.1")
def judge_machine_room(facts: NetworkFacts) -> Verdict:
    """No new machine rooms of a department's own; those that exist move to the government cloud in time."""
    if facts.is_new:
        return Verdict((Reason("new_machine_room", "jz-project-2020/4.1"),))
    if not facts.has_merger_plan:
        return Verdict((Reason("room_without_migration_plan", "jz-project-2020/4.1"),))
    return Verdict()


@carries("jz-data-2020/6.1")
def judge_exchange_system(facts: ExchangeFacts) -> Verdict:
    """Departments build no exchange systems of their own; those that exist move to the platform."""
    if facts.is_new:
        return Verdict((Reason("new_exchange_system", "jz-data-2020/6.1"),))
    if not facts.has_migration_plan:
        return Verdict((Reason("exchange_system_without_plan", "jz-data-2020/6.1"),))
    return Verdict()


class Thing(StrEnum):
    """What has to move: jz-project-2020/4.1, jz-data-2020/6.1, 6.2 and 16.1."""

    SYSTEM = "system"
    MACHINE_ROOM = "machine_room"
    PRIVATE_NETWORK = "private_network"
    EXCHANGE_SYSTEM = "exchange_system"


class Target(StrEnum):
    """Where it goes."""

    CLOUD = "government_cloud"
    NETWORK = "egov_network"
    PLATFORM = "platform"
    RETIRED = "retired"


#: The provision that asks each kind of thing to move.
MOVES: Mapping[Thing, str] = {
    Thing.SYSTEM: "jz-data-2020/6.2",
    Thing.MACHINE_ROOM: "jz-project-2020/4.1",
    Thing.PRIVATE_NETWORK: "jz-data-2020/16.1",
    Thing.EXCHANGE_SYSTEM: "jz-data-2020/6.1",
}

_HOMES: Mapping[Thing, frozenset[Target]] = {
    Thing.MACHINE_ROOM: frozenset({Target.CLOUD, Target.RETIRED}),
    Thing.PRIVATE_NETWORK: frozenset({Target.NETWORK, Target.RETIRED}),
    Thing.EXCHANGE_SYSTEM: frozenset({Target.PLATFORM, Target.RETIRED}),
}


@dataclass(frozen=True)
class TargetFacts:
    """A plan for moving something; where a system runs today counts, for other things it does not."""

    thing: Thing
    target: Target
    on_government_cloud: bool = False
    on_egov_network: bool = False


@dataclass(frozen=True)
class EndFacts:
    """A move that is said to be over: what is still open, what proves it."""

    target: Target
    open_milestones: int
    evidence: int
    is_joined: bool = True


def targets_of(
    thing: Thing, *, on_government_cloud: bool = False, on_egov_network: bool = False
) -> frozenset[Target]:
    """Where something may go; a system to what it lacks first: the cloud, the network, the platform."""
    if thing is not Thing.SYSTEM:
        return _HOMES[thing]
    if not on_government_cloud:
        return frozenset({Target.CLOUD, Target.RETIRED})
    return frozenset({Target.PLATFORM if on_egov_network else Target.NETWORK, Target.RETIRED})


@carries("jz-project-2020/4.1", "jz-data-2020/6.1", "jz-data-2020/6.2", "jz-data-2020/16.1")
def needs_shared_target(facts: TargetFacts) -> Reason | None:
    """A plan leads to what all departments share, or out of service; never to another place of one's own."""
    allowed = targets_of(
        facts.thing,
        on_government_cloud=facts.on_government_cloud,
        on_egov_network=facts.on_egov_network,
    )
    if facts.target in allowed:
        return None
    return Reason("move_to_wrong_target", MOVES[facts.thing], {"allowed": sorted(allowed)})


@carries("jz-project-2020/4.1")
def needs_milestones_reached(facts: EndFacts) -> Reason | None:
    """A move is over when every milestone of its plan is reached."""
    if not facts.open_milestones:
        return None
    return Reason("move_milestones_open", "jz-project-2020/4.1", {"open": facts.open_milestones})


@carries("jz-project-2020/4.1")
def needs_evidence_of_move(facts: EndFacts) -> Reason | None:
    """Somebody else must be able to see that it moved: at least one paper proves it."""
    return None if facts.evidence else Reason("move_without_evidence", "jz-project-2020/4.1")


@carries("jz-project-2020/28.1")
def needs_joined_system(facts: EndFacts) -> Reason | None:
    """A system that was to join the platform is joined in fact, not on paper."""
    if facts.target is not Target.PLATFORM or facts.is_joined:
        return None
    return Reason("move_not_joined", "jz-project-2020/28.1")


MOVED = Gate("moved", [needs_milestones_reached, needs_evidence_of_move, needs_joined_system])
