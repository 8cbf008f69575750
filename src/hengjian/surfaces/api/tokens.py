"""Who calls: the token in the request, how often it may, and what a wrong one is told."""

from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer
from ninja.throttling import SimpleRateThrottle

from hengjian.core import clock
from hengjian.domain.records.actions import note_use
from hengjian.domain.records.models import Token
from hengjian.domain.records.submissions.access import token_of_digest
from hengjian.domain.records.tokens import digest_of, is_valid


class BodyToken(HttpBearer):
    """`Authorization: Bearer hj_…`, given by the clerk of a body."""

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        at = clock.now()
        found = token_of_digest(digest_of(token))
        if found is None or not is_valid(found, day=clock.day_of(at)):
            return None
        note_use(found, by=None, at=at)
        return found


class OfToken(SimpleRateThrottle):
    """So many requests of one token in a minute, counted by each process of the server."""

    scope = "token"

    def get_cache_key(self, request: HttpRequest) -> str | None:
        token: Any = getattr(request, "auth", None)
        return None if token is None else f"api:{self.scope}:{token.pk}"
