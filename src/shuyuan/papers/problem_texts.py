"""The words for the error codes of papers and attachments."""

from django.utils.translation import gettext_lazy as _

from shuyuan.web.wording import ErrorText, register

register(
    {
        "unknown_subject": ErrorText(
            _("There are no attachments here"),
            _("What they belong to does not exist, or you may not see it."),
        ),
        "unknown_attachment": ErrorText(
            _("There is no such attachment"), _("It does not exist, was removed, or you may not see it.")
        ),
        "no_attachments": ErrorText(_("There is nothing to download"), _("Nothing is attached.")),
        "attachment_lost": ErrorText(
            _("The content of the file is missing"),
            _("The register knows the file, but the disk does not have it."),
            _("Tell the operators; the file may be in a backup."),
        ),
        "attachments_closed": ErrorText(
            _("Attachments cannot be changed now"),
            _("They can be added and removed only before the review, by those who prepare the matter."),
        ),
        "attachment_missing": ErrorText(
            _("No file was sent"), _("Choose a file that is not empty and send it again.")
        ),
        "attachment_without_label": ErrorText(
            _("The attachment has no name"), _("Say in at most %(limit)s characters what it is.")
        ),
        "attachment_exists": ErrorText(
            _("Somebody attached a file of that name just now"),
            _("Look at it, and send yours again if it is still needed."),
        ),
        "attachment_type_refused": ErrorText(
            _("This type of file is not taken"),
            _("“%(filename)s” is neither a document nor a picture of the types that are taken."),
            _("Send it as PDF, or as one of: %(accepted)s."),
        ),
        "attachment_type_differs": ErrorText(
            _("The file is something else than its name says"),
            _("“%(filename)s” ends with “%(extension)s”, but its content is of type “%(found)s”."),
            _("Save it again with the program it comes from, and send that file."),
        ),
        "attachment_macros": ErrorText(
            _("The file holds macros"),
            _("Documents with programs inside are not taken."),
            _("Save it without macros, or as PDF."),
        ),
        "attachment_infected": ErrorText(
            _("The virus scanner refuses this file"),
            _("It found “%(found)s”. Nothing was kept."),
            _("Tell your information security officer before you open the file again."),
        ),
        "scanner_unavailable": ErrorText(
            _("The virus scanner does not answer"),
            _("Files are taken only after they were scanned."),
            _("Try again in a few minutes; if it happens again, tell the operators."),
        ),
        "reason_missing": ErrorText(
            _("A reason is missing"), _("Say why the file is removed; the trail keeps it.")
        ),
        "no_preview": ErrorText(
            _("There is no preview of this file"), _("Download it to open it in its own program.")
        ),
        "no_such_page": ErrorText(_("There is no such page"), _("The paper has fewer pages.")),
        "unknown_paper": ErrorText(
            _("There is no such paper"), _("It does not exist, or was not sent to your department.")
        ),
        "paper_not_drawn": ErrorText(
            _("The paper cannot be drawn"),
            _("The layout program failed. Nothing was issued."),
            _("Try again; if it happens again, tell the operators."),
        ),
    }
)
