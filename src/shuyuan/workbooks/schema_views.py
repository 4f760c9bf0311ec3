"""Pages for the structure of a database: SQL or a live database in, tables to tick, an import out."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shuyuan.catalog.selectors import DRAFTERS
from shuyuan.kernel.errors import BadInput, NotFound, TooLarge
from shuyuan.web.doors import needs
from shuyuan.web.wording import words_of
from shuyuan.workbooks import lists, live_readings, readings, wording
from shuyuan.workbooks import schema_proposals as proposals
from shuyuan.workbooks.ddl import DatabaseTable
from shuyuan.workbooks.forms import SchemaForm, SourceForm
from shuyuan.workbooks.models import SchemaReading
from shuyuan.workbooks.wording import kept_words

#: With more tables than this, the columns of one come when it is opened: the page would be many megabytes.
MOST_OPEN = 100
KINDS = {
    proposals.DATA: (_("Data"), "done"),
    proposals.CODES: (_("Code table"), "info"),
    proposals.SYSTEM: (_("Of the system"), "neutral"),
}


@needs(*DRAFTERS)
@require_http_methods(["GET", "POST"])
def database(request: HttpRequest) -> HttpResponseBase:
    """Send the structure of a database, or have a configured one read; what was read before."""
    form = SchemaForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        return _database(request, form, status=400 if form.is_bound else 200)
    sent = form.cleaned_data["file"]
    try:
        reading = readings.read_schema(
            sent.file,
            filename=sent.name,
            dialect=form.cleaned_data["dialect"],
            actor=request.actor,
            legal=request.legal,
        )
    except (BadInput, TooLarge) as error:
        words = words_of(error)
        form.add_error("file", f"{words.title}。{words.text}{words.remedy}")
        return _database(request, form, status=error.http_status)
    return redirect(reading)


@needs(*DRAFTERS)
@require_POST
def ask(request: HttpRequest) -> HttpResponseBase:
    """Have a configured database read in the background."""
    name = request.POST.get("source", "")
    try:
        reading = live_readings.request_reading(name, actor=request.actor, legal=request.legal)
    except NotFound as error:
        return _database(request, SchemaForm(), problem=words_of(error), status=400)
    return redirect(reading)


@needs(*DRAFTERS)
@require_GET
def reading_progress(request: HttpRequest, reading_id: int) -> HttpResponse:
    """The bar alone; when the reading has ended the page loads once more."""
    reading = readings.access_reading(reading_id, actor=request.actor)
    response = render(request, "workbooks/parts/reading_progress.html", _moving(reading))
    if not reading.is_moving:
        response["HX-Refresh"] = "true"
    return response


@needs(*DRAFTERS)
@require_http_methods(["GET", "POST"])
def tables(request: HttpRequest, reading_id: int) -> HttpResponse:
    """Tick the tables that become entries."""
    reading = readings.access_reading(reading_id, actor=request.actor)
    if request.method == "GET" or not reading.tables:
        return _show(request, reading, "")
    found = readings.tables_of(reading)
    with_technical = "technical" in request.POST
    left_out = set(request.POST.getlist("out"))
    wanted = {int(one) for one in request.POST.getlist("tables") if one.isdecimal() and int(one) < len(found)}
    chosen = {
        place: {
            number
            for number, column in enumerate(found[place].columns)
            if f"{place}-{number}" not in left_out
            and (with_technical or column.is_key or not proposals.is_technical(column))
        }
        for place in wanted
    }
    try:
        made = readings.propose_from(reading_id, chosen=chosen, actor=request.actor, legal=request.legal)
    except BadInput as error:
        return _show(request, reading, str(words_of(error).remedy), status=400)
    return redirect(made)


@needs(*DRAFTERS)
@require_GET
def columns(request: HttpRequest, reading_id: int, place: int) -> HttpResponse:
    """The columns of one table, for a page of many."""
    found = readings.tables_of(readings.access_reading(reading_id, actor=request.actor))
    if place >= len(found):
        raise NotFound("no such table", code="unknown_import", number=place)
    return render(request, "workbooks/parts/columns.html", {"line": _line(place, found[place])})


def _show(request: HttpRequest, reading: SchemaReading, error: str, *, status: int = 200) -> HttpResponse:
    is_long = reading.table_count > MOST_OPEN
    context = {
        **_moving(reading),
        "tables": [_line(*one, with_columns=not is_long) for one in enumerate(readings.tables_of(reading))],
        "is_long": is_long,
        "error": error,
        "problem": kept_words(reading.problem),
    }
    return render(request, "workbooks/tables.html", context, status=status)


def _database(
    request: HttpRequest, form: SchemaForm, *, problem: Any = None, status: int = 200
) -> HttpResponseBase:
    names = live_readings.sources_of(request.actor.department)
    listing = lists.ReadingList(request, readings.list_readings(request.actor).defer("tables"))
    sources = SourceForm(names=names) if names else None
    context = {"form": form, "sources": sources, "problem": problem}
    if status == 200:  # noqa: PLR2004 the usual way
        return listing.respond("workbooks/database.html", context)
    page = listing.page()
    return render(request, "workbooks/database.html", {**context, "page": page}, status=status)


def _moving(reading: SchemaReading) -> dict[str, Any]:
    """What the bar shows."""
    return {"reading": reading, "running": reading.is_moving, "stage": wording.reading_state(reading)}


def _line(place: int, table: DatabaseTable, *, with_columns: bool = True) -> dict[str, Any]:
    """A table with what is proposed for it."""
    kind = proposals.kind_of(table)
    label, tone = KINDS[kind]
    columns = []
    for number, column in enumerate(table.columns if with_columns else ()):
        name = proposals.item_label(column)
        columns.append(
            {
                "id": f"{place}-{number}",
                "column": column,
                "label": name,
                "is_technical": proposals.is_technical(column) and not column.is_key,
                "personal": proposals.is_personal(name),
                "sensitive": proposals.is_sensitive(name),
            }
        )
    return {
        "place": place,
        "table": table,
        "name": proposals.entry_name(table),
        "kind": label,
        "tone": tone,
        "ticked": kind == proposals.DATA,
        "columns": columns,
    }
