"""The six registers: where each keeps its rows, and how the data standard's fields meet the columns.

Serves actions, uploads, pages and exports, which are written once for all of them. A row's *values* are
what the standard calls them, plain enough for JSON: dates as text, amounts in fen, others by number.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from django.db import models

from hengjian.domain.registry.models import (
    Body,
    Certificate,
    Delegation,
    Item,
    Officer,
    Row,
    Tier,
)
from hengjian.domain.registry.tables import TABLES
from hengjian.standard.fields import Field, Kind, Table

Values = dict[str, Any]
"""A row in the standard's words."""


class Link(NamedTuple):
    """A field that names another row by its number: the attribute, and the register it is in."""

    attribute: str
    register: str


@dataclass(frozen=True)
class Register:
    """One register. ``unit``: the path to the unit a row belongs to · ``ends``, ``begins``: the
    fields that end a row and that say since when it is one · ``own``: the standard's field → ours."""

    name: str
    zh: str
    en: str
    model: type[Row]
    table: Table
    unit: str
    ends: str
    begins: str | None
    links: Mapping[str, Link] = field(default_factory=dict)
    own: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        return self.table.fields

    @property
    def key(self) -> tuple[str, ...]:
        return self.table.key

    def key_of(self, values: Mapping[str, Any]) -> str:
        """The row's number as people write it; of a row with two, joined."""
        return "·".join(str(values[name]) for name in self.key)

    def attribute(self, name: str) -> str:
        """Ours for the standard's field ``name``."""
        if name in self.links:
            return self.links[name].attribute
        return self.own.get(name, name)

    @cached_property
    def related(self) -> tuple[str, ...]:
        """What must be read along for `values_of`."""
        found = [link.attribute for link in self.links.values()]
        found += {Body: ["unit__division"], Certificate: ["body"]}.get(self.model, [])
        return tuple(found)

    def rows(self) -> models.QuerySet[Any]:
        """All rows, with what `values_of` reads."""
        return self.model._default_manager.select_related(*self.related)

    def values_of(self, row: Row) -> Values:
        """The row in the standard's words."""
        return {one.name: self._plain(row, one) for one in self.fields}

    def _plain(self, row: Any, one: Field) -> Any:
        if one.name == "division" and isinstance(row, Body):
            return row.unit.division.code
        value = getattr(row, self.attribute(one.name))
        if one.name in self.links:
            return None if value is None else value.code
        if isinstance(value, date):
            return value.isoformat()
        return None if value == "" else value

    def attributes(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Values as our columns hold them; links and a body's division are the caller's to find."""
        found = {}
        for one in self.fields:
            if one.name not in values or one.name in self.links or self._elsewhere(one.name):
                continue
            value = values[one.name]
            if one.kind is Kind.DATE and isinstance(value, str):
                value = date.fromisoformat(value)
            column = self.model._meta.get_field(self.attribute(one.name))
            if value is None and isinstance(column, models.CharField | models.TextField):
                value = ""
            found[self.attribute(one.name)] = value
        return found

    def _elsewhere(self, name: str) -> bool:
        return self.model is Body and name == "division"


_BODY = {"body_id": Link("body", "bodies")}

BODIES = Register(
    "bodies", "执法主体", "Bodies", Body, TABLES["bodies"], "unit", "qualified_to", "qualified_from",
    links={"parent_id": Link("parent", "bodies")}, own={"body_id": "code"},
)  # fmt: skip
OFFICERS = Register(
    "officers", "执法人员", "Officers", Officer, TABLES["officers"], "body__unit",
    "employed_to", "employed_from", links=_BODY, own={"officer_id": "code"},
)  # fmt: skip
CERTIFICATES = Register(
    "certificates", "执法证件", "Certificates", Certificate, TABLES["certificates"], "body__unit",
    "withdrawn_on", "valid_from",
    links={"officer_id": Link("officer", "officers")}, own={"cert_no": "code"},
)  # fmt: skip
ITEMS = Register(
    "items", "权责事项", "Items", Item, TABLES["items"], "body__unit", "in_force_to", "in_force_from",
    links={**_BODY, "replaced_by": Link("replaced_by", "items")}, own={"item_id": "code"},
)  # fmt: skip
TIERS = Register(
    "discretion", "裁量阶次", "Discretion", Tier,
    TABLES["discretion"],
    "item__body__unit", "ended_on", None, links={"item_id": Link("item", "items")},
)  # fmt: skip
DELEGATIONS = Register(
    "delegations", "下放与委托", "Delegations", Delegation, TABLES["delegations"], "to_body__unit",
    "valid_to", "valid_from",
    links={
        "item_id": Link("item", "items"),
        "to_body": Link("to_body", "bodies"),
        "from_body": Link("from_body", "bodies"),
    },
)  # fmt: skip

REGISTERS: dict[str, Register] = {
    one.name: one for one in (BODIES, OFFICERS, CERTIFICATES, ITEMS, TIERS, DELEGATIONS)
}
