"""Where each surface begins. A surface lists its own pages in its `urls.py`.

Of the login library's pages those that do not belong here are closed: nobody signs up, mails himself
a new password or ties an account to one elsewhere. The security administrator resets passwords.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from hengjian.surfaces.look.style import style_page

CLOSED = (
    "signup/", "email/", "confirm-email/", "password/reset/", "password/set/", "login/code/",
    "3rdparty/signup/", "3rdparty/$", "social/",
)  # fmt: skip


def closed(request: HttpRequest) -> HttpResponse:
    """Not a page of this program."""
    raise Http404


urlpatterns = [
    *(re_path(f"^account/{route}", closed) for route in CLOSED),
    *(
        path(f"account/{route}", RedirectView.as_view(pattern_name="desk:security"))
        for route in ("2fa/", "2fa/webauthn/", "sessions/")
    ),
    path("account/", include("allauth.urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("look/", style_page, name="look"),
    path("api/", include("hengjian.surfaces.api.urls")),
    path("", include("hengjian.surfaces.desk.urls")),
]
