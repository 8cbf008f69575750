"""Who may reach which post: everybody his own, while he holds it."""

from datetime import datetime

from hengjian.core.people.models import Person, Post
from hengjian.core.people.queries import posts_held


def own_post(person: Person, wanted: int | None, *, at: datetime) -> Post | None:
    """The post a person acts in: the ``wanted`` one if he holds it at this moment, else his first.

    A number that was guessed, or of a post that has ended, gives no right: it is as if not named.
    """
    held = list(posts_held(person, at=at))
    return next((post for post in held if post.pk == wanted), held[0] if held else None)
