"""Background entry points of the search."""

from datetime import time
from typing import Any

from django.utils.translation import gettext_lazy as _

from shuyuan.casework.selectors import working_calendar
from shuyuan.jobs.registry import Run, daily, every, handler
from shuyuan.regulations.context import legal_now
from shuyuan.search.building import build_segment, needs_building, rewrite_documents
from shuyuan.search.services import tell_new_hits

BUILD_JOB = "search.build"
TELL_JOB = "search.tell_new_hits"
_LOOK_SECONDS = 20.0


@handler(BUILD_JOB, label=_("Build the search index"))
def build_job(run: Run) -> dict[str, Any]:
    """Write missing documents (all with ``params["everything"]``) and build a new segment of the index."""
    at = legal_now(working_calendar()).now
    everything = bool(run.params.get("everything"))
    written = rewrite_documents(at=at, everything=everything, progress=run.progress)
    segment = build_segment(at=at, progress=run.progress)
    return {"written": written, "entries": segment.documents, "items": segment.items}


every(BUILD_JOB, seconds=_LOOK_SECONDS, when=needs_building)


@handler(TELL_JOB, quick=True, label=_("Tell of new entries in saved searches"))
def tell_job(run: Run) -> dict[str, Any]:
    """Look through all saved searches once a day."""
    run.check_cancelled()
    return {"told": tell_new_hits(legal=legal_now(working_calendar()))}


daily(TELL_JOB, at=time(7, 30))
