"""Workbooks of other programs, known by their first bytes and told what to save them as.

Serves the officer who hands in a workbook with a password, an old .xls or an .ods: none of these can
be read, and a message about zip files or encodings would send him the wrong way.
"""

from pathlib import Path

from hengjian.standard.reading.limits import shown, unreadable

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ODS = b"mimetypeapplication/vnd.oasis.opendocument"
_ZIP = b"PK\x03\x04"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_WORKBOOKS = (".xlsx", ".xlsm")
_SAVE = (
    "请用 WPS 或者 Excel 打开，另存为 .xlsx 后再提交。",
    "Open it with WPS or Excel, save it as .xlsx and submit that.",
)


def refuse_foreign(path: Path) -> None:
    """Raise UnreadableError where the file is a workbook that no reader here can open."""
    try:
        with path.open("rb") as file:
            head = file.read(512)
    except OSError:  # whoever reads it next says why it cannot be opened
        return
    name = shown(path)
    if head.startswith(_OLE):
        if _holds(path, _LOCKED):
            raise unreadable(
                (f"“{name}”有打开密码", f"“{name}” is locked by a password"),
                (
                    "请用 WPS 或者 Excel 打开，去掉密码，另存为 .xlsx 后再提交。",
                    "Open it with WPS or Excel, remove the password, and save it as .xlsx again.",
                ),
            )
        raise unreadable(
            (
                f"“{name}”是旧版表格（.xls、.et），不能读取",
                f"“{name}” is an old workbook (.xls, .et), which is not read",
            ),
            _SAVE,
        )
    if _ODS in head:
        raise unreadable(
            (
                f"“{name}”是 OpenDocument 表格（.ods），不能读取",
                f"“{name}” is an OpenDocument sheet (.ods), which is not read",
            ),
            _SAVE,
        )
    if head.startswith(_ZIP) and path.suffix.lower() not in _WORKBOOKS:
        raise unreadable(
            (
                f"“{name}”的内容是 .xlsx 或者压缩文件，扩展名却是“{path.suffix}”",
                f"“{name}” holds an .xlsx or a zip archive, but its ending is “{path.suffix}”",
            ),
            (
                "请改正扩展名，或者打开后另存为 .xlsx，再提交。",
                "Mend the ending, or open it and save it as .xlsx.",
            ),
        )


def _holds(path: Path, words: bytes) -> bool:
    """Whether the bytes stand anywhere in the file: a compound file keeps its index where it likes."""
    kept = b""
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            if words in kept + piece:
                return True
            kept = piece[-len(words) :]
    return False
