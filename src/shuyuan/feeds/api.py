"""`/api/3/action/…` as CKAN clients call it: parameters in, the envelope of CKAN out."""

from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from shuyuan.feeds.actions import ACTIONS, Call
from shuyuan.feeds.addresses import absolute_of
from shuyuan.feeds.callers import caller
from shuyuan.kernel.errors import BadInput, NotFound, NotPermitted, NotSignedIn, ShuyuanError
from shuyuan.web.wording import words_of

#: Our errors in the words of CKAN, by which its clients choose an exception.
_TYPES: tuple[tuple[type[ShuyuanError], str, int], ...] = (
    (NotFound, "Not Found Error", 404),
    (NotSignedIn, "Authorization Error", 403),
    (NotPermitted, "Authorization Error", 403),
    (BadInput, "Validation Error", 409),
)


@csrf_exempt  # reads only, and a POST never acts for the session: see `callers.caller`
@require_http_methods(["GET", "POST"])
def action(request: HttpRequest, name: str) -> HttpResponse:
    """Call one action."""
    envelope: dict[str, Any] = {"help": absolute_of(request)("feeds:action", name)}
    if name not in ACTIONS:
        message = f"Bad request - Action name not known: {name[:64]}"
        return _answer({**envelope, "success": False, "error": {"message": message}}, 400)
    try:
        result = ACTIONS[name](Call(caller(request), _parameters(request), absolute_of(request)))
    except ShuyuanError as error:
        kind, status = next(
            ((kind, status) for class_, kind, status in _TYPES if isinstance(error, class_)),
            ("Internal Server Error", error.http_status),
        )
        facts = {"__type": kind, "message": str(words_of(error).title), "code": error.code, **error.facts}
        return _answer({**envelope, "success": False, "error": facts}, status)
    return _answer({**envelope, "success": True, "result": result}, 200)


def _parameters(request: HttpRequest) -> dict[str, Any]:
    """From the address, from a form, or from a JSON body; raises BadInput `bad_parameter`."""
    given: dict[str, Any] = request.GET.dict()
    if request.method != "POST":
        return given
    if request.content_type != "application/json":
        return {**given, **request.POST.dict()}
    try:
        body = orjson.loads(request.body or b"{}")
    except orjson.JSONDecodeError as error:
        raise BadInput("the body is no JSON", code="bad_parameter", parameter="body") from error
    if not isinstance(body, dict):
        raise BadInput("the body is no object", code="bad_parameter", parameter="body")
    return {**given, **body}


def _answer(document: dict[str, Any], status: int) -> HttpResponse:
    body = orjson.dumps(document, default=str)
    return HttpResponse(body, status=status, content_type="application/json; charset=utf-8")
