"""The words for the search's own error codes."""

from django.utils.translation import gettext_lazy as _

from shuyuan.web.wording import ErrorText, register

register(
    {
        "bad_search": ErrorText(
            _("This cannot be searched for"),
            _("A search text has at most %(limit)s characters and no control characters."),
            _("Shorten it to the words that matter."),
        ),
        "empty_search": ErrorText(
            _("This cannot be searched for"),
            _("The text has no letter, digit or character."),
            _("Type a word, its initials in pinyin, or a code."),
        ),
        "unknown_saved_search": ErrorText(
            _("There is no such saved search"),
            _("It was removed, or it belongs to somebody else."),
            _("Open your saved searches anew."),
        ),
        "bad_saved_search": ErrorText(
            _("The search cannot be saved"),
            _("It needs a name, and a text or a filter."),
            _("Search for something first, then give it a name."),
        ),
        "saved_search_exists": ErrorText(
            _("This name is taken"),
            _("You have a saved search “%(name)s” already."),
            _("Choose another name, or remove the other search."),
        ),
        "too_many_saved": ErrorText(
            _("Too many saved searches"),
            _("You can keep %(limit)s."),
            _("Remove some that you no longer need."),
        ),
    }
)
