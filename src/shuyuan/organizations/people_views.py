"""Pages of accounts: open, look at, reset the password, unlock, close."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shuyuan.kernel.actor import THREE_ADMINISTRATORS, Role
from shuyuan.kernel.errors import NotPermitted
from shuyuan.organizations import rights, services
from shuyuan.organizations.forms import AccountForm, ReasonForm
from shuyuan.organizations.lists import PeopleList
from shuyuan.organizations.models import Post
from shuyuan.organizations.selectors import is_locked, list_people, look_at_person
from shuyuan.web.doors import needs

KEEPERS = (*sorted(THREE_ADMINISTRATORS), Role.PRINCIPAL_OFFICER)


@needs(*KEEPERS)
@require_GET
def people(request: HttpRequest) -> HttpResponseBase:
    """The accounts that the actor may see."""
    home = request.actor.department
    context = {"may_open": rights.may_open_account(request.actor, department=home)}
    return PeopleList(request, list_people(actor=request.actor)).respond("organizations/people.html", context)


@needs(*KEEPERS)
@require_GET
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """One account with its posts, ended ones too."""
    found = look_at_person(person_id, actor=request.actor)
    posts = list(Post.objects.filter(person=found).select_related("department"))
    held = {Role(post.role) for post in posts if post.ended_on is None}
    home = found.home.code if found.home else ""
    is_self = found.pk == request.actor.person_id
    context = {
        "person": found,
        "posts": posts,
        "is_locked": is_locked(found),
        "may_reset": not is_self and rights.may_reset_password(request.actor, department=home, held=held),
        "may_unlock": rights.may_unlock(request.actor),
        "may_close": not is_self and rights.may_open_account(request.actor, department=home),
    }
    return render(request, "organizations/person.html", context)


@needs(*KEEPERS)
@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Open an account; the answer shows the temporary password, once."""
    form = AccountForm(request.POST if request.method == "POST" else None, actor=request.actor)
    if not form.fields["department"].choices:
        raise NotPermitted(code="may_not_open_account")
    if request.method == "POST" and form.is_valid():
        opened = services.create_person(**form.cleaned_data, actor=request.actor, legal=request.legal)
        return render(request, "organizations/password.html", {"opened": opened})
    status = 400 if form.is_bound else 200
    return render(request, "organizations/new_person.html", {"form": form}, status=status)


@needs(*KEEPERS)
@never_cache
@require_POST
def reset_password(request: HttpRequest, person_id: int) -> HttpResponse:
    """Give a new temporary password; the answer shows it, once."""
    opened = services.reset_password(person_id, actor=request.actor, legal=request.legal)
    return render(request, "organizations/password.html", {"opened": opened})


@needs(*KEEPERS)
@require_POST
def unlock(request: HttpRequest, person_id: int) -> HttpResponse:
    """Lift the lock of failed sign-ins."""
    services.unlock_account(person_id, actor=request.actor)
    messages.success(request, _("The account is open again."))
    return redirect("organizations:person", person_id)


@needs(*KEEPERS)
@require_POST
def close(request: HttpRequest, person_id: int) -> HttpResponse:
    """Close the account for good."""
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    services.close_account(person_id, reason=reason, actor=request.actor)
    messages.success(request, _("The account is closed."))
    return redirect("organizations:person", person_id)
