"""Founds the demo's typical case: written by the handler of a closed case, reviewed and published by another.

Serves `make demo`. Its text is invented, and says so.
"""

from datetime import datetime, timedelta

from hengjian.core.people.models import Post
from hengjian.domain.supervision.cases.models import Case
from hengjian.domain.supervision.typical import actions
from hengjian.domain.supervision.typical.actions import CLOSED
from hengjian.domain.supervision.typical.models import TypicalCase

TEXTS = {
    "title": "督促某行政机关规范办案期限和告知程序案",
    "facts": "监督机构在日常监督中发现，某行政机关办理的几件行政处罚案件，有的超过法定期限才作出决定，有的没有"
    "完整告知当事人陈述、申辩的权利。（模拟数据）",
    "handling": "监督机构依法立案，通知该机关说明情况，调取并核对案卷，认定问题属实，制发行政执法监督意见书，要求"
    "在规定期限内整改。（模拟数据）",
    "result": "该机关补充了告知材料，建立了办案期限提醒制度，组织执法人员学习，整改经验收合格后结案。（模拟数据）",
    "meaning": "期限和告知是程序公正的底线。个案监督不止于纠正一案，还要推动制度完善，防止同类问题再次发生。",
}


def found_typical(cases: list[Case], *, by: Post | None = None, at: datetime) -> TypicalCase | None:
    """One from the first case that is closed; none where nobody else could review it."""
    for case in cases:
        case.refresh_from_db()
        posts = [one.post for one in case.handlers.select_related("post__person", "post__unit")]
        if case.state in CLOSED and len(posts) > 1:
            return _one(case, posts[0], posts[1], at - timedelta(days=6))
    return None


def _one(case: Case, writer: Post, reviewer: Post, at: datetime) -> TypicalCase:
    made = actions.begin(case, by=writer, at=at)
    made = actions.write(made, TEXTS, body_named=False, seen=made.version, by=writer, at=at)
    made = actions.submit(made, seen=made.version, by=writer, at=at)
    return actions.publish(made, seen=made.version, by=reviewer, at=at + timedelta(days=1))
