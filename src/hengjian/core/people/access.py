"""Who may reach which post: everybody his own, while he holds it."""

from collections.abc import Sequence

from hengjian.core.people.models import Post


def own_post(held: Sequence[Post], wanted: int | None) -> Post | None:
    """The post a person acts in, of those he holds: the ``wanted`` one, else his first.

    A number that was guessed, or of a post that has ended, gives no right: it is as if not named.
    """
    return next((post for post in held if post.pk == wanted), held[0] if held else None)
