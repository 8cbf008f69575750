"""Content: what a bureau edits (laws, calendars, parameters, codes, mappings), and its loader.

Serves every other package with checked, immutable values. It holds no rule and no Python that a
bureau would have to edit; a city overlays single files with its own (``HENGJIAN_CONTENT``).
"""

from hengjian.content.errors import ContentError
from hengjian.content.loader import Content
from hengjian.content.speech import say

__all__ = ["Content", "ContentError", "say"]
