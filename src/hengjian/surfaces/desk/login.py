"""What logging in allows: accounts are enrolled by an administrator, nobody signs up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class LoginAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Closes self-registration."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
