"""What runs by itself: word of acceptances that fall due or are overdue."""

from datetime import time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from shuyuan.casework.selectors import working_calendar
from shuyuan.delivery.reminding import remind_of_acceptance
from shuyuan.delivery.selectors import AWAITING
from shuyuan.jobs.registry import Run, daily, handler
from shuyuan.projects.models import Project
from shuyuan.regulations.context import legal_now

WATCH_JOB = "delivery.watch_acceptances"


@handler(WATCH_JOB, label=_("Watch the acceptances of completed projects"))
def run_watch(run: Run) -> dict[str, Any]:
    """Each project in a transaction of its own; gives how many were reminded of."""
    legal = legal_now(working_calendar())
    waiting = Project.objects.filter(
        stage__in=[stage.value for stage in AWAITING], acceptance_due_on__isnull=False
    ).select_related("unit")
    projects = list(waiting.order_by("acceptance_due_on", "pk"))
    reminded = 0
    for done, project in enumerate(projects):
        run.progress(done, len(projects))
        with transaction.atomic():
            reminded += remind_of_acceptance(project, legal=legal)
    run.progress(len(projects), len(projects))
    return {"reminded": reminded}


daily(WATCH_JOB, at=time(6, 40))
