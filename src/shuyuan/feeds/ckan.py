"""Entries and departments in the shape of CKAN's packages, resources and organizations."""

from collections.abc import Callable
from datetime import UTC
from typing import Any

from shuyuan.feeds.selectors import Described
from shuyuan.feeds.vocabulary import FIELD_TYPES
from shuyuan.organizations.models import Department

Absolute = Callable[..., str]


def package(described: Described, *, absolute: Absolute) -> dict[str, Any]:
    """One entry as `package_show` gives it; its name and id are the code with a hyphen."""
    entry = described.entry
    resources = _resources(described, absolute=absolute)
    tags = [
        {"name": item.label, "display_name": item.label, "id": f"{entry.path}:{item.name}", "state": "active"}
        for item in described.items
    ]
    groups = (
        [
            {
                "id": entry.node.code,
                "name": entry.node.code,
                "title": entry.node.name,
                "display_name": entry.node.name,
            }
        ]
        if entry.node
        else []
    )
    extras = {
        "code": entry.code,
        "sharing_type": entry.sharing_type,
        "update_cycle": entry.update_cycle,
        "subject_kind": entry.subject_kind,
        "published_on": entry.published_on.isoformat() if entry.published_on else "",
        "open_condition": entry.open_condition,
    }
    return {
        "id": entry.path,
        "name": entry.path,
        "title": entry.name,
        "notes": entry.abstract,
        "type": "dataset",
        "state": "active",
        "private": not entry.is_open,
        "isopen": entry.is_open,
        "version": str(entry.version),
        "url": absolute("feeds:open_entry" if entry.is_open else "feeds:entry", entry.path),
        "author": entry.provider.name,
        "maintainer": entry.provider.data_office or entry.provider.name,
        "license_id": "notspecified",
        "license_title": entry.open_condition,
        "metadata_created": _moment(entry.created_at),
        "metadata_modified": _moment(described.modified),
        "owner_org": entry.provider.code,
        "organization": organization(entry.provider),
        "groups": groups,
        "tags": tags,
        "num_tags": len(tags),
        "resources": resources,
        "num_resources": len(resources),
        "extras": [{"key": key, "value": value} for key, value in extras.items() if value],
    }


def organization(department: Department, count: int | None = None) -> dict[str, Any]:
    """A department as CKAN's organization; its name is its code."""
    found: dict[str, Any] = {
        "id": department.code,
        "name": department.code,
        "title": department.name,
        "display_name": department.name,
        "description": "",
        "type": "organization",
        "is_organization": True,
        "state": "active",
        "approval_status": "approved",
        "image_url": "",
    }
    return found if count is None else {**found, "package_count": count}


def datastore_fields(described: Described, names: list[str]) -> list[dict[str, Any]]:
    """The fields of an answer with rows: id, CKAN's type, and the name in words."""
    by_name = {item.name: item for item in described.items}
    return [
        {"id": name, "type": FIELD_TYPES[by_name[name].data_type][1], "info": {"label": by_name[name].label}}
        for name in names
    ]


def _resources(described: Described, *, absolute: Absolute) -> list[dict[str, Any]]:
    """The rows where they are open, under the id of the entry; and the schema."""
    entry = described.entry
    shared = {
        "package_id": entry.path,
        "state": "active",
        "created": _moment(entry.created_at),
        "last_modified": _moment(described.modified),
    }
    rows = {
        **shared,
        "id": entry.path,
        "name": entry.name,
        "description": entry.abstract,
        "url": absolute("feeds:rows", entry.path),
        "format": "CSV",
        "mimetype": "text/csv",
        "datastore_active": True,
        "position": 0,
    }
    schema = {
        **shared,
        "id": f"{entry.path}-schema",
        "name": f"{entry.name} · Table Schema",
        "description": "",
        "url": absolute("feeds:schema", entry.path),
        "format": "JSON",
        "mimetype": "application/json",
        "datastore_active": False,
        "position": 1,
    }
    return [rows, schema] if described.columns else [schema]


def _moment(moment: Any) -> str:
    """As CKAN writes moments: UTC without a zone."""
    return str(moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds"))
