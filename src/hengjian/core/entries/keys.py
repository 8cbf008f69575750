"""Where signing keys lie: one file a key in a folder outside the database, named by the key's id.

Serves whoever signs heads. It makes a key only when asked to, so that a lost one is never silently
replaced, and says what to do when it is gone.
"""

import secrets
from pathlib import Path

from django.conf import settings

from hengjian.content.errors import PlainError, reason_of
from hengjian.core.wording import say
from hengjian.ledger import KeyFileError, SigningKey, generate_key, load_key


def place_of(key_id: str) -> Path:
    """The file of a key."""
    return Path(settings.LEDGER_KEYS) / f"{key_id}.pem"


def new_key() -> SigningKey:
    """Make a key, readable by its owner only."""
    folder = Path(settings.LEDGER_KEYS)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise KeyFileError(
            say(
                f"建不了账本密钥的文件夹 {folder}（{reason_of(error)}）",
                f"cannot make the folder of the ledger's keys {folder} ({reason_of(error)})",
            ),
            say("请改正 HENGJIAN_LEDGER_KEYS。", "Mend HENGJIAN_LEDGER_KEYS."),
        ) from error
    draft = folder / f".new-{secrets.token_hex(8)}.pem"
    key = generate_key(draft)
    draft.rename(place_of(key.id))
    return key


def signing_key(key_id: str) -> SigningKey:
    """The key in force; a file of that name with another key in it is no key of this log."""
    place = place_of(key_id)
    if not place.exists():
        raise KeyFileError(
            say(f"账本的签名密钥不在：{place}", f"the ledger's signing key is not there: {place}"),
            say(
                "登记和编号照常，账头暂不签名。请从备份取回这个文件；确实丢失的，"
                "运行 hengjian ledger recover 启用新密钥，并请持有旧账头的各方见证。",
                "Entries are taken and numbered, but no head is signed. Bring the file back from the "
                "backup; if it is lost, run `hengjian ledger recover` and have the witnesses vouch.",
            ),
        )
    key = load_key(place)
    if key.id != key_id:
        raise KeyFileError(
            say(f"{place} 里是另一把密钥", f"{place} holds another key"),
            say("请从备份取回原来的文件。", "Bring the right file back from the backup."),
        )
    return key


def usable(key_id: str) -> PlainError | None:
    """What stands in the way of signing on this machine, or None."""
    try:
        signing_key(key_id)
    except PlainError as error:
        return error
    return None
