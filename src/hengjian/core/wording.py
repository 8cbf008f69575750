"""Chinese and English side by side, for pages: the reader's language is the request's.

Serves models, views and templates (`{% say "中文" "English" %}`). There are no translation files, so
neither wording can be forgotten or drift away from the other.
"""

from django.utils.functional import lazy
from django.utils.translation import get_language


def say(zh: str, en: str) -> str:
    """The wording in the reader's language; Chinese where none is active (as in migrations)."""
    return en if (get_language() or "").startswith("en") else zh


said = lazy(say, str)
"""The same, chosen only when shown: for labels that a class holds."""
