"""Pages of background work: list, one job with its progress, cancel."""

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shuyuan.jobs import services
from shuyuan.jobs.lists import TONES, JobList
from shuyuan.jobs.registry import label_of
from shuyuan.jobs.selectors import access_job, list_jobs
from shuyuan.kernel.errors import ShuyuanError
from shuyuan.web.doors import signed_in
from shuyuan.web.wording import words_of


@signed_in
@require_GET
def jobs(request: HttpRequest) -> HttpResponseBase:
    """The jobs that the actor may see."""
    return JobList(request, list_jobs(actor=request.actor)).respond("jobs/list.html")


@signed_in
@require_GET
def job(request: HttpRequest, job_id: int) -> HttpResponse:
    """One job: for whom, how far, what came of it."""
    found = access_job(job_id, actor=request.actor)
    error = None
    if found.error_code:
        kept = ShuyuanError(found.error_detail, code=found.error_code)
        kept.facts = found.error_facts
        error = words_of(kept)
    context = {
        "job": found,
        "label": label_of(found.name),
        "tone": TONES[found.state],
        "error": error,
        "result": json.dumps(found.result, ensure_ascii=False, indent=2) if found.result else "",
    }
    return render(request, "jobs/job.html", context)


@signed_in
@require_GET
def progress(request: HttpRequest, job_id: int) -> HttpResponse:
    """The bar alone, as htmx asks for it; when the job has ended, the page loads once more."""
    found = access_job(job_id, actor=request.actor)
    response = render(request, "jobs/progress.html", {"job": found})
    if found.has_ended:
        response["HX-Refresh"] = "true"
    return response


@signed_in
@require_POST
def cancel(request: HttpRequest, job_id: int) -> HttpResponse:
    """Stop the job."""
    services.cancel_job(job_id, actor=request.actor)
    messages.success(request, _("The work stops at its next step."))
    return redirect("jobs:job", job_id)
