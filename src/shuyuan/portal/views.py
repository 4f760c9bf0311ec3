"""The home page: a public one for visitors, the workbench for whoever acts in a post."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from shuyuan.kernel.errors import NotPermitted
from shuyuan.portal.selectors import gather_workbench, public_figures


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The workbench of the actor; visitors learn what the platform is and where to sign in."""
    if request.actor is not None:
        bench = gather_workbench(request.actor, request.legal)
        return render(request, "portal/workbench.html", {"bench": bench})
    if request.user.is_authenticated:
        raise NotPermitted(code="no_post")
    return render(request, "portal/public.html", {"figures": public_figures()})
