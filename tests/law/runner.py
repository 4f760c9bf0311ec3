"""Runs a worked case: builds the facts that the rule asks for and compares the answer."""

import inspect
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints

from shuyuan.kernel.errors import ShuyuanError
from shuyuan.kernel.gate import Gate
from shuyuan.kernel.verdict import Reason, Verdict
from shuyuan.regulations.carriers import find_rule
from shuyuan.regulations.cases import Case
from shuyuan.regulations.context import LegalContext


class BadCase(AssertionError):
    """The case does not fit the rule: a fact is unknown, missing or of the wrong kind."""


@dataclass(frozen=True)
class Outcome:
    """What came out, in the words of a case's `expect`, and the reasons behind it."""

    answer: dict[str, Any]
    reasons: tuple[Reason, ...]


def run(case: Case, legal: LegalContext) -> Outcome:
    """The rule's answer to the case; an error of ours is an answer too (``error: not_in_force``)."""
    function, arguments = prepare(case)
    if "legal" in inspect.signature(function).parameters:
        arguments["legal"] = legal
    try:
        result = function(**arguments)
    except ShuyuanError as error:
        return Outcome({"error": error.code}, ())
    return _outcome(case, result)


def prepare(case: Case) -> tuple[Callable[..., Any], dict[str, Any]]:
    """The function of the case and its arguments, without `legal`."""
    rule = find_rule(case.rule)
    if isinstance(rule, Gate):
        facts = get_type_hints(rule.rules[0])["facts"]
        return rule.judge, {"facts": _build(facts, case.given, case.source)}
    hints = get_type_hints(rule)
    names = [name for name in inspect.signature(rule).parameters if name != "legal"]
    if names == ["facts"]:
        return rule, {"facts": _build(hints["facts"], case.given, case.source)}
    unknown = set(case.given) - set(names)
    if unknown:
        raise BadCase(f"{case.source}: {case.rule} knows no {sorted(unknown)}, only {names}")
    built = {name: _build(hints[name], value, case.source) for name, value in case.given.items()}
    try:
        inspect.signature(rule).bind_partial(**built)
    except TypeError as error:
        raise BadCase(f"{case.source}: {error}") from error
    missing = [
        name
        for name, parameter in inspect.signature(rule).parameters.items()
        if name != "legal" and parameter.default is parameter.empty and name not in built
    ]
    if missing:
        raise BadCase(f"{case.source}: {case.rule} also needs {missing}")
    return rule, built


def _build(kind: Any, value: Any, source: str) -> Any:
    """The YAML value as the annotated kind: records, enums, tuples, sets, or as it is."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in {Union, types.UnionType}:
        return None if value is None else _build(next(a for a in inner if a is not type(None)), value, source)
    if isinstance(kind, type) and is_dataclass(kind):
        return _record(kind, value, source)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    if isinstance(value, list):
        built = [_build(inner[0] if inner else object, part, source) for part in value]
        as_set = isinstance(origin, type) and not issubclass(origin, tuple) and _is_set(origin)
        return frozenset(built) if as_set else tuple(built)
    if isinstance(value, Mapping) and inner:
        return {name: _build(inner[-1], part, source) for name, part in value.items()}
    accepted = (int, float) if kind is float else kind
    checked = isinstance(kind, type) and origin is None and kind not in {object, Any}
    if checked and not isinstance(value, accepted):
        raise BadCase(f"{source}: {value!r} is not of the kind {kind.__name__}")
    return value


def _is_set(origin: type) -> bool:
    return issubclass(frozenset, origin) and not issubclass(tuple, origin)


def _record(kind: type, value: Any, source: str) -> Any:
    if not isinstance(value, Mapping):
        raise BadCase(f"{source}: {kind.__name__} needs a mapping, not {value!r}")
    hints = get_type_hints(kind)
    unknown = set(value) - {field.name for field in fields(kind)}
    if unknown:
        raise BadCase(f"{source}: {kind.__name__} knows no {sorted(unknown)}")
    try:
        return kind(**{name: _build(hints[name], part, source) for name, part in value.items()})
    except TypeError as error:
        raise BadCase(f"{source}: {error}") from error


def _outcome(case: Case, result: Any) -> Outcome:
    if isinstance(result, Verdict):
        facts = {reason.code: reason.facts for reason in result.reasons}
        return Outcome(
            {"reasons": [reason.code for reason in result.reasons], "facts": facts}, result.reasons
        )
    if isinstance(result, Reason) or (result is None and "reason" in case.expect):
        reasons = (result,) if result else ()
        return Outcome(
            {"reason": result.code if result else None, "facts": result.facts if result else {}}, reasons
        )
    name = next(iter(case.expect))
    return Outcome({name: result.value if isinstance(result, Enum) else result}, ())


def agrees(expected: Any, answer: Any) -> bool:
    """Whether the answer is the expected one; facts need to hold what is expected, and may hold more."""
    if isinstance(expected, Mapping):
        return isinstance(answer, Mapping) and all(
            name in answer and agrees(part, answer[name]) for name, part in expected.items()
        )
    return bool(expected == answer)
