"""The ways out of the product: e-mail, an SMS gateway, webhooks of 政务微信 and 钉钉.

Each takes a short text and gives the receipt it was answered. What may mend itself (a gateway that
is away or busy) raises `LaterError`; what a person must mend raises `PlainError`. docs/notices.md
documents each request.
"""

import base64
import hashlib
import hmac
import json
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage

from hengjian.content.errors import PlainError
from hengjian.core.jobs.queue import LaterError
from hengjian.core.people.models import Person
from hengjian.core.wording import said, say

SECONDS = 10


@dataclass(frozen=True)
class Message:
    """What is sent. ``number`` is the delivery's: the same number is the same message."""

    number: int
    text: str
    address: str
    at: datetime


@dataclass(frozen=True)
class Channel:
    """``variables``: what the settings must hold; ``address``: empty where the person has none."""

    code: str
    words: Any
    variables: tuple[str, ...]
    address: Callable[[Person], str]
    send: Callable[[Message], str]
    urgent_only: bool = False

    @property
    def ready(self) -> bool:
        return all(settings.NOTICES.get(name) for name in self.variables)


def send_email(message: Message) -> str:
    mail = EmailMessage(
        subject=message.text.splitlines()[0][:100],
        body=message.text,
        from_email=settings.NOTICES["HENGJIAN_EMAIL_FROM"] or None,
        to=[message.address],
        headers={"Message-ID": f"<hengjian-{message.number}@{_host()}>"},
    )
    try:
        mail.send()
    except OSError as error:  # every fault of smtplib is one
        raise LaterError(
            say(f"邮件没有发出：{type(error).__name__}", f"mail: {type(error).__name__}")
        ) from error
    return str(mail.extra_headers["Message-ID"])


def send_sms(message: Message) -> str:
    answer = _post(
        settings.NOTICES["HENGJIAN_SMS_URL"],
        {"id": str(message.number), "to": message.address, "text": message.text},
        token=settings.NOTICES["HENGJIAN_SMS_TOKEN"],
    )
    if not answer.get("receipt"):
        raise _refused("短信网关", "the SMS gateway", str(answer.get("error", "")))
    return str(answer["receipt"])


def send_wecom(message: Message) -> str:
    url = settings.NOTICES["HENGJIAN_WECOM_URL"]
    answer = _post(url, {"msgtype": "text", "text": {"content": message.text}})
    return _errcode(answer, "政务微信", "WeCom", busy={-1, 45009})


def send_dingtalk(message: Message) -> str:
    url = settings.NOTICES["HENGJIAN_DINGTALK_URL"]
    secret = settings.NOTICES["HENGJIAN_DINGTALK_SECRET"]
    if secret:
        stamp = int(message.at.timestamp() * 1000)
        joint = "&" if urlsplit(url).query else "?"
        url += f"{joint}timestamp={stamp}&sign={quote(dingtalk_sign(stamp, secret), safe='')}"
    answer = _post(url, {"msgtype": "text", "text": {"content": message.text}})
    return _errcode(answer, "钉钉", "DingTalk", busy={-1, 130101, 130102})


def dingtalk_sign(stamp: int, secret: str) -> str:
    """Base64 of HMAC-SHA256, with the secret as key, over `timestamp\\nsecret`."""
    told = hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256)
    return base64.b64encode(told.digest()).decode()


def _errcode(answer: dict[str, Any], zh: str, en: str, *, busy: set[int]) -> str:
    code = answer.get("errcode")
    if code == 0:
        return "errcode 0"
    if code in busy:
        raise LaterError(say(f"{zh}请稍后再发（{code}）", f"{en} asks to wait ({code})"))
    raise _refused(zh, en, f"{code} {answer.get('errmsg', '')}")


def _refused(zh: str, en: str, told: str) -> PlainError:
    return PlainError(
        say(f"{zh}没有接受：{told[:120]}", f"{en} refused: {told[:120]}"),
        say("请系统管理员核对通知渠道的设置。", "Check the settings of the channel."),
    )


class _Nowhere(urllib.request.HTTPRedirectHandler):
    """A gateway that sends elsewhere is set wrongly; the message goes to no third party."""

    def redirect_request(self, *_: Any) -> None:
        return None


def _post(url: str, content: dict[str, Any], *, token: str = "") -> dict[str, Any]:
    host = urlsplit(url).hostname or ""
    headers = {"Content-Type": "application/json; charset=utf-8"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    body = json.dumps(content, ensure_ascii=False).encode()
    if not url.startswith(("http://", "https://")):
        raise _refused(host or "地址", host or "the address", "http(s)://")
    request = urllib.request.Request(url, body, headers)  # noqa: S310 - the scheme is checked
    try:
        with urllib.request.build_opener(_Nowhere).open(request, timeout=SECONDS) as answer:
            told = json.loads(answer.read(65536))
    except urllib.error.HTTPError as error:
        if error.code >= 500 or error.code in {408, 429}:
            raise LaterError(
                say(f"{host} 暂时不能用（{error.code}）", f"{host}: {error.code}")
            ) from None
        raise _refused(host, host, str(error.code)) from None
    except OSError as error:
        raise LaterError(say(f"连不上 {host}", f"{host} cannot be reached")) from error
    except ValueError:
        raise _refused(host, host, say("回答不是 JSON", "the answer is no JSON")) from None
    return told if isinstance(told, dict) else {}


def _host() -> str:
    return urlsplit(settings.NOTICES["HENGJIAN_URL"]).hostname or "hengjian.invalid"


def _group(person: Person) -> str:
    return "group"


CHANNELS: dict[str, Channel] = {
    one.code: one
    for one in (
        Channel("email", said("电子邮件", "e-mail"), ("HENGJIAN_EMAIL", "HENGJIAN_EMAIL_FROM"),
                lambda person: person.email, send_email),
        Channel("sms", said("短信", "SMS"), ("HENGJIAN_SMS_URL",),
                lambda person: person.phone, send_sms, urgent_only=True),
        Channel("wecom", said("政务微信", "WeCom"), ("HENGJIAN_WECOM_URL",), _group, send_wecom),
        Channel("dingtalk", said("钉钉", "DingTalk"), ("HENGJIAN_DINGTALK_URL",), _group,
                send_dingtalk),
    )
}  # fmt: skip
"""In the product a notice always lies; these are added where their settings are given."""
