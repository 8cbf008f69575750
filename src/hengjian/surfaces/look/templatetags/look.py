"""The tags of the look. They are built in: no template loads them.

`{% say "共 {n} 个" "{n} in all" n=count %}` · `{% icon "home" %}` · `{% mark "good" "有效" %}` ·
`{% sort "name" "姓名" %}` · `{% built "look.css" %}`. The living page /look/ shows each.
"""

from functools import lru_cache
from pathlib import Path
from urllib.parse import urlencode

from django import template
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hengjian.core import wording
from hengjian.core.rights import wording as wording_of_rights

register = template.Library()

TONES = frozenset({"good", "warn", "bad", "note", "quiet"})


@register.simple_tag
def say(zh: str, en: str, **values: object) -> SafeString:
    """The wording in the reader's language; values are put in, and escaped."""
    return format_html(wording.say(zh, en), **values) if values else SafeString(wording.say(zh, en))


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, title: str = "") -> SafeString:
    """A sign from look/icons.svg; without a title it only decorates, and is silent to a reader."""
    sheet = static("look/icons.svg")
    if title:
        return format_html(
            '<svg class="icon" width="18" height="18" role="img" aria-label="{}"><use href="{}#{}"></use></svg>',
            title, sheet, name,
        )  # fmt: skip
    return format_html(
        '<svg class="icon" width="18" height="18" aria-hidden="true"><use href="{}#{}"></use></svg>',
        sheet,
        name,
    )


@register.simple_tag
def mark(tone: str, words: object) -> SafeString:
    """A small coloured word for a state: good, warn, bad, note or quiet."""
    if tone not in TONES:
        raise template.TemplateSyntaxError(f"mark: {tone!r} is none of {', '.join(sorted(TONES))}")
    return format_html('<span class="mark mark-{}">{}</span>', tone, words)


@register.simple_tag(takes_context=True)
def sort(context: template.Context, field: str, words: str, css: str = "") -> SafeString:
    """A head cell by which a list is sorted: `?sort=field`, then `?sort=-field`; other filters stay.

    The view reads `request.GET["sort"]`; a new order begins at the first page.
    """
    asked = context["request"].GET.copy()
    now = asked.get("sort", "")
    asked.pop("page", None)
    asked["sort"] = f"-{field}" if now == field else field
    order = {field: "ascending", f"-{field}": "descending"}.get(now, "none")
    sign = {"ascending": "up", "descending": "down"}.get(order, "sort")
    return format_html(
        '<th scope="col" aria-sort="{}" class="{}"><a class="sort" href="?{}">{}{}</a></th>',
        order, css, urlencode(list(asked.lists()), doseq=True), words, icon(sign),
    )  # fmt: skip


@register.filter
def why_words(code: str) -> str:
    """A row's reason in words: `{% include "look/_why.html" with words=row.why|why_words %}`."""
    return wording_of_rights.why_words(code)


@lru_cache(maxsize=1)
def _print_of_the_build() -> str:
    found = finders.find("look/built/fingerprint.txt")
    return Path(found).read_text()[:12] if isinstance(found, str) else ""


@register.simple_tag
def built(name: str) -> str:
    """The address of a bundled file; it changes with the bundle, so that no browser keeps an old one."""
    return f"{static(f'look/built/{name}')}?v={_print_of_the_build()}"
