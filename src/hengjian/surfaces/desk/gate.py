"""What stands between logging in and working: time limits, a password of one's own, a second factor.

A middleware. It reads the session only, and writes it once a minute; no request costs a query more.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlencode, urlsplit, urlunsplit

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from hengjian.core import clock
from hengjian.core.people.models import Person

BEGAN, SEEN, WANTS_FACTOR = "began", "seen", "wants_second_factor"
REFRESH = timedelta(minutes=1)
OPEN = ("/account/logout/", "/language/", "/static/")
"""Where one may go whatever is still to be done."""
BY_ITSELF = "X-By-Itself"
"""What a page sends with a request that nobody made by hand: its renewing shows nobody's presence."""

Answer = Callable[[HttpRequest], HttpResponse]


def mark_beginning(request: HttpRequest, *, at: datetime, wants_second_factor: bool) -> None:
    """The session begins now."""
    request.session[BEGAN] = request.session[SEEN] = at.isoformat()
    request.session[WANTS_FACTOR] = wants_second_factor


def gate(answer: Answer) -> Answer:
    """Let through whom nothing holds back."""

    def respond(request: HttpRequest) -> HttpResponse:
        person = request.user
        if not isinstance(person, Person) or request.path.startswith(OPEN):
            return answer(request)
        at = clock.now()
        if ended := _ended(request, at):
            logout(request)
            told = urlencode({"ended": ended, "next": _place(request)})
            return _lead(request, f"{reverse('account_login')}?{told}")
        wanted = _still_to_do(request, person)
        if wanted and not request.path.startswith(wanted):
            if BY_ITSELF in request.headers:  # leading there would reload the very page for ever
                return HttpResponse(status=204)
            return _lead(request, wanted)
        return answer(request)

    return respond


def _ended(request: HttpRequest, at: datetime) -> str:
    """Why the session is over, if it is; else note that its person is here."""
    began, seen = (request.session.get(key) for key in (BEGAN, SEEN))
    if began is None or seen is None:
        mark_beginning(request, at=at, wants_second_factor=False)
        return ""
    if datetime.fromisoformat(seen) - at > REFRESH:  # else it would last as much longer
        return "clock"
    if at - datetime.fromisoformat(began) > timedelta(hours=settings.SESSION_HOURS):
        return "long"
    if at - datetime.fromisoformat(seen) > timedelta(minutes=settings.SESSION_IDLE_MINUTES):
        return "idle"
    if at - datetime.fromisoformat(seen) > REFRESH and BY_ITSELF not in request.headers:
        request.session[SEEN] = at.isoformat()
    return ""


def _place(request: HttpRequest) -> str:
    """The page that its person has before him, also where a part of it was asked for."""
    shown = urlsplit(request.headers.get("HX-Current-URL", "") or request.get_full_path())
    return urlunsplit(("", "", shown.path, shown.query, ""))


def _still_to_do(request: HttpRequest, person: Person) -> str:
    """The page that comes before all others: a password of one's own, then a second factor."""
    if person.must_change_password:
        return reverse("account_change_password")
    if request.session.get(WANTS_FACTOR):
        if is_mfa_enabled(person):
            request.session[WANTS_FACTOR] = False
        elif not request.path.startswith("/account/"):
            return reverse("desk:security")
    return ""


def _lead(request: HttpRequest, where: str) -> HttpResponse:
    """Go there with the whole page, also where only a part of it was asked for."""
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": where})
    return redirect(where)
