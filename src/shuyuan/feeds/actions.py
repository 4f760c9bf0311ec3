"""The actions of CKAN's API that only read: each takes the parameters of a request and gives its result."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from django.db.models import Count

from shuyuan.catalog.models import ClassNode
from shuyuan.feeds import ckan
from shuyuan.feeds.ckan_search import FIELDS, search_entries
from shuyuan.feeds.rows import Query, read_page
from shuyuan.feeds.selectors import access_entry, describe, describe_one, list_entries
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput, NotFound
from shuyuan.organizations.models import Department

#: Whom a CKAN client may take this for: the version whose answers these resemble.
CKAN_VERSION = "2.10.0"


@dataclass(frozen=True)
class Call:
    """Who calls with which parameters, and how addresses are written."""

    actor: Actor | None
    given: Mapping[str, Any]
    absolute: ckan.Absolute

    def text(self, name: str, default: str = "") -> str:
        """A parameter as text."""
        value = self.given.get(name, default)
        return default if value is None else str(value)

    def number(self, name: str, default: int) -> int:
        """A parameter as a whole number; raises BadInput `bad_parameter`."""
        value = self.given.get(name)
        if value in {None, ""}:
            return default
        try:
            return int(str(value))
        except ValueError as error:
            raise BadInput("not a number", code="bad_parameter", parameter=name) from error

    def flag(self, name: str) -> bool:
        """Whether a parameter says yes."""
        return self.text(name).lower() in {"true", "1", "yes"}

    def words(self, name: str) -> list[str]:
        """A list, given as a list, as JSON, or separated by commas."""
        value = self.given.get(name)
        if isinstance(value, str) and value.strip().startswith("["):
            value = _json(name, value)
        if isinstance(value, str):
            value = value.split(",")
        return [str(part).strip() for part in value or () if str(part).strip()]

    def mapping(self, name: str) -> dict[str, Any]:
        """An object, given as such or as JSON; raises BadInput `bad_parameter`."""
        value = self.given.get(name) or {}
        if isinstance(value, str):
            value = _json(name, value)
        if not isinstance(value, dict):
            raise BadInput("not an object", code="bad_parameter", parameter=name)
        return value


def package_search(call: Call) -> dict[str, Any]:
    """Entries by words, filters and facets."""
    fields = call.words("facet.field")
    clauses = [call.text("fq"), *call.words("fq_list")]
    found = search_entries(
        actor=call.actor,
        q=call.text("q"),
        fq=" ".join(clauses),
        facet_fields=tuple(fields),
        rows=call.number("rows", 10),
        start=call.number("start", 0),
        sort=call.text("sort"),
    )
    titles = {field: _titles(field, list(counts)) for field, counts in found.facets.items()}
    return {
        "count": found.total,
        "sort": call.text("sort") or "name asc",
        "results": [
            ckan.package(one, absolute=call.absolute) for one in describe(found.entries, actor=call.actor)
        ],
        "facets": found.facets,
        "search_facets": {
            field: {
                "title": field,
                "items": [
                    {"name": name, "display_name": titles[field].get(name, name), "count": count}
                    for name, count in counts.items()
                ],
            }
            for field, counts in found.facets.items()
        },
    }


def package_show(call: Call) -> dict[str, Any]:
    """One entry by its code."""
    entry = access_entry(call.text("id") or call.text("name_or_id"), actor=call.actor)
    return ckan.package(describe_one(entry, actor=call.actor), absolute=call.absolute)


def package_list(call: Call) -> list[str]:
    """The names of all entries."""
    offset, limit = call.number("offset", 0), call.number("limit", 100_000)
    if offset < 0 or not 0 <= limit <= 100_000:  # noqa: PLR2004 said in the answer
        raise BadInput("limit is at most 100000", code="bad_parameter", parameter="limit")
    codes = list_entries(call.actor).values_list("code", flat=True)[offset : offset + limit]
    return [code.replace("/", "-") for code in codes]


def organization_list(call: Call) -> list[Any]:
    """The departments whose entries the reader sees."""
    counted = (
        list_entries(call.actor).order_by().values_list("provider").annotate(count=Count("pk", distinct=True))
    )
    counts = dict(counted)
    departments = Department.objects.filter(pk__in=counts).order_by("code")
    if call.flag("all_fields"):
        return [ckan.organization(department, counts[department.pk]) for department in departments]
    return [department.code for department in departments]


def organization_show(call: Call) -> dict[str, Any]:
    """One of these departments, on wish with its entries."""
    entries = list_entries(call.actor).filter(provider__code=call.text("id"))
    count = entries.count()
    if not count:
        raise NotFound(code="unknown_department")
    department = Department.objects.get(code=call.text("id"))
    shown = ckan.organization(department, count)
    if call.flag("include_datasets"):
        page = describe(list(entries[:10]), actor=call.actor)
        shown["packages"] = [ckan.package(one, absolute=call.absolute) for one in page]
    return shown


def group_list(call: Call) -> list[Any]:
    """The classes under which the reader sees entries."""
    codes = set(list_entries(call.actor).order_by().values_list("node__code", flat=True)) - {None}
    nodes = ClassNode.objects.filter(code__in=codes).order_by("code")
    if call.flag("all_fields"):
        return [{"id": node.code, "name": node.code, "title": node.name} for node in nodes]
    return [node.code for node in nodes]


def resource_show(call: Call) -> dict[str, Any]:
    """One resource of an entry."""
    wanted = call.text("id")
    entry = access_entry(wanted.removesuffix("-schema"), actor=call.actor)
    shown = ckan.package(describe_one(entry, actor=call.actor), absolute=call.absolute)
    found = [one for one in shown["resources"] if one["id"] == wanted]
    if not found:
        raise NotFound(code="unknown_entry")
    return dict(found[0])


def datastore_search(call: Call) -> dict[str, Any]:
    """Rows of an open entry: open columns only, whoever asks."""
    name = call.text("resource_id") or call.text("id")
    described = describe_one(access_entry(name, actor=None), actor=None)
    filters = {
        field: [str(one) for one in (value if isinstance(value, list) else [value])]
        for field, value in call.mapping("filters").items()
    }
    query = Query(
        fields=tuple(call.words("fields")),
        filters=filters,
        text=call.text("q"),
        sort=tuple(_order(part) for part in call.words("sort")),
        limit=call.number("limit", 100),
        offset=call.number("offset", 0),
    )
    page = read_page(described, query)
    names = [item.name for item in page.columns]
    return {
        "resource_id": described.entry.path,
        "fields": ckan.datastore_fields(described, names),
        "records": [dict(zip(names, row, strict=True)) for row in page.rows],
        "total": page.total,
        "total_was_estimated": False,
        "limit": query.limit,
        "offset": query.offset,
        "records_format": "objects",
    }


def status_show(call: Call) -> dict[str, Any]:
    """What this is, for clients that ask first."""
    return {
        "ckan_version": CKAN_VERSION,
        "site_title": "数源",
        "site_url": call.absolute("feeds:open"),
        "locale_default": "zh_Hans_CN",
        "extensions": ["datastore"],
    }


def site_read(call: Call) -> bool:  # noqa: ARG001 the shape of an action
    """Everybody may read something."""
    return True


ACTIONS: dict[str, Callable[[Call], Any]] = {
    action.__name__: action
    for action in (
        package_search,
        package_show,
        package_list,
        organization_list,
        organization_show,
        group_list,
        resource_show,
        datastore_search,
        status_show,
        site_read,
    )
}


def _titles(field: str, values: list[str]) -> dict[str, str]:
    """The names of departments and classes behind the values of a facet."""
    if FIELDS[field] == "provider__code":
        return dict(Department.objects.filter(code__in=values).values_list("code", "name"))
    if FIELDS[field] == "node__code":
        return dict(ClassNode.objects.filter(code__in=values).values_list("code", "name"))
    return {}


def _order(part: str) -> tuple[str, bool]:
    name, _, direction = part.partition(" ")
    return name, direction.strip().lower() == "desc"


def _json(name: str, text: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise BadInput("not JSON", code="bad_parameter", parameter=name) from error
