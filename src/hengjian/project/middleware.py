"""What every request passes: the content security policy, and the language of whoever reads."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from hengjian.content.errors import PlainError
from hengjian.content.speech import speaking
from hengjian.core.people.duties import RefusedError

Answer = Callable[[HttpRequest], HttpResponse]

POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data: blob:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    )
)
"""No script and no style inside a page, nothing from elsewhere. Forms may lead to the provider of
single sign-on too, because a browser holds the whole chain of redirects to `form-action`."""


def content_security_policy(answer: Answer) -> Answer:
    """Give every page the policy, unless its view has given it one."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        policy = " ".join((POLICY, *settings.FORM_TARGETS))
        response.headers.setdefault("Content-Security-Policy", policy)
        return response

    return respond


class PlainErrors:
    """An error that the reader can mend is told to him, on a page of its own, wherever it arose."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """403 for what is another's work, 409 for what cannot be done so."""
        if not isinstance(error, PlainError):
            return None
        status = 403 if isinstance(error, RefusedError) else 409
        return render(request, "desk/refused.html", {"error": error}, status=status)


def language_of_the_reader(answer: Answer) -> Answer:
    """The person's own language, else the one chosen on the login page, else Chinese.

    What the browser asks for is not followed: an office's browsers often speak English by accident.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        chosen = getattr(request.user, "locale", None) or request.COOKIES.get("django_language")
        code = "en" if chosen == "en" else "zh-hans"
        with translation.override(code), speaking("en" if code == "en" else "zh"):
            response = answer(request)
            response.headers.setdefault("Content-Language", code)
        return response

    return respond
