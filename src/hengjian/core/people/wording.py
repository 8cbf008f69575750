"""What the entries of the ledger about persons and posts say, in words."""

from collections.abc import Iterable
from typing import Any

from hengjian.core.entries.models import LedgerEntry
from hengjian.core.people.models import Post
from hengjian.core.wording import said

KINDS = {
    "person.enrolled": said("登记人员", "person enrolled"),
    "person.corrected": said("更正登记", "person corrected"),
    "person.language": said("改用另一语言", "language changed"),
    "person.password_chosen": said("本人修改密码", "password changed by himself"),
    "person.password_reset": said("重设密码", "password reset"),
    "person.factor_added": said("本人设置验证方式", "a factor was set up"),
    "person.factor_removed": said("本人停用验证方式", "a factor was removed"),
    "person.factors_forgotten": said("清除验证方式", "factors cleared"),
    "person.locked": said("停用账户", "account locked"),
    "person.unlocked": said("解锁账户", "account unlocked"),
    "post.given": said("任职", "post given"),
    "post.asked": said("报请岗位", "post asked for"),
    "post.approved": said("批准岗位", "post approved"),
    "post.refused": said("不予批准岗位", "post refused"),
    "post.lent": said("借用到另一监督机关", "lent to another bureau"),
    "post.recalled": said("提前结束借用", "called back before the term"),
    "post.ended": said("记下岗位最后一天", "last day of the post entered"),
    "division.added": said("增设区划", "division added"),
    "divisions.imported": said("导入区划清单", "list of divisions imported"),
    "unit.added": said("设立单位", "unit set up"),
    "unit.renamed": said("单位更名", "unit renamed"),
    "unit.moved": said("单位改隶", "unit moved"),
    "unit.closed": said("撤销单位", "unit dissolved"),
    "unit.reopened": said("恢复单位", "unit reopened"),
    "unit.assigned": said("指定承办科室", "section assigned"),
    "unit.assignment_ended": said("取消指定", "assignment ended"),
}

SUBJECTS = {
    "people.person": said("人员", "person"),
    "people.post": said("岗位", "post"),
    "organisation.unit": said("单位", "unit"),
    "organisation.division": said("区划", "division"),
}


def kind_words(kind: str) -> str:
    """What happened; an entry of another noun is told by its code."""
    return str(KINDS.get(kind, kind))


def steps(entries: Iterable[LedgerEntry]) -> list[dict[str, Any]]:
    """The steps of a timeline, with who did each: two queries."""
    rows = list(entries)
    actors = Post.objects.filter(pk__in={one.actor_post_id for one in rows if one.actor_post_id})
    names = {post.pk: post.person.name for post in actors.select_related("person")}
    return [
        {
            "at": one.moment,
            "words": kind_words(one.kind),
            "kind": one.kind,
            "about": f"{SUBJECTS.get(one.subject_type, one.subject_type)} {one.subject_id}",
            "by": names.get(one.actor_post_id or 0, said("系统", "the program")),
        }
        for one in rows
    ]
