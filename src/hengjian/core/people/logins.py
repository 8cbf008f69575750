"""Logins, failed logins and lock-outs, as the audit administrator reads them. axes keeps the rows."""

from contextlib import suppress
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.db.models import Q, QuerySet


def _matching(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
    word = words.strip()
    if word:
        found = Q(username__icontains=word)
        with suppress(ValueError):
            found |= Q(ip_address=str(ip_address(word)))  # PostgreSQL takes nothing else for one
        rows = rows.filter(found)
    return rows.order_by("-attempt_time", "-pk")


def logins(words: str = "") -> QuerySet[Any]:
    """Who logged in, from where, when; and when he left, where he said so."""
    return _matching(AccessLog.objects.all(), words)


def failures(words: str = "") -> QuerySet[Any]:
    """Every wrong password."""
    return _matching(AccessFailureLog.objects.all(), words)


def locked_out(*, at: datetime, login: str = "") -> QuerySet[Any]:
    """Names that are locked now, because they failed too often; or just this one."""
    since = at - timedelta(hours=settings.AXES_COOLOFF_TIME)
    rows: QuerySet[Any] = AccessAttempt.objects.filter(
        failures_since_start__gte=settings.AXES_FAILURE_LIMIT, attempt_time__gte=since
    )
    if login:
        rows = rows.filter(username=login)
    return rows.order_by("-attempt_time")
