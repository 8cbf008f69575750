"""Files on disk by their hash: written once, read back only if they still are what they were.

Serves papers, answers and what reporters bring; each tells its folder. A file whose bytes no longer give
its hash is refused, in words that tell an officer that somebody or something changed it.
"""

import hashlib
import os
from pathlib import Path

from hengjian.content.errors import PlainError
from hengjian.core.wording import say


def put(data: bytes, folder: Path) -> str:
    """Keep the bytes; their SHA-256. The same bytes are kept once."""
    name = hashlib.sha256(data).hexdigest()
    place = place_of(name, folder)
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        part = place.with_suffix(f".{os.getpid()}")
        part.write_bytes(data)
        part.replace(place)
    return name


def read(sha256: str, folder: Path) -> bytes:
    """The bytes of that hash. Raises PlainError where they are gone or altered."""
    try:
        data = place_of(sha256, folder).read_bytes()
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


def place_of(sha256: str, folder: Path) -> Path:
    return folder / sha256[:2] / sha256
