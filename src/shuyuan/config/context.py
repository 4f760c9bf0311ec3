"""What every page template gets beside its own context."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from shuyuan import __version__
from shuyuan.organizations.selectors import list_posts


def page(request: HttpRequest) -> dict[str, Any]:
    """The actor and all posts of that person, the law of today, the gateway's address, the version."""
    actor = getattr(request, "actor", None)
    return {
        "actor": actor,
        "posts": SimpleLazyObject(lambda: list(list_posts(actor.person_id))) if actor else [],
        "legal": getattr(request, "legal", None),
        "gateway_url": settings.GATEWAY_URL,
        "version": __version__,
    }
