"""What the platform itself counts among the obstacles of an edition: open reviews and disputed sources."""

from django.urls import reverse
from django.utils.translation import gettext as _

from shuyuan.campaigns.models import Campaign
from shuyuan.campaigns.registry import Obstacle, register_obstacle
from shuyuan.campaigns.states import State
from shuyuan.catalog.models import Entry
from shuyuan.catalog.states import State as EntryState
from shuyuan.elements.selectors import list_open_conflicts


def register() -> None:
    """Called once when Django starts."""
    register_obstacle("waiting_entries", waiting_entries)
    register_obstacle("source_conflicts", source_conflicts)


def waiting_entries(campaign: Campaign | None) -> list[Obstacle]:
    """Entries that departments of the campaign handed in and the bureau has not decided on."""
    if campaign is None:
        return []
    asked = campaign.lists.exclude(state=State.LEFT_OUT.value).values("department")
    waiting = Entry.objects.filter(state=EntryState.SUBMITTED.value, provider__in=asked).count()
    if not waiting:
        return []
    title = _("%(count)s entries wait for their review") % {"count": waiting}
    return [Obstacle("waiting_entries", title, reverse("catalog:reviews"), waiting)]


def source_conflicts(campaign: Campaign | None) -> list[Obstacle]:  # noqa: ARG001 they concern every edition
    """Data elements that two departments claim, each with its case."""
    title = _("The source of “%(element)s” is disputed (%(case)s)")
    return [
        Obstacle(
            "source_conflict",
            title % {"element": case.element.name, "case": case.number},
            case.get_absolute_url(),
        )
        for case in list_open_conflicts()
    ]
