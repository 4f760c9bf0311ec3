"""What people and the bureau arrange: substitution, stored phrases, the days of escalation."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shuyuan.casework import selectors, services
from shuyuan.casework.forms import EscalationForm, PhraseForm, SubstitutionForm
from shuyuan.casework.lists import SubstitutionList
from shuyuan.casework.models import EscalationDays
from shuyuan.kernel.actor import THREE_ADMINISTRATORS, Role
from shuyuan.organizations.models import Post
from shuyuan.organizations.selectors import access_department, list_posts_of
from shuyuan.web.doors import needs, signed_in

#: Whose posts others may act in.
works_with_data = needs(*(role for role in Role if role not in THREE_ADMINISTRATORS))
bureau_only = needs(Role.DATA_ADMINISTRATION)


@works_with_data
@require_GET
def substitutions(request: HttpRequest) -> HttpResponseBase:
    """Who acts for whom, and in which posts the actor may act today."""
    rows = selectors.list_substitutions(actor=request.actor)
    context = {"acting": list(selectors.list_acting_for(request.actor, on=request.legal.today))}
    return SubstitutionList(request, rows).respond("casework/substitutions.html", context)


@works_with_data
@require_http_methods(["GET", "POST"])
def new_substitution(request: HttpRequest) -> HttpResponse:
    """Name a substitute: everybody for the own post, a principal officer for the department's."""
    actor = request.actor
    colleagues = list_posts_of(access_department(actor.department)).exclude(role__in=THREE_ADMINISTRATORS)
    absent = colleagues.filter(pk=actor.post_id, person=actor.person_id)
    if actor.role is Role.PRINCIPAL_OFFICER:
        absent = colleagues
    form = SubstitutionForm(
        request.POST if request.method == "POST" else None,
        absent=absent,
        colleagues=colleagues,
        initial={"post": actor.post_id, "from_on": request.legal.today},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        services.arrange_substitution(
            given["post"].pk,
            substitute=given["substitute"].pk,
            from_on=given["from_on"],
            until_on=given["until_on"],
            reason=given["reason"],
            actor=actor,
            legal=request.legal,
        )
        messages.success(
            request, _("%(substitute)s acts for %(absent)s.") % _names(given["substitute"], given["post"])
        )
        return redirect("casework:substitutions")
    context = {"form": form, "has_colleagues": colleagues.filter(~Q(person=actor.person_id)).exists()}
    return render(request, "casework/new_substitution.html", context, status=400 if form.errors else 200)


@works_with_data
@require_POST
def end_substitution(request: HttpRequest, substitution_id: int) -> HttpResponse:
    """End it before its last day."""
    ended = services.end_substitution(substitution_id, actor=request.actor, legal=request.legal)
    messages.success(
        request,
        _("%(substitute)s does not act for %(absent)s any more.") % _names(ended.substitute, ended.post),
    )
    return redirect("casework:substitutions")


@signed_in
@require_http_methods(["GET", "POST"])
def phrases(request: HttpRequest) -> HttpResponse:
    """Own and common phrases; a new one."""
    form = PhraseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        services.add_phrase(**form.cleaned_data, actor=request.actor)
        messages.success(request, _("The phrase is kept."))
        return redirect("casework:phrases")
    found = list(selectors.list_phrases(actor=request.actor))
    context = {
        "form": form,
        "own": [phrase for phrase in found if phrase.post_id],
        "common": [phrase for phrase in found if not phrase.post_id],
    }
    return render(request, "casework/phrases.html", context, status=400 if form.errors else 200)


@signed_in
@require_POST
def remove_phrase(request: HttpRequest, phrase_id: int) -> HttpResponse:
    """Forget a phrase."""
    services.remove_phrase(phrase_id, actor=request.actor)
    messages.success(request, _("The phrase is gone."))
    return redirect("casework:phrases")


@bureau_only
@require_http_methods(["GET", "POST"])
def escalation(request: HttpRequest) -> HttpResponse:
    """When who is told of a deadline."""
    near_days, bureau_days = services.escalation_days(request.legal.today)
    now = {"since": request.legal.today, "near_days": near_days, "bureau_days": bureau_days}
    form = EscalationForm(request.POST if request.method == "POST" else None, initial=now)
    if request.method == "POST" and form.is_valid():
        services.set_escalation_days(**form.cleaned_data, actor=request.actor, legal=request.legal)
        messages.success(request, _("The days are set."))
        return redirect("casework:escalation")
    context = {"form": form, "now": now, "history": EscalationDays.objects.order_by("-since")[:20]}
    return render(request, "casework/escalation.html", context, status=400 if form.errors else 200)


def _names(substitute: Post, absent: Post) -> dict[str, str]:
    return {"substitute": str(substitute.person), "absent": str(absent.person)}
