"""Decisions on duties and posts: pure, no Django, no clock, no database."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from shuyuan.kernel.actor import THREE_ADMINISTRATORS, Role
from shuyuan.kernel.gate import Gate
from shuyuan.kernel.provisions import carries
from shuyuan.kernel.verdict import Reason, Verdict


@dataclass(frozen=True)
class DutyFacts:
    """Whom a department has named for its data: people in force today."""

    has_principal_officer: bool
    has_data_office: bool
    data_officers: int


@carries("jz-data-2020/5.2")
def needs_principal_officer(facts: DutyFacts) -> Reason | None:
    """The first responsible person is known by name."""
    return None if facts.has_principal_officer else Reason("no_principal_officer", "jz-data-2020/5.2")


@carries("jz-data-2020/5.2")
def needs_data_office(facts: DutyFacts) -> Reason | None:
    """An office of the department is named for its data work."""
    return None if facts.has_data_office else Reason("no_data_office", "jz-data-2020/5.2")


@carries("jz-data-2020/5.2")
def needs_data_officer(facts: DutyFacts) -> Reason | None:
    """At least one person is named for the daily data work."""
    return None if facts.data_officers > 0 else Reason("no_data_officer", "jz-data-2020/5.2")


DUTIES = Gate("duties", [needs_principal_officer, needs_data_office, needs_data_officer])


@carries("jz-data-2020/5.2")
def judge_duties(facts: DutyFacts) -> Verdict:
    """Has the department named everybody that it must? Each gap is one reason."""
    return DUTIES.judge(facts)


@carries("jz-data-2020/17.1.4", "jz-data-2020/27.2", "jz-data-2020/28.1")
def judge_appointment(held_roles: AbstractSet[Role], new_role: Role) -> Verdict:
    """May a person who holds these roles get this one too?

    System, security and audit administration lie in three different hands, and none of the three
    works with the data that the platform keeps.
    """
    reasons = []
    others = held_roles - {new_role}
    if new_role in THREE_ADMINISTRATORS and others & THREE_ADMINISTRATORS:
        held = sorted(role.value for role in others & THREE_ADMINISTRATORS)
        facts = {"held": held, "new": new_role.value}
        reasons.append(Reason("administrators_are_separated", "jz-data-2020/27.2", facts))
    business = others - THREE_ADMINISTRATORS
    mixed = business if new_role in THREE_ADMINISTRATORS else others & THREE_ADMINISTRATORS
    if mixed:
        facts = {"held": sorted(role.value for role in mixed), "new": new_role.value}
        reasons.append(Reason("administrator_works_with_data", "jz-data-2020/17.1.4", facts))
    return Verdict(tuple(reasons))
