"""What a body's system shows at the API: made once, shown once, kept as a digest.

Serves the API and the page where a clerk gives and revokes tokens. It begins with `hj_`, so that one
that was left in a program's text is found.
"""

import hashlib
import secrets
from datetime import date
from typing import NamedTuple

from hengjian.domain.records.models import Token

PREFIX = "hj_"
SHOWN = 10


class Made(NamedTuple):
    """``secret`` is told to whoever asked for it, and to nobody again."""

    secret: str
    digest: str
    beginning: str


def made() -> Made:
    """A new one, of 256 random bits."""
    secret = PREFIX + secrets.token_urlsafe(32)
    return Made(secret, digest_of(secret), secret[:8])


def digest_of(secret: str) -> str:
    """Random bits need no slow hash: nobody guesses them."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def is_valid(token: Token, *, day: date) -> bool:
    return token.revoked_at is None and day <= token.valid_to
