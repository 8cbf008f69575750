"""My account: password, second factors, and where I am logged in. Everybody sees his own only."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_POST

from hengjian.core.people.access import own_session
from hengjian.core.wording import say
from hengjian.surfaces.desk.acting import StaffRequest
from hengjian.surfaces.desk.gate import WANTS_FACTOR

SYSTEMS = ("Windows", "Android", "iPhone", "iPad", "HarmonyOS", "Mac OS X", "Linux")
BROWSERS = ("Edg", "Firefox", "Chrome", "Safari")


def machine(agent: str) -> str:
    """The browser's account of itself, short: `Windows · Chrome`."""
    parts = [next((one for one in names if one in agent), "") for names in (SYSTEMS, BROWSERS)]
    known = [part.replace("Edg", "Edge").replace("Mac OS X", "macOS") for part in parts if part]
    return " · ".join(known) or say("不明的浏览器", "unknown browser")


@login_required
def security(request: StaffRequest) -> HttpResponse:
    person = request.user
    factors = list(Authenticator.objects.filter(user=person).order_by("created_at"))
    kinds = Authenticator.Type
    codes = next((one for one in factors if one.type == kinds.RECOVERY_CODES), None)
    sessions = UserSession.objects.purge_and_list(person)
    told = {
        "wanted": request.session.get(WANTS_FACTOR),
        "totp": next((one for one in factors if one.type == kinds.TOTP), None),
        "keys": [one for one in factors if one.type == kinds.WEBAUTHN],
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else None,
        "has_password": person.has_usable_password(),
        "most": settings.SESSIONS_PER_PERSON,
        "idle": settings.SESSION_IDLE_MINUTES,
        "hours": settings.SESSION_HOURS,
        "sessions": [
            {"row": one, "machine": machine(one.user_agent), "here": one.is_current()}
            for one in sorted(sessions, key=lambda one: one.created_at, reverse=True)
        ],
    }
    return render(request, "desk/security/page.html", told)


@require_POST
@login_required
def end(request: StaffRequest, pk: int) -> HttpResponse:
    """Log one of one's own sessions out; the present one leads to the login page."""
    session = own_session(request.user, pk)
    here = session.is_current()
    session.end()
    if here:
        logout(request)
        return redirect("account_login")
    messages.success(request, say("已让那台设备退出。", "That session is logged out."))
    return redirect("desk:security")


@require_POST
@login_required
def end_others(request: StaffRequest) -> HttpResponse:
    for session in UserSession.objects.purge_and_list(request.user):
        if not session.is_current():
            session.end()
    messages.success(request, say("别处都已退出，只留这里。", "All others are logged out."))
    return redirect("desk:security")


urlpatterns = [
    path("account/security/", security, name="security"),
    path("account/security/sessions/<int:pk>/end/", end, name="end_session"),
    path("account/security/sessions/end/", end_others, name="end_other_sessions"),
]
