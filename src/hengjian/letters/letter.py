"""One document about to be made: its folder of content, its values, and what the office adds.

Serves PDF and DOCX, which both start from here, so that the two say the same. It refuses values that
do not fit; it decides nothing about who may issue what.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hengjian.content import Content, ContentError, say
from hengjian.content.documents import ENVELOPE, Document, Sample
from hengjian.content.loader import read_model
from hengjian.letters import values as put
from hengjian.letters.filling import filled
from hengjian.letters.text import Block, names, names_in, parse
from hengjian.letters.values import Fault, LetterError

SIMULATED = "模拟数据"


@dataclass(frozen=True, slots=True)
class Annex:
    """An attachment that is bound with the document: its title, and its text in paragraphs."""

    title: str
    text: str


@dataclass(frozen=True)
class Envelope:
    """What the office adds to the wording of a document."""

    issuer: str
    number: str = ""
    dated: date | None = None
    signer: str = ""
    copies: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    """Names of what is attached but made elsewhere; annexes are named by themselves."""
    annexes: tuple[Annex, ...] = ()
    printed_by: str = ""
    printed_on: date | None = None
    secrecy: str = ""
    urgency: str = ""
    copy_number: str = ""
    note: str = ""
    verify_url: str = ""
    simulated: bool = False
    """Marks every page as simulated data, which has no legal force."""

    @property
    def attached(self) -> tuple[str, ...]:
        """Every attachment by name, those bound with the document first."""
        return (*(annex.title for annex in self.annexes), *self.attachments)

    @property
    def verify_words(self) -> tuple[str, ...]:
        """What stands beside the QR code, for whoever has no camera at hand: the code, in fours, and
        where to type it."""
        if not self.verify_url:
            return ()
        site, _, code = self.verify_url.rstrip("/").rpartition("/")
        fours = (
            code if "-" in code else " ".join(code[at : at + 4] for at in range(0, len(code), 4))
        )
        return (f"核验码 {fours}", f"{site.rpartition('://')[2]}/")

    def words(self) -> dict[str, Any]:
        """The names of ENVELOPE in words; `mark` depends on the document."""
        return {
            "issuer": self.issuer,
            "number": self.number,
            "date": put.on(self.dated) if self.dated else put.BLANK_DATE,
            "signer": self.signer,
            "copies": "，".join(self.copies),
            "attachments": "；".join(self.attached),
            "printed_by": self.printed_by,
            "printed_on": put.on(self.printed_on) if self.printed_on else "",
            "secrecy": self.secrecy,
            "urgency": self.urgency,
            "copy_number": self.copy_number,
            "note": self.note,
        }


@dataclass(frozen=True)
class Form:
    """One folder of `content/documents`: the document's schema and its wording."""

    id: str
    document: Document
    blocks: tuple[Block, ...]
    folder: Path
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Shanghai"))

    @classmethod
    def load(cls, content: Content, name: str) -> "Form":
        """The form by its id or its Chinese name. ContentError lists what is wrong with it."""
        found = name if name in content.document_folders else _by_name(content, name)
        document = content.documents[found]
        folder = content.document_folders[found]
        path = folder / "template.txt"
        try:
            source = path.read_text(encoding="utf-8")
        except OSError as error:
            raise ContentError([say(f"{path}：读不到", f"{path}: cannot be read")]) from error
        form = cls(found, document, parse(source, f"{found}/template.txt"), folder,
                   ZoneInfo(content.profile.timezone))  # fmt: skip
        faults = form.faults()
        if faults:
            raise ContentError(faults)
        return form

    @property
    def used(self) -> set[str]:
        """Every name that the wording and the document's own lines use."""
        document = self.document
        lines = (document.heading, document.to, document.mark, *document.closes)
        return names(self.blocks) | {name for line in lines for name in names_in(line)}

    @property
    def known(self) -> set[str]:
        """Every name that a template of this document may use."""
        found = set(ENVELOPE)
        for one in self.document.fields:
            found.add(one.name)
            found |= {f"{one.name}.{column.name}" for column in one.columns}
        return found

    @property
    def wanted(self) -> set[str]:
        """Every name that a template of this document must use."""
        return {one.name for one in self.document.fields if one.required}

    def faults(self) -> list[str]:
        where = f"{self.id}/template.txt"
        missing, unknown = sorted(self.wanted - self.used), sorted(self.used - self.known)
        return [
            *(say(f"{where}：没有用到必填字段 {name}", f"{where}: {name} is not used")
              for name in missing),
            *(say(f"{where}：没有字段 {name}", f"{where}: no field {name}") for name in unknown),
        ]  # fmt: skip

    def sample(self) -> "Letter":
        """The letter of `sample.yaml`: invented, and marked as such."""
        sample = read_model(self.folder / "sample.yaml", Sample)
        envelope = {name: _tupled(value) for name, value in sample.envelope.items()}
        return Letter(self, sample.values, Envelope(**envelope, simulated=True))  # type: ignore[arg-type]


