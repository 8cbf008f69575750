"""Writes a ledger out for an auditor: a folder or zip that needs nothing of ours to be verified.

Serves audits and backups. Leaves stand as verbatim lines, so that reading is hashing; the hashes
recorded at sealing stand beside them, so that an altered line can be named. It computes no hash of an
entry itself: what the store holds is what is exported, right or wrong.
"""

import hashlib
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import IO

from hengjian.content import say
from hengjian.content.errors import reason_of
from hengjian.ledger.auditor import (
    ENTRIES,
    HEADS,
    KEYS,
    LEAVES,
    MANIFEST,
    PAYLOADS,
    PENDING,
)
from hengjian.ledger.errors import LedgerError
from hengjian.ledger.head import Head, second
from hengjian.ledger.keys import SigningKey

README = "README.txt"
_ABOUT = """衡鉴账本导出 · export of a Hengjian ledger

entries.tsv    每行一条，第 n 行就是第 n 条；散列的就是这一行（不含换行）
leaves.bin     登记时的叶散列，每条 32 字节
heads.txt      签名账头
keys.txt       密钥声明：开端、更换、丢失后接替
payloads.tsv   内容及其盐：条号、盐、内容；依法删除的不在其中
pending.tsv    已登记、尚未编号的条目
export.txt     本导出的清单

核验：hengjian verify 本文件夹 --head 自己保存的回执
或者（只需要 Python）：python auditor.py 本文件夹 --head 自己保存的回执
核验程序请从别处取得，不要向交出本导出的人要。格式说明：docs/ledger.md

Verify: hengjian verify THIS --head A-RECEIPT-YOU-KEPT
or, with Python alone: python auditor.py THIS --head A-RECEIPT-YOU-KEPT
Get the verifier from elsewhere, not from whoever handed you this. Forms: docs/ledger.md
"""


@dataclass(frozen=True)
class Contents:
    """What is exported. Entries are numbered from 1 in the order given.

    ``entries``: (line, leaf hash) as stored. ``openings``: (number, salt, payload) by number;
    ``complete`` says that every payload not lawfully erased is among them. ``heads`` may be texts as
    stored, so that one which a hand has been at is exported too, and found out.
    """

    log: str
    algorithm: str
    entries: Iterable[tuple[bytes, bytes]]
    heads: Iterable[Head | str]
    statements: Iterable[str]
    openings: Iterable[tuple[int, bytes, bytes]] = ()
    complete: bool = False
    pending: Iterable[bytes] = field(default=())


def write_export(
    place: Path, contents: Contents, at: datetime, key: SigningKey | None = None
) -> int:
    """Write a folder, or a zip where ``place`` ends so, whole or not at all; gives the number of
    entries. ``key`` signs the list of files, so that nothing can be altered on the way."""
    if place.exists():
        raise LedgerError(
            say(f"{place} 已经存在，没有覆盖", f"{place} exists and was not overwritten"),
            say("请另写一个名字。", "Choose another name."),
        )
    try:
        with _in_the_making(place) as folder:
            size = _write_files(folder, contents)
            _write_manifest(folder, contents, size, at, key)
            if place.suffix.lower() == ".zip":
                _pack(folder, folder.parent / "packed.zip")
                (folder.parent / "packed.zip").rename(place)
            else:
                folder.rename(place)
    except OSError as error:
        raise LedgerError(
            say(f"写不了 {place}（{reason_of(error)}）", f"cannot write {place} ({reason_of(error)})"),
            say("请确认有权写入、磁盘未满。", "Check that you may write there and the disk has room."),
        ) from error  # fmt: skip
    return size


@contextmanager
def _in_the_making(place: Path) -> Iterator[Path]:
    outer = Path(tempfile.mkdtemp(prefix=".export-", dir=place.parent))
    try:
        (outer / "files").mkdir()
        yield outer / "files"
    finally:
        shutil.rmtree(outer, ignore_errors=True)


def _write_files(folder: Path, contents: Contents) -> int:
    size, entries = 0, iter(contents.entries)
    with (folder / ENTRIES).open("wb") as lines, (folder / LEAVES).open("wb") as leaves:
        while some := list(islice(entries, 4096)):
            lines.write(b"\n".join([line for line, _ in some]) + b"\n")
            leaves.write(b"".join([leaf for _, leaf in some]))
            size += len(some)
    _write(folder / HEADS, "\n".join(_text(head) for head in contents.heads).encode())
    _write(folder / KEYS, "\n".join(contents.statements).encode())
    with (folder / PAYLOADS).open("wb") as file:
        for number, salt, payload in contents.openings:
            file.write(b"%d\t%s\t%s\n" % (number, salt.hex().encode(), payload))
    _write(folder / PENDING, b"".join(line + b"\n" for line in contents.pending))
    _write(folder / README, _ABOUT.encode())
    return size


def _text(head: Head | str) -> str:
    return head if isinstance(head, str) else head.text()


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def _write_manifest(
    folder: Path, contents: Contents, size: int, at: datetime, key: SigningKey | None
) -> None:
    lines = ["hengjian-export/1", f"log {contents.log}", f"algorithm {contents.algorithm}"]
    lines += [f"size {size}", f"exported {second(at)}"]
    lines.append(f"payloads {'all' if contents.complete else 'some'}")
    for path in sorted(folder.iterdir()):
        with path.open("rb") as file:
            summed = _sum(file)
        lines.append(f"file {path.name} {path.stat().st_size} {summed}")
    body = "".join(f"{line}\n" for line in lines).encode()
    text = body + f"sum {hashlib.sha256(body).hexdigest()}\n".encode()
    if key is not None:
        text += f"signed {key.id} {key.sign(body).hex()}\n".encode()
    _write(folder / MANIFEST, text)


def _sum(file: IO[bytes]) -> str:
    return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]


def _pack(folder: Path, packed: Path) -> None:
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for path in sorted(folder.iterdir()):
            made.write(path, path.name)
