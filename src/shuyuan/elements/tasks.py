"""Background work of the data elements: propose elements for all undecided items."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from shuyuan.casework.selectors import working_calendar
from shuyuan.elements.selectors import list_entries_to_propose
from shuyuan.elements.services import propose_again
from shuyuan.jobs.registry import Run, handler
from shuyuan.regulations.context import legal_now

PROPOSE = "elements.propose"


@handler(PROPOSE, label=_("Propose data elements for items"))
def propose(run: Run) -> dict[str, Any]:
    """Go through every entry that was handed in; safe to run again, because decisions stay."""
    entries = list(list_entries_to_propose())
    waiting = 0
    for number, entry in enumerate(entries):
        waiting += propose_again(entry, legal=legal_now(working_calendar()))
        run.progress(number + 1, len(entries))
    return {"entries": len(entries), "waiting": waiting}
