"""The language in which a person reads: kept with him, so that it follows him to any machine."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from hengjian.core import clock
from hengjian.core.people.actions import choose_language
from hengjian.surfaces.desk.acting import StaffRequest, chosen_post


@login_required
@require_POST
def speak(request: StaffRequest) -> HttpResponse:
    """Change the language and come back to the page."""
    at = clock.now()
    choose_language(
        request.user, request.POST.get("language", ""), by=chosen_post(request, at=at), at=at
    )
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back if safe else "desk:home")


urlpatterns = [path("speak/", speak, name="speak")]
