"""Who may come in: `signed_in` for everybody with a post, `needs(Role.X, …)` for some roles."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import NotPermitted, NotSignedIn

View = Callable[..., HttpResponse]


def signed_in(view: View) -> View:
    """Let in whoever is signed in and holds a post.

    Raises NotSignedIn for a visitor, and NotPermitted `no_post` for a person to whom no post is given.
    """

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.actor is None:
            if request.user.is_authenticated:
                raise NotPermitted(code="no_post")
            raise NotSignedIn
        return view(request, *args, **kwargs)

    return door


def needs(*roles: Role) -> Callable[[View], View]:
    """Let in who acts in one of these roles; raises as `signed_in` does, and NotPermitted `wrong_role`."""

    def mark(view: View) -> View:
        @signed_in
        @wraps(view)
        def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.actor.role not in roles:
                needed = sorted(str(role) for role in roles)
                raise NotPermitted(code="wrong_role", role=str(request.actor.role), needed=needed)
            return view(request, *args, **kwargs)

        return door

    return mark
