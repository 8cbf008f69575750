"""Signing keys: made into a file outside the database, read back, and never shown.

Serves the sequencer. It refuses to overwrite a key, and to use one that others on the machine could
have read.
"""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from hengjian.content import say
from hengjian.content.errors import reason_of
from hengjian.ledger.auditor import key_id
from hengjian.ledger.errors import KeyFileError

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True)
class PublicKey:
    """32 bytes with which anybody checks; ``id`` names it on heads."""

    data: bytes

    @property
    def id(self) -> str:
        return key_id(self.data.hex())

    def is_signature(self, signature: bytes, signed: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.data).verify(signature, signed)
        except (InvalidSignature, ValueError):
            return False
        return True


class SigningKey:
    """An Ed25519 key in memory."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.public = PublicKey(private.public_key().public_bytes_raw())
        self.id = self.public.id

    def __repr__(self) -> str:
        return f"SigningKey({self.id})"

    def sign(self, data: bytes) -> bytes:
        return self._private.sign(data)


def generate_key(path: Path, passphrase: str = "") -> SigningKey:
    """Make a key in a new file that only its owner can read (PEM, PKCS #8, mode 600)."""
    private = Ed25519PrivateKey.generate()
    locked: serialization.KeySerializationEncryption = serialization.NoEncryption()
    if passphrase:
        locked = serialization.BestAvailableEncryption(passphrase.encode())
    data = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, locked
    )
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError as error:
        raise KeyFileError(
            say(f"{path} 已经存在，没有覆盖", f"{path} exists and was not overwritten"),
            say("一把密钥一个文件：请换一个文件名。", "One file, one key: choose another name."),
        ) from error
    except OSError as error:
        raise KeyFileError(
            say(f"写不了密钥文件 {path}（{reason_of(error)}）",
                f"cannot write the key file {path} ({reason_of(error)})"),
            say("请另选一个有权写入的文件夹。", "Choose a folder that you may write to."),
        ) from error  # fmt: skip
    return SigningKey(private)


def load_key(path: Path, passphrase: str = "") -> SigningKey:
    """Read a key; KeyFileError says what stands in the way and what to do if the file is lost."""
    try:
        mode = path.stat().st_mode
        data = path.read_bytes()
    except OSError as error:
        raise KeyFileError(
            say(f"读不了密钥文件 {path}（{reason_of(error)}）",
                f"cannot read the key file {path} ({reason_of(error)})"),
            say("条目照常登记，但是不能签名。请找回密钥文件；确实丢失的，生成新密钥，由持有旧账头的各方见证后启用。",
                "Entries are still taken, but no head is signed. Bring the file back; if it is lost, "
                "make a new key and have it witnessed by those who hold the last head."),
        ) from error  # fmt: skip
    if os.name == "posix" and mode & _OTHERS:
        raise KeyFileError(
            say(f"密钥文件 {path} 其他用户也能读", f"others can read the key file {path}"),
            say(f"请执行 chmod 600 {path}，并考虑更换密钥。", f"chmod 600 {path}, and consider a new key."),
        )  # fmt: skip
    return SigningKey(_unlocked(path, data, passphrase))


def _unlocked(path: Path, data: bytes, passphrase: str) -> Ed25519PrivateKey:
    try:
        private = serialization.load_pem_private_key(data, passphrase.encode() or None)
    except TypeError as error:  # locked and no passphrase given, or the other way round
        raise KeyFileError(
            say(f"密钥文件 {path} 的口令不对（有口令没有给，或者没有口令却给了）",
                f"the key file {path} has a passphrase and none was given, or the other way round"),
            say("请检查口令。", "Check the passphrase."),
        ) from error  # fmt: skip
    except ValueError as error:
        raise KeyFileError(
            say(f"打不开密钥文件 {path}：口令不对，或者文件损坏",
                f"cannot open the key file {path}: wrong passphrase, or damaged"),
            say("请检查口令，或者从备份取回文件。", "Check the passphrase, or restore the file."),
        ) from error  # fmt: skip
    if not isinstance(private, Ed25519PrivateKey):
        raise KeyFileError(
            say(f"{path} 不是 Ed25519 密钥", f"{path} is no Ed25519 key"),
            say("请用本系统生成的密钥。", "Use a key made by this program."),
        )
    return private
