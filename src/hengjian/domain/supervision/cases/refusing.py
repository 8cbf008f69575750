"""What keeps an action of a case from being done: it changed meanwhile, it has ended, or it is another's.

Serves the actions of cases, which begin here. It changes nothing.
"""

from hengjian.content.errors import PlainError
from hengjian.core.people.duties import RefusedError
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.supervision.cases import access
from hengjian.domain.supervision.cases.models import Case
from hengjian.domain.supervision.cases.wording import step_label
from hengjian.domain.supervision.cases.workflow import UNDER_WAY, State
from hengjian.domain.supervision.refusing import need_unchanged


def held(case: Case, seen: int) -> Case:
    """The case, locked; refused where somebody changed it since it was on the screen."""
    now = access.locked(case.pk)
    need_unchanged(now, seen, step_label)
    return now


def handled(case: Case, by: Post) -> Case:
    """The case, locked, if it is under way and ``by`` handles it or heads its bureau."""
    now = access.locked(case.pk)
    under_way(now)
    head = access.heads(by) and by.unit_id == now.bureau_id
    if not head and not access.handles(now, by):
        raise not_yours()
    return now


def under_way(case: Case) -> None:
    if State(case.state) not in UNDER_WAY:
        raise PlainError(say(f"案件{State(case.state).label}，不能再办理", "the case has ended"))


def not_yours() -> RefusedError:
    return RefusedError(
        say("这项工作不由您的岗位办理", "this is not for your post"),
        say("请由承办人、监督机构负责人或者被监督机关办理。", "See the case page for whose it is."),
    )
