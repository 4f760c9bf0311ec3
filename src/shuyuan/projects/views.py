"""The list of projects and the page of one."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from shuyuan.projects import selectors
from shuyuan.projects.lists import ProjectList
from shuyuan.web.doors import needs

readers_only = needs(*selectors.READERS)


@readers_only
@require_GET
def overview(request: HttpRequest) -> HttpResponseBase:
    """Every project that the actor may see."""
    return ProjectList(request, selectors.list_projects(request.actor)).respond("projects/projects.html")


@readers_only
@require_GET
def project(request: HttpRequest, project_id: int) -> HttpResponse:
    """One project with its journal and holds."""
    found = selectors.access_project(project_id, actor=request.actor)
    context = {
        "project": found,
        "journal": selectors.list_journal(found),
        "holds": selectors.list_holds(found),
    }
    return render(request, "projects/project.html", context)
