"""What every request passes: the content security policy, and the language of whoever reads."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from hengjian.content.speech import speaking

Answer = Callable[[HttpRequest], HttpResponse]

POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data: blob:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
"""No script and no style inside a page, nothing from elsewhere."""


def content_security_policy(answer: Answer) -> Answer:
    """Give every page the policy, unless its view has given it one."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response

    return respond


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
