"""What a change makes of the versions of a row: the arithmetic of two times.

Serves the actions. A change that holds from a day on leaves what was before that day as it was known,
and closes, at the moment of knowing, only the versions that it contradicts (docs/adr/0011).
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from hengjian.domain.registry.models import Cause, Upload, Version
from hengjian.domain.registry.proof import new_salt
from hengjian.domain.registry.registers import Register, Values


def first_version(
    register: Register,
    row: int,
    values: Values,
    *,
    post: int | None,
    at: datetime,
    upload: Upload | None = None,
) -> Version:
    """What is known of a new row: it holds since its own first day, or since ever."""
    begun = values.get(register.begins) if register.begins else None
    return Version(
        register=register.name,
        row=row,
        number=1,
        cause=Cause.ENTERED,
        values=values,
        salt=new_salt(),
        valid_from=date.fromisoformat(begun) if begun else None,
        known_from=at,
        post_id=post,
        upload=upload,
    )


def rewritten(
    known: Iterable[Version],
    changes: Mapping[str, Any],
    *,
    number: int,
    cause: Cause,
    since: date | None,
    post: int | None,
    at: datetime,
    upload: Upload | None = None,
) -> tuple[list[Version], list[Version]]:
    """The versions to close at ``at``, and those that take their place from ``since`` (None: ever).

    ``known`` are the row's versions as known until now, which do not overlap.
    """
    closed, new = [], []
    for version in known:
        if since is not None and version.valid_to is not None and version.valid_to <= since:
            continue
        closed.append(version)

        def piece(
            values: Values, first: date | None, last: date | None, of: Version = version
        ) -> Version:
            return Version(
                register=of.register, row=of.row, number=number, cause=cause, values=values,
                salt=new_salt(), valid_from=first, valid_to=last, known_from=at, post_id=post,
                upload=upload,
            )  # fmt: skip

        starts_before = since is not None and (
            version.valid_from is None or version.valid_from < since
        )
        if starts_before:
            new.append(piece(version.values, version.valid_from, since))
        first = since if starts_before else version.valid_from
        new.append(piece({**version.values, **changes}, first, version.valid_to))
    return closed, new


def known_at(register: Register, *, day: date, moment: datetime | None) -> QuerySet[Version]:
    """The state of a register: what held on ``day``, as it was known at ``moment`` (None: now)."""
    known = Q(known_to=None) if moment is None else (
        Q(known_from__lte=moment) & (Q(known_to=None) | Q(known_to__gt=moment))
    )  # fmt: skip
    valid = (Q(valid_from=None) | Q(valid_from__lte=day)) & (Q(valid_to=None) | Q(valid_to__gt=day))
    return Version.objects.filter(known & valid, register=register.name)


def versions_of(register: Register, row: int) -> QuerySet[Version]:
    """All that was ever known of a row, the newest first."""
    found = Version.objects.filter(register=register.name, row=row)
    return found.select_related("post__person", "post__unit", "upload").order_by("-id")


def written_by(upload: Upload, at: datetime) -> list[Values]:
    """The values that an upload wrote, or its undoing, in the order in which the ledger has them."""
    versions = Version.objects.filter(upload=upload, known_from=at).order_by("id")
    return list(versions.values_list("values", flat=True))
