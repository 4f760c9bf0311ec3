"""The words of the law pages: statuses, kinds of answers, parameter values, cases."""

import re
from collections.abc import Iterable

import yaml
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from shuyuan.regulations.cases import Case
from shuyuan.regulations.instruments import Status
from shuyuan.regulations.law import Law
from shuyuan.regulations.parameters import DatedValue, Parameter, Unit

#: Status → what it is called, what it means, and the tone of its badge.
STATUSES = {
    Status.RULE: (
        pgettext_lazy("status of a provision", "Rule"),
        _("The program decides; worked cases prove that it decides as the law says."),
        "info",
    ),
    Status.WORKFLOW: (
        pgettext_lazy("status of a provision", "Step"),
        _("A step, a role or a separation of duties."),
        "neutral",
    ),
    Status.RECORD: (
        pgettext_lazy("status of a provision", "Record"),
        _("Something is kept, listed or reported."),
        "neutral",
    ),
    Status.NOTICE: (
        pgettext_lazy("status of a provision", "For people"),
        _("People decide; the platform shows the duty."),
        "neutral",
    ),
    Status.DEFINITION: (
        pgettext_lazy("status of a provision", "Term"),
        _("It gives a word its meaning."),
        "neutral",
    ),
    Status.OUTSIDE: (
        pgettext_lazy("status of a provision", "Outside"),
        _("There is nothing for software in it."),
        "neutral",
    ),
}

#: Room → what people call it.
ROOMS = {
    "audit": pgettext_lazy("room", "Audit"),
    "casework": pgettext_lazy("room", "Tasks and deadlines"),
    "catalog": pgettext_lazy("room", "Catalog"),
    "collection": pgettext_lazy("room", "Collection"),
    "databases": pgettext_lazy("room", "Base and thematic databases"),
    "engine": pgettext_lazy("room", "Data engine"),
    "gateway": pgettext_lazy("room", "Data interface"),
    "organizations": pgettext_lazy("room", "Organizations"),
    "projects": pgettext_lazy("room", "IT projects"),
    "regulations": pgettext_lazy("room", "Law"),
    "sharing": pgettext_lazy("room", "Sharing"),
    "supervision": pgettext_lazy("room", "Supervision"),
    "systems": pgettext_lazy("room", "System register"),
    "verification": pgettext_lazy("room", "Verification"),
}


def value_in_words(parameter: Parameter, dated: DatedValue, law: Law, language: str) -> str:
    """A parameter's value with its unit: 10 working days, 30 November, a list in words."""
    value = dated.value
    if isinstance(value, tuple):
        words = [known.of(language) if (known := law.reasons.words.get(code)) else code for code in value]
        return (", " if language.startswith("en") else "、").join(words)
    if isinstance(value, str):
        month, day = value.split("-")
        return gettext("day %(day)s of month %(month)s, every year") % {"day": int(day), "month": int(month)}
    texts = {
        Unit.WORKING_DAY: ngettext("%(number)s working day", "%(number)s working days", value),
        Unit.CALENDAR_DAY: ngettext("%(number)s calendar day", "%(number)s calendar days", value),
        Unit.MONTH: ngettext("%(number)s month", "%(number)s months", value),
        Unit.YEAR: ngettext("%(number)s year", "%(number)s years", value),
        Unit.PERCENT: gettext("%(number)s percent"),
    }
    return texts.get(parameter.unit, "%(number)s") % {"number": value}


def facts_in_yaml(case: Case) -> str:
    """The facts of a case as its file has them, in the order of the file."""
    return yaml.safe_dump(case.given, allow_unicode=True, sort_keys=False, width=90).strip()


def answer_in_words(case: Case, law: Law, language: str) -> list[str]:
    """What the case expects: the words of each reason with … for its facts, or the value that comes out."""
    expect = case.expect
    codes = expect.get("reasons", [expect["reason"]] if expect.get("reason") else [])
    if codes:
        return [_reason_in_words(code, law, language) for code in codes]
    if "reasons" in expect or "reason" in expect:
        return [gettext("Allowed: no reason stands against it.")]
    return [f"{name}: {value}" for name, value in expect.items()]


def _reason_in_words(code: str, law: Law, language: str) -> str:
    known = law.reasons.texts.get(code)
    return re.sub(r"\{\w+\}", "…", known.says.of(language)) if known else code


def rooms_in_words(functions: Iterable[str]) -> str:
    """The rooms of functions such as ``catalog.judge_source``, each once, in words."""
    names = dict.fromkeys(function.partition(".")[0] for function in functions)
    return " · ".join(str(ROOMS.get(name, name)) for name in names)
