"""Pages for the structure of a database: SQL in, tables to tick, an import out."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from shuyuan.catalog.selectors import DRAFTERS
from shuyuan.kernel.errors import BadInput, TooLarge
from shuyuan.web.doors import needs
from shuyuan.web.wording import words_of
from shuyuan.workbooks import readings
from shuyuan.workbooks import schema_proposals as proposals
from shuyuan.workbooks.ddl import DatabaseTable
from shuyuan.workbooks.forms import SchemaForm
from shuyuan.workbooks.models import SchemaReading

KINDS = {
    proposals.DATA: (_("Data"), "done"),
    proposals.CODES: (_("Code table"), "info"),
    proposals.SYSTEM: (_("Of the system"), "neutral"),
}


@needs(*DRAFTERS)
@require_http_methods(["GET", "POST"])
def database(request: HttpRequest) -> HttpResponse:
    """Send the structure of a database."""
    form = SchemaForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        status = 400 if form.is_bound else 200
        return render(request, "workbooks/database.html", {"form": form}, status=status)
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
        return render(request, "workbooks/database.html", {"form": form}, status=error.http_status)
    return redirect(reading)


@needs(*DRAFTERS)
@require_http_methods(["GET", "POST"])
def tables(request: HttpRequest, reading_id: int) -> HttpResponse:
    """Tick the tables that become entries."""
    reading = readings.access_reading(reading_id, actor=request.actor)
    if request.method == "GET":
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


def _show(request: HttpRequest, reading: SchemaReading, error: str, *, status: int = 200) -> HttpResponse:
    lines = [_line(place, table) for place, table in enumerate(readings.tables_of(reading))]
    context = {"reading": reading, "tables": lines, "error": error}
    return render(request, "workbooks/tables.html", context, status=status)


def _line(place: int, table: DatabaseTable) -> dict[str, Any]:
    """A table with what is proposed for it."""
    kind = proposals.kind_of(table)
    label, tone = KINDS[kind]
    columns = []
    for number, column in enumerate(table.columns):
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
