"""Content: what a bureau edits (laws, calendars, parameters, codes, mappings), and its loader.

Serves every other package with checked, immutable values. It holds no rule and no Python that a
bureau would have to edit; a city overlays single files with its own (``HENGJIAN_CONTENT``).
"""

from typing import TYPE_CHECKING, Any

from hengjian.content.errors import ContentError, PlainError
from hengjian.content.speech import say

if TYPE_CHECKING:
    from hengjian.content import models
    from hengjian.content.loader import Content

__all__ = ["Content", "ContentError", "PlainError", "models", "say"]


def __getattr__(name: str) -> Any:
    """`Content` and `models` are loaded when first asked for: messages must not wait for them."""
    if name == "Content":
        from hengjian.content.loader import Content

        return Content
    if name == "models":
        import importlib

        return importlib.import_module("hengjian.content.models")
    raise AttributeError(name)
