"""The text of an XES log before its events: encoding, well-formedness, header, and what breaks it.

Serves both ways of reading. It refuses document type declarations, because entities could read
other files or grow without end, and says of broken XML in which line it breaks.
"""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from hengjian.standard.reading.limits import MB, shown, unreadable

LARGEST_HEADER = 32 * MB

_ENCODING = re.compile(rb"""\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)["']""")
_SAME_AS_UTF8 = {"utf-8", "utf8", "us-ascii", "ascii"}
_DECODERS = {
    "gb2312": "gb18030",  # both are parts of gb18030, and files named so often hold more
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "utf-16": "utf-16",
    "iso-8859-1": "latin-1",
    "windows-1252": "cp1252",
}
_BROKEN_OFF = {
    expat.errors.codes[text]
    for text in (
        expat.errors.XML_ERROR_NO_ELEMENTS,
        expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_PARTIAL_CHAR,
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
}
_EXPORT_AGAIN = (
    "请用原系统重新导出 XES 日志（UTF-8 编码）后再提交。",
    "Export the XES log again (in UTF-8), then submit it.",
)


def as_utf8(path: Path, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The same text as UTF-8 without a mark: expat itself does not know the Chinese encodings."""
    first = b""
    for piece in pieces:
        first += piece
        if len(first) >= 256:
            break
    name = "utf-8"
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        name = "utf-16"
    elif first.startswith(codecs.BOM_UTF8):
        first = first.removeprefix(codecs.BOM_UTF8)
    elif declared := _ENCODING.match(first):
        name = declared[1].decode("ascii", "replace").lower()
    if name in _SAME_AS_UTF8:
        yield first
        yield from pieces
        return
    if name not in _DECODERS:
        raise unreadable(
            (
                f"“{shown(path)}”声明的编码 {shown(name)} 不受支持",
                f"“{shown(path)}” declares the encoding {shown(name)}, which is not supported",
            ),
            _EXPORT_AGAIN,
        )
    decoder = codecs.getincrementaldecoder(_DECODERS[name])()
    try:
        yield decoder.decode(first).encode()
        for piece in pieces:
            yield decoder.decode(piece).encode()
        yield decoder.decode(b"", final=True).encode()
    except UnicodeError as error:
        raise unreadable(
            (
                f"“{shown(path)}”声明为 {name} 编码，内容却不是",
                f"“{shown(path)}” declares the encoding {name}, but its content is not in it",
            ),
            _EXPORT_AGAIN,
        ) from error


def local(name: str) -> str:
    """An element's name without its namespace prefix: exporters choose prefixes as they like."""
    return name.rpartition(":")[2]


class _FirstTrace(Exception):  # noqa: N818 - a signal out of a handler, not an error
    def __init__(self, offset: int) -> None:
        self.offset = offset


def length_of_header(path: Path, header: bytearray, pieces: Iterator[bytes]) -> int | None:
    """Read on into ``header`` up to the first trace; its offset, or None if there is none near."""
    parser, depth = new_parser(path), 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth == 1:
            check_root(path, name)
        elif depth == 2 and local(name) == "trace":
            raise _FirstTrace(parser.CurrentByteIndex)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        for piece in pieces:
            header += piece
            feed(path, parser, piece)
            if len(header) > LARGEST_HEADER:
                return None
        feed(path, parser, b"", final=True)
    except _FirstTrace as found:
        return found.offset
    return None


def new_parser(path: Path) -> expat.XMLParserType:
    """An expat parser for UTF-8 that refuses document types."""

    def refuse(*declaration: object) -> None:
        raise unreadable(
            (
                f"“{shown(path)}”含有 DOCTYPE 声明，XES 日志不需要它，为安全起见拒绝读取",
                f"“{shown(path)}” has a DOCTYPE declaration, which an XES log does not need; "
                "refused for safety",
            ),
            (
                "请核实文件来源，用原系统重新导出后再提交。",
                "Check where it comes from, and export it again.",
            ),
        )

    parser = expat.ParserCreate("utf-8")
    parser.StartDoctypeDeclHandler = refuse
    return parser


def feed(path: Path, parser: expat.XMLParserType, piece: bytes, *, final: bool = False) -> None:
    """Parse on; XML that is broken or broken off becomes a refusal that names the line."""
    try:
        parser.Parse(piece, final)
    except expat.ExpatError as error:
        what = (
            (
                f"“{shown(path)}”不完整：XML 在第 {error.lineno} 行中断",
                f"“{shown(path)}” is incomplete: the XML breaks off at line {error.lineno}",
            )
            if final and error.code in _BROKEN_OFF
            else (
                f"“{shown(path)}”不是完好的 XML：第 {error.lineno} 行有错",
                f"“{shown(path)}” is not sound XML: line {error.lineno} is wrong",
            )
        )
        raise unreadable(what, _EXPORT_AGAIN) from error


def check_root(path: Path, name: str) -> None:
    if local(name) != "log":
        raise unreadable(
            (
                f"“{shown(path)}”不是 XES 日志：根元素是 <{shown(name)}>，不是 <log>",
                f"“{shown(path)}” is no XES log: its root element is <{shown(name)}>, not <log>",
            ),
            _EXPORT_AGAIN,
        )
