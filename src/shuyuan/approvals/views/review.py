"""The bureau's desk and the page of one review."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from shuyuan.approvals import selectors, services
from shuyuan.approvals.forms import ReviewForm
from shuyuan.approvals.lists import ReviewList
from shuyuan.experts.selectors import list_cases_of
from shuyuan.kernel.actor import Role
from shuyuan.projects.documents import PROJECT_DOCUMENTS
from shuyuan.projects.models import Project
from shuyuan.projects.rules.stages import Kind, Stage
from shuyuan.projects.rules.steps import needs_expert_review
from shuyuan.projects.selectors import access_project_as
from shuyuan.studies.selectors import list_overlaps
from shuyuan.web.doors import needs

#: The strongest ones; all of them stand on the page of the study.
_MOST_OVERLAPS = 5
bureau_only = needs(Role.DATA_ADMINISTRATION)


@bureau_only
@require_GET
def reviews(request: HttpRequest) -> HttpResponseBase:
    """What waits for a review."""
    rows = selectors.list_to_review(request.actor)
    return ReviewList(request, rows).respond("approvals/reviews.html")


@bureau_only
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, project_id: int) -> HttpResponse:
    """One project with everything that the review looks at, and the decision."""
    project = access_project_as(project_id, Role.DATA_ADMINISTRATION, actor=request.actor)
    form = ReviewForm(request.POST or None, initial={"revision": project.revision})
    if request.method == "POST" and form.is_valid():
        services.review_project(project_id, **form.cleaned_data, actor=request.actor, legal=request.legal)
        if form.cleaned_data["passed"]:
            messages.success(
                request, _("Reviewed: the project stands in the library, the opinion is issued.")
            )
        else:
            messages.success(request, _("Not passed: the unit has the opinion with the reasons."))
        return redirect("projects:project", project_id)
    status = 400 if request.method == "POST" else 200
    return render(request, "approvals/review.html", _context(request, project, form), status=status)


def _context(request: HttpRequest, project: Project, form: ReviewForm) -> dict[str, Any]:
    known = project.known
    decisions = selectors.decisions_of(project)
    return {
        "project": project,
        "known": known,
        "form": form,
        "is_open": known.stage is Stage.SUBMITTED,
        "verdict": needs_expert_review(known, legal=request.legal),
        "experts": selectors.last_of(decisions, Kind.EXPERTS_CONCLUDED),
        "decision": selectors.last_of(decisions, Kind.REVIEWED, Kind.REVIEW_FAILED),
        "cases": list_cases_of(project),
        "overlaps": list_overlaps(project)[:_MOST_OVERLAPS],
        "documents": PROJECT_DOCUMENTS,
    }
