"""Single sign-on by OpenID Connect, from HENGJIAN_OIDC_* to allauth's settings.

Half an entry is refused at the start, because it would fail only when somebody logs in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from hengjian.content.errors import PlainError
from hengjian.content.speech import say

PROVIDER = "sso"
"""The provider's part of the address: …/account/oidc/sso/login/callback/"""


@dataclass(frozen=True)
class SingleSignOn:
    """A provider that tells who somebody is; what he may do, his posts say."""

    issuer: str
    client: str
    secret: str
    name: str
    claim: str

    @property
    def origin(self) -> str:
        """Where the login form leads; the content policy must allow it."""
        url = urlsplit(self.issuer)
        return f"{url.scheme}://{url.netloc}"

    def as_provider(self) -> dict[str, Any]:
        """The entry of SOCIALACCOUNT_PROVIDERS."""
        app = {
            "provider_id": PROVIDER,
            "name": self.name,
            "client_id": self.client,
            "secret": self.secret,
            "settings": {"server_url": self.issuer, "oauth_pkce_enabled": True},
        }
        return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}


def single_sign_on(environ: Mapping[str, str]) -> SingleSignOn | None:
    """What the variables say; None where there is no provider."""
    issuer, client, secret = (
        environ.get(f"HENGJIAN_OIDC_{part}", "") for part in ("ISSUER", "CLIENT", "SECRET")
    )
    if not (issuer or client or secret):
        return None
    if not (issuer and client and secret) or urlsplit(issuer).scheme not in {"http", "https"}:
        raise PlainError(
            say(
                "统一认证没有写全：HENGJIAN_OIDC_ISSUER、_CLIENT、_SECRET 三个都要有，ISSUER 是 https:// 开头的网址",
                "single sign-on needs HENGJIAN_OIDC_ISSUER (an https:// address), _CLIENT and _SECRET",
            ),
            say("请补全，或者三个都不写。", "Give all three, or none."),
        )
    return SingleSignOn(
        issuer=issuer.rstrip("/"),
        client=client,
        secret=secret,
        name=environ.get("HENGJIAN_OIDC_NAME") or say("统一身份认证", "single sign-on"),
        claim=environ.get("HENGJIAN_OIDC_CLAIM") or "preferred_username",
    )
