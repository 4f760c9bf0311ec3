"""OpenAPI 3.1 documents: the interface as a whole, and one entry as one client may read it.

The document of an entry holds only what the client's grant gives; its examples are made up.
"""

from typing import Any, Final

from shuyuan.engine import masks
from shuyuan.engine.online.layout import Storage, plain_storage
from shuyuan.engine.spec import (
    CheckKind,
    DataType,
    EntrySpec,
    GrantedItem,
    GrantSpec,
    ItemSpec,
    Mask,
    MaskKind,
)

_PROBLEM: Final = {"$ref": "#/components/schemas/Problem"}
_STATUSES: Final = {
    "400": "The request is malformed",
    "401": "No valid access token",
    "403": "The grant does not allow it; `reasons` name every provision",
    "404": "No such entry",
    "408": "The body came too slowly",
    "413": "The body is too large or has too many keys",
    "415": "The body is not JSON",
    "429": "Too fast, or the quota of the day is used up",
    "503": "A part behind the gateway does not answer; nothing was answered or lost",
}
#: A resident identity number in the unassigned region 4199xx, with a wrong check digit.
_INVENTED_ID: Final = "419900199001010010"
_INVENTED: Final = {
    DataType.CHARACTER: "示例",
    DataType.MEMO: "示例文本",
    DataType.GENERAL: "示例",
    DataType.NUMERIC: "12.50",
    DataType.CURRENCY: "12.50",
    DataType.DATE: "2020-01-31",
    DataType.DATETIME: "2020-01-31T08:00:00.000000Z",
    DataType.INTEGER: "3",
    DataType.DOUBLE: "0.25",
    DataType.FLOAT: "0.25",
    DataType.BOOLEAN: "true",
}


def interface(address: str) -> dict[str, Any]:
    """The interface without any entry: anyone may read this."""
    request = _request_schema({"type": ["string", "object"]}, "G-2026-0001", "", "示例", {"type": "string"})
    parameters = [{"name": "entry", "in": "path", "required": True, "schema": {"type": "string"}}]
    lookup = _lookup("Look up rows by key under a grant", request, {"type": "object"}, parameters)
    paths: dict[str, Any] = {
        "/v1/data/{entry}/lookup": {"post": lookup},
        "/v1/data/{entry}/openapi.json": {
            "get": {
                "summary": "This document for one entry and one grant of the caller",
                "parameters": [
                    *parameters,
                    {"name": "grant", "in": "query", "required": False, "schema": {"type": "string"}},
                ],
                "responses": {"200": {"description": "OpenAPI 3.1"}},
            }
        },
        "/oauth/token": {"post": _token()},
    }
    return _document("数源 数据接口", address, paths)


def entry_document(entry: EntrySpec, grant: GrantSpec, address: str) -> dict[str, Any]:
    """One entry under one grant: exactly the granted items, typed, described and exemplified."""
    items = {granted.name: _item(entry.item(granted.name), granted) for granted in grant.items}
    key = _key_schema(entry)
    data = {
        "type": ["object", "null"],
        "properties": items,
        "required": list(items),
        "additionalProperties": False,
    }
    request = _request_schema(key, grant.grant, grant.purpose, key["examples"][0], key)
    lookup = _lookup(f"查询：{entry.name}", request, data, [])
    lookup["x-grant"] = {
        "grant": grant.grant,
        "version": grant.version,
        "valid_until": grant.valid_until.isoformat(),
        "daily_quota": grant.daily_quota,
    }
    path = f"/v1/data/{entry.path}/lookup"
    return _document(f"{entry.name}（{entry.code}）", address, {path: {"post": lookup}})


def invented_value(item: ItemSpec, mask: Mask | None = None) -> Any:
    """An example of the right type and form that is nobody's; masked if there is a mask."""
    text = _INVENTED[item.type]
    if any(check.kind is CheckKind.RESIDENT_ID for check in item.checks):
        text = _INVENTED_ID
    if mask is not None:
        return masks.apply(mask, text)
    kind = plain_storage(item)
    if kind is Storage.INTEGER:
        return int(text)
    if kind is Storage.REAL:
        return float(text)
    return text == "true" if kind is Storage.BOOLEAN else text


