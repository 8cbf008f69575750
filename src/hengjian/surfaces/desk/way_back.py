"""The way back from an address that only takes a form, for whoever opens it as if it were a page.

A middleware. Serves whoever had to log in again when a form was sent, and whoever reloads or keeps such
an address; what the form said is gone by then, and that is told.
"""

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.contrib.messages.storage.base import BaseStorage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

from hengjian.core.wording import say

NOT_ALLOWED = 405
Answer = Callable[[HttpRequest], HttpResponse]


def way_back(answer: Answer) -> Answer:
    """Lead to the page that the form stands on, instead of saying that there is none."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        found = request.resolver_match
        if response.status_code != NOT_ALLOWED or request.method != "GET" or found is None:
            return response
        if found.app_name != "desk":  # programs of the interface are to be told
            return response
        _tell(request)
        return redirect(page_above(request.path))

    return respond


def page_above(path: str) -> str:
    """The nearest address above that there is; ``/`` at last."""
    parts = path.strip("/").split("/")
    while parts := parts[:-1]:
        above = "/" + "/".join(parts) + "/"
        try:
            resolve(above)
        except Resolver404:
            continue
        return above
    return "/"


def _tell(request: HttpRequest) -> None:
    """Once, also where the address above only takes a form too."""
    words = say(
        "刚才没有办理成：打开的网址只接收表单。已回到表单所在的页面，请在这里重新填写。",
        "Nothing was done: that address only takes a form. This is its page; please fill it in again.",
    )
    waiting = cast(BaseStorage, messages.get_messages(request))
    told = any(str(one) == words for one in waiting)
    waiting.used = False  # looked at, not shown
    if not told:
        messages.warning(request, words)
