"""An entry's items as Frictionless Table Schema, with constraints, keys and references."""

from typing import Any

from shuyuan.catalog.models import Entry, Item
from shuyuan.feeds.selectors import Described
from shuyuan.feeds.vocabulary import FIELD_TYPES

PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"


def table_schema(described: Described) -> dict[str, Any]:
    """The schema of the items that the reader may know of; for society those are the open ones."""
    schema: dict[str, Any] = {
        "$schema": PROFILE,
        "name": described.entry.path,
        "title": described.entry.name,
        "fields": [_field(item, described.entry) for item in described.items],
        "missingValues": [""],
    }
    keys = [item.name for item in described.items if item.is_key]
    if keys:
        schema["primaryKey"] = keys
    return schema


def _field(item: Item, entry: Entry) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": item.name,
        "type": FIELD_TYPES[item.data_type][0],
        "title": item.label,
    }
    if item.description:
        field["description"] = item.description
    # The profile has no words for these; names with a prefix are what it leaves to publishers.
    if item.update_cycle and item.update_cycle != entry.update_cycle:
        field["shuyuan:updateCycle"] = item.update_cycle
    if item.is_open and item.open_condition:
        field["shuyuan:openCondition"] = item.open_condition
    constraints = _constraints(item)
    if constraints:
        field["constraints"] = constraints
    return field


def _constraints(item: Item) -> dict[str, Any]:
    """Required, length, pattern, range and code list; other checks have no word in the profile."""
    kind = FIELD_TYPES[item.data_type][0]
    constraints: dict[str, Any] = {"required": True} if item.required or item.is_key else {}
    if kind == "string" and item.length:
        constraints["maxLength"] = item.length
    for check in item.checks:
        params = check.get("params", {})
        if check["kind"] == "pattern" and kind == "string":
            constraints["pattern"] = params["regex"]
        elif check["kind"] == "code_list" and kind == "string":
            constraints["enum"] = list(params["values"])
        elif check["kind"] == "range" and kind in {"number", "integer"}:
            bounds = (("minimum", params.get("min")), ("maximum", params.get("max")))
            constraints |= {name: _number(bound) for name, bound in bounds if bound not in {None, ""}}
    return constraints


def _number(text: str) -> int | float:
    value = float(text)
    return int(value) if value.is_integer() else value
