"""Places for files that commands write: checked before long work, written whole or not at all.

Serves every command with an output file. It refuses endings that the command cannot write, folders
that do not exist and places that may not be written, in words that say what to do.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hengjian.cli.look import USAGE, fail
from hengjian.content.errors import reason_of
from hengjian.content.speech import say


def check_place(path: Path, endings: tuple[str, ...]) -> None:
    """Fail as wrong usage unless a file of one of these ``endings`` can be put at ``path``."""
    if path.suffix.lower() not in endings:
        known, known_en = "、".join(endings), ", ".join(endings)
        raise fail(
            say(f"不认识的文件格式：{path.name}", f"unknown kind of file: {path.name}"),
            say(f"文件名应以 {known} 结尾。", f"The name must end in {known_en}."),
            code=USAGE,
        )
    folder = path.resolve().parent
    if not folder.is_dir():
        raise fail(
            say(f"没有文件夹 {path.parent}", f"no folder {path.parent}"),
            say("请先建立这个文件夹。", "Make the folder first."),
            code=USAGE,
        )
    if path.is_dir():
        raise fail(
            say(f"{path} 是文件夹，不能写成文件", f"{path} is a folder, not a file"),
            say("请换一个文件名。", "Choose another name."),
            code=USAGE,
        )
    if not os.access(folder, os.W_OK):
        raise fail(
            say(f"无权写入文件夹 {path.parent}", f"you may not write into {path.parent}"),
            say("请换一个文件夹。", "Choose another folder."),
            code=USAGE,
        )


def check_free(path: Path, force: bool) -> None:
    """Fail as wrong usage where a file is there already, unless it may be written over."""
    if path.exists() and not force:
        raise fail(
            say(f"{path} 已经存在", f"{path} exists already"),
            say("换一个名字，或者加 --force 覆盖。", "Choose another name, or add --force."),
            code=USAGE,
        )


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """Yields a place beside ``path`` to write to; what was written is moved to ``path`` at the end."""
    partial = path.with_name(f".{path.stem}.{os.getpid()}.partial{path.suffix}")
    try:
        try:
            yield partial
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        raise unwritable(path, error) from error


def unwritable(path: Path, error: OSError) -> Exception:
    """The exit to raise where ``path`` could not be written."""
    reason = reason_of(error)
    return fail(
        say(f"写不了“{path}”（{reason}）", f"cannot write “{path}” ({reason})"),
        say(
            "请确认文件夹存在、有权写入、磁盘未满，且该文件没有被其他程序打开。",
            "Check that the folder exists, may be written and has room, and that the file is not "
            "open elsewhere.",
        ),
    )
