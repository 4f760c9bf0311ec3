"""How remarks, notes and states of an import read on a page and in the annotated workbook."""

from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from shuyuan.catalog import wording as catalog_wording
from shuyuan.catalog.models import Entry
from shuyuan.kernel.errors import ShuyuanError
from shuyuan.kernel.verdict import Reason
from shuyuan.web.wording import words_of
from shuyuan.workbooks.models import CatalogImport, ImportLine, ImportRemark, SchemaReading
from shuyuan.workbooks.states import State

REMARKS: dict[str, Any] = {
    "unknown_value": gettext_lazy("“%(value)s” is not one of the values. Allowed: %(allowed)s."),
    "not_a_whole_number": gettext_lazy("“%(value)s” is not a whole number; leave units out."),
    "unit_in_number": gettext_lazy("“%(value)s” is not a number; leave units out."),
    "format_type_outside_class": gettext_lazy("“%(value)s” does not belong to the format class %(classes)s."),
    "format_type_missing": gettext_lazy("The format class needs a type. Allowed: %(allowed)s."),
    "formula_in_cell": gettext_lazy("The cell holds a formula. Paste its value in place of it."),
    "error_in_cell": gettext_lazy("The cell holds the error %(value)s."),
    "row_shifted": gettext_lazy(
        "The values of this row stand %(offset)s to the %(direction)s of their columns, from here on."
    ),
    "row_without_resource": gettext_lazy("The item “%(value)s” stands in no resource: the name is missing."),
    "item_without_name": gettext_lazy("The row describes an item without a name."),
    "differs_from_first_row": gettext_lazy(
        "“%(value)s” contradicts the first row of this resource (row %(first_row)s: “%(first)s”)."
    ),
    "not_my_department": gettext_lazy(
        "“%(value)s” is not your department. You can bring entries of %(own)s alone."
    ),
    "code_twice_in_file": gettext_lazy("The code stands in the file before (%(first)s)."),
    "name_twice_in_file": gettext_lazy("A resource of this name stands in the file before (%(first)s)."),
    "item_twice": gettext_lazy("Another item of this resource has “%(value)s” already (%(first)s)."),
    "unknown_code": gettext_lazy(
        "No entry has this code. New entries get theirs from the platform: leave it empty."
    ),
    "code_of_other_department": gettext_lazy("This code belongs to an entry of %(provider)s."),
    "name_of_published_entry": gettext_lazy(
        "Your department has published an entry of this name: give its code %(known)s to change it."
    ),
    "planned_without_code": gettext_lazy(
        "A planned entry has no code; it gets one when it is published after the acceptance. Leave it empty."
    ),
    "published_already": gettext_lazy(
        "Your department has published this already under %(known)s; it is not planned again."
    ),
    "plan_is_full": gettext_lazy("A study plans at most %(limit)s entries."),
    "under_review": gettext_lazy("This entry is under review. Withdraw the submission first."),
    "suspended_entry": gettext_lazy("This entry is suspended and cannot be changed now."),
    "class_stays": gettext_lazy("A published entry stays in its class; the one in the file is not taken."),
    "unknown_class_named": gettext_lazy("There is no class “%(part)s” here. Present: %(allowed)s."),
    "unknown_further_class": gettext_lazy("An entry cannot stand in the further class “%(value)s”."),
    "class_not_deep_enough": gettext_lazy("“%(part)s” is too general. Choose below it: %(allowed)s."),
    "class_of_other_department": gettext_lazy("The class “%(part)s” belongs to another department."),
    "too_many_items_in_entry": gettext_lazy("An entry has at most %(limit)s items."),
    "wrong_json_type": gettext_lazy("Expected %(expected)s here."),
    "unknown_field": gettext_lazy("There is no such field; see the schema of the document."),
    "not_an_object": gettext_lazy("Expected an object in braces here."),
}
_DIRECTIONS = {"left": gettext_lazy("left"), "right": gettext_lazy("right")}

NOTES: dict[str, Any] = {
    "sheet_read": gettext_lazy("Read from the sheet “%(sheet)s”, headings in row %(row)s."),
    "sheets_left_out": gettext_lazy("Other sheets were left out: %(sheets)s."),
    "hidden_sheets_left_out": gettext_lazy("Hidden sheets were left out: %(sheets)s."),
    "headings_unknown": gettext_lazy("Columns that are not read: %(headings)s."),
    "heading_guessed": gettext_lazy("“%(heading)s” was taken for “%(taken)s”."),
    "columns_shifted": gettext_lazy(
        "Columns are shifted: in %(count)s rows the values of “%(column)s” and the columns after it "
        "stand %(offset)s to the %(direction)s."
    ),
}


