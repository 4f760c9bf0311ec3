"""Pages of notices: one's messages, what one follows, one's wishes, and the operator's outbox."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import BadInput
from shuyuan.notices import selectors, services
from shuyuan.notices.addresses import unseal
from shuyuan.notices.forms import WaysForm
from shuyuan.notices.kinds import followable
from shuyuan.notices.lists import DeliveryList, MessageList, UnheardList
from shuyuan.notices.models import Delivery
from shuyuan.web.doors import needs, signed_in
from shuyuan.web.wording import words_of

#: The field at which the page shows each refusal of a wish.
_FIELD_OF = {
    "mail_address_malformed": "mail_address",
    "mail_domain_refused": "mail_address",
    "mail_address_missing": "mail_address",
    "phone_malformed": "phone",
    "phone_missing": "phone",
}


@signed_in
@require_GET
def messages_page(request: HttpRequest) -> HttpResponseBase:
    """The person's own messages."""
    found = selectors.list_messages(request.actor)
    newest = found.first()
    context = {
        "unread": selectors.count_unread(request.actor),
        "newest": newest.pk if newest else 0,
        "is_operator": request.actor.role is Role.SYSTEM_ADMINISTRATOR,
    }
    return MessageList(request, found).respond("notices/list.html", context)


@signed_in
@require_GET
def open_message(request: HttpRequest, message_id: int) -> HttpResponse:
    """Read one message: marks it, and goes on to the page that it is about."""
    message = services.read_message(message_id, actor=request.actor, legal=request.legal)
    return redirect(message.notice.url)


@signed_in
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark all that the page showed as read."""
    through = request.POST.get("through", "")
    if not through.isdecimal() or len(through) > 18:  # noqa: PLR2004 what a key can hold
        raise BadInput("not a message", code="bad_input")
    count = services.read_all(through=int(through), actor=request.actor, legal=request.legal)
    messages.success(
        request, ngettext("%(count)s message read.", "%(count)s messages read.", count) % {"count": count}
    )
    return redirect("notices:list")


@signed_in
@require_GET
def following(request: HttpRequest) -> HttpResponse:
    """What the person follows; what is gone or may not be seen any more can only be left."""
    rows = []
    for one in selectors.list_follows(request.actor)[:500]:
        how = followable(one.subject_kind)
        may = how is not None and how.may_follow(request.actor, one.subject_id)
        described = how.describe(one.subject_id) if how and may else None
        title, href = described or ("", "")
        rows.append({"follow": one, "label": how.label if how else "", "title": title, "href": href})
    return render(request, "notices/following.html", {"rows": rows})


@signed_in
@require_POST
def follow(request: HttpRequest) -> HttpResponse:
    """Begin to follow a thing."""
    kind, number = _thing(request)
    services.begin_following(kind, number, actor=request.actor, legal=request.legal)
    messages.success(request, _("You follow it now; changes are told in your messages."))
    return redirect(_next(request))


@signed_in
@require_POST
def unfollow(request: HttpRequest) -> HttpResponse:
    """End following a thing."""
    kind, number = _thing(request)
    services.end_following(kind, number, actor=request.actor)
    messages.success(request, _("You no longer follow it."))
    return redirect(_next(request))


@signed_in
@require_http_methods(["GET", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """How the person hears of things outside the platform."""
    if request.method == "POST":
        form = WaysForm(request.POST)
        if form.is_valid() and _choose(request, form):
            messages.success(request, _("Kept."))
            return redirect("notices:preferences")
        return render(request, "notices/preferences.html", {"form": form}, status=400)
    chosen = selectors.preference_of(request.actor)
    known = unseal(chosen)
    form = WaysForm(
        initial={
            "mail": chosen.mail,
            "mail_address": known.mail,
            "sms_urgent": chosen.sms_urgent,
            "phone": known.phone,
        }
    )
    return render(request, "notices/preferences.html", {"form": form})


@needs(Role.SYSTEM_ADMINISTRATOR)
@require_GET
def outbox(request: HttpRequest) -> HttpResponseBase:
    """What leaves the platform and what could not."""
    rows = selectors.access_outbox(request.actor)
    context = {
        "failed": rows.filter(state=Delivery.State.FAILED).count(),
        "unheard": selectors.list_unheard(request.actor).count(),
    }
    return DeliveryList(request, rows).respond("notices/outbox.html", context)


@needs(Role.SYSTEM_ADMINISTRATOR)
@require_GET
def unheard(request: HttpRequest) -> HttpResponseBase:
    """What was told to nobody."""
    return UnheardList(request, selectors.list_unheard(request.actor)).respond("notices/unheard.html")


@needs(Role.SYSTEM_ADMINISTRATOR)
@require_POST
def retry(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Try a failed delivery again."""
    services.retry_delivery(delivery_id, actor=request.actor, legal=request.legal)
    messages.success(request, _("It is tried again now."))
    return redirect("notices:outbox")


@needs(Role.SYSTEM_ADMINISTRATOR)
@require_POST
def retry_all(request: HttpRequest) -> HttpResponse:
    """Try all failed deliveries again."""
    count = services.retry_all(actor=request.actor, legal=request.legal)
    messages.success(
        request,
        ngettext("%(count)s delivery is tried again.", "%(count)s deliveries are tried again.", count)
        % {"count": count},
    )
    return redirect("notices:outbox")


def _choose(request: HttpRequest, form: WaysForm) -> bool:
    """Keep the wish; a refusal goes to its field."""
    try:
        services.choose_ways(**form.cleaned_data, actor=request.actor)
    except BadInput as error:
        words = words_of(error)
        form.add_error(_FIELD_OF.get(error.code), f"{words.text} {words.remedy}")
        return False
    return True


def _thing(request: HttpRequest) -> tuple[str, str]:
    kind, number = request.POST.get("kind", ""), request.POST.get("id", "")
    if not kind or not number or len(kind) > 60 or len(number) > 64 or "\0" in kind + number:  # noqa: PLR2004
        raise BadInput("not a thing", code="bad_input")
    return kind, number


def _next(request: HttpRequest) -> str:
    """Back to the page with the button, if it is one of ours."""
    target = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return target if ours and target.startswith("/") else "/notices/following/"
