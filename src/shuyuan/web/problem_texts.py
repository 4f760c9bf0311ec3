"""Words for the error codes of parts that know no Django: lists, engine, regulations, kernel."""

from django.utils.translation import gettext_lazy as _

from shuyuan.web.wording import ErrorText, register

_ADDRESS = _("The address asks for something that this list does not have.")
_ANEW = _("Open the list anew and choose there.")
_BUSY = _("Other work on the same data is under way. Nothing was changed.")
_SETUP = _("The installation is not complete. Nothing was changed.")
_OPERATORS = _("Tell the operators; `shuyuan doctor` finds the cause.")
_LIST = ErrorText(_("This list cannot be shown that way"), _ADDRESS, _ANEW)

register(
    {
        "unknown_column": _LIST,
        "unknown_sort": _LIST,
        "unknown_page": _LIST,
        "unknown_format": _LIST,
        "bad_filter": ErrorText(
            _("This filter cannot be used"),
            _("A word, day or choice in the address has the wrong form."),
            _ANEW,
        ),
        "workbook_full": ErrorText(
            _("The list is too long for a workbook"),
            _("A workbook holds %(limit)s rows."),
            _("Export it as CSV, or narrow it with filters."),
        ),
        "lake_busy": ErrorText(_("The data are being written"), _BUSY, _("Try again in a few minutes.")),
        "lake_conflict": ErrorText(_("The data are being written"), _BUSY, _("Try again in a few minutes.")),
        "pool_missing": ErrorText(
            _("There are no data yet"),
            _("No batch of this entry has been merged so far."),
            _("Send a file for the entry first."),
        ),
        "no_key": ErrorText(_("A key of the platform is missing"), _SETUP, _OPERATORS),
        "no_key_file": ErrorText(_("A key of the platform is missing"), _SETUP, _OPERATORS),
        "key_file_too_open": ErrorText(
            _("A key of the platform lies open"),
            _("Other users of the machine could read it, so it is not used."),
            _OPERATORS,
        ),
        "unknown_provision": ErrorText(
            _("There is no such provision"),
            _("The register of the law has no %(provision)s."),
            _("Look for it in the list of articles."),
        ),
        "not_in_force": ErrorText(
            _("The rule was not in force on that day"),
            _("The law gives no value for this day, and a later one must not be applied."),
            _("Check the day."),
        ),
        "undecided_conflict": ErrorText(
            _("Two laws differ, and nobody has decided"),
            _("Two instruments in force give different values for the same thing."),
            _("Ask the data administration to enter its decision."),
        ),
        "calendar_gap": ErrorText(
            _("The working calendar does not reach that far"),
            _("A year that is needed for counting days is missing."),
            _("Ask the data administration to add the year to the calendar."),
        ),
        "calendar_without_year": ErrorText(
            _("The working calendar does not reach that far"),
            _("A year that is needed for counting days is missing."),
            _("Ask the data administration to add the year to the calendar."),
        ),
    }
)
