"""A bureau's own DOCX as the template of a document: looked at before it is believed, then filled.

Serves whoever uploads a template and whoever fills it. It refuses macros, links to outside, embedded
objects and archives that swell, and any instruction beyond fields, conditions and lists.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from lxml import etree

from hengjian.content import Content, say
from hengjian.letters import qr
from hengjian.letters.letter import SIMULATED, Form, Letter
from hengjian.letters.values import Fault, LetterError
from hengjian.letters.word import CATEGORY, base

MOST_BYTES, MOST_PARTS, MOST_UNPACKED, MOST_XML = 10_000_000, 500, 60_000_000, 3_000_000
"""An official letter needs a hundredth of this."""
MOST_FIELDS = 2_000
EXTRA = {
    "code",
    "code_words",
    "simulated",
    "annexes",
    *(f"annexes.{part}" for part in ("title", "text", "number")),
}
"""What a DOCX may use beside the form's names: the QR code and its words, the mark of simulated data, annexes."""

_LINKING = re.compile(r"\b(INCLUDETEXT|INCLUDEPICTURE|DDEAUTO|DDE|LINK|DATABASE|MACROBUTTON|RD)\b")
_OUTSIDE = re.compile(r"(?i)\s*(https?:|ftp:|file:|//|\\\\)")
_BAD_PARTS = (
    ("vbaProject", "宏", "macros"), ("vbaData", "宏", "macros"),
    ("activeX", "ActiveX 控件", "ActiveX controls"), ("embeddings/", "嵌入的对象", "embedded objects"),
    ("oleObject", "嵌入的对象", "embedded objects"), ("afchunk", "嵌入的文档", "embedded documents"),
    ("customUI", "自定义界面", "a custom interface"),
)  # fmt: skip


def _fault(place: str, zh: str, en: str) -> Fault:
    return Fault(place, say(zh, en))


def form_of(data: bytes, content: Content) -> Form | None:
    """The form that a template says it is for, where it was made from one of ours."""
    from docx import Document

    if unsafe(data):
        return None
    category = Document(io.BytesIO(data)).core_properties.category or ""
    name = category.removeprefix(CATEGORY)
    known = category.startswith(CATEGORY) and name in content.document_folders
    return Form.load(content, name) if known else None


def check_template(data: bytes, form: Form) -> list[Fault]:
    """Everything that keeps this DOCX from being the form's template; empty if it may be used."""
    faults = unsafe(data)
    if faults:
        return faults
    used, shown, faults = _fields(data)
    allowed = form.known | EXTRA
    faults += [
        _fault(name, f"没有字段 {name}，可用的字段见 hengjian letter list --fields {form.id}",
               f"there is no field {name}: see hengjian letter list --fields {form.id}")
        for name in sorted(used - allowed)
    ]  # fmt: skip
    for name in sorted(form.wanted - shown):
        field = form.document.field(name)
        label = field.label if field else name
        faults.append(
            _fault(name, f"缺少字段“{label}”，请写上 {{{{ {name} }}}}",
                   f"the field {name} is missing: write {{{{ {name} }}}}")
        )  # fmt: skip
    if not faults:
        faults += _trial(data, form)
    return faults


def make_docx(letter: Letter, template: bytes | None = None) -> bytes:
    """The letter as DOCX, from our template or the bureau's. LetterError lists a template's faults."""
    if template is None:
        size = max(20.0, min(47.0, 425 / max(1, len(letter.words["mark"]))))
        return _filled(letter, base(letter.form, mark_size=size))
    faults = check_template(template, letter.form)
    if faults:
        raise LetterError(
            say(f"《{letter.form.document.name}》的模板不能用", f"{letter.form.id}: bad template"),
            tuple(faults),
        )
    return _filled(letter, template)


def _filled(letter: Letter, template: bytes) -> bytes:
    from docx.shared import Mm
    from docxtpl import DocxTemplate, InlineImage

    opened = DocxTemplate(io.BytesIO(template))
    words: dict[str, Any] = {name: _paragraphs(value) for name, value in letter.words.items()} | {
        "simulated": f"{SIMULATED} · 不具有法律效力" if letter.envelope.simulated else "",
        "code": "",
        "code_words": "　".join(letter.envelope.verify_words),
        "annexes": _annexes(letter),
    }
    if names := letter.envelope.attached:
        numbered = [f"{n}. {name}" for n, name in enumerate(names, 1)] if names[1:] else names
        words["attachments"] = "\n".join(numbered)
    if letter.envelope.verify_url:
        picture = io.BytesIO(qr.png(letter.envelope.verify_url))
        words["code"] = InlineImage(opened, picture, width=Mm(18))
    opened.render(words, jinja_env=_environment())
    opened.docx.core_properties.title = letter.heading
    out = io.BytesIO()
    opened.save(out)
    return out.getvalue()


