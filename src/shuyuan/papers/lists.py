"""The list of issued papers."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from shuyuan.papers.models import IssuedPaper
from shuyuan.papers.registry import paper_kinds
from shuyuan.web.lists import Choice, Column, Dates, Listing, Text


def kind_label(paper: IssuedPaper) -> str:
    """The kind in words; kinds of rooms that are gone show their key."""
    return next((str(kind.label) for kind in paper_kinds() if kind.kind == paper.kind), paper.kind)


def _address(paper: IssuedPaper) -> str:
    return reverse("papers:paper", args=[paper.pk])


def _files(paper: IssuedPaper) -> SafeString:
    return format_html(
        '<a href="{}">PDF</a> · <a href="{}">Word</a>',
        reverse("papers:pdf", args=[paper.pk]),
        reverse("papers:word", args=[paper.pk]),
    )


class PaperList(Listing):
    """Papers that the actor may see, latest first."""

    name = "papers"
    columns = (
        Column("number", _("Number"), href=_address),
        Column("title", _("Title of the paper"), main=True, href=_address),
        Column("kind", _("Kind"), value=kind_label),
        Column("department", _("Issued by"), value="department.name"),
        Column("day", _("Day of issue"), sort="day"),
        Column("digest", "SHA-256", value="pdf_digest", default=False),
        Column("files", _("Files"), value=_files, exported=False),
    )
    filters = (
        Text("q", _("Number or title"), ("number__icontains", "title__icontains")),
        Dates("day", _("Day of issue"), "day"),
    )
    sort = ""
    empty = _("Papers that procedures issue, such as lists of duties and replies, are kept here.")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        kinds = [(kind.kind, kind.label) for kind in paper_kinds()]
        self.filters = (*type(self).filters, Choice("kind", _("Kind"), kinds))
