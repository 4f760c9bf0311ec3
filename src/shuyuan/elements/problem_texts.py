"""The words for the error codes of the data elements."""

from django.utils.translation import gettext_lazy as _

from shuyuan.web.wording import ErrorText, register

register(
    {
        "unknown_element": ErrorText(
            _("There is no such data element"),
            _("It does not exist, or it is a proposal of another department."),
            _("Look for it in the list of data elements."),
        ),
        "unknown_binding": ErrorText(
            _("There is no such binding"),
            _("Somebody released it, or it belongs to an entry of another department."),
            _("Load the data element again."),
        ),
        "unknown_proposal": ErrorText(
            _("There is no such line"), _("It was decided, or it belongs to another department.")
        ),
        "unknown_conflict": ErrorText(
            _("There is no such case"), _("It does not exist, or your department is no party to it.")
        ),
        "unknown_form_check": ErrorText(
            _("There is no such form"), _("It does not exist, or it belongs to another department.")
        ),
        "unknown_code_table": ErrorText(
            _("There is no such code table"), _("The address names a code table that does not exist.")
        ),
        "element_not_proposed": ErrorText(
            _("The data element is not proposed any more"), _("Somebody has decided on it already.")
        ),
        "element_not_in_force": ErrorText(
            _("The data element is not in force"), _("It is proposed, refused or retired.")
        ),
        "element_exists": ErrorText(
            _("There is such a data element already"),
            _("A data element named “%(name)s” exists."),
            _("Use that one, or give yours another name."),
        ),
        "element_fixed": ErrorText(
            _("Items hold this data element"),
            _("Its type, length, subject and key stay as they are while items are bound to it."),
            _("Release the items first, or propose another data element."),
        ),
        "bad_element": ErrorText(
            _("The request cannot be read"),
            _("Some fields are malformed."),
            _("Go back, check what you entered and send it again."),
        ),
        "opinion_missing": ErrorText(_("A reason is missing"), _("Say in a few words why.")),
        "no_lines_chosen": ErrorText(
            _("No line is chosen"),
            _("Nothing was decided."),
            _("Tick the lines that you decide on, at most %(most)s at once."),
        ),
        "statement_incomplete": ErrorText(
            _("The opinion is incomplete"),
            _("It says whether your department is the source, and why."),
        ),
        "conflict_closed": ErrorText(
            _("The case is closed"), _("Case %(number)s takes no further opinions.")
        ),
        "side_gone": ErrorText(
            _("This side is gone"),
            _("%(department)s does not hold the data element any more."),
            _("Choose another side."),
        ),
        "form_without_fields": ErrorText(
            _("The form has no fields"),
            _("A form has a name and at least one field."),
            _("Type the fields, one in each line, or send a file."),
        ),
        "too_many_fields": ErrorText(
            _("Too many fields"),
            _("A form has at most %(limit)s fields."),
            _("Divide the form."),
        ),
        "unreadable_list": ErrorText(
            _("The file cannot be read as a list of fields"),
            _("It is no text in UTF-8 or GB18030."),
            _("Save it as CSV in UTF-8 or as XLSX, or paste the fields."),
        ),
    }
)
