"""Who reads the board of a bureau: its head, government leaders, and the sections that see to the whole.

A section that handles some bodies only, a body and the administrators do not: their lists are enough.
"""

from datetime import datetime

from django.shortcuts import get_object_or_404

from hengjian.core.organisation.models import UnitKind
from hengjian.core.people.models import Post
from hengjian.domain.registry.access import bodies_reached
from hengjian.domain.registry.models import Body
from hengjian.domain.supervision.cases.access import heads, supervises
from hengjian.domain.supervision.duties.access import leads_government

WHOLE = (UnitKind.BUREAU, UnitKind.SECTION_GENERAL, UnitKind.SECTION_COUNTY)


def reads_board(post: Post) -> bool:
    """Whether the board is this post's business."""
    return heads(post) or leads_government(post) or (supervises(post) and post.unit.kind in WHOLE)


def body_seen(pk: int, *, post: Post, at: datetime) -> Body:
    """That body with the reason why it is shown; any other is not there."""
    rows = bodies_reached(post=post, at=at).select_related("unit__division")
    return get_object_or_404(rows, pk=pk)
