"""Files that come with what is said on the desk: the form field that takes them, and the way back out.

Serves answers, objections and steps of cases. What is shown inline is a picture or a PDF; everything
goes out with headers that let it do nothing here.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from hengjian.content.errors import PlainError
from hengjian.core.files.guard import MOST, MOST_MB, TYPES, WRITTEN, Arrived, looked_at
from hengjian.core.files.kept import KeptFile
from hengjian.core.wording import said

INLINE = frozenset({"pdf", "jpg", "png"})


class _Many(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.Field):
    """Several files, each looked at; its value is a list of `Arrived`."""

    def __init__(self, *, allowed: frozenset[str] = WRITTEN, **more: Any) -> None:
        self.allowed = allowed
        accept = ",".join(f".{one}" for one in TYPES if one in allowed)
        kinds = "、".join(one.upper() for one in TYPES if one in allowed)
        given: dict[str, Any] = {
            "label": said("附件", "Files"),
            "required": False,
            "help_text": said(
                f"可以选多个，最多 {MOST} 个，每个不超过 {MOST_MB} MB；收 {kinds}",
                f"Up to {MOST} files of {MOST_MB} MB each: {kinds}",
            ),
            "widget": _Many(attrs={"accept": accept}),
        }
        super().__init__(**{**given, **more})

    def clean(self, value: Any) -> list[Arrived]:
        try:
            return looked_at(value or (), self.allowed)
        except PlainError as error:
            raise ValidationError(str(error)) from error


def uploads(request: HttpRequest, allowed: frozenset[str] = WRITTEN) -> list[Arrived]:
    """The files of a small form, `attached`. Raises PlainError naming the one that is not taken."""
    return looked_at(request.FILES.getlist("attached"), allowed)  # type: ignore[arg-type]


def handed_out(file: KeptFile, *, away: bool = False) -> HttpResponse:
    """The file, compared with its hash."""
    return given_out(file.data(), file.name, file.kind, away=away)


def given_out(data: bytes, name: str, kind: str, *, away: bool = False) -> HttpResponse:
    """Bytes that were read, as what they are."""
    answer = HttpResponse(data, content_type=TYPES.get(kind, "application/octet-stream"))
    inline = kind in INLINE and not away
    answer["Content-Disposition"] = content_disposition_header(not inline, name) or "inline"
    answer["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'self'"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def size_words(size: int) -> str:
    """1.2 MB"""
    return f"{size / 2**20:.1f} MB" if size >= 2**20 else f"{max(1, round(size / 1024))} KB"


def links(files: Iterable[KeptFile], url: Any) -> list[dict[str, str]]:
    """Files as a page writes them; ``url`` gives the address of one."""
    return [{"name": one.name, "url": url(one), "size": size_words(one.size), "sha256": one.sha256}
            for one in files]  # fmt: skip
