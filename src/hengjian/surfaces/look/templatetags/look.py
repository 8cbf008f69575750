"""The tag of both wordings: `{% say "共 {n} 个" "{n} in all" n=count %}`."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hengjian.core import wording

register = template.Library()


@register.simple_tag
def say(zh: str, en: str, **values: object) -> SafeString:
    """The wording in the reader's language; values are put in, and escaped."""
    return format_html(wording.say(zh, en), **values) if values else SafeString(wording.say(zh, en))
