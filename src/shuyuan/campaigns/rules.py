"""Decisions on campaigns, catalog lists, editions and responsibility lists: pure, no Django, no clock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from shuyuan.kernel.gate import Gate
from shuyuan.kernel.provisions import carries
from shuyuan.kernel.verdict import Reason, Verdict

#: A reason names so many departments or things; the page lists all of them.
_NAMED = 8


@dataclass(frozen=True)
class ListFacts:
    """A department's list when it is about to be handed in; `refused` are names of entries with faults.

    `entries` counts drafts, changes and published entries together; `nothing_to_catalog` is the department's
    own word that it keeps no data of which an entry could be made.
    """

    begun: bool
    entries: int
    nothing_to_catalog: bool
    refused: tuple[str, ...]


@dataclass(frozen=True)
class SummaryFacts:
    """A county's summary: which of its departments are still missing, and which lists changed afterwards."""

    missing: tuple[str, ...]
    explanation: str
    changed: tuple[str, ...]
    refused: tuple[str, ...]


@dataclass(frozen=True)
class ReviewFacts:
    """A list before the bureau: the names of entries that wait for its decision, and of those it returned."""

    waiting: tuple[str, ...]
    returned: tuple[str, ...]


@dataclass(frozen=True)
class EditionFacts:
    """The master catalog on the day of an edition; `obstacles` are what the rooms still have to settle."""

    entries: int
    unsettled_lists: tuple[str, ...]
    obstacles: tuple[str, ...]
    same_as: str  # the number of the last edition when nothing changed since, else ''


def faults_of_days(
    *, year: int, opens_on: date, closes_on: date, county_due_on: date, review_due_on: date, today: date
) -> dict[str, str]:
    """Field → what is wrong with the days of a campaign; each step of the work ends after the one before."""
    faults = {}
    if opens_on < today:
        faults["opens_on"] = "in_the_past"
    if closes_on <= opens_on:
        faults["closes_on"] = "not_after_opening"
    if county_due_on < closes_on:
        faults["county_due_on"] = "before_closing"
    if review_due_on < max(county_due_on, closes_on):
        faults["review_due_on"] = "before_summary"
    if not opens_on.year <= year <= opens_on.year + 1:
        faults["year"] = "year_far_away"
    return faults


def faults_of_moved_days(
    before: Mapping[str, date], after: Mapping[str, date], *, today: date
) -> dict[str, str]:
    """Field → what is wrong with new days of a running campaign; it is not opened a second time.

    Both name opens_on, closes_on, county_due_on and review_due_on. Days that stay are not measured against
    today, but their order is kept; a last day that is over may be put off.
    """
    faults = {name: "in_the_past" for name, day in after.items() if day != before[name] and day < today}
    if after["opens_on"] != before["opens_on"] and before["opens_on"] <= today:
        faults["opens_on"] = "begun_already"
    order = faults_of_days(year=after["opens_on"].year, today=min(today, after["opens_on"]), **after)
    return {**order, **faults}


@carries("jz-data-2020/8.1")
def needs_begun_campaign(facts: ListFacts) -> Reason | None:
    """Lists are handed in from the opening day on."""
    return None if facts.begun else Reason("campaign_not_begun", "jz-data-2020/8.1")


@carries("jz-data-2020/8.1")
def needs_something_listed(facts: ListFacts) -> Reason | None:
    """An empty list is handed in only when the department says that it keeps nothing."""
    if facts.entries or facts.nothing_to_catalog:
        return None
    return Reason("list_is_empty", "jz-data-2020/8.1")


@carries("jz-data-2020/8.1")
def needs_faultless_entries(facts: ListFacts) -> Reason | None:
    """Every draft of the list would pass by itself."""
    if not facts.refused:
        return None
    return Reason("entries_with_faults", "jz-data-2020/8.1", {"entries": list(facts.refused)})


LIST = Gate("catalog_list", [needs_begun_campaign, needs_something_listed, needs_faultless_entries])


@carries("jz-data-2020/8.1")
def judge_list(facts: ListFacts) -> Verdict:
    """May the department hand its catalog list in? Every reason against it at once."""
    return LIST.judge(facts)


@carries("jz-data-2020/8.1")
def needs_every_member(facts: SummaryFacts) -> Reason | None:
    """The summary holds every department of the county, or says why one is missing."""
    if not facts.missing or facts.explanation.strip():
        return None
    return Reason("members_missing", "jz-data-2020/8.1", {"departments": list(facts.missing)})


@carries("jz-data-2020/8.1")
def needs_lists_as_signed(facts: SummaryFacts) -> Reason | None:
    """What goes to the city is what the principal officers handed in."""
    if not facts.changed:
        return None
    return Reason("changed_after_submission", "jz-data-2020/8.1", {"departments": list(facts.changed)})


