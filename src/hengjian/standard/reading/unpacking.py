"""Gzip and zip without their dangers: what comes out is bounded, whatever the headers claim.

Serves readers of compressed logs, of folders sent as one archive and of .xlsx workbooks, which are
archives too. It refuses bombs (by declared and by actual size and ratio), overlapping or nested
archives, names that lead out of the folder, encrypted and damaged files.
"""

import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING

from hengjian.standard.reading.limits import (
    MB,
    RATIO_COUNTS_FROM,
    Limits,
    checked_size,
    human,
    shown,
    unreadable,
)

if TYPE_CHECKING:
    from hengjian.standard.problems import UnreadableError

PIECE = MB // 4
PACKED_PIECE = 64 * 1024
MOST_ENTRIES = 10_000
MOST_NAME_BYTES = 255
LONGEST_END = 22 + 0xFFFF  # the end of a zip directory and its comment
ZIP64_COUNT = 0xFFFF
ARCHIVES_THAT_ARE_DOCUMENTS = {".xlsx", ".xlsm", ".docx"}
JUNK = re.compile(r"(^|/)(__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$)")

_GZIP_MAGIC, _ZIP_MAGIC = b"\x1f\x8b", b"PK\x03\x04"
_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_SEND_AGAIN = (
    "请重新导出或者重新传送该文件后再提交。",
    "Export or transfer the file again, then submit it.",
)


# --- gzip ---------------------------------------------------------------------------------------


def unpacked(
    path: Path, limits: Limits, progress: Callable[[float], None] | None = None
) -> Generator[bytes, None, None]:
    """The bytes of a file in pieces, gunzipped if it is gzip by its first bytes, not by its name.

    Close it if you do not read to the end: it holds the file open.
    """
    size = checked_size(path, limits)
    with path.open("rb") as file:
        packed = file.read(2) == _GZIP_MAGIC
        file.seek(0)
        pieces = _gunzipped(path, file) if packed else iter(lambda: file.read(PIECE), b"")
        total = 0
        for piece in pieces:
            total += len(piece)
            _check_total(path, total, size, limits)
            yield piece
            if progress is not None:
                progress(file.tell() / size)


def _gunzipped(path: Path, file: IO[bytes]) -> Iterator[bytes]:
    """Every member of a gzip file in turn; padding of zeros after a member is legal."""
    rest = file.read(PACKED_PIECE)
    while rest:
        member = zlib.decompressobj(wbits=31)
        while not member.eof:
            try:
                piece = member.decompress(rest, PIECE)
            except zlib.error as error:
                raise _damaged(path) from error
            rest = member.unconsumed_tail or (b"" if member.eof else file.read(PACKED_PIECE))
            if piece:
                yield piece
            elif not rest and not member.eof:
                raise unreadable(
                    (
                        f"“{shown(path)}”不完整：压缩数据在中途断了",
                        f"“{shown(path)}” is incomplete: the compressed data breaks off",
                    ),
                    _SEND_AGAIN,
                )
        rest = member.unused_data.lstrip(b"\0")
        while len(rest) < len(_GZIP_MAGIC) and (more := file.read(PACKED_PIECE)):
            rest = (rest + more).lstrip(b"\0")
        if rest and not rest.startswith(_GZIP_MAGIC):
            raise _damaged(path)


def _damaged(path: Path) -> "UnreadableError":
    return unreadable(
        (f"“{shown(path)}”的压缩数据已损坏", f"the compressed data of “{shown(path)}” is damaged"),
        _SEND_AGAIN,
    )


def _check_total(path: Path, total: int, packed: int, limits: Limits) -> None:
    """Refuse what unpacks to too much, or to suspiciously much for its size."""
    if total > limits.unpacked_mb * MB:
        most = human(limits.unpacked_mb * MB)
        raise unreadable(
            (
                f"“{shown(path)}”解压后超过 {most} 的上限，已停止",
                f"“{shown(path)}” unpacks to more than the limit of {most}; stopped",
            ),
            (
                "请按月份拆分后再提交，或者用 --max-unpacked 提高上限。",
                "Split it by month, or raise the limit with --max-unpacked.",
            ),
        )
    if total > RATIO_COUNTS_FROM and total > limits.ratio * packed:
        raise unreadable(
            (
                f"“{shown(path)}”的压缩数据解开后膨胀到 {limits.ratio} 倍以上，可能是恶意文件（压缩炸弹），已停止",
                f"“{shown(path)}” unpacks to over {limits.ratio} times its compressed size and may "
                "be a zip bomb; stopped",
            ),
            (
                "请核实文件来源；确认无误的，解压后直接提交其中的文件。",
                "Check where it comes from; if it is sound, unpack it and submit its files.",
            ),
        )


