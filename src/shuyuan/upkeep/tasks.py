"""Background work of upkeep: a look over the whole catalog every night, and over what changed in between."""

from datetime import time
from typing import Any

from django.utils.translation import gettext_lazy as _

from shuyuan.casework.selectors import working_calendar
from shuyuan.jobs import registry
from shuyuan.regulations.context import legal_now
from shuyuan.upkeep.selectors import something_changed
from shuyuan.upkeep.services import look_over, move_occasions, tell_of_new_data


@registry.handler("upkeep.look", label=_("Look over the whole catalog"))
def look(run: registry.Run) -> dict[str, Any]:
    """Every night; gives how many signs of dead entries came and went."""
    legal = legal_now(working_calendar())
    return look_over(everything=True, actor=run.actor, legal=legal, progress=run.progress)


@registry.handler("upkeep.follow", label=_("Follow the changes of the catalog"))
def follow(run: registry.Run) -> dict[str, Any]:
    """Soon after something changed; gives what was done."""
    legal = legal_now(working_calendar())
    told = tell_of_new_data(actor=run.actor, legal=legal)
    moved = move_occasions(actor=run.actor, legal=legal)
    looked = look_over(everything=False, actor=run.actor, legal=legal, progress=run.progress)
    return {"told": told, "moved": moved, **looked}


registry.daily("upkeep.look", at=time(2, 30))
registry.every("upkeep.follow", seconds=30, when=something_changed)
