"""The public page behind a document's QR code: whether this number and hash exist, and nothing else.

Needs no login. It names no body, no matter and no person; a code that was guessed learns nothing.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from hengjian.domain.supervision.papers.access import verified
from hengjian.domain.supervision.papers.making import BEST


def verify(request: HttpRequest, code: str) -> HttpResponse:
    """What stands under the code; `?hash=` is compared with the files of the paper."""
    paper = verified(code.upper())
    asked = request.GET.get("hash", "").strip().lower().removeprefix("sha256:")[:128]
    hashes = [one.sha256 for one in paper.files.all() if one.role in BEST] if paper else []
    told = {
        "paper": paper,
        "void": paper is not None and paper.state == "void",
        "asked": asked,
        "matches": asked in hashes,
        "hashes": hashes,
    }
    status = 200 if paper is not None else 404
    return render(request, "desk/papers/verify.html", told, status=status)


urlpatterns = [path("verify/<slug:code>/", verify, name="verify")]
