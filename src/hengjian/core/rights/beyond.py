"""Rows that a post sees one by one although they lie beyond its reach, because of work that it was given.

Serves the pages of single findings and records; the noun that gives such work registers here what belongs
to it. Lists, counts, searches and exports stay within reach and never ask.
"""

from collections.abc import Callable

from django.db.models import Q

from hengjian.core.people.models import Post

Rule = Callable[[Post], Q]
HOLDS = "holds"
"""Why such a row is shown: the post's unit has the matter."""
_RULES: dict[str, list[Rule]] = {}


def shows_beyond(noun: str, rule: Rule) -> None:
    """Register which rows of a noun belong to work that a post was given; once is enough."""
    rules = _RULES.setdefault(noun, [])
    if rule not in rules:
        rules.append(rule)


def beyond_reach(noun: str, post: Post) -> Q:
    """The rows of a noun that belong to work of the post, as a condition; nothing where nobody registered."""
    found = Q(pk__in=[])
    for rule in _RULES.get(noun, ()):
        found |= rule(post)
    return found
