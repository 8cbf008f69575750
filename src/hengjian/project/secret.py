"""The key that signs sessions: made once, kept in a file that only its owner can read."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from hengjian.content.errors import PlainError, reason_of
from hengjian.content.speech import say


def secret_key(home: Path) -> str:
    """The key in ``home``, made if there is none; two first starts at once agree on one key."""
    place = home / "secret-key"
    try:
        if not place.exists():
            home.mkdir(parents=True, exist_ok=True)
            draft = home / f".secret-key-{os.getpid()}-{secrets.token_hex(4)}"
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(secrets.token_urlsafe(48))
            with suppress(FileExistsError):
                os.link(draft, place)  # whole or not at all, and never over another's
            draft.unlink()
        key = place.read_text(encoding="ascii").strip()
    except OSError as error:
        reason = reason_of(error)
        raise PlainError(
            say(f"不能读写密钥文件 {place}：{reason}", f"the key file {place}: {reason}"),
            say("请检查 HENGJIAN_HOME 文件夹的权限。", "Check the rights of HENGJIAN_HOME."),
        ) from error
    if not key:
        raise PlainError(
            say(f"密钥文件 {place} 是空的", f"the key file {place} is empty"),
            say(
                "删除它再启动会生成新的，届时所有人须重新登录。",
                "Delete it to have a new one made; everybody must then log in again.",
            ),
        )
    return key