def _tupled(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _by_name(content: Content, name: str) -> str:
    named = {document.name: found for found, document in content.documents.items()}
    if name not in named:
        raise ContentError(
            [
                say(
                    f"没有文书“{name}”。全部文书：hengjian letter list",
                    f"no document {name}: see hengjian letter list",
                )
            ]
        )
    return named[name]


@dataclass(frozen=True)
class Letter:
    """A form with values and an envelope; made once, it cannot change."""

    form: Form
    values: Mapping[str, object]
    envelope: Envelope
    blank: bool = False
    """Prints a form to be filled in by hand: fields may be left out."""

    def __post_init__(self) -> None:
        faults = put.check(self.form.document, self.values, blank=self.blank)
        faults += list(self._wrong_envelope())
        if faults:
            raise LetterError(
                say(f"不能制作《{self.form.document.name}》", f"{self.form.id} cannot be made"),
                tuple(faults),
                say("请改正后重试。", "Mend this and try again."),
            )

    def _wrong_envelope(self) -> list[Fault]:
        given, document = self.envelope, self.form.document
        faults = []
        if not given.issuer and not self.blank:
            faults.append(Fault("issuer", say("缺少发文机关", "the issuer is missing")))
        if document.upward and not given.signer and not self.blank:
            faults.append(Fault("signer", say("上行文缺少签发人", "the signer is missing")))
        faults += [
            Fault(
                one.name,
                say(
                    f"“{one.name}”过长或者含有不能打印的字符",
                    f"{one.name} is too long or cannot be printed",
                ),
            )
            for one in fields(given)
            if not _printable(getattr(given, one.name))
        ]
        faults += [
            Fault("annexes", say(f"附件“{annex.title}”含有不能打印的字符",
                                 f"the annex “{annex.title}” cannot be printed"))
            for annex in given.annexes
            if not _printable((annex.title, *annex.text.split("\n")), most=20_000)
        ]  # fmt: skip
        if any(isinstance(value, datetime) for value in (given.dated, given.printed_on)):
            faults.append(Fault("dated", say("成文日期应为日期", "the date has a time")))
        return faults

    @cached_property
    def words(self) -> dict[str, Any]:
        """Every name that a template may use, in words."""
        form = self.form
        found = self.envelope.words()
        found |= put.in_words(form.document, self.values, zone=form.zone, blank=self.blank)
        found["mark"] = filled(form.document.mark, found)
        return found

    def filled(self, text: str) -> str:
        return filled(text, self.words)

    @property
    def heading(self) -> str:
        return self.filled(self.form.document.heading)

    @property
    def to(self) -> str:
        return self.filled(self.form.document.to)

    @property
    def signed(self) -> bool:
        """Whether issuer and date stand below the wording."""
        return self.form.document.layout in {"head", "letter"}


def _printable(value: object, *, most: int = 500) -> bool:
    texts = value if isinstance(value, tuple) else (value,)
    return all(
        len(text) <= most and all(sign >= " " for sign in text)
        for text in texts
        if isinstance(text, str)
    )
