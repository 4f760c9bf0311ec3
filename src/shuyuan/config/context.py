"""What every page template gets beside its own context."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from shuyuan import __version__


def page(request: HttpRequest) -> dict[str, Any]:
    """The actor, the law of today, the gateway's address and the product's version."""
    return {
        "actor": getattr(request, "actor", None),
        "legal": getattr(request, "legal", None),
        "gateway_url": settings.GATEWAY_URL,
        "version": __version__,
    }
