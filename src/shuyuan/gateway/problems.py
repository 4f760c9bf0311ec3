"""Refusals as RFC 9457 problem documents: one shape for everything that is not an answer."""

from collections.abc import Mapping
from typing import Any

import orjson

from shuyuan.gateway.wording import Wording
from shuyuan.kernel.errors import BadInput, NotPermitted, NotSignedIn, OverQuota, ShuyuanError
from shuyuan.kernel.verdict import Verdict

Headers = list[tuple[bytes, bytes]]

PROBLEM_TYPE = b"application/problem+json"


class MethodNotAllowed(BadInput):
    """Another method than those that the address takes; `allow` lists them."""

    code = "method_not_allowed"
    http_status = 405

    def __init__(self, allow: str) -> None:
        super().__init__(allow=allow)


class BodyTooSlow(BadInput):
    """The body did not arrive in time."""

    code = "body_too_slow"
    http_status = 408
    retryable = True


class WrongContentType(BadInput):
    """The body is of another type than the address takes."""

    code = "wrong_content_type"
    http_status = 415


class BadToken(NotSignedIn):
    """A bearer token came, but it is not a good one."""

    code = "invalid_token"


class LookupRefused(NotPermitted):
    """A grant or a use does not allow it; carries every reason."""

    code = "lookup_refused"

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(", ".join(reason.code for reason in verdict.reasons))
        self.verdict = verdict


class QuotaUsedUp(OverQuota):
    """The keys that the grant allows per day are used up; carries the reason."""

    code = "quota_used_up"

    def __init__(self, verdict: Verdict, retry_after: int) -> None:
        super().__init__(retry_after=retry_after)
        self.verdict = verdict


def problem(error: ShuyuanError, wording: Wording, language: str, request_id: str) -> tuple[bytes, Headers]:
    """The problem document of an error, and the headers that its status asks for."""
    document: dict[str, Any] = {
        "type": f"urn:shuyuan:problem:{error.code}",
        "title": wording.title(error.code, language),
        "status": error.http_status,
        "code": error.code,
        "detail": error.detail,
        "request_id": request_id,
        "retryable": error.retryable,
        "facts": error.facts,
        "reasons": [],
    }
    verdict = getattr(error, "verdict", None)
    if isinstance(verdict, Verdict):
        document["reasons"] = [
            {
                "code": reason.code,
                "cites": reason.cites,
                "facts": reason.facts,
                "text": wording.say(reason, language),
                "remedy": wording.remedy(reason, language),
            }
            for reason in verdict.reasons
        ]
    return orjson.dumps(document), _headers(error, error.facts)


def _headers(error: ShuyuanError, facts: Mapping[str, Any]) -> Headers:
    headers: Headers = []
    if isinstance(error, NotSignedIn):
        fault = b', error="invalid_token"' if isinstance(error, BadToken) else b""
        headers.append((b"www-authenticate", b'Bearer realm="shuyuan"' + fault))
    if isinstance(error, MethodNotAllowed):
        headers.append((b"allow", str(facts["allow"]).encode()))
    if "retry_after" in facts:
        headers.append((b"retry-after", str(facts["retry_after"]).encode()))
    elif error.retryable:
        headers.append((b"retry-after", b"1"))
    return headers
