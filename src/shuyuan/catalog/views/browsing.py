"""The lists: master and sharing catalog, own entries, reviews, responsibilities, the class tree."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from shuyuan.catalog import lists, responsibilities, selectors, services
from shuyuan.catalog.forms import ClassForm
from shuyuan.catalog.national_template import TemplateList
from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import NotFound
from shuyuan.web.doors import needs, signed_in


@signed_in
@require_GET
def entries(request: HttpRequest) -> HttpResponseBase:
    """The master catalog (总目录)."""
    context = {"can_draft": request.actor.role in selectors.DRAFTERS}
    rows = selectors.list_master_catalog()
    return lists.MasterCatalogList(request, rows).respond("catalog/list.html", context)


@needs(*selectors.DRAFTERS)
@require_GET
def own(request: HttpRequest) -> HttpResponseBase:
    """The department's catalog list (目录清单): all of its entries, drafts too."""
    rows = selectors.list_own_entries(request.actor)
    return lists.OwnEntryList(request, rows).respond("catalog/own.html")


@signed_in
@require_GET
def sharing(request: HttpRequest) -> HttpResponseBase:
    """The sharing catalog (共享目录) for who looks."""
    rows = selectors.list_sharing_catalog(request.actor)
    return lists.SharingCatalogList(request, rows).respond("catalog/sharing.html")


@needs(Role.DATA_ADMINISTRATION)
@require_GET
def reviews(request: HttpRequest) -> HttpResponseBase:
    """What waits for the bureau's decision."""
    rows = selectors.list_waiting_for_review()
    return lists.ReviewList(request, rows).respond("catalog/reviews.html")


@signed_in
@require_GET
def duties(request: HttpRequest) -> HttpResponseBase:
    """The responsibility list: the own department's first, all with `?all=1`, an earlier one by revision."""
    own_code = request.actor.department if request.actor.role in selectors.DRAFTERS else ""
    shows_all = not own_code or request.GET.get("scope") == "all"
    department = "" if shows_all else own_code
    context: dict[str, Any] = {
        "has_own": bool(own_code),
        "shows_all": shows_all,
        "revisions": responsibilities.list_revisions(department),
        "latest": responsibilities.latest_revision(department),
    }
    wanted = request.GET.get("revision", "")
    if wanted:
        context["shown"] = _revision(wanted)
        rows = responsibilities.duties_at(context["shown"], department=department)
        return lists.PastDutyList(request, rows).respond("catalog/duties.html", context)
    today = responsibilities.list_duties()
    if not department:
        return lists.DutyList(request, today).respond("catalog/duties.html", context)
    today = today.filter(entry__provider__code=department)
    return lists.OwnDutyList(request, today).respond("catalog/duties.html", context)


@signed_in
@require_GET
def classes(request: HttpRequest) -> HttpResponse:
    """The class tree with the number of published entries under each class."""
    return render(request, "catalog/classes.html", {"tree": selectors.class_tree()})


@needs(Role.DATA_ADMINISTRATION)
@require_http_methods(["GET", "POST"])
def new_class(request: HttpRequest) -> HttpResponse:
    """The bureau adds a class."""
    if request.method == "GET":
        return render(request, "catalog/new_class.html", {"form": ClassForm()})
    form = ClassForm(request.POST)
    if not form.is_valid():
        return render(request, "catalog/new_class.html", {"form": form}, status=400)
    data = form.cleaned_data
    node = services.add_class(data.pop("parent"), **data, actor=request.actor, legal=request.legal)
    messages.success(request, _("The class has the code %(code)s.") % {"code": node.code})
    return redirect("catalog:classes")


@signed_in
@require_GET
def template(request: HttpRequest) -> HttpResponseBase:
    """The master catalog item by item in the columns of the national template."""
    rows = TemplateList(request, responsibilities.list_catalog_items())
    return rows.respond("catalog/template.html", {"whole_workbook": rows.whole_workbook})


def _revision(text: str) -> int:
    latest = responsibilities.latest_revision()
    if not text.isdecimal() or latest is None or not 1 <= int(text) <= latest.pk:
        raise NotFound(code="unknown_revision", revision=text)
    return int(text)
