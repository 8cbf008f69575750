"""A document as content: what it is called, who issues it, on what basis, and which fields it has.

Serves the letters that are set from it and the workflow that asks what a document needs. It holds no
wording (that is `template.txt` beside it) and judges nothing.
"""

import re
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, field_validator, model_validator

from hengjian.content.models import Model

FieldType = Literal["line", "text", "date", "moment", "number", "money", "choice", "list", "flag"]
"""line: one line · text: paragraphs · list: rows with columns · flag: yes or no."""

Layout = Literal["head", "letter", "form", "record", "cover"]
"""head: red head and red line · letter: 信函格式 · form: a table · record: running text without a
head · cover: the front of a dossier."""

ENVELOPE = (
    "issuer", "mark", "number", "date", "signer", "copies", "attachments", "printed_by",
    "printed_on", "secrecy", "urgency", "copy_number", "note",
)  # fmt: skip
"""Names that every template may use beside its own fields: what the office adds to the wording."""

_NAME = re.compile(r"^[a-z][a-z0-9_]*$")


class Column(Model):
    """One column of a field whose value is a list of rows."""

    name: str
    label: str
    max: int = Field(default=500, gt=0)
    personal: bool = False


class FieldOf(Model):
    """One field: what it is called on screen, what it takes, whether it may be left out.

    ``personal``: names a natural person or what leads to one, to be masked where it need not be seen.
    """

    name: str
    label: str
    type: FieldType = "line"
    required: bool = True
    max: int = Field(default=200, gt=0)
    personal: bool = False
    choices: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    help: str = ""

    @field_validator("name")
    @classmethod
    def _plain(cls, name: str) -> str:
        if not _NAME.match(name) or name in ENVELOPE or name in {"if", "for", "in", "end", "not"}:
            raise ValueError(f"not a field's name: {name}")
        return name

    @model_validator(mode="after")
    def _whole(self) -> "FieldOf":
        if (self.type == "choice") != bool(self.choices):
            raise ValueError(f"{self.name}: a choice has choices, nothing else has")
        if (self.type == "list") != bool(self.columns):
            raise ValueError(f"{self.name}: a list has columns, nothing else has")
        return self


def _texts(value: object) -> object:
    return (value,) if isinstance(value, str) else value


class Document(Model):
    """`document.yaml` of one folder in `content/documents`."""

    name: str
    kind: Literal[
        "notice", "opinion", "decision", "letter", "approval", "record", "receipt",
        "application", "report", "order", "circular", "dossier",
    ]  # fmt: skip
    layout: Layout
    powers: tuple[Annotated[int, Field(ge=1)], ...]
    issuer: Literal["bureau", "government", "body", "party"] = "bureau"
    """bureau: the supervising bureau · government: of its level · body: the supervised body · party:
    a citizen or enterprise."""
    basis: tuple[str, ...] = ()
    abbreviation: str | None = None
    """Between the place and the year of the number: 监督通 → 衡司监督通〔2026〕1号."""
    approval: Literal["none", "section", "bureau", "government", "consent"] = "none"
    """Whose approval it needs before it is issued; consent: the government's consent by default,
    which an entered authorization may replace."""
    volume: Literal["main", "annex"] = "main"
    """正卷 or 副卷."""
    receipt: bool = False
    """Whether it is served on somebody who signs for it (送达回证)."""
    upward: bool = False
    """上行文: the head names its signer (签发人)."""
    code: Literal["foot", "none"] = "none"
    """Where the QR code of the verification page stands: under the text of page 1, or nowhere."""
    seal: bool = False
    """Whether a place is kept for the seal over name and date."""
    mark: str = "{{ issuer }}"
    title: str = ""
    to: str = ""
    closes: Annotated[tuple[str, ...], BeforeValidator(_texts)] = ()
    """Lines after the text and before the signature, such as 特此函达。"""
    page_sign: str = ""
    """What a person signs at the foot of every page of a record: 被询问人逐页签名."""
    fields: tuple[FieldOf, ...] = ()
    note: str = ""

    @model_validator(mode="after")
    def _whole(self) -> "Document":
        names = [field.name for field in self.fields]
        if len(set(names)) != len(names):
            raise ValueError("a field is written twice")
        if self.receipt and self.abbreviation is None and self.issuer == "bureau":
            raise ValueError("what is served carries a number: abbreviation is missing")
        return self

    @property
    def heading(self) -> str:
        """The title as a template; the document's name where it has none of its own."""
        return self.title or self.name

    def field(self, name: str) -> FieldOf | None:
        return next((field for field in self.fields if field.name == name), None)

    def numbered(self, year: int, count: int, *, place: str = "") -> str:
        """The number of this document: 衡司监督通〔2026〕1号; empty if it carries none."""
        return f"{place}{self.abbreviation}〔{year}〕{count}号" if self.abbreviation else ""


class Sample(Model):
    """`sample.yaml`: what the sample of a document is filled with. All of it is invented."""

    envelope: dict[str, object] = Field(default_factory=dict)
    values: dict[str, object] = Field(default_factory=dict)
