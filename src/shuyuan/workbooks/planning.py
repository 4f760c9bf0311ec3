"""Decides for every entry of a file what an import would do: new, changed, unchanged or not accepted."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from shuyuan.catalog.content import EntryContent, ItemContent
from shuyuan.catalog.findings import Draft, Finding
from shuyuan.catalog.models import ClassNode, Entry, Item
from shuyuan.catalog.registry import find_in_many
from shuyuan.catalog.rules import SharingType, judge_item_sharing, judge_secrecy
from shuyuan.catalog.states import IN_MASTER_CATALOG, State, Step, allows
from shuyuan.catalog.surroundings import Surroundings
from shuyuan.kernel.verdict import Verdict
from shuyuan.organizations.models import Department
from shuyuan.workbooks.classes import ClassFinder
from shuyuan.workbooks.contents import ContentMaker
from shuyuan.workbooks.reading import ReadEntry, ReadItem
from shuyuan.workbooks.states import Outcome
from shuyuan.workbooks.vocabulary import word_of

#: Entries that are looked up together.
PORTION = 100
#: Findings about the department itself, which no line of the file can mend.
_NOT_OF_A_FILE = frozenset({"provider_code_unsound"})


@dataclass
class Planned:
    """What happens with one entry: `target` is the saved draft or published entry that it meets, if any."""

    read: ReadEntry
    outcome: Outcome = Outcome.REFUSED
    target: Entry | None = None
    node: ClassNode | None = None
    content: EntryContent = field(default_factory=EntryContent)
    items: list[tuple[Item | None, ItemContent]] = field(default_factory=list)
    removed: list[Item] = field(default_factory=list)
    changed_fields: list[str] = field(default_factory=list)

    @property
    def is_revision(self) -> bool:
        """Whether a working copy of a published entry has to be opened."""
        return self.target is not None and self.target.state in IN_MASTER_CATALOG

    @property
    def added_items(self) -> list[str]:
        """Labels of items that the target does not have."""
        return [content.label for item, content in self.items if item is None]

    @property
    def changed_items(self) -> list[str]:
        """Labels of items that differ from the target's."""
        return [
            content.label
            for item, content in self.items
            if item is not None and ItemContent.of(item) != content
        ]


@dataclass(frozen=True)
class Room:
    """The plan of a project that a file is for: the ids of its entries, and how many it may have."""

    entries: frozenset[int]
    most: int


