"""The tables of the data standard that are registers, with what a register needs beyond them.

Serves the declaration of the registers and the guarded reader, which knows no Django.
"""

from dataclasses import replace

from hengjian.standard import tables
from hengjian.standard.fields import Field, Kind, Table

_ENDED = Field("ended_on", Kind.DATE, "停用日期", "空表示仍在适用")

TABLES: dict[str, Table] = {
    one.name: one
    for one in (
        tables.BODIES,
        tables.OFFICERS,
        tables.CERTIFICATES,
        tables.ITEMS,
        replace(tables.DISCRETION, fields=(*tables.DISCRETION.fields, _ENDED)),
        tables.DELEGATIONS,
    )
}