def remark_text(remark: ImportRemark, legal: Any = None) -> str:
    """What was found, in words; a proposal comes at the end."""
    reason = remark.facts.get("reason")
    if reason:
        found = Reason(reason["code"], reason["cites"], reason["facts"])
        language = get_language() or "zh-hans"
        if legal is None:
            return found.code
        said = legal.law.reasons.say(found, language)
        return f"{said}{legal.law.remedy(found, language)}" if language != "en" else said
    facts = {"value": remark.value, **remark.facts}
    if "direction" in facts:
        facts["direction"] = _DIRECTIONS[facts["direction"]]
    known = REMARKS.get(remark.code)
    said = str(known) % facts if known else catalog_wording.fault(remark.code)
    near = remark.facts.get("nearest")
    return said + (_(" Perhaps “%(word)s” is meant.") % {"word": near} if near else "")


def remark_place(remark: ImportRemark) -> str:
    """``Row 12, column “共享条件”`` or the pointer into the document."""
    if remark.pointer or not remark.row:
        return remark.pointer
    if not remark.column:
        return _("Row %(row)s") % {"row": remark.row}
    return _("Row %(row)s, column “%(column)s”") % {"row": remark.row, "column": remark.column}


def note_text(note: dict[str, Any]) -> str:
    """What was noticed about the file as a whole."""
    facts = dict(note["facts"])
    if "direction" in facts:
        facts["direction"] = _DIRECTIONS[facts["direction"]]
    known = NOTES.get(note["code"])
    return str(known) % facts if known else note["code"]


def changes_text(line: ImportLine) -> str:
    """What would change in an entry: fields, then items added, changed and removed."""
    changes = line.changes
    parts = []
    fields = [
        catalog_wording.field_label(Entry, name)
        for name in changes.get("fields", ())
        if name not in {"items", "node"}
    ]
    if "items" in changes.get("fields", ()):
        fields.append(_("order of the items"))
    if "node" in changes.get("fields", ()):
        fields.append(_("class"))
    if fields:
        parts.append("、".join(fields))
    for key, words in (
        ("added", _("items added: %(items)s")),
        ("changed", _("items changed: %(items)s")),
        ("removed", _("items removed: %(items)s")),
    ):
        if changes.get(key):
            parts.append(words % {"items": "、".join(changes[key])})
    return "；".join(parts)


def steps(made: CatalogImport) -> list[tuple[Any, ...]]:
    """The three steps of bringing a file, for `{% steps %}`."""
    stopped = made.state in {State.UNREADABLE, State.WITHDRAWN}
    checked = made.state in {State.CHECKED, State.APPLYING, State.APPLIED}
    second = "done" if checked else ("stopped" if stopped else "now")
    third = {State.CHECKED: "now", State.APPLYING: "now", State.APPLIED: "done"}.get(
        State(made.state), "next"
    )
    written = _("Write planned entries") if made.home else _("Write drafts")
    return [(_("Send the file"), "done"), (_("Look at the dry run"), second), (written, third)]


def kept_words(problem: dict[str, Any] | None) -> Any:
    """Why a file or a database cannot be read, in words; None when nothing is wrong."""
    if not problem:
        return None
    kept = ShuyuanError(problem["detail"], code=problem["code"])
    kept.facts = {
        name: "、".join(map(str, value)) if isinstance(value, list) else value
        for name, value in problem["facts"].items()
    }
    return words_of(kept)


def reading_state(reading: SchemaReading) -> str:
    """Whether the tables of a database are there."""
    if reading.is_moving:
        return _("Being read")
    return _("Not read") if reading.problem or reading.has_failed else _("Tables read")


def stage(note: str, *, is_planned: bool = False) -> str:
    """What a job is doing, in words; `is_planned` when it writes entries of a study."""
    writing = _("Writing planned entries") if is_planned else _("Writing drafts")
    return {"reading": _("Reading and checking"), "writing": writing}.get(note, _("Waiting"))
