"""Addresses for programs: DCAT, Table Schema, changes and rows; and the public pages of open entries."""

import csv
from collections.abc import Iterator
from itertools import chain
from math import ceil
from typing import Any

import orjson
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from shuyuan.feeds import dcat
from shuyuan.feeds.addresses import absolute_of
from shuyuan.feeds.callers import caller
from shuyuan.feeds.changes import read_changes, read_window
from shuyuan.feeds.lists import OpenList
from shuyuan.feeds.rows import Query, read_all, read_page
from shuyuan.feeds.selectors import Described, access_entry, describe, describe_one, list_entries
from shuyuan.feeds.selectors import publisher as find_publisher
from shuyuan.feeds.table_schema import table_schema
from shuyuan.kernel.errors import BadInput, NotFound
from shuyuan.web.exports import Line, harmless

PER_PAGE = 100
_TYPES = {"jsonld": "application/ld+json", "ttl": "text/turtle"}
_SAMPLE = 5


@require_safe
def catalog(request: HttpRequest, form: str = "") -> HttpResponseBase:
    """One page of the catalog as DCAT, in the form of the address or the one that the reader prefers."""
    chosen = form or _preferred(request)
    if chosen == "html":
        return _vary(HttpResponseRedirect(reverse("feeds:open")))
    actor = caller(request)
    entries = list_entries(actor)
    total = entries.count()
    pages = max(1, ceil(total / PER_PAGE))
    number = _page_number(request, pages)
    found = list(entries[(number - 1) * PER_PAGE : number * PER_PAGE])
    graph = dcat.catalog_graph(
        describe(found, actor=actor),
        absolute=absolute_of(request),
        publisher=find_publisher(),
        number=number,
        pages=pages,
        total=total,
        suffix=f".{form}" if form else "",
    )
    return _graph(dcat.serialize(graph, chosen), chosen)


@require_safe
def entry(request: HttpRequest, code: str, form: str = "") -> HttpResponseBase:
    """One entry as DCAT."""
    chosen = form or _preferred(request)
    actor = caller(request)
    found = access_entry(code, actor=actor)
    if chosen == "html":
        page = ("feeds:open_entry", found.path) if found.is_open else ("catalog:entry", found.pk)
        return _vary(HttpResponseRedirect(reverse(page[0], args=page[1:])))
    graph = dcat.entry_graph(describe_one(found, actor=actor), absolute=absolute_of(request))
    return _graph(dcat.serialize(graph, chosen), chosen)


@require_safe
def schema(request: HttpRequest, code: str) -> HttpResponse:
    """The items of an entry as Table Schema."""
    actor = caller(request)
    described = describe_one(access_entry(code, actor=actor), actor=actor)
    return _json(table_schema(described))


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """What changed between `from` and `until`; `resumptionToken` leads to the next page."""
    window = read_window(
        request.GET.get("from", ""), request.GET.get("until", ""), request.GET.get("resumptionToken", "")
    )
    page = read_changes(window, actor=caller(request))
    absolute = absolute_of(request)
    for change in page.changes:
        if change.pop("is_visible_now"):
            change["href"] = absolute("feeds:entry_as", change["identifier"], "jsonld")
    document = {
        "responseDate": request.legal.now.isoformat(timespec="seconds"),
        "completeListSize": page.total,
        "changes": page.changes,
        "resumptionToken": page.token or None,
    }
    return _json(document)


@require_safe
def rows(request: HttpRequest, code: str) -> HttpResponseBase:  # noqa: ARG001 the shape of a view
    """All rows of an open entry as CSV, open columns only; no cell can become a formula."""
    described = _open(code)
    chunks = read_all(described)
    first = next(chunks, [])
    lines = _lines([item.label for item in described.columns], chain([first], chunks))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{described.entry.path}.csv"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
def open_entries(request: HttpRequest) -> HttpResponseBase:
    """The public page of what is open to society."""
    listing = OpenList(request, list_entries(None))
    return listing.respond("feeds/open.html", {"layout": _layout(request)})


@require_safe
def open_entry(request: HttpRequest, code: str) -> HttpResponse:
    """The public page of one open entry: what it is, its open items, a few rows, and its addresses."""
    described = _open(code)
    context = {
        "layout": _layout(request),
        "entry": described.entry,
        "items": described.items,
        "columns": described.columns,
        "sample": _sample(described),
        "modified": described.modified,
    }
    return render(request, "feeds/open_entry.html", context)


def _open(code: str) -> Described:
    """An entry as society sees it, whoever asks."""
    return describe_one(access_entry(code, actor=None), actor=None)


def _sample(described: Described) -> list[tuple[Any, ...]]:
    try:
        return read_page(described, Query(limit=_SAMPLE)).rows
    except NotFound:
        return []


def _lines(labels: list[str], chunks: Iterator[list[tuple[Any, ...]]]) -> Iterator[str]:
    writer = csv.writer(Line())
    yield "\ufeff" + writer.writerow([harmless(label) for label in labels])
    for chunk in chunks:
        for row in chunk:
            yield writer.writerow(["" if value is None else harmless(value) for value in row])


def _preferred(request: HttpRequest) -> str:
    """What a reader without a form in the address gets: JSON-LD unless it prefers Turtle or pages."""
    types = {
        "application/ld+json": "jsonld",
        "application/json": "jsonld",
        "text/turtle": "ttl",
        "text/html": "html",
    }
    accepted = request.headers.get("Accept", "")
    if not accepted or accepted.strip() == "*/*":
        return "jsonld"
    preferred = request.get_preferred_type(list(types))
    if preferred is None:
        raise BadInput("given are JSON-LD and Turtle", code="not_acceptable", accepted=accepted[:100])
    return types[preferred]


def _page_number(request: HttpRequest, pages: int) -> int:
    given = request.GET.get("page", "1")
    if not given.isdecimal() or not 1 <= int(given[:9]) <= pages:
        raise NotFound(code="no_such_feed_page")
    return int(given)


def _graph(text: str, form: str) -> HttpResponse:
    response = HttpResponse(text, content_type=f"{_TYPES[form]}; charset=utf-8")
    response["X-Content-Type-Options"] = "nosniff"
    return _vary(response)


def _vary(response: Any) -> Any:
    patch_vary_headers(response, ("Accept", "Authorization"))
    return response


def _json(document: dict[str, Any]) -> HttpResponse:
    return _vary(HttpResponse(orjson.dumps(document), content_type="application/json; charset=utf-8"))


def _layout(request: HttpRequest) -> str:
    return "web/base.html" if request.actor else "web/plain.html"
