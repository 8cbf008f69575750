"""What every page knows without its view saying so."""

from django.conf import settings
from django.http import HttpRequest


def for_every_page(request: HttpRequest) -> dict[str, object]:
    """Whether this is the demo (模拟数据 stands on every page)."""
    return {"demo": settings.DEMO}