def _annexes(letter: Letter) -> list[dict[str, str]]:
    """Numbered where there is more than one attachment."""
    several = len(letter.envelope.attached) > 1
    return [
        {
            "title": annex.title,
            "text": _paragraphs(annex.text),
            "number": str(at) if several else "",
        }
        for at, annex in enumerate(letter.envelope.annexes, 1)
    ]


def _paragraphs(value: Any) -> Any:
    """New lines become paragraphs of their own, in rows too."""
    if isinstance(value, str):
        return value.replace("\n", "\a")
    return [{name: _paragraphs(words) for name, words in row.items()} for row in value]


def _environment() -> Any:
    from jinja2 import ChainableUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return ImmutableSandboxedEnvironment(autoescape=True, undefined=ChainableUndefined)


def _trial(data: bytes, form: Form) -> list[Fault]:
    """Fills the form's sample and opens the result; what breaks here would break in earnest."""
    from docx import Document

    try:
        sample = form.sample()
        sample = replace(sample, envelope=replace(sample.envelope, simulated=False))
        Document(io.BytesIO(_filled(sample, data)))
    except Exception as error:
        return [_fault("", f"用样例填写时出错（{type(error).__name__}），请检查字段所在的位置",
                       f"filling the sample failed ({type(error).__name__})")]  # fmt: skip
    return []


# --- what a file may hold -----------------------------------------------------------------------


def unsafe(data: bytes) -> list[Fault]:
    """Why this file may not even be opened; empty if it may."""
    if len(data) > MOST_BYTES:
        return [_fault("", "文件超过 10 MB", "the file is over 10 MB")]
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return [_fault("", "不是 DOCX 文件（.doc、.wps 请另存为 .docx）",
                       "this is no DOCX (save .doc or .wps as .docx)")]  # fmt: skip
    names = [part.filename for part in parts]
    if "word/document.xml" not in names or "[Content_Types].xml" not in names:
        return [_fault("", "不是 Word 文档", "this is no Word document")]
    if len(parts) > MOST_PARTS or len(set(names)) != len(names):
        return [_fault("", "压缩包里的文件过多或者重名", "too many parts, or two of one name")]
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        return [_fault("", "解压后超过 60 MB", "over 60 MB when unpacked")]
    faults = [
        _fault(name, f"含有{zh}，请去掉后另存为 .docx", f"holds {en}: remove them, save as .docx")
        for name in names
        for sign, zh, en in _BAD_PARTS
        if sign.lower() in name.lower()
    ]
    try:
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                faults += _unsafe_xml(part.filename, _bounded(archive, part))
    except (zipfile.BadZipFile, etree.XMLSyntaxError, _SwellsError, OSError, RuntimeError, ValueError,
            NotImplementedError, EOFError) as error:  # fmt: skip
        faults.append(_fault("", f"文件损坏，或者内容与声明不符（{type(error).__name__}）",
                             f"the file is damaged or not what it claims ({type(error).__name__})"))  # fmt: skip
    return faults


class _SwellsError(Exception):
    """A part is larger than the archive said."""


