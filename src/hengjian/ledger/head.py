"""A signed head: this log, so many entries, this root, at this moment — a text that fits a receipt.

Serves whoever keeps one outside: with it nobody, not even the owner of the database and the key, can
change what it covers unnoticed. A head read from a receipt is believed only after `is_signed_by`.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from hengjian.content import say
from hengjian.ledger.auditor import Block, blocks
from hengjian.ledger.errors import LedgerError
from hengjian.ledger.keys import PublicKey, SigningKey

FORM = "hengjian-head/1"
PLACE = "hengjian-entry/1"


def second(at: datetime) -> str:
    """UTC to the second, as it stands in small texts."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True)
class Head:
    """``key`` is the id of the key that signed it."""

    log: str
    algorithm: str
    size: int
    root: bytes
    at: datetime
    key: str
    signature: bytes

    @classmethod
    def sign(
        cls, key: SigningKey, log: str, algorithm: str, size: int, root: bytes, at: datetime
    ) -> "Head":
        unsigned = cls(log, algorithm, size, root, at.replace(microsecond=0), key.id, bytes(64))
        signed = key.sign(unsigned.block().body())
        return cls(log, algorithm, size, root, unsigned.at, key.id, signed)

    def block(self) -> Block:
        values = {"log": self.log, "algorithm": self.algorithm, "size": str(self.size)}
        values |= {"root": self.root.hex(), "at": second(self.at), "key": self.key}
        return Block(FORM, values | {"signature": self.signature.hex()})

    def text(self) -> str:
        """Eight lines, to be printed, mailed or put into a QR code."""
        return self.block().text()

    def is_signed_by(self, key: PublicKey) -> bool:
        return key.id == self.key and key.is_signature(self.signature, self.block().body())


def heads_in(text: str) -> list[Head]:
    """Every head in a receipt, whatever stands around it; LedgerError where there is none whole."""
    try:
        found = [block for block in blocks(text) if block.form == FORM]
    except ValueError:
        found = []
    if not found:
        raise LedgerError(
            say("这段文字中没有完整的账头", "there is no whole head in this text"),
            say(
                "请从“hengjian-head/1”起抄到签名的最后一位。",
                "Copy it from “hengjian-head/1” to the last sign of the signature.",
            ),
        )
    return [_head(block) for block in found]


def _head(block: Block) -> Head:
    values = block.values
    return Head(
        values["log"],
        values["algorithm"],
        int(values["size"]),
        bytes.fromhex(values["root"]),
        datetime.fromisoformat(values["at"]),
        values["key"],
        bytes.fromhex(values["signature"]),
    )


def place_text(log: str, number: int, leaf: bytes) -> str:
    """For a receipt: entry ``number`` (from 1) of the log has this leaf hash."""
    return Block(PLACE, {"log": log, "number": str(number), "leaf": leaf.hex()}).text()
