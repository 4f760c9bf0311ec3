"""The page on which a unit puts a supplement to a contract on file."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shuyuan.delivery import forms, services
from shuyuan.delivery.selectors import access_own_contract
from shuyuan.delivery.views.sheets import Sheet, fill, seen_of, sent
from shuyuan.projects.rules.stages import UNIT
from shuyuan.web.doors import needs


@needs(*UNIT)
@require_http_methods(["GET", "HEAD", "POST"])
def amend(request: HttpRequest, contract_id: int) -> HttpResponse:
    """Give a contract another sum by a supplement."""
    contract = access_own_contract(contract_id, actor=request.actor)
    sheet = Sheet(
        title=_("Amend contract %(number)s") % {"number": contract.number},
        intro=_("The supplement gives the contract another sum; the sums before it stay on file."),
        cites="jz-project-2020/15.1",
        button=_("Put the supplement on file"),
        back=reverse("delivery:construction", args=[contract.project_id]),
        done=_("The supplement is on file; payments follow the new sum."),
        act=lambda data: services.amend_contract(
            contract.pk, **data, seen=seen_of(request), actor=request.actor, legal=request.legal
        ),
        icon="writing-sign",
        template="delivery/amendment_sheet.html",
    )
    initial = {"fen": contract.fen, "signed_on": request.legal.today}
    form = forms.AmendmentForm(*sent(request), initial=initial)
    paid = contract.project.known.paid_by_contract.get(contract.number, 0)
    extra = {"contract": contract, "paid_fen": paid, "left_fen": max(0, contract.fen - paid)}
    return fill(request, contract.project, sheet, form, extra=extra)
