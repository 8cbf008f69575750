"""The folder an archive lies in: which one may be used, and making it whole or not at all.

Serves whoever begins an archive. It refuses files, folders that hold something else, and the few
names that the tables' library cannot find again, before anything is written.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree

from hengjian.archive.errors import ArchiveError
from hengjian.archive.layout import Layout
from hengjian.content import say
from hengjian.content.errors import reason_of

PARTS = ("writer.lock", ".archive.json.new", "batches", "keys", "cases", "registers", "receipts")
"""What a creation that was killed may have left; an archive has `archive.json` beside them."""
_LOST = re.compile(r"[\[\]\\^|\x00-\x1f\x7f]|%[0-9A-Fa-f]{2}")
"""Signs in a path that the tables' library mistakes for others (it decodes `%41` to `A`)."""


def check_place(root: Path) -> None:
    """Raise ArchiveError unless an archive lies in ``root`` or can be made there."""
    if root.exists() and not root.is_dir():
        raise ArchiveError(
            say(f"{root} 不是文件夹", f"{root} is not a folder"),
            say("请写案卷库的文件夹名；没有的会建立。", "Name a folder; a missing one is made."),
        )
    check_name(root)
    if Layout(root).about.exists() or not root.exists():
        return
    if not {path.name for path in root.iterdir()} <= set(PARTS):
        raise ArchiveError(
            say(f"{root} 不是空文件夹，也不是案卷库", f"{root} is neither empty nor an archive"),
            say("请另选一个文件夹。", "Choose another folder."),
        )


def check_name(root: Path) -> None:
    """Raise ArchiveError where the whole path holds signs with which tables would not be found."""
    found = _LOST.search(str(root.resolve()))
    if found is not None:
        sign = ascii(found[0])[1:-1] if not found[0].isprintable() else found[0]
        raise ArchiveError(
            say(
                f"案卷库的路径中不能有“{sign}”：{root.resolve()}",
                f"the path of an archive must not hold “{sign}”: {root.resolve()}",
            ),
            say("请换一个文件夹名。", "Choose another name for the folder."),
        )


@contextmanager
def unmade_if_failed(root: Path) -> Iterator[None]:
    """Folders that were made on the way to ``root`` go again if making the archive fails."""
    missing = [folder for folder in (root, *root.parents) if not folder.exists()]
    try:
        yield
    except BaseException:
        for folder in missing:
            with suppress(OSError):  # of another who was quicker, or never made
                folder.rmdir()
        raise


@contextmanager
def made_whole(root: Path) -> Iterator[None]:
    """What the holder of the lease makes in ``root`` within this context goes again if it fails."""
    try:
        yield
    except BaseException as error:
        for name in PARTS:
            part = root / name
            if part.is_dir():
                rmtree(part, ignore_errors=True)
            else:
                part.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise ArchiveError(
                say(
                    f"建不了案卷库 {root}（{reason_of(error)}）",
                    f"cannot make an archive in {root} ({reason_of(error)})",
                ),
                say(
                    "请确认有权写入这个文件夹、磁盘未满。",
                    "Check that you may write to the folder and that the disk has room.",
                ),
            ) from error
        raise
