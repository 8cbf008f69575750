"""All lists of persons and posts."""

from datetime import datetime

from hengjian.core.clock import day_of
from hengjian.core.people.models import Person, PostQuerySet


def posts_held(person: Person, *, at: datetime) -> PostQuerySet:
    """The posts that a person holds at this moment, with their units: one query."""
    held: PostQuerySet = person.posts.select_related("unit__division")
    return held.on(day_of(at))
