"""What runs in the background: holds follow the days, archives are packed."""

import hashlib
import secrets
from datetime import time
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from shuyuan.casework.selectors import working_calendar
from shuyuan.jobs.registry import Run, daily, handler
from shuyuan.projects.archive import pack
from shuyuan.projects.archiving import ARCHIVE_JOB, archive_folder, remove_old
from shuyuan.projects.holding import refresh_holds
from shuyuan.projects.models import Project
from shuyuan.projects.rules.stages import ENDED
from shuyuan.projects.selectors import access_project
from shuyuan.projects.tally import draw_together, settle
from shuyuan.regulations.context import legal_now

HOLDS_JOB = "projects.refresh_holds"
_CHUNK = 200


@handler(HOLDS_JOB, label=_("Find the funding holds of all projects anew"))
def run_refresh(run: Run) -> dict[str, Any]:
    """Every living project in small transactions, then the totals; gives how many holds came and went."""
    legal = legal_now(working_calendar())
    alive = Project.objects.exclude(stage__in=[stage.value for stage in ENDED])
    total, done, last = alive.count(), 0, 0
    counts = {"opened": 0, "released": 0}
    while chunk := list(alive.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:_CHUNK]):
        with transaction.atomic():
            for project in Project.objects.select_for_update().filter(pk__in=chunk).select_related("unit"):
                opened, released = refresh_holds(project, legal=legal)
                counts["opened"] += len(opened)
                counts["released"] += len(released)
        last, done = chunk[-1], done + len(chunk)
        run.progress(done, total)
    return {**counts, "totals_mended": settle(), "totals_drawn": draw_together()}


@handler(ARCHIVE_JOB, label=_("Pack the archive of a project"))
def run_archive(run: Run) -> dict[str, Any]:
    """Pack it for the actor who asked; gives the name, size and digest of the file."""
    legal = legal_now(working_calendar())
    project = access_project(run.params["project"], actor=run.actor)
    folder = archive_folder()
    remove_old(folder, legal.now)
    name = f"{run.job_id}-{secrets.token_hex(8)}.zip"
    target = folder / name
    try:
        with translation.override("zh-hans"):
            parts = pack(project, target, actor=run.actor, legal=legal, progress=run.progress)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    with target.open("rb") as packed:
        digest = hashlib.file_digest(packed, "sha256").hexdigest()
    return {"file": name, "size": target.stat().st_size, "digest": digest, "parts": len(parts)}


daily(HOLDS_JOB, at=time(1, 20))
