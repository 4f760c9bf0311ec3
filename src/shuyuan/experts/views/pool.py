"""Pages of the pool, for the bureau."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shuyuan.experts import pool_files, selectors, services
from shuyuan.experts.forms import ExpertForm, ListForm, PanelRulesForm
from shuyuan.experts.lists import ExpertList
from shuyuan.experts.models import Expert
from shuyuan.experts.steps import EXPERT
from shuyuan.web.doors import needs

bureau_only = needs(*selectors.BUREAU)


@bureau_only
@require_GET
def pool(request: HttpRequest) -> HttpResponseBase:
    """Everybody in the pool."""
    experts = selectors.list_experts(request.actor)
    context = {
        "fields": selectors.list_fields(),
        "total": experts.count(),
        "active": experts.filter(state=Expert.State.ACTIVE).count(),
        "rules": selectors.panel_rules(),
        "list_form": ListForm(),
    }
    return ExpertList(request, experts).respond("experts/pool.html", context)


@bureau_only
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Take somebody into the pool."""
    form = ExpertForm(request.POST if request.method == "POST" else None)
    if request.method == "GET" or not form.is_valid():
        status = 200 if request.method == "GET" else 400
        return render(request, "experts/expert_form.html", {"form": form}, status=status)
    made = services.add_expert(form.draft, actor=request.actor, legal=request.legal)
    messages.success(request, _("%(name)s is in the pool.") % {"name": made.name})
    return redirect(made)


@bureau_only
@require_http_methods(["GET", "POST"])
def expert(request: HttpRequest, expert_id: int) -> HttpResponse:
    """One expert, with the reviews so far."""
    found = selectors.access_expert(expert_id, actor=request.actor)
    if request.method == "POST":
        form = ExpertForm(request.POST, expert=found)
        if form.is_valid():
            services.change_expert(expert_id, form.draft, actor=request.actor, legal=request.legal)
            messages.success(request, _("Saved."))
            return redirect(found)
    else:
        form = ExpertForm(initial=_initial(found), expert=found)
    context = {
        "expert": found,
        "form": form,
        "subject": EXPERT,
        "seats": found.seats.select_related("review", "field").order_by("-review__pk")[:30],
    }
    return render(request, "experts/expert.html", context, status=400 if form.errors else 200)


@bureau_only
@require_POST
def suspend(request: HttpRequest, expert_id: int) -> HttpResponse:
    """Out of further draws."""
    reason = request.POST.get("reason", "")
    found = services.suspend_expert(expert_id, reason=reason, actor=request.actor, legal=request.legal)
    messages.success(request, _("%(name)s is not drawn any more.") % {"name": found.name})
    return redirect(found)


@bureau_only
@require_POST
def resume(request: HttpRequest, expert_id: int) -> HttpResponse:
    """Back into the draws."""
    found = services.resume_expert(expert_id, actor=request.actor, legal=request.legal)
    messages.success(request, _("%(name)s can be drawn again.") % {"name": found.name})
    return redirect(found)


@bureau_only
@require_POST
def take_list(request: HttpRequest) -> HttpResponse:
    """Take a list into the pool."""
    form = ListForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Choose a file with the list."))
        return redirect("experts:pool")
    drafts = pool_files.read_list(form.cleaned_data["file"])
    added = services.import_experts(drafts, actor=request.actor, legal=request.legal)
    text = ngettext("%(number)s expert is new in the pool.", "%(number)s experts are new in the pool.", added)
    messages.success(request, text % {"number": added})
    return redirect("experts:pool")


@bureau_only
@require_GET
def template(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 the shape of views
    """The columns of such a list."""
    response = HttpResponse(pool_files.template(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="experts.csv"'
    return response


@bureau_only
@require_http_methods(["GET", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    """What holds for all panels."""
    if request.method == "POST":
        form = PanelRulesForm(request.POST)
        if form.is_valid():
            services.set_panel_rules(**form.cleaned_data, actor=request.actor, legal=request.legal)
            messages.success(request, _("Saved."))
            return redirect("experts:pool")
    else:
        known = selectors.panel_rules()
        form = PanelRulesForm(initial={name: getattr(known, name) for name in PanelRulesForm.base_fields})
    return render(request, "experts/rules.html", {"form": form}, status=400 if form.errors else 200)


def _initial(expert: Expert) -> dict[str, object]:
    return {
        "name": expert.name,
        "employer": expert.employer,
        "department": expert.department.code if expert.department else "",
        "title": expert.title,
        "phone": expert.phone,
        "fields_of_expertise": "、".join(field.name for field in expert.fields.all()),
        "related_departments": [one.code for one in expert.related_departments.all()],
        "related_companies": "\n".join(expert.related_companies),
        "post": expert.post_id or "",
    }
