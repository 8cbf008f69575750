"""The foot of a list that is read page by page: how many there are, and the ways to the pages beside.

Serves the lists that `keyset.page_of` gives; `desk/_foot.html` writes it.
"""

from typing import Any

from django.http import HttpRequest

from hengjian.core.keyset import Page, counted
from hengjian.core.wording import say
from hengjian.surfaces.desk.findings.asking import address


def foot(request: HttpRequest, page: Page[Any], rows: Any, *, measure: str) -> dict[str, Any]:
    """What the foot says of ``rows``, of which ``page`` is shown; ``measure``: 件, 项, 条."""
    count, more = counted(rows)
    return {
        "total": say(f"共 {count:,} {measure}以上", f"more than {count:,}")
        if more else say(f"共 {count:,} {measure}", f"{count:,} in all"),
        "next": page.after and address(request.GET, after=page.after),
        "previous": page.before and address(request.GET, before=page.before),
    }  # fmt: skip
