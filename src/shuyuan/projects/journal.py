"""The journal of a project in words: what happened, by which document, with which money, by whom."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from shuyuan.kernel.actor import Actor, Role
from shuyuan.projects.models import JournalEntry
from shuyuan.projects.money import money_words
from shuyuan.projects.rules.stages import Kind
from shuyuan.projects.wording import FUNDING_MODES, HAPPENINGS, KINDS, STUDIES
from shuyuan.regulations.context import LegalContext
from shuyuan.web.tags.layout import ROLES

#: What entries say besides, in this order; keys without words stay in the record only.
_LABELS: Mapping[str, Any] = {
    "number": _("Document number"),
    "document": _("Document"),
    "name": _("Name"),
    "kind": _("Kind"),
    "funding_mode": _("Funding mode"),
    "plan_year": _("Plan year"),
    "planned_fen": _("Planned"),
    "year": _("Year"),
    "fen": _("Amount"),
    "contract": _("Contract"),
    "company": _("Company"),
    "plan": _("Plan"),
    "documents": _("Documents"),
    "entries": _("Catalog entries"),
    "score": _("Score"),
    "passed": _("Passed"),
    "consents": _("Consents"),
    "meets_co_use": _("Meets the rules of co-use"),
    "meets_connection": _("Meets the rules of connection"),
    "qualified": _("Qualified"),
    "cleared": _("Cleared"),
    "late": _("Filed late"),
    "until": _("Until"),
    "rectify_by": _("Rectify by"),
    "order": _("Order"),
    "reason": _("Reason"),
    "opinion": _("Opinion"),
    "changed": _("Changed"),
}
_MONEY = frozenset({"fen", "planned_fen"})
_AGAINST = frozenset(
    {
        Kind.PLAN_RETURNED, Kind.PLAN_DECLINED, Kind.DOCUMENTS_RETURNED, Kind.REVIEW_FAILED,
        Kind.APPROVAL_REFUSED, Kind.REMOVED, Kind.PLAN_NOT_CLEARED, Kind.CHANGE_REFUSED,
        Kind.ACCEPTANCE_FAILED, Kind.ORDERED, Kind.CRITICIZED, Kind.PAYMENT_SUSPENDED,
        Kind.PROJECT_SUSPENDED, Kind.TERMINATED, Kind.LIABILITY_RECORDED, Kind.WITHDRAWN,
    }
)  # fmt: skip
_WAITING = frozenset({Kind.UNFUNDED, Kind.DELAY_REPORTED, Kind.OPINION_ASKED, Kind.AUDIT_PLANNED})
#: Who reads what a liability record says, jz-project-2020/33.1.
LIABILITY_READERS = frozenset(
    {Role.DATA_ADMINISTRATION, Role.FINANCE, Role.AUDIT_OFFICE, Role.PRINCIPAL_OFFICER}
)


def entry_facts(entry: JournalEntry, *, actor: Actor, legal: LegalContext) -> list[tuple[Any, str]]:
    """What an entry says besides its kind, as label and words; a liability only for who may read it."""
    if entry.kind == Kind.LIABILITY_RECORDED and actor.role not in LIABILITY_READERS:
        return []
    return [
        (label, _words(name, entry.data[name], legal))
        for name, label in _LABELS.items()
        if entry.data.get(name) not in (None, "", [])
    ]


def as_timeline(
    journal: Iterable[JournalEntry], *, actor: Actor, legal: LegalContext
) -> list[dict[str, Any]]:
    """The entries for the tag `timeline`, newest first."""
    return [_line(entry, actor, legal) for entry in sorted(journal, key=lambda entry: entry.pk, reverse=True)]


def _line(entry: JournalEntry, actor: Actor, legal: LegalContext) -> dict[str, Any]:
    kind = Kind(entry.kind)
    failed = entry.data.get("passed") is False
    said = [f"{label}: {words}" for label, words in entry_facts(entry, actor=actor, legal=legal)]
    if entry.on != entry.at.date():
        said.insert(0, gettext("Happened on %(day)s") % {"day": entry.on.isoformat()})
    who = entry.person_name or gettext("The platform")
    if entry.post and entry.post.department:
        who = f"{entry.post.department.name} {ROLES[Role(entry.role)]} {entry.person_name}"
    return {
        "title": HAPPENINGS[kind],
        "at": entry.at,
        "who": who,
        "text": "\n".join(said),
        "tone": "refused" if failed or kind in _AGAINST else "waiting" if kind in _WAITING else "",
        "cites": entry.cites,
    }


def _words(name: str, value: Any, legal: LegalContext) -> str:
    if name in _MONEY and isinstance(value, int):
        return money_words(value)
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list):
        return "、".join(_word(name, one, legal) for one in value)
    return _word(name, value, legal)


def _word(name: str, value: Any, legal: LegalContext) -> str:
    if name == "kind" and value in set(KINDS):
        return str(KINDS[value])
    if name == "funding_mode" and value in set(FUNDING_MODES):
        return str(FUNDING_MODES[value])
    if name == "opinion":
        return str(STUDIES.get(str(value), value))
    if name == "changed":
        return str(_FIELDS.get(str(value), value))
    if name in {"plan", "documents"}:
        known = legal.law.reasons.words.get(str(value))
        return known.of(get_language() or "zh-hans") if known else str(value)
    return str(value)


_FIELDS: Mapping[str, Any] = {
    "name": _("Name"),
    "kind": _("Kind"),
    "funding_mode": _("Funding mode"),
    "plan_year": _("Plan year"),
    "planned_fen": _("Planned"),
    "purpose": _("What it is for"),
    "system_id": _("System"),
    "planned_start_on": _("Planned start"),
    "planned_end_on": _("Planned end"),
}
