"""The government's approval that a decision needs, or the norm by which the bureau decides itself.

Serves the desk. The document is named, not judged; `cases.conditions` asks for it.
"""

from datetime import date, datetime

from django.db import transaction

from hengjian.content.errors import PlainError
from hengjian.core.clock import day_of
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.supervision.cases.models import Approval, Case
from hengjian.domain.supervision.cases.refusing import handled
from hengjian.domain.supervision.cases.steps.actions import told
from hengjian.domain.supervision.refusing import need


@transaction.atomic
def enter_approval(
    case: Case,
    *,
    document: str,
    dated_on: date,
    authorization: bool = False,
    by: Post,
    at: datetime,
) -> Approval:
    """The government's approval of a decision, or the norm by which the bureau decides itself."""
    case = handled(case, by)
    need(document, say("批准文件或者授权依据", "the document"))
    if dated_on > day_of(at):
        raise PlainError(say("批准日期在今天以后", "the approval is dated after today"))
    approval = Approval.objects.create(
        case=case, document=document.strip(), dated_on=dated_on, authorization=authorization,
        entered_by=by,
    )  # fmt: skip
    told(case, "enter_approval", "instruments", words=document, by=by, at=at)
    return approval