def _bounded(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """A part's bytes, never more than is allowed whatever the archive claims."""
    with archive.open(part) as opened:
        data = opened.read(MOST_XML + 1)
    if len(data) > MOST_XML:
        raise _SwellsError
    return data


def _unsafe_xml(name: str, data: bytes) -> Iterator[Fault]:
    root = etree.fromstring(data, _parser())
    if root.getroottree().docinfo.doctype:
        yield _fault(name, "含有 DTD 声明", "holds a document type declaration")
    if name == "[Content_Types].xml" and b"macroEnabled" in data:
        yield _fault(name, "是启用宏的文档（.docm），请另存为 .docx", "is macro-enabled (.docm)")
    asked: list[str] = []
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        tag = etree.QName(element).localname
        if tag == "Relationship" and element.get("TargetMode", "").lower() == "external":
            target = element.get("Target", "")[:80]
            yield _fault(name, f"链接到外部：{target}，请去掉链接", f"links to outside: {target}")
        elif tag in {"altChunk", "object", "OLEObject", "control"}:
            yield _fault(name, f"含有嵌入的对象（{tag}）", f"holds an embedded object ({tag})")
        elif any(
            _OUTSIDE.match(value)
            for key, value in element.items()
            if key.rpartition("}")[2] in {"href", "src"}
        ):
            yield _fault(name, f"引用外部内容（{tag}）", f"fetches from outside ({tag})")
        if tag in {"instrText", "fldSimple"}:
            asked.append(element.text or "")
            asked += [value for key, value in element.items() if key.endswith("instr")]
    words = "".join(asked).upper()  # a field's instruction may be spread over several elements
    for found in set(_LINKING.findall(words)):
        yield _fault(name, f"含有引用外部内容的域：{found}", f"holds a field that fetches: {found}")


# --- what a template may say --------------------------------------------------------------------


def _fields(data: bytes) -> tuple[set[str], set[str], list[Fault]]:
    """The names that the template uses, those it shows, and what is not allowed in it."""
    from docxtpl import DocxTemplate
    from jinja2 import TemplateSyntaxError

    opened, environment = DocxTemplate(io.BytesIO(data)), _environment()
    used: set[str] = set()
    shown: set[str] = set()
    faults: list[Fault] = []
    for place, source in _sources(data, opened):
        if source.count("{{") + source.count("{%") > MOST_FIELDS:
            faults.append(_fault(place, f"字段超过 {MOST_FIELDS} 处", f"over {MOST_FIELDS} fields"))
            continue
        try:
            tree = environment.parse(source)
            reading = _Reading(place)
            reading.walk(tree, {}, 0)
        except (TemplateSyntaxError, RecursionError) as error:
            words = getattr(error, "message", type(error).__name__)
            faults.append(_fault(place, f"字段写法有误：{words}", f"wrongly written: {words}"))
            continue
        used, shown = used | reading.used, shown | reading.shown
        faults += reading.faults
    return used, shown, faults


def _sources(data: bytes, opened: Any) -> Iterator[tuple[str, str]]:
    """Every part with a brace in it, whatever it is called: the main part may bear any name."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    for name in archive.namelist():
        if name.endswith(".xml") and b"{" in (part := archive.read(name)):
            root = etree.fromstring(part, _parser())
            yield name, opened.patch_xml(etree.tostring(root, encoding="unicode"))


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


class _Reading:
    """Walks the tree of one part; allows fields, conditions on fields and lists of rows."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.used: set[str] = set()
        self.shown: set[str] = set()
        self.faults: list[Fault] = []

    def refuse(self, what: str) -> None:
        self.faults.append(
            _fault(self.place, f"模板里只能写字段、条件和列表，不能写 {what}",
                   f"only fields, conditions and lists may be used, not {what}")
        )  # fmt: skip

    def walk(self, node: Any, rows: dict[str, str], depth: int) -> None:
        from jinja2 import nodes

        match node:
            case nodes.Template() | nodes.Output() | nodes.Or() | nodes.Not() | nodes.And():
                for child in node.iter_child_nodes():
                    self.walk(child, rows, depth)
            case nodes.TemplateData() | nodes.Const():
                pass
            case nodes.Name(name=name):
                if name not in rows:
                    self.used.add(name)
                    self.shown.add(name)
            case nodes.Getattr(node=nodes.Name(name=name), attr=attribute):
                if name in rows:
                    self.used.add(f"{rows[name]}.{attribute}")
                elif not (name == "loop" and rows and attribute in {"index", "first", "last"}):
                    self.refuse(f"{name}.{attribute}")
            case nodes.If():
                asked = _Reading(self.place)  # what is only asked for is used, but not shown
                asked.walk(node.test, rows, depth)
                self.used |= asked.used
                self.faults += asked.faults
                for child in (*node.body, *node.elif_, *node.else_):
                    self.walk(child, rows, depth)
            case nodes.For(target=nodes.Name(name=row), iter=nodes.Name(name=of)) if depth < 2:
                if node.test is not None or node.recursive:
                    self.refuse("for … if")
                self.used.add(of)
                self.shown.add(of)
                for child in (*node.body, *node.else_):
                    self.walk(child, rows | {row: of}, depth + 1)
            case _:
                self.refuse(type(node).__name__)