# --- zip ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Entry:
    """One file of an archive: its name made safe, and what the directory says about it."""

    name: str
    info: zipfile.ZipInfo


def bounded_unzip(path: Path, limits: Limits, into: Path | None = None) -> list[str]:
    """Unpack a zip archive into an empty folder; the names of its files in their order.

    Without ``into`` everything is inflated and counted but nothing kept: that is how a workbook is
    proved harmless before a library which trusts its headers opens it. Call it inside a guarded
    reading: a huge directory costs memory before the first check.
    """
    size = checked_size(path, limits)
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, struct.error) as error:
        raise unreadable(
            (
                f"“{shown(path)}”不是完好的 zip 文件（.xlsx 也属 zip）",
                f"“{shown(path)}” is not a sound zip file (an .xlsx is one, too)",
            ),
            _SEND_AGAIN,
        ) from error
    if _declared_count(path) not in (len(infos), ZIP64_COUNT):
        raise _damaged(path)  # a damaged directory may hide a whole table
    entries = _checked_entries(path, infos)
    _check_total(path, sum(entry.info.file_size for entry in entries), size, limits)
    total = 0
    with path.open("rb") as file:
        _check_overlaps(path, file, entries)
        for entry in entries:
            target = None
            try:
                if into is not None:
                    place = into / entry.name
                    place.parent.mkdir(parents=True, exist_ok=True)
                    target = place.open("xb")
                for piece in _inflated(path, file, entry):
                    total += len(piece)
                    _check_total(path, total, size, limits)
                    if target is not None:
                        target.write(piece)
            except OSError as error:
                raise _unsafe_name(path, entry.name) from error
            finally:
                if target is not None:
                    target.close()
    return [entry.name for entry in entries]


def _declared_count(path: Path) -> int:
    """How many entries the end of the directory promises; `zipfile` does not compare it."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - LONGEST_END))
        tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    return int.from_bytes(tail[at + 10 : at + 12], "little")


def _checked_entries(path: Path, infos: list[zipfile.ZipInfo]) -> list[_Entry]:
    """The files of the archive, if all of them are of a kind that may be unpacked."""
    if len(infos) > MOST_ENTRIES:
        raise unreadable(
            (
                f"压缩包“{shown(path)}”里有 {len(infos)} 个文件，超过 {MOST_ENTRIES} 个的上限",
                f"archive “{shown(path)}” holds {len(infos)} files, more than {MOST_ENTRIES}",
            ),
            ("请合并表格后再提交。", "Merge the tables before you submit them."),
        )
    entries: list[_Entry] = []
    seen: set[str] = set()
    for info in infos:
        name = _safe_name(path, info)
        if info.is_dir() or info.filename.endswith("\\") or JUNK.search(name):
            continue
        if info.flag_bits & 0x1:
            raise unreadable(
                (f"压缩包“{shown(path)}”已加密", f"archive “{shown(path)}” is encrypted"),
                ("请去掉密码后再提交。", "Remove the password, then submit it."),
            )
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise unreadable(
                (
                    f"压缩包“{shown(path)}”用了不支持的压缩方法",
                    f"archive “{shown(path)}” uses an unsupported compression method",
                ),
                ("请用普通 zip 方式重新压缩。", "Compress it again as an ordinary zip."),
            )
        same = unicodedata.normalize("NFC", name).casefold()
        if stat.S_ISLNK(info.external_attr >> 16) or same in seen:
            raise _unsafe_name(path, name)
        seen.add(same)
        entries.append(_Entry(name, info))
    return entries


def _safe_name(path: Path, info: zipfile.ZipInfo) -> str:
    """The entry's path below the folder, with Chinese names that Windows wrote in GBK restored."""
    name = info.filename
    if not info.flag_bits & 0x800:  # no promise of UTF-8: zipfile took the bytes for cp437
        for encoding in ("utf-8", "gb18030"):
            try:
                name = name.encode("cp437").decode(encoding)
                break
            except UnicodeError:
                continue
    slashed = name.replace("\\", "/")
    parts = PurePosixPath(slashed).parts
    if (
        not parts
        or slashed.startswith("/")
        or re.match(r"[A-Za-z]:", slashed)
        or ".." in parts
        or not slashed.isprintable()
        or any(len(part.encode()) > MOST_NAME_BYTES for part in parts)
    ):
        raise _unsafe_name(path, name)
    return "/".join(parts)


