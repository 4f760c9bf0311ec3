"""How people sign in: accounts are opened by an administrator, never by the visitor."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """allauth with sign-up closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """Nobody opens an account for themselves."""
        return False

    def get_user_search_fields(self) -> list[str]:
        """The fields by which allauth looks a person up; there is no first and last name."""
        return ["username", "full_name"]

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The platform sends no mail to anybody: administrators reset passwords."""
