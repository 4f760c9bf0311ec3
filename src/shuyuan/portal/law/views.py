"""The register as a list with filters, and the page of one article."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from shuyuan.kernel.errors import BadInput
from shuyuan.portal.law.selectors import Row, find_article, list_rows, summaries
from shuyuan.portal.law.wording import (
    STATUSES,
    answer_in_words,
    facts_in_yaml,
    rooms_in_words,
    value_in_words,
)
from shuyuan.regulations.context import LegalContext
from shuyuan.web.lists import Choice, Column, Listing, Text

_WORDS_LIMIT = 100


def _language() -> str:
    return get_language() or "zh-hans"


class RegisterList(Listing):
    """Paragraphs and items; the view gives it rows that are filtered already."""

    name = "provisions"
    per_page = 30
    columns = (
        Column(
            "place",
            _("Place in the law"),
            value=lambda row: row.citation.place.of(_language()),
            template="portal/law/place_cell.html",
            main=True,
        ),
        Column(
            "summary",
            _("What it says, in our words"),
            value=lambda row: row.unit.summary.of(_language()),
            template="portal/law/summary_cell.html",
        ),
        Column(
            "instrument", _("Instrument"), value=lambda row: row.citation.title.of(_language()), default=False
        ),
        Column("id", _("Identifier"), value=lambda row: str(row.unit.provision), default=False),
        Column(
            "status",
            _("Status"),
            value=lambda row: STATUSES[row.unit.status][0],
            template="portal/law/status_cell.html",
        ),
        Column("carried", _("Carried by"), value=lambda row: rooms_in_words(row.functions)),
        Column("functions", _("Functions"), value=lambda row: " ".join(row.functions), default=False),
        Column("cases", _("Cases"), value=lambda row: len(row.cases) or "", number=True),
    )
    empty = _("The register of the law is empty.")


def _register(request: HttpRequest) -> RegisterList:
    """The list for the filters of the URL; raises BadInput `bad_filter` for a value that does not exist."""
    law = request.legal.law
    filters = (
        Choice(
            "instrument", _("Instrument"), [(i.id, i.title.of(_language())) for i in law.instruments.values()]
        ),
        Choice("status", _("Status"), [(status.value, words[0]) for status, words in STATUSES.items()]),
        Choice("state", _("State"), [("done", _("Complete")), ("open", _("A part comes later"))]),
        Text("q", _("Search"), ()),
    )
    given = {one.name: request.GET.get(one.name, "").strip() for one in filters}
    for one in filters:
        options = {value for value, _label in one.options} if isinstance(one, Choice) else None
        if given[one.name] and options is not None and given[one.name] not in options:
            raise BadInput("not one of the choices", code="bad_filter", filter=one.name)
    if len(given["q"]) > _WORDS_LIMIT or "\0" in given["q"]:
        raise BadInput("not a search word", code="bad_filter", filter="q")
    words = given.pop("q")
    listing = RegisterList(request, list_rows(law, words=words, **given))
    listing.filters = filters  # type: ignore[misc]  # the choices depend on the law and the language
    return listing


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """The instruments with their counts, and every paragraph with filters and search."""
    shown = [
        {
            "summary": summary,
            "title": _in_brackets(summary.instrument.title.of(_language())),
            "counts": [(STATUSES[status], count) for status, count in summary.counts.items() if count],
        }
        for summary in summaries(request.legal.law)
    ]
    context = {"instruments": shown, "statuses": STATUSES.values(), "base": _base(request)}
    return _register(request).respond("portal/law/index.html", context)


@require_safe
def article(request: HttpRequest, instrument: str, number: int) -> HttpResponse:
    """One article: our summary beside the official text, status, functions, parameters and cases."""
    legal, language = request.legal, _language()
    law = legal.law
    found = find_article(law, instrument, number, folder=Path(settings.HOME) / "law")
    official = found.official.units if found.official else {}
    blocks = [_block(row, official, legal, language) for row in found.rows]
    context = {
        "article": found,
        "title": found.citation.text(language),
        "place": found.citation.place.of(language),
        "instrument_title": found.instrument.title.of(language),
        "chapter_title": found.chapter.title.of(language) if found.chapter else "",
        "blocks": blocks,
        "base": _base(request),
        "is_visitor": request.actor is None,
    }
    return render(request, "portal/law/article.html", context)


def _block(row: Row, official: Mapping[str, str], legal: LegalContext, language: str) -> dict[str, Any]:
    """What the page shows of one paragraph or item."""
    law = legal.law
    provision = row.unit.provision
    label, meaning, tone = STATUSES[row.unit.status]
    return {
        "row": row,
        "id": str(provision),
        "place": row.citation.place.of(language),
        "summary": row.unit.summary.of(language),
        "official": official.get(str(provision).partition("/")[2], ""),
        "note": row.unit.note.of(language) if row.unit.note else "",
        "label": label,
        "meaning": meaning,
        "tone": tone,
        "parameters": [
            {
                "key": parameter.key,
                "label": parameter.label.of(language),
                "value": value_in_words(parameter, dated, law, language),
                "since": dated.since,
                "checked_on": parameter.checked_on,
                "is_stale": parameter.is_stale(legal.today),
            }
            for parameter, dated in row.parameters
        ],
        "cases": [
            {
                "name": case.name.of(language),
                "rule": case.rule,
                "facts": facts_in_yaml(case),
                "answer": answer_in_words(case, law, language),
                "source": case.source,
            }
            for case in row.cases
        ],
    }


def _in_brackets(title: str) -> str:
    """A Chinese title stands in 《》, an English one does not."""
    return title if _language().startswith("en") else f"《{title}》"


def _base(request: HttpRequest) -> str:
    """The frame of the page: with the sidebar for whoever acts in a post, without it for visitors."""
    return "web/base.html" if request.actor is not None else "web/plain.html"
