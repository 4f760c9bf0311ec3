"""The desk of finance: what waits, what is held and why."""

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from shuyuan.funds import selectors
from shuyuan.funds.hold_list import HoldList
from shuyuan.funds.lists import MoneyList
from shuyuan.funds.wording import HOLDS
from shuyuan.projects.selectors import OVERSEERS
from shuyuan.web.doors import needs

overseers_only = needs(*OVERSEERS)


@overseers_only
@require_GET
def desk(request: HttpRequest) -> HttpResponseBase:
    """Projects with money waiting, tiles, holds by kind with the sums that they keep back."""
    sums = selectors.held_sums(request.actor)
    context = {
        "counts": selectors.desk_counts(request.actor),
        "sums": [(HOLDS.get(one.code, one.code), one) for one in sums],
        "bars": [(HOLDS.get(one.code, one.code), one.projects) for one in sums],
        "bars_title": _("Projects with money held, by reason"),
    }
    return MoneyList(request, selectors.list_with_money(request.actor)).respond("funds/desk.html", context)


@needs(*selectors.READERS)
@require_GET
def holds(request: HttpRequest) -> HttpResponseBase:
    """Holds in force and released ones; units see those on their own projects."""
    context = {"counts": selectors.hold_counts(request.actor)}
    return HoldList(request, selectors.list_holds(request.actor)).respond("funds/holds.html", context)
