"""Every page that the desk's navigation leads to: accessible, in both themes, and whole on a phone.

The pages are not listed here: each person is followed through the links of his own navigation, and
from each list to its first row, so that a new page is looked at without a line being written. What one
person was shown is not looked at again for the next.
"""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import axe_playwright_python
import pytest

from tests.stories.conftest import Sit

if TYPE_CHECKING:
    from playwright.sync_api import Page

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OTHERS = [
    "/search/?q=%E5%B8%82%E5%9C%BA",
    "/account/password/change/",
    "/account/2fa/",
    "/account/sessions/",
]
BEHIND = {"wu": ["/ledger/witnesses/", "/ledger/checks/", "/ledger/erasures/"]}
"""Pages that no navigation leads to, but the buttons of another page."""


def breaches(page: "Page", only: dict[str, list[str]] | None = None) -> list[str]:
    """What axe finds: the rule, and where."""
    if not page.evaluate("typeof axe !== 'undefined'"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    what = only or {"values": RULES, "type": "tag"}
    found = page.evaluate(
        "what => axe.run(document, {runOnly: what, resultTypes: ['violations']})", what
    )
    return [
        f"{page.url} {one['id']}: {node['target'][0]} {node['html'][:120]}"
        for one in found["violations"]
        for node in one["nodes"][:3]
    ]


SHORTEN = (
    "document.querySelectorAll('tbody').forEach(b => [...b.rows].slice(5).forEach(r => r.remove()))"
)


def places(page: "Page") -> list[str]:
    """The addresses of the navigation."""
    return list(
        page.locator("#nav li a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    )


def first_row(page: "Page") -> list[str]:
    """Where the first row of the list on this page leads."""
    first = page.locator("main table tbody a[href^='/']").first
    return [first.get_attribute("href") or ""] if first.count() else []


def looked_at(page: "Page", place: str) -> list[str]:
    """What is wrong with one page: light, dark, narrow."""
    page.goto(place)
    page.evaluate(SHORTEN)  # fifty rows alike are not fifty times looked at
    wrong = breaches(page)
    contrast = {"values": ["color-contrast"], "type": "rule"}
    page.evaluate("document.documentElement.dataset.bsTheme = 'dark'")
    wrong += [f"dark {one}" for one in breaches(page, contrast)]
    page.evaluate("document.documentElement.dataset.bsTheme = 'light'")
    page.set_viewport_size({"width": 390, "height": 844})
    beyond = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    if beyond > 0:
        wrong.append(f"{place} is {beyond} px wider than a phone")
    page.set_viewport_size({"width": 1440, "height": 900})
    if page.locator("h1").count() != 1:
        wrong.append(f"{place} has not one h1")
    return wrong


def test_the_pages_of_the_desk_are_clean(sit_down: Sit) -> None:
    seen: set[str] = set()
    wrong: list[str] = []
    for login in ("lin", "qian", "wu", "luo", "li"):
        page = sit_down(login)
        todo = [*places(page), *OTHERS, *BEHIND.get(login, [])]
        while todo:
            place = todo.pop(0)
            kind = re.sub(r"\d+", "0", place)
            if kind not in seen or place == "/":
                seen.add(kind)
                wrong += looked_at(page, place)
                todo += first_row(page)
    assert wrong == []
    assert len(seen) > len(OTHERS) + 1


@pytest.mark.parametrize("place", ["/account/login/", "/look/", "/ledger/heads/"])
def test_the_pages_of_nobody_are_clean(sit_down: Sit, place: str) -> None:
    assert looked_at(sit_down(), place) == []
