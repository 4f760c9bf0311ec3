"""Pages of departments, and the switch to another post."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import NotPermitted
from shuyuan.organizations import rights, services
from shuyuan.organizations.forms import OfficeForm, PostForm, ReasonForm
from shuyuan.organizations.lists import DepartmentList
from shuyuan.organizations.selectors import (
    POST_KEY,
    access_department,
    duty_gaps,
    list_departments,
    list_posts_of,
    with_duties,
)
from shuyuan.web.doors import signed_in


@signed_in
@require_GET
def departments(request: HttpRequest) -> HttpResponseBase:
    """The directory: everybody may know who is responsible for whose data."""
    return DepartmentList(request, with_duties(list_departments())).respond("organizations/departments.html")


@signed_in
@require_GET
def department(request: HttpRequest, code: str) -> HttpResponse:
    """One department: who holds which post, and what it has still to name."""
    place = access_department(code)
    posts = list(list_posts_of(place))
    actor = request.actor
    rows = [
        {
            "post": post,
            "dialog": f"end-{post.pk}",
            "may_end": post.person_id != actor.person_id and _may_appoint(request, code, Role(post.role)),
        }
        for post in posts
    ]
    context = {
        "department": place,
        "rows": rows,
        "gaps": duty_gaps(place),
        "may_appoint": any(_may_appoint(request, code, role) for role in Role),
        "may_name_office": rights.may_name_data_office(actor, department=code),
    }
    return render(request, "organizations/department.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def appoint(request: HttpRequest, code: str) -> HttpResponse:
    """Give a person a post in this department."""
    place = access_department(code)
    form = PostForm(request.POST if request.method == "POST" else None, actor=request.actor, department=code)
    if not form.fields["role"].choices:
        raise NotPermitted(code="may_not_appoint", department=code)
    if request.method == "POST" and form.is_valid():
        post = services.appoint_post(
            **form.cleaned_data, department=code, actor=request.actor, legal=request.legal
        )
        messages.success(request, _("%(person)s holds the post now.") % {"person": post.person})
        return redirect("organizations:department", code)
    return render(
        request,
        "organizations/appoint.html",
        {"form": form, "department": place},
        status=400 if form.is_bound else 200,
    )


@signed_in
@require_POST
def end_post(request: HttpRequest, post_id: int) -> HttpResponse:
    """End a post today."""
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    post = services.end_post(post_id, reason=reason, actor=request.actor, legal=request.legal)
    messages.success(request, _("The post of %(person)s has ended.") % {"person": post.person})
    return redirect("organizations:department", post.department.code)


@signed_in
@require_http_methods(["GET", "POST"])
def data_office(request: HttpRequest, code: str) -> HttpResponse:
    """Name the data office."""
    place = access_department(code)
    if not rights.may_name_data_office(request.actor, department=code):
        raise NotPermitted(code="may_not_name_data_office", department=code)
    form = OfficeForm(
        request.POST if request.method == "POST" else None, initial={"office": place.data_office}
    )
    if request.method == "POST" and form.is_valid():
        services.name_data_office(code, office=form.cleaned_data["office"], actor=request.actor)
        messages.success(request, _("The data office is named."))
        return redirect("organizations:department", code)
    return render(
        request,
        "organizations/data_office.html",
        {"form": form, "department": place},
        status=400 if form.is_bound else 200,
    )


@signed_in
@require_POST
def switch_post(request: HttpRequest) -> HttpResponse:
    """Act in another of the own posts from now on; back to the page given as `next`."""
    post = services.switch_post(request.POST.get("post", ""), person_id=request.actor.person_id)
    request.session[POST_KEY] = post.pk
    messages.success(
        request,
        _("You act as %(role)s of %(department)s now.")
        % {"role": post.get_role_display(), "department": post.department},
    )
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return redirect(back if safe else "/")


def _may_appoint(request: HttpRequest, code: str, role: Role) -> bool:
    return rights.may_appoint(request.actor, department=code, role=role)
