"""How much a submitted file may cost to read, and the refusals that name a file and a remedy.

Serves every reader and the guard; imports nothing heavy, because the guard starts its child before
the parent has loaded its data frames. It refuses files that are too large, and things that are no
files at all (pipes, devices), before a byte of them is read.
"""

import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hengjian.standard.problems import UnreadableError

MB = 1024 * 1024
RATIO_COUNTS_FROM = 16 * MB
"""Below this, high compression is harmless: a short log of equal lines shrinks a thousandfold."""


@dataclass(frozen=True)
class Limits:
    """Bounds of one reading. Each can be raised on the command line, as the messages say.

    ``file_mb``: one file as it lies there; ``unpacked_mb``: all that it, or its folder, unpacks to;
    ``ratio``: unpacked size divided by packed size.
    """

    seconds: float = 600
    memory_mb: int = 3072
    file_mb: int = 512
    unpacked_mb: int = 4096
    ratio: int = 200


def unreadable(message: tuple[str, str], remedy: tuple[str, str]) -> "UnreadableError":
    """The error with Chinese and English wording of what happened and of what to do."""
    from hengjian.content import say
    from hengjian.standard.problems import UnreadableError

    return UnreadableError(say(*message), say(*remedy))


def shown(name: str | Path) -> str:
    """A file's own name, fit for a message: foreign names may carry control characters."""
    text = name.name if isinstance(name, Path) else name
    clean = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)
    return clean if len(clean) <= 80 else f"{clean[:40]}…{clean[-36:]}"


def human(size: float) -> str:
    """Bytes as people say them."""
    if size >= 1000 * MB:
        return f"{size / MB / 1024:.1f} GB"
    return f"{size / MB:.1f} MB" if size >= 0.1 * MB else f"{size / 1024:.1f} KB"


def checked_size(path: Path, limits: Limits) -> int:
    """The bytes of a file, or of all files of a folder, that may be read within the limits."""
    if path.is_dir():
        return _checked_folder(path, limits)
    try:
        status = path.stat()
    except OSError as error:
        from hengjian.content.errors import reason_of

        reason = reason_of(error)
        raise unreadable(
            (f"打不开“{shown(path)}”（{reason}）", f"cannot open “{shown(path)}” ({reason})"),
            (
                "请核对文件名，并确认有权读取。",
                "Check the name, and that you may read the file.",
            ),
        ) from error
    if not stat.S_ISREG(status.st_mode):
        raise unreadable(
            (f"“{shown(path)}”不是普通文件", f"“{shown(path)}” is not an ordinary file"),
            ("请提交文件或者文件夹。", "Submit a file or a folder."),
        )
    if status.st_size > limits.file_mb * MB:
        size, most = human(status.st_size), human(limits.file_mb * MB)
        raise unreadable(
            (
                f"“{shown(path)}”有 {size}，超过单个文件 {most} 的上限",
                f"“{shown(path)}” has {size}, more than the {most} allowed for one file",
            ),
            (
                "请按月份或者机关拆分后再提交，或者用 --max-file 提高上限。",
                "Split it by month or by body, or raise the limit with --max-file.",
            ),
        )
    return status.st_size


def _checked_folder(folder: Path, limits: Limits) -> int:
    total = sum(checked_size(path, limits) for path in folder.iterdir() if path.is_file())
    if total > limits.unpacked_mb * MB:
        size, most = human(total), human(limits.unpacked_mb * MB)
        raise unreadable(
            (
                f"文件夹“{shown(folder)}”共有 {size}，超过一批 {most} 的上限",
                f"folder “{shown(folder)}” holds {size}, more than the {most} allowed at once",
            ),
            (
                "请分批提交，或者用 --max-unpacked 提高上限。",
                "Submit it in parts, or raise the limit with --max-unpacked.",
            ),
        )
    return total
