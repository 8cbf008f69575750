"""The public page behind a document's QR code: whether this number and hash exist, and nothing else.

`/verify/` asks for the code where no camera is at hand. Needs no login. It names no body, no matter and no person; a code that was guessed learns nothing.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from hengjian.domain.supervision.papers.access import verified
from hengjian.domain.supervision.papers.making import BEST

HASH = 64


def ask(request: HttpRequest) -> HttpResponse:
    """The code, or the address that the QR code holds, typed or pasted."""
    given = request.GET.get("code", "").split("?")[0].rstrip("/ ").rpartition("/")[2]
    code = "".join(one for one in given if one.isascii() and one.isalnum())
    if code:
        return redirect("desk:verify", code=code[:24].upper())
    return render(request, "desk/papers/verify_ask.html")


def verify(request: HttpRequest, code: str) -> HttpResponse:
    """What stands under the code; `?hash=` is compared with the files of the paper."""
    paper = verified(code.upper())
    asked = request.GET.get("hash", "").strip().lower().removeprefix("sha256:")[:128]
    kept = [one.sha256 for one in paper.files.all() if one.role in BEST] if paper else []
    hashes = list(dict.fromkeys(kept))  # a demo's sealed file is the issued one
    told = {
        "paper": paper,
        "void": paper is not None and paper.state == "void",
        "asked": asked,
        "matches": asked in hashes,
        "whole": len(asked) == HASH and all(one in "0123456789abcdef" for one in asked),
        "hashes": hashes,
    }
    status = 200 if paper is not None else 404
    return render(request, "desk/papers/verify.html", told, status=status)


urlpatterns = [
    path("verify/", ask, name="verify_ask"),
    path("verify/<slug:code>/", verify, name="verify"),
]
