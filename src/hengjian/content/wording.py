"""The wording of laws, installed by the user from published texts, shown beside our statements.

Serves whoever reads a rule or a finding. The texts are not ours to ship; without them everything
works, with our own short statements. It refuses a file in which it finds no article.
"""

import hashlib
import json
import os
import re
from dataclasses import asdict, dataclass
from html.parser import HTMLParser
from pathlib import Path

from hengjian.content.citation import Citation, arabic_number
from hengjian.content.errors import ContentError
from hengjian.content.loader import Content
from hengjian.content.speech import say

_NUMERAL = "[零〇一二三四五六七八九十百千]+"
_ARTICLE = re.compile(rf"^[#*\s]*第({_NUMERAL}|\d+)条(之{_NUMERAL})?[*\s　:：.、]*(?P<rest>.*)$")
_POINT = re.compile(rf"^[#*\s]*（({_NUMERAL})）[*\s　]*(?P<rest>.*)$")
_CHAPTER = re.compile(rf"^[#*\s]*第{_NUMERAL}[编章节]")
_DATE = re.compile(
    r"[（(]?\d{4}[-年.]\d{1,2}[-月.]\d{1,2}日?[^）)]*[)）]?|[-_（(]?(19|20)\d{2}年?[^）)]*[)）]?$"
)
_BLOCKS = {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "title", "td"}


@dataclass(frozen=True)
class LawText:
    """One installed text: ``articles`` maps the article (arabic, or the numeral of a point) to its
    paragraphs; ``sha256`` is that of the source file."""

    law: str
    title: str
    source: str
    sha256: str
    articles: dict[str, list[str]]


def home() -> Path:
    """Where this user's installed texts and remembered settings lie (HENGJIAN_HOME)."""
    chosen = os.environ.get("HENGJIAN_HOME")
    if chosen:
        return Path(chosen)
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "hengjian"


def read_law(path: Path, content: Content) -> LawText:
    """The articles of a published text (Markdown, plain text, HTML or DOCX)."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ContentError([say(f"打不开 {path}", f"cannot open {path}")]) from error
    lines = [line.strip() for line in _lines(path, data)]
    lines = [line for line in lines if line and not line.startswith("<!--")]
    articles = _split(lines, _ARTICLE) or _split(lines, _POINT)
    if not articles:
        raise ContentError(
            [
                say(
                    f"{path.name} 中没有找到条文（应有“第×条”或者“（×）”开头的段落）",
                    f"no articles found in {path.name}",
                )
            ]
        )
    title, law = _identity(lines, path, content)
    return LawText(law, title, path.name, hashlib.sha256(data).hexdigest(), articles)


def install(text: LawText) -> Path:
    """Keep a text; an older one of the same law is replaced."""
    folder = home() / "law"
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{_file_name(text.law)}.json"
    written = folder / f".{target.name}.new"
    written.write_text(json.dumps(asdict(text), ensure_ascii=False, indent=1), encoding="utf-8")
    written.replace(target)
    return target


def installed() -> dict[str, LawText]:
    """Law id → installed text. A damaged file is passed over as if it were not there."""
    found: dict[str, LawText] = {}
    for path in sorted((home() / "law").glob("*.json")):
        try:
            text = LawText(**json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            continue
        found[text.law] = text
    return found


def remove(law: str) -> bool:
    """Remove an installed text; False if there was none."""
    path = home() / "law" / f"{_file_name(law)}.json"
    if not path.exists():
        return False
    path.unlink()
    return True


def wording(citation: Citation, texts: dict[str, LawText]) -> str | None:
    """The wording of the cited article, where its law's text is installed."""
    text = texts.get(citation.law)
    if text is None or citation.article is None:
        return None
    paragraphs = text.articles.get(citation.article)
    return "\n".join(paragraphs) if paragraphs else None


# --- reading ------------------------------------------------------------------------------------------


def _lines(path: Path, data: bytes) -> list[str]:
    suffix = path.suffix.lower()
    if suffix == ".docx":
        return _docx_lines(path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError as error:
            raise ContentError(
                [say(f"{path.name} 的文字编码无法识别", f"unknown encoding of {path.name}")]
            ) from error
    if suffix in (".html", ".htm"):
        page = _Page()
        page.feed(text)
        text = page.text
    return text.splitlines()


def _docx_lines(path: Path) -> list[str]:
    import docx

    try:
        document = docx.Document(str(path))
    except Exception as error:  # python-docx raises whatever its parsers raise
        raise ContentError(
            [say(f"{path.name} 不是完好的 DOCX 文件", f"{path.name} is no sound DOCX file")]
        ) from error
    return [paragraph.text for paragraph in document.paragraphs]


class _Page(HTMLParser):
    """The visible text of a page, a line per block."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self._hidden += 1
        elif tag in _BLOCKS:
            self._parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._hidden = max(0, self._hidden - 1)
        elif tag in _BLOCKS:
            self._parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._parts.append(data.replace("\n", " "))

    @property
    def text(self) -> str:
        return "".join(self._parts).replace("\xa0", " ")


def _split(lines: list[str], start: re.Pattern[str]) -> dict[str, list[str]]:
    """Article → its paragraphs. Of a repeated number (a table of contents) the longer one counts."""
    articles: dict[str, list[str]] = {}
    current: list[str] | None = None
    for line in lines:
        match = start.match(line)
        if match is not None:
            numeral = match.group(1)
            number = arabic_number(numeral)
            key = str(number) if start is _ARTICLE and number is not None else numeral
            if start is _ARTICLE and match.group(2):
                key += match.group(2)
            current = [match["rest"].strip()] if match["rest"].strip() else []
            if len("".join(articles.get(key, []))) <= len("".join(current)):
                articles[key] = current
        elif _CHAPTER.match(line) or line.startswith("#"):
            current = None
        elif current is not None:
            current.append(line)
    return {key: paragraphs for key, paragraphs in articles.items() if paragraphs}


def _identity(lines: list[str], path: Path, content: Content) -> tuple[str, str]:
    """The title of the text, and the id of the law we know it by (else the title itself)."""
    stem = _DATE.sub("", path.stem).strip()
    head = _DATE.sub("", lines[0].lstrip("# ").strip()).strip()
    for candidate in (head, stem, head.removeprefix("中华人民共和国")):
        try:
            return head or stem, content.law(candidate).id
        except ContentError:
            continue
    for law in content.laws.values():
        if law.number is not None and law.number in lines[0]:
            return head, law.id
    return head or stem, stem


def _file_name(law: str) -> str:
    return re.sub(r"[^\w一-鿿（）()-]", "_", law)