class Planner:
    """Plans the entries of one file for one department, in the order of the file.

    `advises` also tells what will stand against submitting the drafts; writing needs no advice. With a `room`
    the file meets the entries of that plan alone, by their names.
    """

    def __init__(self, department: Department, *, advises: bool = True, room: Room | None = None) -> None:
        self._department = department
        self._room = room
        self._left = room.most - len(room.entries) if room else 0
        self._classes = ClassFinder(department)
        self._contents = ContentMaker()
        self._codes: dict[str, int] = {}
        self._names: dict[str, int] = {}
        self._surroundings = Surroundings(department.pk) if advises else None
        self._published: dict[str, str] = {}
        self._drafts: dict[str, int] = {}
        own = Entry.objects.filter(provider=department, revises__isnull=True)
        for pk, name, code, state in own.values_list("pk", "name", "code", "state"):
            if code:
                self._published[name] = code
            elif pk in room.entries if room else state != State.PLANNED:
                self._drafts[name] = pk

    def plan(self, entries: Iterable[ReadEntry]) -> Iterator[Planned]:
        """One plan for each entry, with a handful of queries for every hundred."""
        entries = iter(entries)
        while portion := list(islice(entries, PORTION)):
            yield from self._plan_portion(portion)

    def _plan_portion(self, portion: list[ReadEntry]) -> Iterator[Planned]:
        codes = {read.code for read in portion if read.code}
        names = {self._drafts[read.name] for read in portion if not read.code and read.name in self._drafts}
        related = Entry.objects.select_related("provider", "node", "working_copy__provider")
        by_code = {} if self._room else {entry.code: entry for entry in related.filter(code__in=codes)}
        by_pk = {entry.pk: entry for entry in related.filter(pk__in=names)}
        wanted = []
        planned = []
        for read in portion:
            by_name = by_pk.get(self._drafts.get(read.name, 0))
            found = by_code.get(read.code) if read.code else by_name
            planned.append((read, found))
            if found is not None:
                wanted += [found.pk, *([found.working_copy.pk] if _has_copy(found) else [])]
        items = defaultdict(list)
        for item in Item.objects.filter(entry_id__in=wanted).order_by("entry_id", "position"):
            items[item.entry_id].append(item)
        plans = [self._plan(read, found, items) for read, found in planned]
        if self._surroundings is not None:
            self._advise([plan for plan in plans if not plan.read.is_refused], self._surroundings)
        yield from plans

    def _plan(self, read: ReadEntry, found: Entry | None, items: dict[int, list[Item]]) -> Planned:
        plan = Planned(read)
        self._refuse_foreign(read)
        self._refuse_repeated(read)
        plan.target = self._target(read, found)
        saved = items[plan.target.pk] if plan.target else []
        plan.node = self._classes.find(read, plan.target)
        self._classes.check_further(read, plan.node)
        plan.content = self._contents.entry(read, plan.target)
        plan.items, plan.removed = self._contents.items(read, plan.content, saved)
        self._check(plan)
        if not read.is_refused:
            plan.outcome = _outcome(plan)
        return plan

    def _refuse_foreign(self, read: ReadEntry) -> None:
        own = self._department
        if read.provider and read.provider not in {own.name, own.short_name, own.code}:
            read.remark("not_my_department", "provider", value=read.provider, own=own.name)
        elif read.uscc and own.uscc and read.uscc.upper() != own.uscc:
            read.remark("not_my_department", "uscc", value=read.uscc, own=f"{own.name} {own.uscc}")

    def _refuse_repeated(self, read: ReadEntry) -> None:
        for seen, field_name, value in ((self._codes, "code", read.code), (self._names, "name", read.name)):
            if value and value in seen:
                read.remark(f"{field_name}_twice_in_file", field_name, value=value, first=seen[value])
            elif value:
                seen[value] = read.row or len(seen) + 1

    def _target(self, read: ReadEntry, found: Entry | None) -> Entry | None:
        """The row to compare with: the working copy, else the entry; None for a new one."""
        if self._room is not None:
            return self._target_in_plan(read, found)
        if read.code and found is None:
            read.remark("unknown_code", "code", value=read.code)
        if found is None:
            if not read.code and read.name in self._published:
                code = self._published[read.name]
                read.remark("name_of_published_entry", "name", value=read.name, known=code)
            return None
        if found.provider_id != self._department.pk:
            # What the other department keeps there is not compared with, and not told.
            read.remark("code_of_other_department", "code", value=read.code, provider=found.provider.name)
            return None
        target: Entry = found.working_copy if _has_copy(found) else found
        if target.state == State.SUBMITTED:
            read.remark("under_review", "code", value=read.code or read.name)
        elif not (allows(target.state, Step.CHANGE) or allows(target.state, Step.REVISE)):
            read.remark("suspended_entry", "code", value=read.code)
        return target

    def _target_in_plan(self, read: ReadEntry, found: Entry | None) -> Entry | None:
        """The entry of the plan with that name; what the department has published is not planned again."""
        known = self._published.get(read.name)
        if read.code:
            read.remark("planned_without_code", "code", value=read.code)
        elif known is not None:
            read.remark("published_already", "name", value=read.name, known=known)
        elif found is None and not read.is_refused:
            self._left -= 1
            if self._left < 0 and self._room is not None:
                read.remark("plan_is_full", "name", value=read.name, limit=self._room.most)
        return found

    def _check(self, plan: Planned) -> None:
        """What is malformed and what secrecy forbids refuses; what the review would refuse only warns."""
        read = plan.read
        entry_faults, item_faults = self._contents.faults(plan.content, plan.items)
        for name, code in entry_faults.items():
            read.remark(code, name, value=_shown(getattr(plan.content, name, "")))
        places = dict(zip(range(len(plan.items)), read.items, strict=False))
        for number, faults in item_faults:
            content = plan.items[number][1]
            for name, code in faults.items():
                shown = _shown(getattr(content, name, ""))
                read.remark(code, name, item=places.get(number), value=shown, item_name=content.label)
        if not read.is_refused:
            self._refuse_by_rules(plan, places)

    def _refuse_by_rules(self, plan: Planned, places: dict[int, ReadItem]) -> None:
        """What not even a draft may have: secrets, and items that are more open than their entry."""
        content = plan.content
        entry_type = SharingType(content.sharing_type)
        for number, (_item, one) in enumerate(plan.items):
            if one.sharing_type:
                verdict = judge_item_sharing(entry_type, SharingType(one.sharing_type), name=one.label)
                item = places.get(number)
                _refuse(plan.read, verdict, "sharing_type", word_of("sharing", one.sharing_type), item)
            if _looks_secret(f"{one.label}{one.description}"):
                verdict = judge_secrecy(declared_secret=False, texts=[one.label, one.description])
                _refuse(plan.read, verdict, "label", one.label, places.get(number))
        for name in ("name", "abstract", "sharing_condition", "related_business"):
            text = getattr(content, name)
            if _looks_secret(text):
                verdict = judge_secrecy(declared_secret=False, texts=[text])
                _refuse(plan.read, verdict, name, text, None)

    def _advise(self, plans: list[Planned], surroundings: Surroundings) -> None:
        """What stands against submitting the drafts, or the editor warns of: every check of every room."""
        drafts = [_as_draft(plan, self._department) for plan in plans]
        for plan, findings in zip(plans, find_in_many(drafts, surroundings), strict=True):
            for finding in findings:
                if finding.reason.code not in _NOT_OF_A_FILE:
                    _warn(plan, finding)


