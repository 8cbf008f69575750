"""The seam to the unified e-seal: a PDF and the place of the seal go in, a sealed PDF comes out.

Serves the sealing of papers. There is no adapter of our own: a city names its provider's in
HENGJIAN_SEAL; without one a paper is printed, sealed by hand, and its scan is uploaded. We draw no seal.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from hengjian.content.errors import PlainError
from hengjian.core.wording import say
from hengjian.letters import SealPlace


@dataclass(frozen=True)
class Sealed:
    """What came back: the sealed PDF, and the provider's own number for it."""

    data: bytes
    receipt: str


class Adapter(Protocol):
    """What an adapter does: apply the named seal at the place, on behalf of the person. It raises
    PlainError with words for an officer where the provider refuses."""

    def seal(self, data: bytes, *, name: str, place: SealPlace | None, person: str) -> Sealed: ...


def adapter() -> Adapter | None:
    """The configured one, or None."""
    path: str = getattr(settings, "SEAL", "")
    made: Callable[[], Adapter] | None = import_string(path) if path else None
    return made() if made else None


def applied(data: bytes, *, name: str, place: SealPlace | None, person: str) -> Sealed:
    """Seal by the adapter, and look at what came back before it is believed."""
    found = adapter()
    if found is None:
        raise PlainError(
            say("本机没有接入电子印章", "no e-seal is connected"),
            say("请打印、盖章后上传扫描件。", "Print it, seal it and upload the scan."),
        )
    sealed = found.seal(data, name=name, place=place, person=person)
    if not sealed.data.startswith(b"%PDF-") or (
        hashlib.sha256(sealed.data).digest() == hashlib.sha256(data).digest()
    ):
        raise PlainError(
            say("电子印章系统没有返回用印后的 PDF", "the e-seal gave back no sealed PDF"),
            say(
                "文书没有用印。请联系电子印章系统，或者打印盖章后上传扫描件。",
                "Nothing was sealed.",
            ),
        )
    return sealed
