"""What has to be settled before an edition is published: other rooms register functions that tell it."""

from collections.abc import Callable
from dataclasses import dataclass

from shuyuan.campaigns.models import Campaign


@dataclass(frozen=True)
class Obstacle:
    """Something open: what it is in words, the page where it is settled, how many of it there are."""

    code: str
    title: str
    url: str
    count: int = 1


#: Gives what is open, for a campaign (None for an edition outside of one); it runs with every look at the
#: campaign's page, so it asks few and cheap questions.
Teller = Callable[[Campaign | None], list[Obstacle]]

_TELLERS: dict[str, Teller] = {}


def register_obstacle(name: str, function: Teller) -> None:
    """Have a function asked before every edition; the same name again replaces it."""
    _TELLERS[name] = function


def open_obstacles(campaign: Campaign | None) -> list[Obstacle]:
    """Everything that is open now, in the order of the functions' names."""
    return [obstacle for name in sorted(_TELLERS) for obstacle in _TELLERS[name](campaign)]
