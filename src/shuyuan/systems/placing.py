"""May a system run where it runs? Gathers the facts for the rules on cloud, network and machine rooms."""

from datetime import date

from shuyuan.kernel.verdict import Verdict
from shuyuan.regulations.context import LegalContext
from shuyuan.systems.models import InformationSystem
from shuyuan.systems.rules import (
    ExchangeFacts,
    HostingFacts,
    NetworkFacts,
    Target,
    TargetFacts,
    Thing,
    judge_exchange_system,
    judge_hosting,
    judge_machine_room,
    judge_network,
    needs_shared_target,
)

_MEASURES = "jz-project-2020"


def is_new(since: date | None, legal: LegalContext) -> bool:
    """Whether something came into use under the measures; what is not in use yet is new as well."""
    return since is None or since >= legal.law.instruments[_MEASURES].in_force_from


def judge_place(system: InformationSystem, *, new: bool, due_on: date | None) -> Verdict:
    """Everything against a system running where it runs; `due_on` is the day of its plan, if any."""
    verdict = judge_hosting(
        HostingFacts(
            is_new=new,
            on_government_cloud=system.on_government_cloud,
            on_egov_network=system.on_egov_network,
            migration_due_on=due_on,
        )
    )
    own = NetworkFacts(is_new=new, has_merger_plan=due_on is not None)
    if system.hosting == InformationSystem.Hosting.OWN_ROOM:
        verdict += judge_machine_room(own)
    if system.network == InformationSystem.Network.PRIVATE:
        verdict += judge_network(own)
    return verdict


def judge_plan(
    thing: Thing, target: Target, *, new: bool, system: InformationSystem | None = None
) -> Verdict:
    """Everything against a plan: a thing that may not be there at all, or a target that is not shared."""
    aim = needs_shared_target(
        TargetFacts(
            thing=thing,
            target=target,
            on_government_cloud=system is not None and system.on_government_cloud,
            on_egov_network=system is not None and system.on_egov_network,
        )
    )
    verdict = Verdict.of([aim])
    if thing is Thing.MACHINE_ROOM:
        verdict += judge_machine_room(NetworkFacts(is_new=new, has_merger_plan=True))
    if thing is Thing.PRIVATE_NETWORK:
        verdict += judge_network(NetworkFacts(is_new=new, has_merger_plan=True))
    if thing is Thing.EXCHANGE_SYSTEM:
        verdict += judge_exchange_system(ExchangeFacts(is_new=new, has_migration_plan=True))
    return verdict
