"""Who asks and under which law; and how every refusal becomes a page or a problem document."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from shuyuan.audit.steps import record_refusal
from shuyuan.casework.selectors import working_calendar
from shuyuan.kernel.errors import NotFound, NotPermitted, ShuyuanError
from shuyuan.organizations.selectors import actor_of_session
from shuyuan.regulations.context import legal_now
from shuyuan.web.problems import respond

GetResponse = Callable[[HttpRequest], HttpResponse]
logger = logging.getLogger(__name__)


class Language:
    """Chinese unless the person switched; what the browser would prefer does not count."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Only the cookie that the switch sets decides."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        translation.activate(language)  # Kept after the answer, because exports are written while it is sent.
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        patch_vary_headers(response, ("Cookie",))
        response.headers.setdefault("Content-Language", language)
        return response


class RequestContext:
    """Sets `request.actor` and `request.legal`; no other code finds out who asks or what day it is."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Both are found once a request; what somebody sees in a post stays out of caches."""
        request.actor = actor_of_session(request.user, request.session)
        request.legal = legal_now(working_calendar())
        response = self.get_response(request)
        if request.actor is not None:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class Problems:
    """Turns errors of the tree in `kernel.errors` into answers, and audits refusals."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing happens here unless a view raises, but no address has a NUL, which PostgreSQL refuses."""
        if "\0" in request.path:
            return respond(request, NotFound())
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The answer to an error of ours; the request's transaction is already rolled back."""
        if isinstance(exception, Http404):
            exception = NotFound()
        elif isinstance(exception, PermissionDenied):
            exception = NotPermitted()
        if not isinstance(exception, ShuyuanError):
            return None
        record_refusal(exception, actor=request.actor, path=request.path)
        return respond(request, exception)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token: refused, and told how to go on."""
    logger.info("csrf token refused: %s", reason)
    return respond(request, NotPermitted(code="form_expired"))
