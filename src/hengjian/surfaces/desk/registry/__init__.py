"""The pages of the registers: lists, rows, uploads, staffing, supervision bodies.

Each page module stands beside this one; here they join the desk.
"""

from hengjian.core.wording import said
from hengjian.domain.registry.access import concerned, reaches_bodies, reads_staffing
from hengjian.domain.registry.registers import REGISTERS
from hengjian.surfaces.desk.joining import Entry, Group
from hengjian.surfaces.desk.registry import (
    lists,
    rows,
    staffing,
    staffing_sheets,
    supervision,
    uploads,
)
from hengjian.surfaces.desk.registry.home import concerns, figures, finders

__all__ = ["concerns", "figures", "finders", "menu", "urlpatterns"]

urlpatterns = [
    *lists.urlpatterns,
    *uploads.urlpatterns,
    *staffing.urlpatterns,
    *staffing_sheets.urlpatterns,
    *supervision.urlpatterns,
    *rows.urlpatterns,
]
_ICONS = {
    "bodies": ("body", 10), "officers": ("people", 20), "certificates": ("certificate", 30),
    "items": ("item", 40), "discretion": ("sort", 45), "delegations": ("delegation", 50),
}  # fmt: skip
menu = [
    Entry(Group.REGISTRY, said(REGISTERS[name].zh, REGISTERS[name].en), f"desk:{name}", icon,
          order, shown=concerned if name in {"items", "discretion"} else reaches_bodies)
    for name, (icon, order) in _ICONS.items()
]  # fmt: skip
menu += [
    Entry(Group.REGISTRY, said("编制", "Staffing"), "desk:staffing", "staffing", 60,
          shown=reads_staffing),
    Entry(Group.REGISTRY, said("监督机构", "Supervision bodies"), "desk:supervision_bodies",
          "supervision", 5, shown=concerned),
]  # fmt: skip
