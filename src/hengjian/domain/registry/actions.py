"""All writes to the registers' rows: entered, amended, ended, one by one or many at once.

Serves forms, uploads and the founding of a city. Each writes the row, its versions and one ledger
entry in one transaction; a row that somebody else has changed since is refused with what he changed.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from hengjian.content.errors import PlainError
from hengjian.core.clock import day_of
from hengjian.core.entries.actions import record
from hengjian.core.organisation.changes import units_changed
from hengjian.core.organisation.models import Unit
from hengjian.core.organisation.queries import units_set_up
from hengjian.core.people.models import Post
from hengjian.core.portions import portions
from hengjian.core.search.actions import forget, make_findable
from hengjian.core.wording import say
from hengjian.domain.registry.cards.actions import follow_cards, follow_holders
from hengjian.domain.registry.checking import Fault, faults
from hengjian.domain.registry.history import first_version, rewritten
from hengjian.domain.registry.links import Found, found_for, keys_of, unfound
from hengjian.domain.registry.models import (
    Body,
    Cause,
    Certificate,
    Officer,
    Row,
    Upload,
    Version,
)
from hengjian.domain.registry.proof import new_salt, row_hash
from hengjian.domain.registry.registers import Register, Values
from hengjian.domain.registry.seeking import OWN, text_of
from hengjian.domain.registry.staleness import stale
from hengjian.domain.registry.units.actions import carry_unit, units_of_new

AT_ONCE = 1000


class FaultyRowError(PlainError):
    """A row cannot be written as it is; ``faults`` says field by field why."""

    def __init__(self, found: list[Fault]) -> None:
        self.faults = found
        first = found[0]
        super().__init__(first.reason, first.remedy)


@transaction.atomic
def enter_row(register: Register, values: Values, *, by: Post | None, at: datetime) -> Row:
    """A row comes into the register."""
    whole = {one.name: values.get(one.name) for one in register.fields}
    found = found_for(register, [whole])
    wrong = [*faults(register, whole), *unfound(register, whole, found)]
    if not wrong and _taken(register, whole, found):
        wrong.append(
            Fault(
                register.key[0],
                say(
                    f"编号 {register.key_of(whole)} 已经登记过",
                    f"the number {register.key_of(whole)} is already in the register",
                ),
                say("请核对编号；要更改的，请打开那一条", "check it, or open that row to amend it"),
            )
        )
    if wrong:
        raise FaultyRowError(wrong)
    (row,), (version,) = enter_rows(register, [whole], by=by, at=at)
    payload = {"version": 1, "hash": row_hash(version.values, version.salt).hex()}
    record(f"{_noun(register)}.entered", subject=row, payload=payload, by=by, at=at)
    return row


@transaction.atomic
def amend_row(
    register: Register,
    row: Row,
    changes: Mapping[str, Any],
    *,
    seen: int,
    since: date | None,
    by: Post | None,
    at: datetime,
    cause: Cause = Cause.AMENDED,
) -> Row:
    """The row reads otherwise from ``since`` on; None: it has always been so (a correction).

    ``seen`` is the version that was on the screen.
    """
    present: Row = hold_rows(register, [row.pk], by=by, at=at)[row.pk]
    if present.version != seen:
        raise stale(register, present, seen)
    _check_since(since, at)
    before = register.values_of(present)
    real = {name: value for name, value in changes.items() if before[name] != value}
    if not real:
        return present
    after = {**before, **real}
    found = found_for(register, [after])
    wrong = [*_fixed(register, real), *faults(register, after), *unfound(register, after, found)]
    if wrong:
        raise FaultyRowError(wrong)
    (version, *_) = amend_rows(
        register, [(present, real)], found, since=since, cause=cause, by=by, at=at
    )
    payload = {
        "version": present.version,
        "fields": sorted(real),
        "since": since.isoformat() if since else None,
        "hash": row_hash(version.values, version.salt).hex(),
    }
    record(f"{_noun(register)}.{cause.value}", subject=present, payload=payload, by=by, at=at)
    return present


def end_row(
    register: Register, row: Row, last_day: date, *, seen: int, by: Post | None, at: datetime
) -> Row:
    """The row ends with ``last_day``: left, withdrawn, out of force. It stays readable."""
    changes = {register.ends: last_day.isoformat()}
    return amend_row(register, row, changes, seen=seen, since=None, by=by, at=at, cause=Cause.ENDED)


# --- many at once; the caller checks the rows before and records one entry after ----------------------


@transaction.atomic
def enter_rows(
    register: Register,
    rows: Sequence[Values],
    *,
    by: Post | None,
    at: datetime,
    upload: Upload | None = None,
) -> tuple[list[Row], list[Version]]:
    """Write rows that are known to be right, with their first versions."""
    found = found_for(register, rows)
    units = units_of_new(rows, found, by=by, at=at) if _is_body(register) else []
    owner = _owners(found) if register.model is Certificate else {}
    looped = [name for name, link in register.links.items() if link.register == register.name]
    new: list[Any] = []
    for place, values in enumerate(rows):
        keys = keys_of(register, {k: v for k, v in values.items() if k not in looped}, found)
        row: Any = register.model(
            **register.attributes(values), **keys, changed_at=at, changed_by=by
        )
        if units:
            row.unit = units[place]
        if owner:
            row.body_id = owner[keys["officer_id"]]
        new.append(row)
    made = register.model._default_manager.bulk_create(new, batch_size=AT_ONCE)
    _tie(register, made, rows, looped)
    post = by.pk if by else None
    versions = [
        first_version(register, row.pk, values, post=post, at=at, upload=upload)
        for row, values in zip(made, rows, strict=True)
    ]
    Version.objects.bulk_create(versions, batch_size=AT_ONCE)
    _seek(register, made, by, at)
    follow_cards(_holders(register, made), by=by, at=at)
    if units:
        units_changed(units, by=by, at=at)
    return made, versions


@transaction.atomic
def amend_rows(
    register: Register,
    changed: Sequence[tuple[Any, Values]],
    found: Found,
    *,
    since: date | None,
    cause: Cause,
    by: Post | None,
    at: datetime,
    upload: Upload | None = None,
) -> list[Version]:
    """Write changes that are known to be right; gives the versions that hold now, row by row."""
    known = _open_versions(register, [row.pk for row, _ in changed])
    holders = _holders(register, [row for row, _ in changed])
    _put(register, changed, found, by, at)
    closed: list[int] = []
    added: list[Version] = []
    last: list[Version] = []
    for row, changes in changed:
        old, new = rewritten(
            known.get(row.pk, ()), changes, number=row.version, cause=cause, since=since,
            post=by.pk if by else None, at=at, upload=upload,
        )  # fmt: skip
        closed += [version.pk for version in old]
        added += new
        last.append(new[-1])
    for some in portions(closed, AT_ONCE):
        Version.objects.filter(pk__in=some).update(known_to=at)
    Version.objects.bulk_create(added, batch_size=AT_ONCE)
    follow_holders(register, changed, by=by, at=at)
    follow_cards(holders | _holders(register, [row for row, _ in changed]), by=by, at=at)
    moved = [row.unit for row, changes in changed if "division" in changes and _is_body(register)]
    if moved:
        units_changed(moved, by=by, at=at)
    return last


def hold_rows(
    register: Register, keys: Sequence[int], *, by: Post | None, at: datetime
) -> dict[int, Any]:
    """The rows as they are now, held until the transaction ends."""
    rows = register.rows().select_related("changed_by__person", *register.related)
    present: dict[int, Any] = {}
    for some in portions(keys, AT_ONCE):
        part = rows.filter(pk__in=some)
        present |= {row.pk: row for row in part.select_for_update(of=("self",))}
    return present


@transaction.atomic
def restore_rows(
    register: Register,
    before: Sequence[tuple[Any, Values]],
    upload: Upload,
    *,
    by: Post | None,
    at: datetime,
) -> list[Version]:
    """The rows read as before ``upload``, which alone has changed them; so do their versions."""
    found = found_for(register, [values for _, values in before])
    holders = _holders(register, [row for row, _ in before])
    _put(register, before, found, by, at)
    keys = [row.pk for row, _ in before]
    numbers = {row.pk: row.version for row, _ in before}
    new: list[Version] = []
    for some in portions(keys, AT_ONCE):
        part = Version.objects.filter(register=register.name, row__in=some)
        part.filter(known_to=None).update(known_to=at)
        new += [
            Version(
                register=old.register, row=old.row, number=numbers[old.row], cause=Cause.UNDONE,
                values=old.values, salt=new_salt(), valid_from=old.valid_from,
                valid_to=old.valid_to, known_from=at, post=by, upload=upload,
            )
            for old in part.filter(known_to=upload.settled_at).order_by("id")
        ]  # fmt: skip
    Version.objects.bulk_create(new, batch_size=AT_ONCE)
    follow_holders(register, before, by=by, at=at)
    follow_cards(holders | _holders(register, [row for row, _ in before]), by=by, at=at)
    return new


@transaction.atomic
def remove_rows(register: Register, rows: Sequence[Any], *, by: Post | None, at: datetime) -> None:
    """Rows that should never have been entered leave the register; what was known of them stays."""
    keys = [row.pk for row in rows]
    units = [row.unit_id for row in rows] if _is_body(register) else []
    for part in portions(keys, AT_ONCE):
        _untie(register, part)
        register.model._default_manager.filter(pk__in=part).delete()
        known = Version.objects.filter(register=register.name, row__in=part, known_to=None)
        known.update(known_to=at)
    follow_cards(_holders(register, rows), by=by, at=at)
    forget(register.name, keys, by=by, at=at)
    Unit.objects.filter(pk__in=set(units) - units_set_up(units)).delete()


# --- what the above rest on --------------------------------------------------------------------------


def _noun(register: Register) -> str:
    return str(register.model._meta.model_name)


def _is_body(register: Register) -> bool:
    return register.model is Body


def _put(
    register: Register,
    changed: Sequence[tuple[Any, Values]],
    found: Found,
    by: Post | None,
    at: datetime,
) -> None:
    """Write values into the present rows; each becomes a version more."""
    columns: set[str] = set()
    for row, changes in changed:
        keys = keys_of(register, changes, found)
        for name, value in {**register.attributes(changes), **keys}.items():
            setattr(row, name, value)
            columns.add(name)
        if _is_body(register):
            carry_unit(row, changes, found, by=by, at=at)
        row.version += 1
        row.changed_at, row.changed_by = at, by
    names = [name.removesuffix("_id") for name in sorted(columns)]
    register.model._default_manager.bulk_update(
        [row for row, _ in changed],
        [*names, "version", "changed_at", "changed_by"],
        batch_size=200,
    )
    if columns & set(OWN[register.name]):
        _seek(register, [row for row, _ in changed], by, at)


def _seek(register: Register, rows: Sequence[Any], by: Post | None, at: datetime) -> None:
    """The rows are found by what they say now."""
    make_findable(register.name, {row.pk: text_of(register, row) for row in rows}, by=by, at=at)


def _untie(register: Register, keys: Sequence[int]) -> None:
    """Rows that leave together may name one another."""
    for name, link in register.links.items():
        if link.register == register.name and name not in register.key:
            own = register.model._default_manager.filter(pk__in=keys)
            own.update(**{link.attribute: None})


def _taken(register: Register, values: Values, found: Found) -> bool:
    keys = keys_of(register, values, found)
    own = register.attributes(values)
    parts = {
        (f"{register.attribute(name)}_id" if name in register.links else register.attribute(name))
        for name in register.key
    }
    return register.model._default_manager.filter(
        **{part: {**own, **keys}[part] for part in parts}
    ).exists()


def _check_since(since: date | None, at: datetime) -> None:
    today = day_of(at)
    if since is not None and since > today:
        raise FaultyRowError(
            [
                Fault(
                    "since",
                    say(
                        f"生效日期 {since} 还没有到（今天 {today}）",
                        f"the day {since} has not come (today is {today})",
                    ),
                    say(
                        "到那一天再登记；证件、任期的止日可以写将来的日期。",
                        "Enter it on that day; last days of terms may lie in the future.",
                    ),
                )
            ]
        )


def _fixed(register: Register, changes: Mapping[str, Any]) -> list[Fault]:
    """The number of a row stays, for others name it."""
    return [
        Fault(
            name,
            say("编号登记之后不能更改", "the number of a row stays"),
            say("登记错了的，请终止这一条，另行登记", "end this row and enter another"),
        )
        for name in register.key
        if name in changes
    ]


def _owners(found: Found) -> dict[int | None, int]:
    """Officer → his body, for the officers that certificates name."""
    keys = sorted(found.get("officers", {}).values())
    owners: dict[int | None, int] = {}
    for some in portions(keys, AT_ONCE):
        part = Officer.objects.filter(pk__in=some).order_by()
        owners.update(part.values_list("pk", "body_id"))
    return owners


def _tie(
    register: Register, made: Sequence[Row], rows: Sequence[Values], looped: Sequence[str]
) -> None:
    """Links within the register itself, which may lead to rows of the same batch."""
    tied = [
        (row, values)
        for row, values in zip(made, rows, strict=True)
        if any(values.get(name) for name in looped)
    ]
    if not tied:
        return
    found = found_for(register, [values for _, values in tied])
    for row, values in tied:
        keys = keys_of(register, {name: values[name] for name in looped}, found)
        for name, key in keys.items():
            setattr(row, name, key)
    names = [register.links[name].attribute for name in looped]
    register.model._default_manager.bulk_update([row for row, _ in tied], names, batch_size=200)


def _open_versions(register: Register, keys: Sequence[int]) -> dict[int, list[Version]]:
    known: dict[int, list[Version]] = {}
    for some in portions(keys, AT_ONCE):
        part = Version.objects.filter(register=register.name, row__in=some, known_to=None)
        for version in part.order_by("row", "valid_from", "id"):
            known.setdefault(version.row, []).append(version)
    for versions in known.values():
        versions.sort(key=lambda version: version.valid_from or date.min)
    return known


def _holders(register: Register, rows: Sequence[Any]) -> set[int]:
    """The officers whom these rows, if they are certificates, belong to."""
    return {row.officer_id for row in rows} if register.model is Certificate else set()
