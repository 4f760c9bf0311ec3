"""The words for the catalog's own error codes."""

from django.utils.translation import gettext_lazy as _

from shuyuan.web.wording import ErrorText, register

register(
    {
        "unknown_entry": ErrorText(
            _("There is no such catalog entry"),
            _("It does not exist, or it is a draft of another department."),
            _("Look for it in the catalog."),
        ),
        "unknown_item": ErrorText(
            _("There is no such item"), _("Perhaps somebody removed it."), _("Load the entry again.")
        ),
        "no_working_copy": ErrorText(
            _("Nothing is being changed here"),
            _("The entry is published, and no change to it is being prepared."),
            _("Begin a change first."),
        ),
        "not_published": ErrorText(
            _("The entry is not published"), _("It has no published version yet."), _("Wait for its review.")
        ),
        "change_under_way": ErrorText(
            _("A change is being prepared already"),
            _("There is one working copy of an entry at a time."),
            _("Go on with that one, or discard it first."),
        ),
        "changed_meanwhile": ErrorText(
            _("Somebody else was faster"),
            _("The entry was saved by somebody else after you opened it. Yours was not saved."),
            _("Load the page again, look at the present state and repeat your change."),
        ),
        "wrong_state": ErrorText(
            _("This step is not possible now"),
            _("The entry is in another state than your page showed."),
            _("Load the page again and look at the present state."),
        ),
        "bad_content": ErrorText(
            _("The request cannot be read"),
            _("Some fields are malformed."),
            _("Go back, check what you entered and send it again."),
        ),
        "too_many_items": ErrorText(
            _("Too many items"),
            _("An entry has at most %(limit)s items."),
            _("Divide the data into several entries."),
        ),
        "no_class_tree": ErrorText(
            _("The class tree is missing"),
            _("The platform was not set up completely."),
            _("The operator has to run the setup command."),
        ),
        "bad_order": ErrorText(
            _("The order of the items does not fit"),
            _("Somebody added or removed an item in the meantime."),
            _("Load the page again and order the items anew."),
        ),
        "no_class": ErrorText(
            _("The entry has no class"),
            _("Without a class it cannot get a code."),
            _("Choose a class and send the entry again."),
        ),
        "class_too_high": ErrorText(
            _("This class is too general"),
            _("Entries stand under classes of the third level or deeper."),
            _("Choose a more exact class."),
        ),
        "class_full": ErrorText(
            _("This class is full"),
            _("No number is left under it."),
            _("Ask the data administration for another class."),
        ),
        "unknown_revision": ErrorText(
            _("There is no such revision"),
            _("The responsibility list has no revision %(revision)s."),
            _("Choose one in the list of revisions."),
        ),
        "unknown_remark": ErrorText(
            _("There is no such remark"),
            _("It was taken back, or the department has it already."),
            _("Load the page again."),
        ),
        "nothing_chosen": ErrorText(
            _("Nothing is chosen"),
            _("Choose the entries that you want to publish, at most %(limit)s at a time."),
            _("Go back and tick them."),
        ),
        "unknown_version": ErrorText(
            _("There is no such version"),
            _("The entry was never published as version %(version)s."),
            _("Choose one in the list of versions."),
        ),
        "unknown_tab": ErrorText(
            _("This part of the entry does not exist"),
            _("The address names a part that the page does not have."),
            _("Open the entry and choose there."),
        ),
    }
)
