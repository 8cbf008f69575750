"""Files of papers on disk, by their hash: written once, read back only if they still are what they were.

Serves sealing, service and the dossier. A file whose bytes no longer give its hash is refused, with
the words that tell an officer that somebody or something changed it.
"""

import hashlib
import os
from pathlib import Path

from django.conf import settings

from hengjian.content.errors import PlainError
from hengjian.core.wording import say

MOST_MB = 30
_SIGNS = ((b"%PDF-", "pdf"), (b"\xff\xd8\xff", "jpg"), (b"\x89PNG\r\n\x1a\n", "png"))
TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}


def put(data: bytes) -> str:
    """Keep the bytes; their SHA-256. The same bytes are kept once."""
    name = hashlib.sha256(data).hexdigest()
    place = place_of(name)
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        part = place.with_suffix(f".{os.getpid()}")
        part.write_bytes(data)
        part.replace(place)
    return name


def read(sha256: str) -> bytes:
    """The bytes of that hash. Raises PlainError where they are gone or altered."""
    try:
        data = place_of(sha256).read_bytes()
    except OSError as error:
        raise PlainError(
            say(f"文件 {sha256[:12]}… 不在存储中", f"the file {sha256[:12]}… is missing"),
            say("请系统管理员从备份恢复。", "Ask the administrator to restore it."),
        ) from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise PlainError(
            say(f"文件 {sha256[:12]}… 与登记的散列不符", f"the file {sha256[:12]}… was altered"),
            say("文件被改动过，不能使用；请系统管理员从备份恢复。", "Restore it from a backup."),
        )
    return data


def place_of(sha256: str) -> Path:
    return Path(settings.PAPERS) / sha256[:2] / sha256


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
