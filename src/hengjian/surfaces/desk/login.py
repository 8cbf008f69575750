"""What logging in allows: accounts are enrolled, nobody signs up; failures lock; sessions are few.

Serves allauth and axes, which call these. Passwords are changed by the action of people, so that
the ledger has it.
"""

from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from hengjian.core import clock
from hengjian.core.people.actions import choose_password, note_factor
from hengjian.core.people.models import ADMINISTRATORS, Person
from hengjian.core.people.queries import posts_held
from hengjian.core.wording import said
from hengjian.surfaces.desk.gate import mark_beginning

Asked = Mapping[str, Any]


class LoginAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Closes self-registration, counts sessions, writes passwords by the action."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": said(
            "登录名或者密码不对。忘了密码，请安全保密管理员重设。",
            "Wrong login name or password. If you forgot it, the security administrator resets it.",
        )
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Failed passwords are counted by axes, in the database; not a second time in memory."""

    def set_password(self, user: Person, password: str) -> None:
        at = clock.now()
        choose_password(user, password, by=posts_held(user, at=at).first(), at=at)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Home: who chose his first password begins to work, and the page says that it is changed."""
        return reverse("desk:home")

    def post_login(self, request: HttpRequest, user: Person, **told: Any) -> HttpResponse:
        """The newest sessions stay; in these one also learns that a second factor is wanted."""
        response: HttpResponse = super().post_login(request, user, **told)
        at = clock.now()
        roles = set(posts_held(user, at=at).values_list("role", flat=True))
        wanted = settings.SECOND_FACTOR == "everybody" or (
            settings.SECOND_FACTOR == "administrators" and bool(roles & ADMINISTRATORS)
        )
        mark_beginning(request, at=at, wants_second_factor=wanted)
        others = UserSession.objects.filter(user=user).order_by("-created_at", "-pk")
        others = others.exclude(session_key=request.session.session_key)
        for old in others[settings.SESSIONS_PER_PERSON - 1 :]:
            old.end()
        return response


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Says what to do about a wrong code."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": said(
            "验证码不对。请填应用上现在显示的六位数字；仍然不对，看看手机的时间准不准。",
            "Wrong code. Enter the six digits shown now; if it stays wrong, check the phone's clock.",
        )
    }


def factor_added(sender: object, user: Person, authenticator: Authenticator, **_: Any) -> None:
    """Called by the login library."""
    _note(user, authenticator, added=True)


def factor_removed(sender: object, user: Person, authenticator: Authenticator, **_: Any) -> None:
    """Called by the login library."""
    _note(user, authenticator, added=False)


def _note(person: Person, factor: Authenticator, *, added: bool) -> None:
    at = clock.now()
    by = posts_held(person, at=at).first()
    note_factor(person, Authenticator.Type(factor.type).value, added=added, by=by, at=at)


def address_of(request: HttpRequest) -> str | None:
    """The address that counts for the lock-out: behind a proxy the one it tells."""
    if "REMOTE_ADDR" not in request.META:  # no request of a browser
        return None
    return str(LoginAdapter().get_client_ip(request))


def locked_out(request: HttpRequest, original: HttpResponse, credentials: Asked) -> HttpResponse:
    """The page of somebody who has guessed too often: until when, and whom to ask."""
    minutes = round(settings.AXES_COOLOFF_TIME * 60)
    told = {"minutes": minutes, "limit": settings.AXES_FAILURE_LIMIT}
    return render(request, "desk/login/locked.html", told, status=429)
