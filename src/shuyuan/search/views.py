"""Pages of the search: results with facets, suggestions while typing, saved searches."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shuyuan.kernel.errors import BadInput
from shuyuan.search import selectors, services
from shuyuan.search.forms import SaveForm
from shuyuan.search.lists import SavedSearchList
from shuyuan.search.query import DEEPEST, Result, find
from shuyuan.web.doors import signed_in

PER_PAGE = 20
_LONGEST_PAGE_NUMBER = 5


@signed_in
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Entries that match, with the facets that narrow them."""
    text, filters = selectors.read_query(request.GET)
    result = find(text, actor=request.actor, filters=filters, page=_page_number(request), size=PER_PAGE)
    last = min(-(-result.total // PER_PAGE), DEEPEST // PER_PAGE)
    query = selectors.write_query(
        result.text, {name: list(values) for name, values in result.filters.items()}
    )
    context = {
        "result": result,
        "facets": _facet_links(request, result),
        "is_narrowed": bool(result.filters),
        "is_asked": bool(result.text or result.filters),
        "previous": _address(request, page=result.page - 1) if result.page > 1 else "",
        "next": _address(request, page=result.page + 1) if result.page < last else "",
        "cleared": f"?{urlencode({'q': result.text})}",
        "instead": f"?{urlencode({'q': result.corrected})}" if result.corrected else "",
        "save_form": SaveForm(initial={"query": query, "name": result.text[:80], "tells": True}),
        "demand": _demand_address(result),
    }
    is_part = request.headers.get("HX-Target") == "results"
    return render(request, "search/parts/results.html" if is_part else "search/search.html", context)


@signed_in
@require_GET
def suggest(request: HttpRequest) -> HttpResponse:
    """Suggestions for what stands in a search box."""
    text = request.GET.get("q", "")
    found = selectors.suggest(text, actor=request.actor)
    return render(request, "search/parts/suggestions.html", {"found": found, "text": text.strip()})


@signed_in
@require_http_methods(["GET", "POST"])
def saved(request: HttpRequest) -> HttpResponseBase:
    """The saved searches; a POST saves one more."""
    if request.method == "POST":
        form = SaveForm(request.POST)
        if not form.is_valid():
            raise BadInput(code="bad_saved_search")
        services.save_search(**form.cleaned_data, actor=request.actor, legal=request.legal)
        messages.success(request, _("The search is saved."))
        return redirect("search:saved")
    return SavedSearchList(request, selectors.list_saved(actor=request.actor)).respond("search/saved.html")


@signed_in
@require_POST
def change_saved(request: HttpRequest, saved_id: int) -> HttpResponse:
    """Share or not, tell or not."""
    services.change_saved(
        saved_id,
        shared="shared" in request.POST,
        tells="tells" in request.POST,
        actor=request.actor,
        legal=request.legal,
    )
    messages.success(request, _("The saved search is changed."))
    return redirect("search:saved")


@signed_in
@require_POST
def remove_saved(request: HttpRequest, saved_id: int) -> HttpResponse:
    """Forget it."""
    services.remove_saved(saved_id, actor=request.actor, legal=request.legal)
    messages.success(request, _("The saved search is removed."))
    return redirect("search:saved")


def _page_number(request: HttpRequest) -> int:
    given = request.GET.get("page", "1")
    if not (given.isascii() and given.isdecimal()) or len(given) > _LONGEST_PAGE_NUMBER:
        raise BadInput("no such page", code="unknown_page", page=given)
    return int(given)


def _address(request: HttpRequest, **changes: Any) -> str:
    query = request.GET.copy()
    for name, value in changes.items():
        query[name] = str(value)
    return f"?{query.urlencode()}"


def _facet_links(request: HttpRequest, result: Result) -> list[dict[str, Any]]:
    """Each facet with its values; a value's address chooses it, or takes the choice back."""
    shown = []
    for facet in result.facets:
        values = []
        for value in facet.values:
            query = request.GET.copy()
            query.pop("page", None)
            kept = [one for one in query.getlist(facet.name) if one != value.value]
            query.setlist(facet.name, kept if value.chosen else [*kept, value.value])
            values.append({"value": value, "href": f"?{query.urlencode()}"})
        shown.append({"facet": facet, "values": values, "is_open": bool(result.filters.get(facet.name))})
    return shown


def _demand_address(result: Result) -> str:
    """Where a need that nobody meets is stated; '' when the installation has no such page."""
    try:
        return f"{reverse('demand:new')}?{urlencode({'wished': result.text})}"
    except NoReverseMatch:
        return ""
