"""The online query: a person looks one key up under a grant, through the gateway."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from shuyuan.catalog.selectors import published_version
from shuyuan.catalog.snapshots import spec_of
from shuyuan.engine.spec import EntrySpec
from shuyuan.kernel.verdict import Reason
from shuyuan.sharing.forms.grants import LookupForm
from shuyuan.sharing.gateway_client import Answer, Refusal, gateway
from shuyuan.sharing.selectors import access_grant_for_query
from shuyuan.web.doors import signed_in


@signed_in
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def query(request: HttpRequest, number: str) -> HttpResponse:
    """Key and business number in, the masked row with its receipt out; nothing of it is kept here."""
    grant = access_grant_for_query(number, actor=request.actor)
    spec = spec_of(published_version(grant.entry).snapshot)
    form = LookupForm(request.POST if request.method == "POST" else None, spec=spec)
    context: dict[str, Any] = {"form": form, "grant": grant}
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            answer = gateway().lookup(
                grant,
                key=form.key,
                business_number=form.cleaned_data["business_number"],
                actor=request.actor,
            )
            status, told = (200, _tell(answer, spec)) if isinstance(answer, Answer) else _refuse(answer)
            context.update(told)
    return render(request, "sharing/query.html", context, status=status)


def _tell(answer: Answer, spec: EntrySpec) -> dict[str, Any]:
    """The row in the order of the entry, and the receipt as it was received."""
    document = answer.document
    result = document["results"][0]
    labels = {item.name: item.label for item in spec.items}
    data = result.get("data") or {}
    return {
        "found": result["found"],
        "facts": [(labels.get(name, name), value) for name, value in data.items()],
        "served_version": document.get("served_version"),
        "answer_text": answer.body.decode(),
    }


def _refuse(refusal: Refusal) -> tuple[int, dict[str, Any]]:
    """Every reason of the gateway's refusal with its provision."""
    reasons = tuple(
        Reason(str(one.get("code", "")), str(one.get("cites", "")), dict(one.get("facts") or {}))
        for one in refusal.problem.get("reasons") or ()
    )
    told = {"problem": refusal.problem, "reasons": reasons}
    return refusal.status, told
