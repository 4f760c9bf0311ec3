"""Decisions on one use of granted data: pure, no clock, no store, no request."""

from dataclasses import dataclass
from datetime import date

from shuyuan.engine.spec import GrantSpec, Mode
from shuyuan.kernel.gate import Gate
from shuyuan.kernel.provisions import carries
from shuyuan.kernel.verdict import Reason, Verdict


@dataclass(frozen=True)
class LookupFacts:
    """One lookup: who asks for what under which grant, on which day of the platform's time zone.

    `grant` is None when the client holds no grant of that id; a foreign grant looks the same as a
    missing one. `person` names the post behind an online query, '' when there is none.
    """

    grant_id: str
    grant: GrantSpec | None
    entry: str
    mode: Mode
    purpose: str
    business_number: str
    person: str
    today: date


@carries("jz-data-2020/19.1.1")
def needs_grant(facts: LookupFacts) -> Reason | None:
    """Data is read under a grant that the asking client holds and that was not taken back."""
    if facts.grant is None:
        return Reason("grant_not_held", "jz-data-2020/19.1.1", {"grant": facts.grant_id})
    if facts.grant.revoked:
        return Reason("grant_revoked", "jz-data-2020/19.1.1", {"grant": facts.grant_id})
    return None


@carries("jz-data-2020/19.1.1")
def needs_granted_entry(facts: LookupFacts) -> Reason | None:
    """The grant is of the entry that is asked."""
    if facts.grant is None or facts.grant.entry == facts.entry:
        return None
    return Reason(
        "entry_outside_grant", "jz-data-2020/19.1.1", {"asked": facts.entry, "granted": facts.grant.entry}
    )


@carries("jz-data-2020/22.1")
def needs_granted_term(facts: LookupFacts) -> Reason | None:
    """The day lies in the term of the grant; its last day counts."""
    grant = facts.grant
    if grant is None or grant.valid_from <= facts.today <= grant.valid_until:
        return None
    days = {
        "today": facts.today.isoformat(),
        "valid_from": grant.valid_from.isoformat(),
        "valid_until": grant.valid_until.isoformat(),
    }
    code = "grant_not_begun" if facts.today < grant.valid_from else "grant_expired"
    return Reason(code, "jz-data-2020/22.1", days)


@carries("jz-data-2020/22.2")
def needs_granted_mode(facts: LookupFacts) -> Reason | None:
    """The exchange mode is one of those that were granted."""
    if facts.grant is None or facts.mode in facts.grant.modes:
        return None
    granted = [mode.value for mode in facts.grant.modes]
    return Reason("mode_not_granted", "jz-data-2020/22.2", {"asked": facts.mode.value, "granted": granted})


@carries("jz-data-2020/25.1")
def needs_stated_purpose(facts: LookupFacts) -> Reason | None:
    """The use states its purpose, and it is the one that was granted."""
    if not facts.purpose.strip():
        return Reason("use_without_purpose", "jz-data-2020/25.1")
    if facts.grant is None or facts.purpose.strip() == facts.grant.purpose.strip():
        return None
    stated = {"granted": facts.grant.purpose, "stated": facts.purpose}
    return Reason("purpose_outside_grant", "jz-data-2020/25.1", stated)


@carries("jz-data-2020/29.1")
def needs_traceable_use(facts: LookupFacts) -> Reason | None:
    """The use names the business matter that it serves, and an online query the person who asks."""
    if not facts.business_number.strip():
        return Reason("use_without_business_number", "jz-data-2020/29.1")
    if facts.mode is Mode.ONLINE_QUERY and not facts.person:
        return Reason("person_not_named", "jz-data-2020/29.1")
    return None


LOOKUP = Gate(
    "lookup",
    [
        needs_grant,
        needs_granted_entry,
        needs_granted_term,
        needs_granted_mode,
        needs_stated_purpose,
        needs_traceable_use,
    ],
)


def judge_lookup(facts: LookupFacts) -> Verdict:
    """May this lookup be answered? Every reason against it at once."""
    return LOOKUP.judge(facts)


@carries("jz-data-2020/22.1")
def judge_quota(*, asked: int, left: int, quota: int) -> Verdict:
    """Do the keys asked fit into what is left of the grant's quota of the day?"""
    if asked <= left:
        return Verdict()
    facts = {"asked": asked, "left": left, "quota": quota}
    return Verdict((Reason("daily_quota_used_up", "jz-data-2020/22.1", facts),))
