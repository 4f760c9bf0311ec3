"""
The words for errors: what happened, and what to do about it, by code.

A room gives the words for its own codes in a module `problem_texts.py` that calls `register(…)`; it is
imported when Django starts. Texts may name facts of the error as `%(limit)s`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from shuyuan.kernel.errors import ShuyuanError


@dataclass(frozen=True)
class ErrorText:
    """A heading, one or two sentences, and what to do; all three are lazy translations or text.

    `detail` is what the code itself said, in English, when nobody wrote words for its error code.
    """

    title: Any
    text: Any
    remedy: Any = ""
    detail: str = ""


_TEXTS: dict[str, ErrorText] = {
    "not_signed_in": ErrorText(
        _("Nobody is signed in"),
        _("This page is for people who are signed in."),
        _("Sign in and try again."),
    ),
    "error": ErrorText(
        _("Something went wrong on our side"),
        _("Your entry may not have been saved. The operators see this incident in the log."),
        _("Try again; if it happens again, give the operators the incident number."),
    ),
    "bad_input": ErrorText(
        _("The request cannot be read"),
        _("A value is missing or has the wrong form."),
        _("Go back, check what you entered and send it again."),
    ),
    "not_permitted": ErrorText(
        _("You may not do this"),
        _("Your post does not have the right for this page or this step. The attempt is recorded."),
        _("If you hold several posts, switch to the right one; otherwise ask your data officer."),
    ),
    "wrong_role": ErrorText(
        _("You may not do this"),
        _("This page belongs to another role than that of your present post."),
        _("If you hold several posts, switch to the right one; otherwise ask your data officer."),
    ),
    "no_post": ErrorText(
        _("No post has been given to you"),
        _("You are signed in, but without a post there is nothing that you could do here."),
        _("Ask the security administrator of the platform to give you a post."),
    ),
    "form_expired": ErrorText(
        _("This form is no longer valid"),
        _("The page was open for too long, or cookies are switched off in this browser."),
        _("Go back, load the page again and send the form once more."),
    ),
    "not_found": ErrorText(
        _("There is nothing here"),
        _("The address does not exist, or what it shows is not visible to your post."),
        _("Check the address, or look for it in the catalog."),
    ),
    "rule_refused": ErrorText(
        _("A provision stands against it"),
        _("Nothing was changed. These are all the reasons; the refusal is recorded."),
    ),
    "conflict": ErrorText(
        _("Somebody else was faster"),
        _("What you wanted to change has been changed in the meantime."),
        _("Load the page again, look at the present state and repeat your step."),
    ),
    "too_large": ErrorText(
        _("This is too large"),
        _("More was sent than this door takes."),
        _("Send a smaller file, or divide it."),
    ),
    "over_quota": ErrorText(
        _("The quota is used up"),
        _("More was asked for than is granted for this period."),
        _("Wait until the next period, or ask for a larger quota."),
    ),
    "unavailable": ErrorText(
        _("A part of the platform does not answer"),
        _("Nothing was changed."),
        _("Try again in a few minutes."),
    ),
}


def register(texts: Mapping[str, ErrorText]) -> None:
    """Add the words for a room's own error codes."""
    _TEXTS.update(texts)


def words_of(error: ShuyuanError) -> ErrorText:
    """The words for an error: by its code, else by the nearest class that has words.

    A code without words of its own keeps what the code said as the detail.
    """
    own = _TEXTS.get(error.code)
    nearest = own or next(
        _TEXTS[kind.code] for kind in type(error).__mro__ if getattr(kind, "code", "") in _TEXTS
    )
    return ErrorText(
        nearest.title,
        _filled(nearest.text, error.facts),
        _filled(nearest.remedy, error.facts),
        "" if own else error.detail,
    )


def _filled(text: Any, facts: Mapping[str, Any]) -> str:
    """The text with facts put in; as it stands when a fact is missing, so that no refusal page fails."""
    said = {
        name: "、".join(map(str, value)) if isinstance(value, list | tuple) else value
        for name, value in facts.items()
    }
    try:
        return str(text) % said if said else str(text)
    except (KeyError, ValueError, TypeError):
        return str(text)
