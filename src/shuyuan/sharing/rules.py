"""Decisions on sharing requests, grants and uses: pure, no Django, no clock, no database."""

from collections.abc import Mapping
from dataclasses import dataclass

from shuyuan.catalog.rules import SharingType
from shuyuan.kernel.actor import Role
from shuyuan.kernel.gate import Gate
from shuyuan.kernel.provisions import carries
from shuyuan.kernel.verdict import Reason, Verdict


@dataclass(frozen=True)
class RequestFacts:
    """What is asked and why; `sharing_types` are those of the asked items, texts are '' when missing.

    `purpose_kind` is one of the kinds of the measures, `offered_kinds` those that the provider named for the
    entry; none named means any.
    """

    sharing_types: tuple[SharingType, ...]
    purpose: str
    legal_basis: str
    duty_basis: str
    business_need: str
    purpose_kind: str = ""
    offered_kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class DecisionFacts:
    """Who decides on whose request; persons are named by their ids, because one may hold several posts."""

    decider: Role
    decider_person: int
    filer_person: int


@dataclass(frozen=True)
class UseFacts:
    """One use of granted data; `recipient` is the department that gets to see the answer."""

    granted_purpose: str
    purpose: str
    business_number: str
    consumer: str
    recipient: str


@carries("jz-data-2020/19.1.1")
def is_granted_at_once(sharing_type: SharingType) -> bool:
    """Whether a department may take it from the platform without anybody's decision."""
    return sharing_type is SharingType.UNCONDITIONAL


@carries("jz-data-2020/17.1.2")
def needs_clear_need(facts: RequestFacts) -> Reason | None:
    """Every request, for open data too, names the items and what they are for."""
    stated = {"items": facts.sharing_types, "purpose": facts.purpose.strip()}
    missing = [field for field, value in stated.items() if not value]
    return Reason("need_not_stated", "jz-data-2020/17.1.2", {"missing": missing}) if missing else None


@carries("jz-data-2020/19.1.1")
def needs_grounds(facts: RequestFacts) -> Reason | None:
    """What is not open needs its legal basis, the duty that calls for it and the business need."""
    if all(is_granted_at_once(kind) for kind in facts.sharing_types):
        return None
    stated = {
        "legal_basis": facts.legal_basis.strip(),
        "duty_basis": facts.duty_basis.strip(),
        "business_need": facts.business_need.strip(),
    }
    missing = [field for field, value in stated.items() if not value]
    return Reason("grounds_incomplete", "jz-data-2020/19.1.1", {"missing": missing}) if missing else None


@carries("jz-data-2020/22.1")
def needs_offered_purpose(facts: RequestFacts) -> Reason | None:
    """Data is used for what its provider stated with the bureau's consent; none at all is another reason."""
    if not facts.purpose_kind or not facts.offered_kinds or facts.purpose_kind in facts.offered_kinds:
        return None
    stated = {"purpose": facts.purpose_kind, "offered": list(facts.offered_kinds)}
    return Reason("purpose_not_offered", "jz-data-2020/22.1", stated)


REQUEST = Gate("sharing_request", [needs_clear_need, needs_grounds, needs_offered_purpose])


@carries("jz-data-2020/19.1.1")
def judge_request(facts: RequestFacts) -> Verdict:
    """May the request be submitted? Every missing ground at once."""
    return REQUEST.judge(facts)


@carries("jz-data-2020/19.1.1")
def judge_decision(decider: Role) -> Verdict:
    """May this role decide on a request? Only the data administration can."""
    if decider is Role.DATA_ADMINISTRATION:
        return Verdict()
    facts = {"role": decider.value}
    return Verdict((Reason("decision_needs_administration", "jz-data-2020/19.1.1", facts),))


@carries("jz-data-2020/17.1.4")
def judge_separation(facts: DecisionFacts) -> Verdict:
    """May this person decide? Not on a request that the same person filed, in whatever post."""
    if facts.decider_person != facts.filer_person:
        return Verdict()
    return Verdict((Reason("decider_filed_request", "jz-data-2020/17.1.4"),))


def judge_deciding(facts: DecisionFacts) -> Verdict:
    """Role and separation together, so that both reasons are seen at once."""
    return judge_decision(facts.decider) + judge_separation(facts)


@carries("jz-data-2020/19.1.1")
def judge_withholding(withheld: Mapping[str, SharingType]) -> Verdict:
    """May these items (label → sharing type) be refused or masked? Open ones may not."""
    items = [label for label, sharing_type in withheld.items() if is_granted_at_once(sharing_type)]
    if not items:
        return Verdict()
    return Verdict((Reason("open_item_withheld", "jz-data-2020/19.1.1", {"items": items}),))


@carries("jz-data-2020/25.1")
def judge_third_party(consumer: str, recipient: str) -> Verdict:
    """May the data go to this department? Only to the consumer of the grant, in whatever form."""
    if consumer == recipient:
        return Verdict()
    facts = {"consumer": consumer, "recipient": recipient}
    return Verdict((Reason("passed_on_to_third_party", "jz-data-2020/25.1", facts),))


@carries("jz-data-2020/25.1")
def needs_granted_purpose(facts: UseFacts) -> Reason | None:
    """A use states its purpose, and it is the one that was granted."""
    if not facts.purpose.strip():
        return Reason("use_without_purpose", "jz-data-2020/25.1")
    if facts.purpose.strip() != facts.granted_purpose.strip():
        stated = {"granted": facts.granted_purpose, "stated": facts.purpose}
        return Reason("purpose_outside_grant", "jz-data-2020/25.1", stated)
    return None


@carries("jz-data-2020/29.1")
def needs_business_number(facts: UseFacts) -> Reason | None:
    """A use names the business matter that it serves, so that it can be followed to its end."""
    if facts.business_number.strip():
        return None
    return Reason("use_without_business_number", "jz-data-2020/29.1")


USE = Gate("use", [needs_granted_purpose, needs_business_number])


@carries("jz-data-2020/25.1", "jz-data-2020/29.1")
def judge_use(facts: UseFacts) -> Verdict:
    """May the granted data be used like this? Purpose, business number and recipient together."""
    return USE.judge(facts) + judge_third_party(facts.consumer, facts.recipient)
