"""The parties outside who keep our heads, and the ways to reach them.

Serves the daily sending. `HENGJIAN_LEDGER_WITNESSES` names them, each with a mail address, a web
address or a folder that is theirs; what a web address answers, or the folder still holds, is their
confirmation. Mail is answered by people, who send back the head as they hold it.
"""

import os
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from smtplib import SMTPException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage

from hengjian.content.errors import PlainError, reason_of
from hengjian.core.wording import say

ENOUGH = 2
TIMEOUT = 20
LONGEST_ANSWER = 1 << 16


@dataclass(frozen=True)
class Witness:
    """``way`` is mail, web or folder."""

    name: str
    way: str
    address: str


def witnesses() -> list[Witness]:
    """As configured: `名称=地址; 名称=地址`."""
    found = list[Witness]()
    for part in filter(None, (one.strip() for one in settings.LEDGER_WITNESSES.split(";"))):
        name, _, address = (one.strip() for one in part.partition("="))
        scheme = urlsplit(address).scheme
        way = {"mailto": "mail", "https": "web", "http": "web", "file": "folder"}.get(scheme)
        if way is None and Path(address).is_absolute():
            way = "folder"
        if not name or way is None or any(name == one.name for one in found):
            raise PlainError(
                say(f"HENGJIAN_LEDGER_WITNESSES 中的“{part}”不能用",
                    f"“{part}” in HENGJIAN_LEDGER_WITNESSES cannot be used"),
                say("写成 名称=地址，以分号隔开；地址是 mailto:…、https://… 或者文件夹。",
                    "Write name=address, separated by semicolons: mailto:…, https://… or a folder."),
            )  # fmt: skip
        bare = address.removeprefix("mailto:").removeprefix("file://")
        found.append(Witness(name[:64], way, bare))
    return found


def send(witness: Witness, head: str, size: int, at: datetime) -> str:
    """Bring a head to a witness; gives what he answered, empty where people answer later."""
    ways = {"mail": _mail, "web": _post, "folder": _lay_down}
    return ways[witness.way](witness, head, size)


def _mail(witness: Witness, head: str, size: int) -> str:
    text = say(
        f"{witness.name}：\n\n请保存下面的账头，不要改动。它使任何人今后都不能暗中改写前 {size} 条记录。\n"
        "如已保存，请把这段文字原样回复给我们。\n\n",
        f"{witness.name},\n\nplease keep the head below unaltered. With it nobody can rewrite the first "
        f"{size} entries unnoticed.\nOnce it is kept, please send this text back to us.\n\n",
    )
    subject = say(f"账本账头（{size} 条）", f"Ledger head ({size} entries)")
    try:
        EmailMessage(subject, text + head, _sender(), [witness.address]).send()
    except (OSError, SMTPException) as error:
        raise _unreached(witness, error) from error
    return ""


def _sender() -> str | None:
    """The address that notices come from too."""
    return settings.NOTICES["HENGJIAN_EMAIL_FROM"] or None


def _post(witness: Witness, head: str, size: int) -> str:
    asked = urllib.request.Request(  # noqa: S310 - http and https only, see witnesses()
        witness.address, head.encode(), {"Content-Type": "text/plain; charset=utf-8"}
    )
    try:
        with urllib.request.urlopen(asked, timeout=TIMEOUT) as answer:  # noqa: S310
            return str(answer.read(LONGEST_ANSWER).decode("utf-8", "replace"))
    except (OSError, ValueError, urllib.error.URLError) as error:
        raise _unreached(witness, error) from error


def _lay_down(witness: Witness, head: str, size: int) -> str:
    folder = Path(witness.address)
    place = folder / f"head-{size:012d}.txt"
    try:
        if not place.exists():
            draft = folder / f".{place.name}.new"
            draft.write_text(head, encoding="utf-8")
            os.replace(draft, place)  # noqa: PTH105 - one step, over nothing but its own
        return place.read_text(encoding="utf-8")
    except OSError as error:
        raise _unreached(witness, error) from error


def laid_down() -> Iterator[tuple[str, str]]:
    """Every head that the folders of witnesses still hold: name of the file, text."""
    for witness in witnesses():
        if witness.way == "folder":
            for place in sorted(Path(witness.address).glob("head-*.txt")):
                yield f"{witness.name}-{place.name}", place.read_text("utf-8", "replace")


def _unreached(witness: Witness, error: Exception) -> PlainError:
    reason = reason_of(error) if isinstance(error, OSError) else type(error).__name__
    if isinstance(error, urllib.error.HTTPError):
        reason = f"HTTP {error.code}"
    return PlainError(
        say(f"账头没有送到{witness.name}（{reason}）", f"no head reached {witness.name} ({reason})")
    )
