"""What a list page was asked for, read from its address; what is no sense is as if not asked.

Serves list, print and export, which all obey the same address.
"""

from collections.abc import Mapping
from urllib.parse import urlencode

from hengjian.domain.registry.queries import Place, Wanted
from hengjian.surfaces.desk.asking import number

TEXTS = ("q", "sector", "level", "kind", "state", "sort", "after", "before")
LONGEST = 200


def wanted(asked: Mapping[str, str], divisions: list[Place]) -> Wanted:
    """The filters of the address; a division by its code, one of those that may be chosen."""
    texts = {name: asked.get(name, "").strip()[:LONGEST].replace("\0", "") for name in TEXTS}
    for mark in ("after", "before"):
        texts[mark] = asked.get(mark, "")[:2000]
    code = asked.get("division", "")
    division = next((one.path for one in divisions if one.code == code), "")
    return Wanted(
        **texts, division=division, body=number(asked.get("body")), within=number(asked.get("within"))
    )  # fmt: skip


def address(asked: Mapping[str, str], **changes: str) -> str:
    """The query string with other values; an empty one is left out, and pages begin anew."""
    kept = {name: asked[name] for name in asked if name not in {"after", "before"}}
    return urlencode({name: value for name, value in {**kept, **changes}.items() if value})
