"""
Errors a person or a calling system may meet. This tree is the contract.

ShuyuanError
├── BadInput        the request itself is malformed            400
├── NotSignedIn     nobody, or not the one they claim to be    401
├── NotPermitted    this actor may not do this                 403
├── NotFound        absent, or not visible to this actor       404
├── RuleRefused     a provision of the law stands against it   409
├── Conflict        somebody else changed it first             409
├── TooLarge        more than this door takes                  413
├── OverQuota       the grant's quota is used up               429
└── Unavailable     a part behind us does not answer           503
"""

from typing import Any

from shuyuan.kernel.verdict import Verdict


class ShuyuanError(Exception):
    """Base of all: `code` is stable and in the docs, `facts` are JSON values for the message."""

    code = "error"
    http_status = 500
    retryable = False

    def __init__(self, detail: str = "", *, code: str | None = None, **facts: Any) -> None:
        super().__init__(detail or code or self.code)
        self.detail = detail
        self.facts = facts
        if code is not None:
            self.code = code


class BadInput(ShuyuanError):
    """The request or file is malformed; `facts` name the place and the remedy."""

    code = "bad_input"
    http_status = 400


class NotSignedIn(ShuyuanError):
    """No valid sign-in or token came with the request."""

    code = "not_signed_in"
    http_status = 401


class NotPermitted(ShuyuanError):
    """The actor is known, but has no role that may do this."""

    code = "not_permitted"
    http_status = 403


class NotFound(ShuyuanError):
    """Absent, or not visible to this actor: the two look the same so that nothing leaks."""

    code = "not_found"
    http_status = 404


class RuleRefused(ShuyuanError):
    """Carries the whole verdict, so that a page can cite every provision."""

    code = "rule_refused"
    http_status = 409

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(", ".join(reason.code for reason in verdict.reasons))
        self.verdict = verdict


class Conflict(ShuyuanError):
    """Somebody else changed it first; read again and repeat."""

    code = "conflict"
    http_status = 409
    retryable = True


class TooLarge(ShuyuanError):
    """More bytes, rows or keys than this door takes; `facts` name the limit."""

    code = "too_large"
    http_status = 413


class OverQuota(ShuyuanError):
    """The quota or the rate that the grant fixes is used up; `facts` say until when."""

    code = "over_quota"
    http_status = 429
    retryable = True


class Unavailable(ShuyuanError):
    """A part behind us does not answer; trying again later can help."""

    code = "unavailable"
    http_status = 503
    retryable = True
