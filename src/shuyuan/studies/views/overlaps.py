"""What a project overlaps with: looked for again, and judged by the bureau."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from shuyuan.kernel.errors import BadInput
from shuyuan.studies import selectors, services
from shuyuan.studies.forms import JudgementForm
from shuyuan.web.doors import needs

judges_only = needs(*selectors.JUDGES)


@judges_only
@require_POST
def look(request: HttpRequest, project_id: int) -> HttpResponse:
    """Look for overlaps with what is there today."""
    count = services.look_again(project_id, actor=request.actor, legal=request.legal)
    said = ngettext("%(number)s overlap found.", "%(number)s overlaps found.", count)
    messages.success(request, said % {"number": count})
    return redirect("studies:study", project_id)


@judges_only
@require_POST
def judge(request: HttpRequest, project_id: int, overlap_id: int) -> HttpResponse:
    """Say whether an overlap is justified."""
    form = JudgementForm(request.POST)
    if not form.is_valid():
        raise BadInput("malformed study", code="bad_study", fields=dict.fromkeys(form.errors, "required"))
    services.judge_overlap(
        project_id, overlap_id, **form.cleaned_data, actor=request.actor, legal=request.legal
    )
    messages.success(request, _("The opinion is noted."))
    return redirect("studies:study", project_id)