def _item(item: ItemSpec, granted: GrantedItem) -> dict[str, Any]:
    kind = Storage.TEXT if granted.mask else plain_storage(item)
    names = {Storage.INTEGER: "integer", Storage.REAL: "number", Storage.BOOLEAN: "boolean"}
    schema: dict[str, Any] = {
        "type": [names.get(kind, "string"), "null"],
        "title": item.label,
        "examples": [invented_value(item, granted.mask)],
    }
    if kind is Storage.INTEGER:
        schema["format"] = "int64"
    if granted.mask is None and item.type in {DataType.DATE, DataType.DATETIME}:
        schema["format"] = "date" if item.type is DataType.DATE else "date-time"
    if granted.mask is None and item.type is DataType.CHARACTER and item.length:
        schema["maxLength"] = item.length
    if granted.mask is not None:
        schema["description"] = _MASK_TEXTS[granted.mask.kind].format(mask=granted.mask)
    return schema


_MASK_TEXTS: Final = {
    MaskKind.KEEP: "脱敏：保留前 {mask.first} 位和后 {mask.last} 位"
    " / masked: first {mask.first}, last {mask.last} stay",
    MaskKind.HIDE: "脱敏：不显示 / masked: hidden",
    MaskKind.YEAR: "脱敏：只显示年份 / masked: year only",
}


def _key_schema(entry: EntrySpec) -> dict[str, Any]:
    keys = entry.keys
    parts = {
        item.name: {"type": "string", "title": item.label, "examples": [str(invented_value(item))]}
        for item in keys
    }
    if len(keys) == 1:
        return parts[keys[0].name]
    example = {name: part["examples"][0] for name, part in parts.items()}
    return {
        "type": "object",
        "properties": parts,
        "required": list(parts),
        "additionalProperties": False,
        "examples": [example],
    }


def _request_schema(
    key: dict[str, Any], grant: str, purpose: str, example: Any, one: dict[str, Any]
) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["grant", "purpose", "business_number"],
        "properties": {
            "grant": {"type": "string", "examples": [grant]},
            "purpose": {"type": "string", "description": "The granted purpose", "examples": [purpose]},
            "business_number": {"type": "string", "maxLength": 64, "examples": ["YW-2026-000001"]},
            "key": key,
            "keys": {"type": "array", "minItems": 1, "maxItems": 1000, "items": one, "examples": [[example]]},
        },
        "oneOf": [{"required": ["key"]}, {"required": ["keys"]}],
    }


def _lookup(
    summary: str, request: dict[str, Any], data: dict[str, Any], parameters: list[dict[str, Any]]
) -> dict[str, Any]:
    result = {
        "type": "object",
        "required": ["key", "found", "data"],
        "properties": {"key": {}, "found": {"type": "boolean"}, "data": data},
    }
    answer = {
        "type": "object",
        "required": ["entry", "served_version", "request_id", "salt", "results", "receipt"],
        "properties": {
            "entry": {"type": "string"},
            "served_version": {"type": "integer", "description": "Version of the pool that answered"},
            "request_id": {"type": "string"},
            "salt": {"type": "string"},
            "results": {"type": "array", "items": result},
            "receipt": {"type": "object", "description": "Signed proof that this read was recorded"},
        },
    }
    problems = {
        status: {"description": text, "content": {"application/problem+json": {"schema": _PROBLEM}}}
        for status, text in _STATUSES.items()
    }
    return {
        "summary": summary,
        "parameters": parameters,
        "security": [{"token": []}],
        "requestBody": {"required": True, "content": {"application/json": {"schema": request}}},
        "responses": {
            "200": {"description": "Answer", "content": {"application/json": {"schema": answer}}},
            **problems,
        },
    }


def _token() -> dict[str, Any]:
    members = {
        name: {"type": "string"} for name in ("grant_type", "client_assertion_type", "client_assertion")
    }
    form = {"type": "object", "required": list(members), "properties": members}
    return {
        "summary": "Access token for client_credentials with private_key_jwt",
        "requestBody": {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": form}}},
        "responses": {
            "200": {"description": "Token"},
            "400": {"description": "RFC 6749"},
            "401": {"description": "RFC 6749"},
        },
    }


def _document(title: str, address: str, paths: dict[str, Any]) -> dict[str, Any]:
    reason = {
        "type": "object",
        "required": ["code", "cites", "facts", "text"],
        "properties": {name: {"type": "string"} for name in ("code", "cites", "text", "remedy")}
        | {"facts": {"type": "object"}},
    }
    problem = {
        "type": "object",
        "required": ["type", "title", "status", "code", "request_id", "reasons"],
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "code": {"type": "string"},
            "request_id": {"type": "string"},
            "reasons": {"type": "array", "items": reason},
        },
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": "1"},
        "servers": [{"url": address}],
        "paths": paths,
        "components": {
            "schemas": {"Problem": problem},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    }
