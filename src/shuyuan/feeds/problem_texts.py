"""The words for the error codes of the feeds."""

from django.utils.translation import gettext_lazy as _

from shuyuan.web.wording import ErrorText, register

_PARAMETERS = _("Read the page of the interface for what each parameter takes.")

register(
    {
        "public_rate": ErrorText(
            _("Too many requests"),
            _("Your address asked for open data more often than this installation allows in a minute."),
            _("Wait %(retry_after)s seconds, or take the change feed instead of asking for every entry."),
        ),
        "bad_token": ErrorText(
            _("The token is not valid"),
            _("It is not one of this platform, has run out, or its client is not in use any more."),
            _("Get a new token from the gateway, or ask without one for what is open to society."),
        ),
        "no_open_rows": ErrorText(
            _("There are no open rows"),
            _("The entry opens no data to society, or nothing has been delivered yet."),
            _("Departments ask for the data by a sharing request."),
        ),
        "unknown_field": ErrorText(
            _("There is no such open field"),
            _("Only open items can be read, filtered and sorted by: %(fields)s are none."),
        ),
        "bad_limit": ErrorText(
            _("One answer does not hold so many rows"),
            _("At most %(most)s rows at once; take the file for all of them."),
        ),
        "bad_query": ErrorText(
            _("The search cannot be read"), _("A parameter is out of bounds."), _PARAMETERS
        ),
        "bad_parameter": ErrorText(
            _("A parameter cannot be read"), _("“%(parameter)s” has the wrong form."), _PARAMETERS
        ),
        "bad_window": ErrorText(
            _("The period cannot be read"),
            _("“%(given)s” is neither a day, nor a moment, nor a token of this feed."),
            _("Write days as 2026-11-22 and moments as 2026-11-22T09:00:00+08:00."),
        ),
        "no_such_feed_page": ErrorText(
            _("There is no such page"), _("The catalog has fewer pages."), _("Begin with the first page.")
        ),
        "not_acceptable": ErrorText(
            _("This form is not given"),
            _("The catalog is given as JSON-LD (application/ld+json) and Turtle."),
        ),
    }
)
