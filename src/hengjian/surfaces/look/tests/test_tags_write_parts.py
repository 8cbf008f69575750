"""The tags of the look escape what they are given, and keep what a list was narrowed by."""

import re
from pathlib import Path

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.test import Client, RequestFactory, override_settings


def written(source: str, query: str = "", **context: object) -> str:
    request = RequestFactory().get(f"/list/?{query}")
    return Template(source).render(Context({"request": request, **context}))


def test_values_in_a_wording_are_escaped() -> None:
    page = written('{% say "共 {n} 条" "{n} in all" n=count %}', count="<b>3</b>")
    assert page == "共 &lt;b&gt;3&lt;/b&gt; 条"


def test_a_mark_has_a_tone_it_knows() -> None:
    assert written('{% mark "good" words %}', words="<有效>") == (
        '<span class="mark mark-good">&lt;有效&gt;</span>'
    )
    with pytest.raises(TemplateSyntaxError, match="green"):
        written('{% mark "green" "有效" %}')


@pytest.mark.parametrize(
    ("query", "leads_to", "is_sorted"),
    [
        ("q=王&page=3", "?q=%E7%8E%8B&amp;sort=name", "none"),
        ("sort=name&q=a", "?sort=-name&amp;q=a", "ascending"),
        ("sort=-name", "?sort=name", "descending"),
        ("body=1&body=2", "?body=1&amp;body=2&amp;sort=name", "none"),
    ],
)
def test_sorting_keeps_the_filters_and_begins_at_the_first_page(
    query: str, leads_to: str, is_sorted: str
) -> None:
    cell = written('{% sort "name" "姓名" %}', query)
    assert f'href="{leads_to}"' in cell
    assert f'aria-sort="{is_sorted}"' in cell


def test_an_icon_is_silent_unless_it_has_a_title() -> None:
    assert 'aria-hidden="true"' in written('{% icon "home" %}')
    spoken = written('{% icon "warn" title %}', title='"逾期"')
    assert 'aria-label="&quot;逾期&quot;"' in spoken
    assert "aria-hidden" not in spoken


def test_every_icon_that_is_used_is_drawn() -> None:
    surfaces = Path(__file__).parents[2]
    sheet = (surfaces / "look/static/look/icons.svg").read_text(encoding="utf-8")
    drawn = set(re.findall(r'symbol id="([a-z-]+)"', sheet))
    used = {
        name
        for page in surfaces.rglob("*.html")
        for name in re.findall(r'icon "([a-z-]+)"', page.read_text(encoding="utf-8"))
    }
    assert "search" in used
    assert used - drawn == set()


def test_the_style_page_is_only_in_a_demo(client: Client, db: None) -> None:
    assert client.get("/look/").status_code == 404
    with override_settings(DEMO=True):
        assert client.get("/look/").status_code == 200
