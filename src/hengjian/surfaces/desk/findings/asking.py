"""What a worklist was asked for, read from its address; what is no sense is as if not asked.

Serves list, summary and export, which all obey the same address.
"""

from collections.abc import Mapping
from urllib.parse import urlencode

from hengjian.domain.findings.queries import Wanted
from hengjian.domain.registry.queries import Place
from hengjian.surfaces.desk.asking import LONGEST, MARK, number, plain

TEXTS = (
    "q", "state", "severity", "nature", "rule", "family", "sector", "age", "person", "sort",
)  # fmt: skip


def wanted(
    asked: Mapping[str, str], divisions: list[Place], sections: list[tuple[int, str]]
) -> Wanted:
    """The filters of the address; a division by its code, a section by its key, of those to choose."""
    texts = {name: plain(asked.get(name, ""), LONGEST) for name in TEXTS}
    code = asked.get("division", "")
    section = number(asked.get("section"))
    return Wanted(
        **texts,
        after=plain(asked.get("after", ""), MARK),
        before=plain(asked.get("before", ""), MARK),
        division=next((one.path for one in divisions if one.code == code), ""),
        body=number(asked.get("body")),
        section=section if section in dict(sections) else None,
        overdue=asked.get("overdue") == "1",
    )


def address(asked: Mapping[str, str], **changes: str) -> str:
    """The query string with other values; an empty one is left out, and pages begin anew."""
    kept = {name: asked[name] for name in asked if name not in {"after", "before", "chosen"}}
    return urlencode({name: value for name, value in {**kept, **changes}.items() if value})


def chosen(asked: list[str]) -> dict[int, int]:
    """What was ticked: the key of each finding with the version that was seen (`17.3`)."""
    found: dict[int, int] = {}
    for one in asked:
        key, _, version = one.partition(".")
        first, second = number(key), number(version)
        if first is not None and second is not None:
            found[first] = second
    return found
