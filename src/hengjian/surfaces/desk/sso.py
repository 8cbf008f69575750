"""Logging in through the city's own identity provider: it tells who somebody is, and nothing more.

The person is found by login name and must have been enrolled; neither persons nor posts come of it.
"""

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render

from hengjian.core import clock
from hengjian.core.people.access import person_of_login
from hengjian.core.people.actions import drop_what_provider_told


class SignOnAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Joins an identity to the person of the same login name, or refuses in words."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        data = sociallogin.account.extra_data
        claims = {**(data.get("id_token") or {}), **(data.get("userinfo") or {})}
        claim = settings.SSO.claim if settings.SSO else ""
        login = str(claims.get(claim) or "")
        sociallogin.account.extra_data = {}  # what the provider knows of him is not ours to keep
        if sociallogin.is_existing:
            drop_what_provider_told(sociallogin.user, by=None, at=clock.now())
        person = person_of_login(login)
        if person is None or (sociallogin.is_existing and sociallogin.user != person):
            told = {"login": login, "claim": claim}
            page = render(request, "desk/login/unknown.html", told, status=403)
            raise ImmediateHttpResponse(page)
        if not sociallogin.is_existing:
            sociallogin.connect(request, person)
