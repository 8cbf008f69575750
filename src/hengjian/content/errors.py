"""Errors that are shown to the user as they are: what happened, and what to do about it."""

import errno

from hengjian.content.speech import say

_REASONS = {
    errno.ENOENT: "没有这个文件或者文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘只读",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "超出磁盘配额",
    errno.ENOTDIR: "路径中有一段是文件，不是文件夹",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.EEXIST: "已经存在",
    errno.ENOTEMPTY: "文件夹不是空的",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EBUSY: "正被其他程序使用",
    errno.ETXTBSY: "正被其他程序使用",
    errno.EIO: "磁盘读写出错",
    errno.EMFILE: "打开的文件太多",
    errno.ENFILE: "打开的文件太多",
    errno.ELOOP: "链接互相指向",
    errno.EINVAL: "文件名或者操作不被接受",
}
"""What the system says in English, for those who do not read it; by the error's number."""


def reason_of(error: OSError) -> str:
    """Why the system refused, in the reader's language."""
    english = error.strerror or type(error).__name__
    told = _REASONS.get(error.errno or 0)
    if told is None:
        told = f"系统错误 {error.errno}" if error.errno else "系统没有说明原因"
    return say(told, english)


class PlainError(Exception):
    """Something the user can mend. ``remedy`` says how; it may be empty."""

    def __init__(self, message: str, remedy: str = "") -> None:
        self.message, self.remedy = message, remedy
        super().__init__(f"{message}{say('。', '. ') if remedy else ''}{remedy}")


class ContentError(Exception):
    """A content file cannot be used. ``problems`` holds one plain sentence per fault."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))
