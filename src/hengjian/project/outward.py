"""From the variables of the notice channels to settings; `HENGJIAN_EMAIL` is one `smtp://` address."""

from typing import Any
from urllib.parse import unquote, urlsplit

from hengjian.content.errors import PlainError
from hengjian.content.speech import say

CHANNEL_VARIABLES = (
    "HENGJIAN_URL",
    "HENGJIAN_EMAIL",
    "HENGJIAN_EMAIL_FROM",
    "HENGJIAN_SMS_URL",
    "HENGJIAN_SMS_TOKEN",
    "HENGJIAN_WECOM_URL",
    "HENGJIAN_DINGTALK_URL",
    "HENGJIAN_DINGTALK_SECRET",
)


def mail(named: str) -> dict[str, Any]:
    """Django's settings of the mail server: `smtp://`, `smtp+tls://` (STARTTLS) or `smtps://`."""
    if not named:
        return {}
    url = urlsplit(named)
    if url.scheme not in {"smtp", "smtp+tls", "smtps"} or not url.hostname:
        raise PlainError(
            say("HENGJIAN_EMAIL 的值不能用", "HENGJIAN_EMAIL cannot be used"),
            say(
                "写 smtp+tls://用户:密码@主机:587，密码里的特殊字符用 %XX。",
                "Give smtp+tls://user:password@host:587; write special characters as %XX.",
            ),
        )
    usual = {"smtp": 25, "smtp+tls": 587, "smtps": 465}[url.scheme]
    return {
        "EMAIL_HOST": url.hostname,
        "EMAIL_PORT": url.port or usual,
        "EMAIL_HOST_USER": unquote(url.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(url.password or ""),
        "EMAIL_USE_TLS": url.scheme == "smtp+tls",
        "EMAIL_USE_SSL": url.scheme == "smtps",
        "EMAIL_TIMEOUT": 10,
    }
