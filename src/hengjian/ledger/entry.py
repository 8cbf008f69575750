"""One entry of the log: who did what to which thing when, by ids alone, as one line of bytes.

Serves every action that must be provable later. The line is the leaf, hashed as it stands. It refuses
whatever could be personal data: free text never fits, and ids that look like a phone, an identity
number or a coordinate are turned away.
"""

import os
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime

from hengjian.content import say
from hengjian.ledger.errors import LedgerError

NONCE = 16
_LINE = re.compile(
    rb"1\t(?P<at>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)\t(?P<kind>[a-z][a-z0-9_.]{0,63})"
    rb"\t(?P<subject>-|[a-z][a-z0-9_.]{0,63}:[A-Za-z0-9._-]{1,64})"
    rb"\t(?P<actor>-|[a-z][a-z0-9_.]{0,63}:[A-Za-z0-9._-]{1,64})\t(?P<nonce>[0-9a-f]{32})"
    rb"\t(?P<commitment>-|[0-9a-f]{64})\t(?P<rows>-|[1-9]\d{0,17}:[0-9a-f]{64})"
)
_KIND = re.compile(r"[a-z][a-z0-9_.]{0,63}")
_ID = re.compile(r"[a-z][a-z0-9_.]{0,63}:[A-Za-z0-9._-]{1,64}")
_PERSONAL = re.compile(
    r"(?<![0-9A-Za-z])(?:(?:86)?1[3-9]\d{9}|\d{6}(?:18|19|20)\d\d(?:0[1-9]|1[0-2])[0-3]\d{4}[\dXx]"
    r"|\d{6}\d\d(?:0[1-9]|1[0-2])[0-3]\d{4}|-?\d{1,3}\.\d{3,})(?![0-9A-Za-z])"
)
"""A mobile phone, an identity number of 18 or 15 signs, a degree with its fraction."""


@dataclass(frozen=True)
class Rows:
    """Many rows under one entry: how many, and the Merkle root over them."""

    count: int
    root: bytes


@dataclass(frozen=True)
class Entry:
    """``subject`` and ``actor`` are `noun:id` or empty; ``nonce`` is the entry's own id.

    ``commitment`` is that of its payload, None if it has none.
    """

    at: datetime
    kind: str
    subject: str = ""
    actor: str = ""
    commitment: bytes | None = None
    rows: Rows | None = None
    nonce: bytes = field(default_factory=lambda: os.urandom(NONCE))

    def __post_init__(self) -> None:
        if self.at.utcoffset() is None:
            raise LedgerError(
                say("登记的时刻没有时区", "the moment of an entry has no time zone"),
                say("时刻要带时区。", "Give an aware moment."),
            )
        if not _KIND.fullmatch(self.kind):
            raise _refused("kind", self.kind)
        for name, value in (("subject", self.subject), ("actor", self.actor)):
            if value and (not _ID.fullmatch(value) or _PERSONAL.search(value.partition(":")[2])):
                raise _refused(name, value)

    def line(self) -> bytes:
        """The leaf's bytes."""
        rows = f"{self.rows.count}:{self.rows.root.hex()}" if self.rows else "-"
        commitment = self.commitment.hex() if self.commitment else "-"
        return (
            f"1\t{moment(self.at)}\t{self.kind}\t{self.subject or '-'}\t{self.actor or '-'}"
            f"\t{self.nonce.hex()}\t{commitment}\t{rows}"
        ).encode()

    @classmethod
    def parse(cls, line: bytes) -> "Entry":
        """The entry that a line holds; LedgerError unless it is the canonical line of one."""
        match = _LINE.fullmatch(line)
        try:
            if match is None:
                raise ValueError
            text = {name: value.decode() for name, value in match.groupdict().items()}
            empty = {name: "" if text[name] == "-" else text[name] for name in text}
            count, _, root = empty["rows"].partition(":")
            return cls(
                datetime.fromisoformat(text["at"]),
                text["kind"],
                empty["subject"],
                empty["actor"],
                bytes.fromhex(empty["commitment"]) or None,
                Rows(int(count), bytes.fromhex(root)) if count else None,
                bytes.fromhex(text["nonce"]),
            )
        except ValueError as error:
            raise LedgerError(
                say("这一行不是账本条目的规范写法", "this is not the canonical line of an entry")
            ) from error


def moment(at: datetime) -> str:
    """UTC to the microsecond, always of the same width."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _refused(name: str, value: str) -> LedgerError:
    return LedgerError(
        say(
            f"账本条目的 {name} 不能是“{value}”：只能是编号，不能有姓名、电话、证件号码、坐标",
            f"{name} of an entry cannot be “{value}”: ids only, no name, phone, identity number or "
            "coordinate",
        ),
        say(
            "请写成“名词:编号”，其余放进内容（payload）。", "Write `noun:id`; the rest is payload."
        ),
    )
