"""Public statements about a log's keys: the first key, a change of keys, a key lost and replaced.

Serves whoever must know which key was in force at which size. Each statement is a small text, stands
in `keys.txt` of every export, and is committed to by an entry with a public salt, so that nobody can
swap it. A key that replaces a lost one counts only with witnesses of the old head.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hengjian.ledger.auditor import NO_SALT, Block, log_id
from hengjian.ledger.entry import Entry
from hengjian.ledger.hashing import COMMITMENT, Algorithm
from hengjian.ledger.head import Head, second
from hengjian.ledger.keys import PublicKey, SigningKey

BEGUN, ROTATED, RECOVERED = "log.begun", "key.rotated", "key.recovered"


@dataclass(frozen=True)
class Statement:
    """One statement; ``kind`` is that of the entry which commits to it, ``subject`` its subject."""

    kind: str
    subject: str
    block: Block

    def text(self) -> str:
        return self.block.text()

    def entry(self, algorithm: Algorithm, at: datetime, actor: str = "") -> Entry:
        """What must be logged; heads that cover it are signed by the new key."""
        opened = COMMITMENT + NO_SALT + self.text().encode()
        return Entry(at, self.kind, self.subject, actor, algorithm.new(opened).digest())


def begin_log(key: SigningKey, algorithm: Algorithm, at: datetime) -> tuple[str, Statement]:
    """A new log's id and the statement that is its first entry: the id binds the first key."""
    values = {"algorithm": algorithm.name, "at": second(at), "public": key.public.data.hex()}
    block = Block("hengjian-log/1", values | {"nonce": os.urandom(16).hex()})
    log = log_id(block)
    return log, Statement(BEGUN, f"log:{log}", block)


def rotate_key(log: str, old: SigningKey, new: SigningKey, at: datetime) -> Statement:
    """The old key names the new one, and the new one accepts."""
    values = {"log": log, "at": second(at), "old": old.id, "new": new.public.data.hex()}
    body = Block("hengjian-rotation/1", values).body()
    signed = {"signature": old.sign(body).hex(), "accepted": new.sign(body).hex()}
    return Statement(ROTATED, f"key:{new.id}", Block("hengjian-rotation/1", values | signed))


def recover_key(
    last: Head, new: SigningKey, at: datetime, witnesses: Sequence[tuple[PublicKey, bytes]] = ()
) -> Statement:
    """``new`` replaces the lost key that signed ``last``, the last head which others hold.

    Each witness is a public key and its signature over `recovery_body` of the same values.
    """
    values = _recovery(last, new.public, at)
    body = Block("hengjian-recovery/1", values).body()
    vouched = " ".join(f"{key.data.hex()}:{signature.hex()}" for key, signature in witnesses)
    values |= {"accepted": new.sign(body).hex(), "witness": vouched}
    return Statement(RECOVERED, f"key:{new.id}", Block("hengjian-recovery/1", values))


def recovery_body(last: Head, new: PublicKey, at: datetime) -> bytes:
    """What a witness with a key of his own signs, after comparing ``last`` with the head he holds."""
    return Block("hengjian-recovery/1", _recovery(last, new, at)).body()


def _recovery(last: Head, new: PublicKey, at: datetime) -> dict[str, str]:
    values = {"log": last.log, "at": second(at), "lost": last.key, "size": str(last.size)}
    return values | {"root": last.root.hex(), "new": new.data.hex()}
