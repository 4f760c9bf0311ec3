"""Is this receipt one of ours? The answer comes from the receipt and the gateway's public key alone."""

from pathlib import Path
from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from shuyuan.engine import receipts
from shuyuan.engine.crypto import KeyFolder, PublicKey
from shuyuan.kernel.errors import BadInput
from shuyuan.sharing.forms.grants import ReceiptForm
from shuyuan.web.doors import signed_in

#: Members of a read record in words.
LABELS = {
    "client": _("Client"),
    "department": _("Department"),
    "mode": _("Exchange mode"),
    "purpose": _("Purpose"),
    "grant": _("Grant"),
    "grant_version": _("Version of the grant"),
    "entry": _("Entry"),
    "items": _("Items"),
    "at": _("Time (UTC)"),
    "request_id": _("Request id"),
    "business_number": _("Business number"),
    "person": _("Person"),
    "post": _("Post"),
    "asked": _("Keys asked"),
    "found": _("Keys found"),
    "keys": _("Digests of the keys"),
    "served_version": _("Version of the data"),
    "outcome": _("Outcome"),
    "answer": _("Digest of the answer"),
}


@signed_in
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Paste or upload a receipt, or a whole answer: valid with what it proves, or which part fails."""
    form = ReceiptForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
    )
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        context.update(_examine(form.cleaned_data["bytes"]))
    return render(request, "sharing/verify.html", context, status=400 if form.errors else 200)


def _examine(body: bytes) -> dict[str, Any]:
    """The record and what was proved, or the fault."""
    try:
        document = orjson.loads(body)
    except orjson.JSONDecodeError:
        return {"fault": "malformed"}
    if not isinstance(document, dict):
        return {"fault": "malformed"}
    whole = "receipt" in document
    try:
        if whole:
            # Written anew without blanks, the way the gateway sent it: programs keep answers indented.
            record = receipts.verify_answer(orjson.dumps(document), _gateway_keys())
        else:
            record = receipts.verify(document, _gateway_keys())
    except BadInput as error:
        return {"fault": error.facts.get("fault", error.code)}
    return {
        "proved": [(LABELS.get(name, name), _text(value)) for name, value in record.items()],
        "whole": whole,
    }


def _text(value: Any) -> str:
    return ", ".join(str(part) for part in value) if isinstance(value, list) else str(value)


def _gateway_keys() -> dict[str, PublicKey]:
    key = KeyFolder(Path(settings.KEYS)).public("gateway")
    return {key.id: key}
