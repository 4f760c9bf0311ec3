"""The words for what can be wrong with a file that was sent, and with a batch; by code."""

from django.utils.translation import gettext_lazy as _

from shuyuan.web.wording import ErrorText, register

#: What to do (`facts["remedy"]` of an engine error) in words.
REMEDIES = {
    "add_header": _("Put the column names into the first row and send the file again."),
    "check_delimiter": _("Check the delimiter and the quotation marks, or save the table as XLSX."),
    "check_file": _("Open the file and check that it is the right one."),
    "check_header_row": _("Check that the first row holds the column names and not data."),
    "check_line_breaks": _("Check the line breaks; export the file again or save it as XLSX."),
    "check_quotes": _("Mend the quotation marks in that row and send the file again."),
    "choose_sheet": _("Keep only the sheet with the data and send the workbook again."),
    "correct_entry": _("Correct the checks of the catalog entry."),
    "double_the_quote": _("Double every quotation mark inside a value, or save the table as XLSX."),
    "export_again": _("Export the data again and send the new file."),
    "flatten_columns": _("Export plain columns without lists or structures in them."),
    "name_every_column": _("Give every column a name."),
    "new_entry": _("Make a new catalog entry for data of another shape."),
    "paste_as_values": _("Copy the cells, paste them as values, and send the workbook again."),
    "remove_columns": _("Remove columns that the entry does not have."),
    "remove_embedded_files": _("Remove embedded files from the workbook."),
    "remove_password": _("Remove the password of the workbook and send it again."),
    "rename_columns": _("Give every column a name of its own."),
    "save_as_csv": _("Save the table as CSV (UTF-8) and send that."),
    "save_as_utf8": _("Save the file as UTF-8 or GB18030 and send it again."),
    "save_as_xlsx": _("Open the file in your spreadsheet program, save it as XLSX and send that."),
    "send_again": _("The transfer broke off; send the file again."),
    "split_file": _("Divide the data into several files."),
    "tell_operator": _("Tell the operators of the platform; your file is not lost on your side."),
    "unmerge_cells": _("Undo merged cells and send the workbook again."),
}

_UNREADABLE = {
    "archive_nested": _("There is an archive inside the file"),
    "bad_check": _("A check of the entry cannot be used"),
    "encoding_unsupported": _("The characters are in an encoding that cannot be read"),
    "extension_and_content_differ": _("The file is not what its name says"),
    "extension_unknown": _("This kind of file cannot be read"),
    "file_damaged": _("The file is damaged"),
    "file_empty": _("The file is empty"),
    "file_encrypted": _("The file is protected by a password"),
    "file_too_large": _("The file is too large"),
    "file_truncated": _("The end of the file is missing"),
    "file_unpacks_too_large": _("The file unpacks to more than is allowed"),
    "header_duplicate_label": _("Two columns have the same name"),
    "header_empty_label": _("A column has no name"),
    "header_label_too_long": _("A column name is far too long"),
    "header_missing": _("The file has no header row"),
    "incompatible_schema": _("The entry has changed in a way that the pool cannot follow"),
    "invalid_bytes": _("There are bytes that are no characters"),
    "line_too_long": _("A line is far too long"),
    "merged_cells": _("There are merged cells"),
    "nested_columns": _("A column holds lists or structures"),
    "no_rows": _("There is a header, but not one row"),
    "not_a_workbook": _("This is not a workbook"),
    "nul_byte": _("There is a zero byte in the text"),
    "row_unreadable": _("A row cannot be read"),
    "sheet_unknown": _("The workbook has no such sheet"),
    "too_many_broken_rows": _("Too many rows do not fit the header"),
    "too_many_columns": _("There are too many columns"),
    "too_many_formulas": _("There are too many formulas"),
    "unbalanced_quotes": _("A quotation mark is never closed"),
    "workbook_too_large": _("The workbook is too large"),
    "xml_encoding": _("The workbook is written in an encoding that is not allowed"),
    "xml_with_dtd": _("The workbook holds a document type, which is not allowed"),
    "zip_bomb": _("The workbook unpacks to far more than it should"),
}
_KEPT = _("The file is kept as sent with its digest; nothing was merged.")
_NOT_TAKEN = _("The file was not taken in; nothing was kept and nothing was merged.")
#: Refused before the first byte is kept, and the remedy of each.
_REFUSED_AT_ONCE = {"file_empty": "export_again", "file_too_large": "split_file"}

register({code: ErrorText(title, _KEPT) for code, title in _UNREADABLE.items()})
register(
    {
        code: ErrorText(_UNREADABLE[code], _NOT_TAKEN, REMEDIES[remedy])
        for code, remedy in _REFUSED_AT_ONCE.items()
    }
)
register(
    {
        "batch_refused": ErrorText(
            _("The batch was refused"),
            _("Nothing of it was merged; the pool is as before."),
            _("Correct the refused rows and send the file again."),
        ),
        "mapping_incomplete": ErrorText(
            _("The columns do not cover the items"), _("Choose a column for every required item.")
        ),
        "not_the_provider": ErrorText(
            _("Your department does not provide this entry"),
            _("Only the department that the responsibility list names can send data for it."),
        ),
        "batch_has_gone_on": ErrorText(
            _("The batch has gone on"),
            _("Somebody has mapped, started or withdrawn it in the meantime."),
            _("Load the page again."),
        ),
        "batch_has_ended": ErrorText(
            _("The batch has ended"), _("What has ended cannot be withdrawn."), _("Load the page again.")
        ),
        "unknown_batch": ErrorText(
            _("There is no such batch"), _("It does not exist, or it is not of your department.")
        ),
        "nothing_refused": ErrorText(_("No cell was refused"), _("There is nothing to download.")),
        "disk_full": ErrorText(
            _("The platform has no room left"),
            _("Writing has stopped; reading goes on."),
            REMEDIES["tell_operator"],
        ),
    }
)
