"""The measures that followed a case, on the case's own page, and the ways to propose another."""

from datetime import datetime
from typing import Any

from hengjian.core.people.models import Post
from hengjian.domain.supervision.cases.models import Case
from hengjian.domain.supervision.duties.owing import root_of
from hengjian.domain.supervision.measures import access
from hengjian.domain.supervision.measures.queries import of_case
from hengjian.domain.supervision.measures.workflow import PROPOSABLE, Kind
from hengjian.domain.supervision.typical import access as typical_access
from hengjian.domain.supervision.typical.actions import CLOSED, GONE
from hengjian.surfaces.desk.measures import words


def beside_case(case: Case, post: Post, at: datetime) -> dict[str, Any]:
    """What `desk/measures/_of_case.html` asks for; the caller has found the case for the post."""
    rows = []
    for one in of_case(case, post=post, at=at):
        tone, state = words.state(one)
        rows.append({"one": one, "tone": tone, "state": state})
    kinds = [(one.value, one.label) for one in Kind if one in PROPOSABLE]
    typical = typical_access.typical_seen(post).filter(case=case).exclude(state__in=GONE).first()
    closed = (
        case.state in CLOSED and typical_access.keeps(post) and case.bureau_id == root_of(post.unit)
    )
    return {
        "typical": typical,
        "typical_begins": closed and typical is None,
        "measures": rows,
        "measure_kinds": kinds if access.proposes(post) else [],
    }