def _unsafe_name(path: Path, name: str) -> "UnreadableError":
    return unreadable(
        (
            f"压缩包“{shown(path)}”里的文件“{shown(name)}”不能安全地解压"
            "（路径越界、重名、过长或者是链接）",
            f"archive “{shown(path)}” holds “{shown(name)}”, which cannot be unpacked safely "
            "(it leads outside, appears twice, is too long or is a link)",
        ),
        (
            "请核实文件来源，把表格放在一个文件夹里重新压缩。",
            "Check where it comes from; put the tables into one folder and compress it again.",
        ),
    )


def _check_overlaps(path: Path, file: IO[bytes], entries: list[_Entry]) -> None:
    """No two entries may share bytes: that is how a small archive unpacks to a huge one."""
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.info.header_offset):
        start = entry.info.header_offset
        if start < end:
            raise _damaged(path)
        end = _data_offset(path, file, entry) + entry.info.compress_size


def _data_offset(path: Path, file: IO[bytes], entry: _Entry) -> int:
    file.seek(entry.info.header_offset)
    header = file.read(_LOCAL_HEADER.size)
    if len(header) < _LOCAL_HEADER.size or not header.startswith(_ZIP_MAGIC):
        raise _damaged(path)
    *_, name_length, extra_length = _LOCAL_HEADER.unpack(header)
    return entry.info.header_offset + _LOCAL_HEADER.size + int(name_length) + int(extra_length)


def _inflated(path: Path, file: IO[bytes], entry: _Entry) -> Iterator[bytes]:
    """What an entry really holds: inflated to its own end, then compared with its header."""
    file.seek(_data_offset(path, file, entry))
    size, checksum, first = 0, 0, b""
    for piece in _raw(path, file, entry.info):
        if size < len(_ZIP_MAGIC):
            first = (first + piece)[: len(_ZIP_MAGIC)]
            _check_not_nested(path, entry, first)
        size += len(piece)
        checksum = zlib.crc32(piece, checksum)
        if size > entry.info.file_size:  # a header that lies: stop here, not at the end
            raise _damaged(path)
        yield piece
    if size != entry.info.file_size or checksum != entry.info.CRC:
        raise _damaged(path)


def _raw(path: Path, file: IO[bytes], info: zipfile.ZipInfo) -> Iterator[bytes]:
    stream = zlib.decompressobj(wbits=-15) if info.compress_type == zipfile.ZIP_DEFLATED else None
    left, rest = info.compress_size, b""
    while True:
        if not rest and left:
            rest = file.read(min(left, PACKED_PIECE))
            left -= len(rest)
            if not rest:
                raise _damaged(path)
        if stream is None:
            if not rest:
                return
            yield rest
            rest = b""
            continue
        try:
            piece = stream.decompress(rest, PIECE)
        except zlib.error as error:
            raise _damaged(path) from error
        rest = stream.unconsumed_tail
        if piece:
            yield piece
        if stream.eof:
            if left or stream.unused_data:
                raise _damaged(path)
            return
        if not piece and not rest and not left:
            raise _damaged(path)


def _check_not_nested(path: Path, entry: _Entry, first: bytes) -> None:
    document = PurePosixPath(entry.name).suffix.lower() in ARCHIVES_THAT_ARE_DOCUMENTS
    if first == _ZIP_MAGIC and not document:
        raise unreadable(
            (
                f"压缩包“{shown(path)}”里还有压缩包“{shown(entry.name)}”",
                f"archive “{shown(path)}” holds another archive, “{shown(entry.name)}”",
            ),
            ("请先解压里面的压缩包。", "Unpack the inner archive first."),
        )