@carries("jz-data-2020/8.1")
def needs_faultless_members(facts: SummaryFacts) -> Reason | None:
    """Entries that meanwhile would be refused do not go to the city."""
    if not facts.refused:
        return None
    return Reason("entries_with_faults", "jz-data-2020/8.1", {"entries": list(facts.refused)})


SUMMARY = Gate("county_summary", [needs_every_member, needs_lists_as_signed, needs_faultless_members])


@carries("jz-data-2020/8.1")
def judge_summary(facts: SummaryFacts) -> Verdict:
    """May the county hand its summary to the city?"""
    return SUMMARY.judge(facts)


@carries("jz-data-2020/8.2")
def needs_decided_entries(facts: ReviewFacts) -> Reason | None:
    """A list is settled when each of its entries is decided."""
    if not facts.waiting:
        return None
    return Reason("entries_undecided", "jz-data-2020/8.2", {"entries": list(facts.waiting)})


@carries("jz-data-2020/8.2")
def needs_mended_entries(facts: ReviewFacts) -> Reason | None:
    """What was returned comes back first."""
    if not facts.returned:
        return None
    return Reason("entries_returned", "jz-data-2020/8.2", {"entries": list(facts.returned)})


REVIEW = Gate("list_review", [needs_decided_entries, needs_mended_entries])


@carries("jz-data-2020/8.2")
def judge_acceptance(facts: ReviewFacts) -> Verdict:
    """Is the list through with its review?"""
    return REVIEW.judge(facts)


@carries("jz-data-2020/8.2")
def needs_entries(facts: EditionFacts) -> Reason | None:
    """An edition of nothing tells nobody anything."""
    return None if facts.entries else Reason("edition_is_empty", "jz-data-2020/8.2")


@carries("jz-data-2020/8.2")
def needs_settled_lists(facts: EditionFacts) -> Reason | None:
    """Every list of the running campaign is reviewed, or left out with a reason."""
    if not facts.unsettled_lists:
        return None
    stated = {"departments": list(facts.unsettled_lists[:_NAMED]), "count": len(facts.unsettled_lists)}
    return Reason("lists_unsettled", "jz-data-2020/8.2", stated)


@carries("jz-data-2020/17.1.3")
def needs_no_obstacle(facts: EditionFacts) -> Reason | None:
    """What is disputed, such as two sources of one datum, is settled before it is published."""
    if not facts.obstacles:
        return None
    stated = {"obstacles": list(facts.obstacles[:_NAMED]), "count": len(facts.obstacles)}
    return Reason("open_obstacles", "jz-data-2020/17.1.3", stated)


@carries("jz-data-2020/8.2")
def needs_change(facts: EditionFacts) -> Reason | None:
    """A new number stands for a changed catalog."""
    return (
        Reason("edition_unchanged", "jz-data-2020/8.2", {"edition": facts.same_as}) if facts.same_as else None
    )


EDITION = Gate("edition", [needs_entries, needs_settled_lists, needs_no_obstacle, needs_change])


@carries("jz-data-2020/8.2")
def judge_edition(facts: EditionFacts) -> Verdict:
    """May the master catalog be published as an edition now?"""
    return EDITION.judge(facts)


@dataclass(frozen=True)
class Duty:
    """What one department must collect: an item, how often, in which form and by which way it comes in."""

    entry_code: str
    entry_name: str
    version: int
    office: str
    item: str
    label: str
    data_type: str
    length: int | None
    is_key: bool
    required: bool
    cycle: str
    formats: tuple[str, ...]
    method_class: str
    method_types: tuple[str, ...]


def duties_of(snapshot: Mapping[str, Any]) -> list[Duty]:
    """The duties that follow from one published version of an entry, item by item."""
    entry = snapshot["entry"]
    return [
        Duty(
            entry_code=snapshot["code"],
            entry_name=entry["name"],
            version=snapshot["version"],
            office=entry.get("internal_office", ""),
            item=item["name"],
            label=item["label"],
            data_type=item["data_type"],
            length=item.get("length"),
            is_key=item["is_key"],
            required=item.get("required", False) or item["is_key"],
            cycle=item.get("update_cycle") or entry["update_cycle"],
            formats=tuple(str(row["class"]) for row in entry.get("formats", ())),
            method_class=entry.get("method_class", ""),
            method_types=tuple(item.get("method_types") or entry.get("method_types") or ()),
        )
        for item in snapshot["items"]
    ]


def next_edition(numbers: Iterable[int]) -> int:
    """The number after those given out in a year: 1, 2, 3 … without a gap."""
    return max(numbers, default=0) + 1
