"""Pages of a project's archive: have it packed, see how far it is, take it."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from shuyuan.projects.archiving import KEPT_DAYS, access_archive, ask_archive, list_archives, take_archive
from shuyuan.projects.selectors import READERS
from shuyuan.web.doors import needs

readers_only = needs(*READERS)
_SHOWN = 10


@readers_only
@require_http_methods(["GET", "POST"])
def archive(request: HttpRequest, project_id: int) -> HttpResponse:
    """What was packed; a post has it packed anew."""
    project = access_archive(project_id, actor=request.actor)
    if request.method == "POST":
        ask_archive(project_id, actor=request.actor)
        messages.success(request, _("The archive is being packed."))
        return redirect("projects:archive", project_id)
    jobs = list(list_archives(project, actor=request.actor)[:_SHOWN])
    context = {"project": project, "jobs": jobs, "days": KEPT_DAYS}
    return render(request, "projects/archive.html", context)


@readers_only
@require_GET
def take(request: HttpRequest, project_id: int, job_id: int) -> HttpResponseBase:
    """The packed file."""
    project, path = take_archive(project_id, job_id, actor=request.actor)
    name = f"{project.number}.zip"
    response = FileResponse(
        path.open("rb"), as_attachment=True, filename=name, content_type="application/zip"
    )
    response["Cache-Control"] = "no-store"
    return response