def _warn(plan: Planned, finding: Finding) -> None:
    reason = finding.reason
    name = finding.fields[0] if finding.fields and not finding.items else ""
    value = _shown(getattr(plan.content, name, "")) if name else ""
    facts = {"reason": {"code": reason.code, "cites": reason.cites, "facts": reason.facts}}
    plan.read.remark(reason.code, name, refuses=False, value=value, **facts)


def _refuse(read: ReadEntry, verdict: Verdict, name: str, value: str, item: ReadItem | None) -> None:
    for reason in verdict.reasons:
        facts = {"reason": {"code": reason.code, "cites": reason.cites, "facts": reason.facts}}
        read.remark(reason.code, name, item=item, value=value, **facts)


def _looks_secret(text: str) -> bool:
    """A quick look before the rule is asked: every secrecy mark has one of these characters."""
    return "密" in text


def _as_draft(plan: Planned, department: Department) -> Draft:
    """The entry and its items as they would be saved; checks read items and their contents alike."""
    entry = Entry(provider=department, node=plan.node, state=State.DRAFT.value)
    if plan.target is not None:
        entry.revises_id = plan.target.pk if plan.is_revision else plan.target.revises_id
        entry.pk = None if plan.is_revision else plan.target.pk
    plan.content.write_to(entry)
    return Draft(entry, tuple(content for _saved, content in plan.items))  # type: ignore[misc]


def _outcome(plan: Planned) -> Outcome:
    if plan.target is None:
        return Outcome.NEW
    before = EntryContent.of(plan.target)
    plan.changed_fields = [
        name for name in EntryContent.names() if getattr(before, name) != getattr(plan.content, name)
    ]
    in_order = [item.position for item, _content in plan.items if item is not None]
    moved = in_order != sorted(in_order)
    if moved:
        plan.changed_fields.append("items")
    if plan.node and plan.target.node_id != plan.node.pk:
        plan.changed_fields.append("node")
    changed = plan.changed_fields or plan.added_items or plan.changed_items or plan.removed
    return Outcome.CHANGED if changed else Outcome.UNCHANGED


def _has_copy(entry: Entry) -> bool:
    return getattr(entry, "working_copy", None) is not None


def _shown(value: object) -> str:
    return "" if value is None else str(value)
