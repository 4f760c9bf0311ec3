"""
An error as an answer: a page for people, `application/problem+json` (RFC 9457) for programs.

`respond` is what the middleware calls; the other functions are Django's handlers for errors that no
view raised on purpose.
"""

import json
import logging
import re
import secrets
import sys
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.core.exceptions import DisallowedHost, RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.utils.translation import get_language, gettext

from shuyuan.kernel.errors import BadInput, NotFound, NotPermitted, NotSignedIn, ShuyuanError, TooLarge
from shuyuan.kernel.verdict import Reason
from shuyuan.web import reasons as explained
from shuyuan.web.wording import ErrorText, words_of

logger = logging.getLogger(__name__)

#: A path of this site; two slashes would lead elsewhere.
_ADDRESS = re.compile(r"/(?![/\\])")
_LAST_RESORT = (
    "<!doctype html><html lang='zh-CN'><meta charset='utf-8'><title>{incident}</title>"
    "<h1>系统出现错误 · An error occurred</h1><p>事件编号 · incident number: {incident}</p></html>"
)


def respond(request: HttpRequest, error: ShuyuanError, incident: str = "") -> HttpResponse:
    """The answer to an error: problem document, fragment for htmx, redirect to sign-in, or page."""
    if wants_json(request):
        return _document(request, error, incident)
    if isinstance(error, NotSignedIn):
        return _to_sign_in(request)
    actor = getattr(request, "actor", None)
    context = {
        "layout": "web/base.html" if actor else "web/plain.html",
        "status": error.http_status,
        "words": words_of(error),
        "reasons": _reasons(error),
        "code": error.code,
        "incident": incident,
        "actor": actor,
        "legal": getattr(request, "legal", None),
        "back": _came_from(request),
    }
    if request.headers.get("HX-Request") == "true":
        response = render(request, "web/problems/fragment.html", context, status=error.http_status)
        response["HX-Retarget"] = "#messages"
        response["HX-Reswap"] = "innerHTML show:window:top"
    else:
        response = render(request, "web/problems/page.html", context, status=error.http_status)
    _say_when_to_retry(response, error)
    return response


def _came_from(request: HttpRequest) -> str:
    """The page of ours that was left for this one; empty when there is none."""
    try:
        came, host = urlsplit(request.headers.get("Referer", "")), request.get_host()
    except (ValueError, DisallowedHost):
        return ""
    is_this = request.method == "GET" and came.path == request.path
    if came.netloc != host or is_this or not _ADDRESS.match(came.path):
        return ""
    return urlunsplit(("", "", came.path, came.query, ""))


def wants_json(request: HttpRequest) -> bool:
    """Whether a program asks: the path lies under /api/, or JSON is preferred to HTML."""
    if request.path.startswith("/api/"):
        return True
    return request.get_preferred_type(["text/html", "application/json", "application/problem+json"]) in {
        "application/json",
        "application/problem+json",
    }


def problem(request: HttpRequest, error: ShuyuanError, incident: str = "") -> dict[str, Any]:
    """The problem document as plain values: RFC 9457 members, `code`, `facts` and every reason."""
    words: ErrorText = words_of(error)
    document: dict[str, Any] = {
        "type": f"urn:shuyuan:problem:{error.code}",
        "title": str(words.title),
        "status": error.http_status,
        "detail": words.detail or str(words.text),
        "instance": request.path,
        "code": error.code,
        "retryable": error.retryable,
        "facts": error.facts,
        "reasons": [
            {
                "code": reason.code,
                "cites": reason.cites,
                "facts": reason.facts,
                "text": reason.text,
                "citation": reason.citation,
                "remedy": reason.remedy,
            }
            for reason in explained.explain_all(
                _reasons(error), getattr(request, "legal", None), get_language() or "zh-hans"
            )
        ],
    }
    if incident:
        document["incident"] = incident
    return document


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 Django's signature
    """Django's 404 handler: an address that no pattern knows."""
    return respond(request, NotFound())


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's 400 handler: a suspicious request, or a body above the limit."""
    if isinstance(exception, RequestDataTooBig):
        return respond(request, TooLarge())
    return respond(request, BadInput())


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 Django's signature
    """Django's 403 handler, for parts that are not ours."""
    return respond(request, NotPermitted())


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's 500 handler: logs the cause under an incident number, and shows only the number."""
    incident = f"{timezone.localtime():%Y%m%d}-{secrets.token_hex(4).upper()}"
    logger.error("incident %s at %s", incident, request.path, exc_info=sys.exc_info())
    try:
        return respond(request, ShuyuanError(), incident)
    except Exception:
        logger.exception("the page of incident %s failed too", incident)
        return HttpResponse(_LAST_RESORT.format(incident=incident), status=500)


def _reasons(error: ShuyuanError) -> tuple[Reason, ...]:
    verdict = getattr(error, "verdict", None)
    return verdict.reasons if verdict is not None else ()


def _document(request: HttpRequest, error: ShuyuanError, incident: str) -> HttpResponse:
    body = json.dumps(problem(request, error, incident), ensure_ascii=False, default=str)
    response = HttpResponse(body, status=error.http_status, content_type="application/problem+json")
    _say_when_to_retry(response, error)
    return response


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page, with the way back where coming back is safe (GET)."""
    address = resolve_url("account_login")
    if request.method in {"GET", "HEAD"}:
        address += "?" + urlencode({"next": request.get_full_path()})
    if request.headers.get("HX-Request") == "true":
        response = HttpResponse(gettext("Please sign in again."), status=401)
        response["HX-Redirect"] = resolve_url("account_login")
        return response
    return HttpResponseRedirect(address)


def _say_when_to_retry(response: HttpResponse, error: ShuyuanError) -> None:
    if "retry_after" in error.facts:
        response["Retry-After"] = str(int(error.facts["retry_after"]))
