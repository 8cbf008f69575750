"""What an entry is about, kept outside the tree: canonical bytes, and a salted commitment to them.

Serves entries, whose leaves hold the commitment and nothing else of it, so that payload and salt can
be erased on a legal ground and every proof still holds. It refuses values that two programs could
write differently (fractions, dates): they are given as text.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass

from hengjian.content import say
from hengjian.ledger.errors import LedgerError
from hengjian.ledger.hashing import COMMITMENT, Algorithm

SALT = 32
_SAFE = 2**53 - 1


@dataclass(frozen=True)
class Sealed:
    """A payload's canonical bytes and salt, both erasable, and the commitment, which stays."""

    payload: bytes
    salt: bytes
    commitment: bytes


def canonical(payload: Mapping[str, object]) -> bytes:
    """The one way to write it: JSON as in RFC 8785, without fractions and with plain field names."""
    _check(payload, "")
    try:
        return json.dumps(
            payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
        ).encode()
    except (UnicodeEncodeError, RecursionError) as error:
        raise _refused(say("内容", "the payload"), str(error)) from error


def seal(algorithm: Algorithm, payload: Mapping[str, object], salt: bytes | None = None) -> Sealed:
    """Commit to a payload; the salt is 32 fresh random bytes unless given (to check again)."""
    data, salt = canonical(payload), os.urandom(SALT) if salt is None else salt
    return Sealed(data, salt, commitment(algorithm, data, salt))


def commitment(algorithm: Algorithm, payload: bytes, salt: bytes) -> bytes:
    if len(salt) != SALT:
        raise ValueError(f"a salt has {SALT} bytes, not {len(salt)}")
    return algorithm.new(COMMITMENT + salt + payload).digest()


def _check(value: object, path: str) -> None:
    if value is None or type(value) in (str, bool):
        return
    if type(value) is int:
        if abs(value) > _SAFE:
            raise _refused(path, say("整数太大，请写成文字", "give so large a number as text"))
    elif isinstance(value, dict):
        for key, inner in value.items():
            if not (isinstance(key, str) and key.isascii() and key):
                raise _refused(f"{path}.{key}", say("字段名应为英文", "field names are ASCII"))
            _check(inner, f"{path}.{key}")
    elif isinstance(value, list | tuple):
        for place, inner in enumerate(value):
            _check(inner, f"{path}[{place}]")
    else:
        kind = type(value).__name__
        raise _refused(path, say(f"{kind} 请写成文字", f"give a {kind} as text"))


def _refused(path: str, why: str) -> LedgerError:
    where = path.lstrip(".") or say("内容", "payload")
    return LedgerError(
        say(f"账本不能登记“{where}”：{why}", f"the ledger cannot hold “{where}”: {why}"),
        say("小数、日期、时刻都写成文字再登记。", "Give fractions, dates and moments as text."),
    )
