"""The pool and the reviews as pages and as files."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shuyuan.experts.models import Expert, Field, Review
from shuyuan.web.lists import Choice, Column, Dates, Listing, Text

REVIEW_TONES = {
    Review.State.DRAWN: "waiting",
    Review.State.SCORING: "info",
    Review.State.SCORED: "waiting",
    Review.State.CONCLUDED: "done",
    Review.State.CANCELLED: "neutral",
}


def _fields() -> Iterable[tuple[str, str]]:
    return ((str(field.pk), field.name) for field in Field.objects.all())


def _fields_of(expert: Expert) -> str:
    return "、".join(field.name for field in expert.fields.all())


def _companies_of(expert: Expert) -> str:
    return "、".join(expert.related_companies)


class ExpertList(Listing):
    """The pool by number."""

    name = "experts"
    columns = (
        Column("name", pgettext_lazy("person", "Name"), href=Expert.get_absolute_url, sort="name", main=True),
        Column("number", _("Number"), sort="number"),
        Column("employer", _("Employer"), sort="employer"),
        Column("title", _("Professional title")),
        Column("fields", _("Fields of expertise"), value=_fields_of),
        Column("sign_in", _("Account"), value="post.person.username"),
        Column("state", _("State"), value="get_state_display", template="experts/parts/state.html"),
        Column("phone", _("Phone"), default=False, exported=False),
        Column("companies", _("Related companies"), value=_companies_of, default=False),
    )  # fmt: skip
    filters = (
        Text("q", _("Name or employer"), ("name__icontains", "employer__icontains", "number__icontains")),
        Choice("field", _("Field of expertise"), _fields, field="fields"),
        Choice("state", _("State"), Expert.State.choices),
    )
    sort = "number"
    empty = _("Nobody is in the pool yet.")


class ReviewList(Listing):
    """Reviews, the newest first."""

    name = "reviews"
    columns = (
        Column("title", _("Name of the review"), href=Review.get_absolute_url, main=True),
        Column("number", _("Number"), sort="number"),
        Column(
            "state", _("State"), value="get_state_display", template="experts/parts/review_state.html",
            sort="state",
        ),
        Column("projects", _("Projects"), number=True),
        Column("held", _("Day of the review"), value="held_on", sort="held_on"),
        Column("due", _("Scores due"), value="due_on", template="experts/parts/due.html", sort="due_on"),
        Column("concluded", _("Concluded on"), value="concluded_on", sort="concluded_on", default=False),
    )  # fmt: skip
    filters = (
        Text(
            "q",
            _("Name of the review"),
            ("title__icontains", "number__icontains", "cases__project__name__icontains"),
        ),
        Choice("state", _("State"), Review.State.choices),
        Dates("held", _("Day of the review"), "held_on"),
    )
    sort = "-held"
    empty = _("There are no expert reviews yet.")
