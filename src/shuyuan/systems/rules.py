"""Decisions on systems, networks, machine rooms and exchange systems: pure, no Django, no clock."""

from dataclasses import dataclass
from datetime import date

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
