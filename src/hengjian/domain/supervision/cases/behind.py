"""The findings and records behind a case, for the bureau that has it though their body is beyond its reach.

Serves designated and joint supervision: who handles a case reads what it rests on. It says which rows
belong to the cases of a post's bureau, and opens no list.
"""

from django.db.models import Exists, OuterRef, Q

from hengjian.core.people.models import Post
from hengjian.domain.supervision.cases.access import held_or_joint, reads_inside
from hengjian.domain.supervision.cases.models import Case


def findings_of_cases(post: Post) -> Q:
    """Findings of the leads of cases that the post's bureau has, or in which it works jointly."""
    return _of_cases(post, "leads__findings")


def records_of_cases(post: Post) -> Q:
    """The records that those findings are about."""
    return _of_cases(post, "leads__findings__record")


def _of_cases(post: Post, path: str) -> Q:
    if not reads_inside(post):
        return Q(pk__in=[])
    held = Case.objects.filter(held_or_joint(post), **{path: OuterRef("pk")})
    return Q(Exists(held.order_by()))
