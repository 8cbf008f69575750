"""Finds the rows that values name by number: the body of an officer, the item of a delegation.

Serves the actions, for one row or a hundred thousand at once. What is not found is said, never guessed.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from hengjian.core.organisation.models import Division, DivisionAlias, Unit
from hengjian.core.portions import portions
from hengjian.core.wording import say
from hengjian.domain.registry.checking import Fault
from hengjian.domain.registry.models import Body
from hengjian.domain.registry.registers import REGISTERS, Register, Values

AT_ONCE = 900
"""So many numbers are asked for at a time; SQLite's older limit of variables is 999."""

Found = dict[str, dict[str, int]]
"""Register → number → primary key; `divisions` beside them."""


def found_for(register: Register, rows: Iterable[Mapping[str, Any]]) -> Found:
    """Where the rows that ``rows`` name are: a few queries, however many rows."""
    wanted: dict[str, set[str]] = {}
    for values in rows:
        for name, link in register.links.items():
            if values.get(name):
                wanted.setdefault(link.register, set()).add(values[name])
        if register.model is Body and values.get("division"):
            wanted.setdefault("divisions", set()).add(values["division"])
    return {
        name: _divisions(codes) if name == "divisions" else _rows(name, codes)
        for name, codes in wanted.items()
    }


def unfound(register: Register, values: Mapping[str, Any], found: Found) -> list[Fault]:
    """Which of a row's links lead nowhere."""
    faults = []
    for name, link in register.links.items():
        number = values.get(name)
        if link.register == register.name and number == values.get(register.key[0]):
            continue  # it names itself, of which `checking` says more
        if number and number not in found.get(link.register, {}):
            target = REGISTERS[link.register]
            faults.append(
                Fault(
                    name,
                    say(
                        f"{target.zh}台账里没有编号 {number}",
                        f"the register of {target.en.lower()} has no number {number}",
                    ),
                    say(
                        f"请核对编号，或者先登记这一{target.zh[-2:]}",
                        "check the number, or enter that row first",
                    ),
                )
            )
    division = values.get("division")
    if register.model is Body and division and division not in found.get("divisions", {}):
        faults.append(
            Fault(
                "division",
                say(f"没有区划代码 {division}", f"no division has the code {division}"),
                say("请核对代码，或者请系统管理员增设", "check it, or ask the administrator"),
            )
        )
    return faults


def keys_of(register: Register, values: Mapping[str, Any], found: Found) -> dict[str, int | None]:
    """Our foreign keys for the links that ``values`` holds."""
    keys: dict[str, int | None] = {}
    for name, link in register.links.items():
        if name in values:
            number = values[name]
            keys[f"{link.attribute}_id"] = found[link.register][number] if number else None
    return keys


def _rows(name: str, codes: set[str]) -> dict[str, int]:
    pairs: dict[str, int] = {}
    for some in portions(sorted(codes), AT_ONCE):
        rows = REGISTERS[name].rows().select_related(None).order_by()
        pairs.update(rows.filter(code__in=some).values_list("code", "pk"))
    return pairs


def _divisions(codes: set[str]) -> dict[str, int]:
    pairs: dict[str, int] = {}
    for some in portions(sorted(codes), AT_ONCE):
        pairs.update(DivisionAlias.objects.filter(code__in=some).values_list("code", "division_id"))
        pairs.update(Division.objects.filter(code__in=some).order_by().values_list("code", "pk"))
    return pairs


def units_without_body(names: Iterable[str]) -> Iterator[Unit]:
    """Units of these names that stand by themselves: no body is entered for them, none is above."""
    for some in portions(sorted(names), AT_ONCE):
        yield from Unit.objects.filter(
            inward_name__in=some, body__isnull=True, parent__isnull=True
        ).order_by("-pk")


def rows_numbered(register: Register, values: Iterable[Values]) -> Iterator[Any]:
    """The register's rows that bear one of the first numbers of ``values``."""
    first = register.key[0]
    path = "item__code" if first in register.links else "code"
    for some in portions(sorted({one[first] for one in values}), AT_ONCE):
        yield from register.rows().filter(**{f"{path}__in": some})
