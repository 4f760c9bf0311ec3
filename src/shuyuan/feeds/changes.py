"""
The feed of changes: what happened to entries between two moments, page by page (as OAI-PMH harvests).

Society hears of the versions that were open; when the next one is not, or the entry is suspended, it hears
that the entry is gone, once, and nothing of what happens to it afterwards.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from shuyuan.catalog.models import CatalogRevision, EntryVersion
from shuyuan.feeds.openness import was_open
from shuyuan.feeds.selectors import list_entries
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput

PAGE = 100


@dataclass(frozen=True)
class Window:
    """From one moment to another, after a revision; `token` writes the next page."""

    start: datetime | None = None
    end: datetime | None = None
    after: int = 0

    def token(self, after: int) -> str:
        """A resumption token: the window and the last revision that was told."""
        moments = [moment.isoformat() if moment else "" for moment in (self.start, self.end)]
        return "!".join([*moments, str(after)])


@dataclass(frozen=True)
class ChangePage:
    """Changes in their order, the token of the next page ('' for the last), and how many the window has."""

    changes: list[dict[str, Any]]
    token: str
    total: int


def read_window(start: str, end: str, token: str) -> Window:
    """The window of a request; raises BadInput `bad_window` for a moment or token that is none."""
    after = "0"
    if token:
        start, end, after = [*token.split("!"), "", "", ""][:3]
    if not after.isdecimal() or len(after) > 18:  # noqa: PLR2004 more is no number of a row
        raise BadInput("not a resumption token", code="bad_window", given=token[:100])
    return Window(_moment(start), _moment(end), int(after))


def read_changes(window: Window, *, actor: Actor | None) -> ChangePage:
    """The next changes of the window, as the reader may hear of them."""
    revisions = _revisions(actor)
    if window.start:
        revisions = revisions.filter(at__gte=window.start)
    if window.end:
        revisions = revisions.filter(at__lte=window.end)
    total = revisions.count()
    found = list(revisions.filter(pk__gt=window.after)[: PAGE + 1])
    page = found[:PAGE]
    visible = set(
        list_entries(actor).filter(pk__in={one.entry_id for one in page}).values_list("pk", flat=True)
    )
    token = window.token(page[-1].pk) if len(found) > PAGE else ""
    changes = [_change(one, visible=one.entry_id in visible, public=actor is None) for one in page]
    return ChangePage(changes, token, total)


def _revisions(actor: Actor | None) -> QuerySet[CatalogRevision]:
    revisions = CatalogRevision.objects.select_related("entry", "version").order_by("pk")
    if actor is not None:
        return revisions
    was_open_before = EntryVersion.objects.filter(
        entry_id=OuterRef("entry_id"), number=OuterRef("version__number") - 1, snapshot__entry__is_open=True
    )
    is_open = Q(version__snapshot__entry__is_open=True)
    is_closed_by_this = Q(kind=CatalogRevision.Kind.PUBLISHED) & Exists(was_open_before)
    return revisions.filter(is_open | is_closed_by_this)


def _change(revision: CatalogRevision, *, visible: bool, public: bool) -> dict[str, Any]:
    gone = revision.kind == CatalogRevision.Kind.SUSPENDED or (
        public and not was_open(revision.version.snapshot)
    )
    status = "deleted" if gone else ("created" if revision.version.number == 1 else "updated")
    change: dict[str, Any] = {
        "revision": revision.pk,
        "identifier": revision.entry.path,
        "code": revision.entry.code,
        "datestamp": revision.at.isoformat(timespec="seconds"),
        "status": status,
    }
    if not gone:
        change["version"] = revision.version.number
    change["is_visible_now"] = visible
    return change


def _moment(text: str) -> datetime | None:
    """A day or a moment of ISO 8601, in local time without a zone; None for ''."""
    if not text:
        return None
    try:
        moment = parse_datetime(text) or _midnight(text)
        if moment is not None:
            return timezone.make_aware(moment) if timezone.is_naive(moment) else moment
    except (ValueError, OverflowError):
        pass
    raise BadInput("not a moment", code="bad_window", given=text[:100])


def _midnight(text: str) -> datetime | None:
    day = parse_date(text)
    return datetime(day.year, day.month, day.day) if day else None  # noqa: DTZ001 made aware by the caller
