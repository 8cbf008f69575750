"""Files of papers on disk, by their hash: written once, read back only if they still are what they were.

Serves sealing, service and the dossier. A file whose bytes no longer give its hash is refused, with
the words that tell an officer that somebody or something changed it.
"""

from pathlib import Path

from django.conf import settings

from hengjian.content.errors import PlainError
from hengjian.core.files import store
from hengjian.core.wording import say

MOST_MB = 30
_SIGNS = ((b"%PDF-", "pdf"), (b"\xff\xd8\xff", "jpg"), (b"\x89PNG\r\n\x1a\n", "png"))
TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}


def put(data: bytes) -> str:
    """Keep the bytes; their SHA-256. The same bytes are kept once."""
    return store.put(data, _folder())


def read(sha256: str) -> bytes:
    """The bytes of that hash. Raises PlainError where they are gone or altered."""
    return store.read(sha256, _folder())


def place_of(sha256: str) -> Path:
    return store.place_of(sha256, _folder())


def _folder() -> Path:
    return Path(settings.PAPERS)


def scan_kind(data: bytes) -> str:
    """`pdf`, `jpg` or `png` by its first bytes, whatever it is called. PlainError for anything else."""
    if len(data) > MOST_MB * 2**20:
        raise PlainError(
            say(f"文件超过 {MOST_MB} MB", f"the file is over {MOST_MB} MB"),
            say("请降低扫描分辨率（300 dpi 足够）后重传。", "Scan it at 300 dpi and try again."),
        )
    for sign, kind in _SIGNS:
        if data.startswith(sign):
            return kind
    raise PlainError(
        say("只收 PDF、JPG、PNG 扫描件", "only PDF, JPG and PNG scans are taken"),
        say("请用扫描仪存为 PDF 后上传。", "Scan it as a PDF."),
    )
