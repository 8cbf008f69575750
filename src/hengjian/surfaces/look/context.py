"""What every page knows without its view saying so."""

from django.conf import settings
from django.http import HttpRequest

THEMES = frozenset({"auto", "light", "dark"})


def for_every_page(request: HttpRequest) -> dict[str, object]:
    """Whether this is the demo (模拟数据 stands on every page), and light or dark."""
    theme = request.COOKIES.get("theme", "auto")
    return {"demo": settings.DEMO, "theme": theme if theme in THEMES else "auto"}
