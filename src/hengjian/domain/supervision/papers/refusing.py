"""What keeps an action of a paper from being done: it changed meanwhile, it waits for something else, or the
step is another's.

Serves the actions of papers, which begin with `held`. It changes nothing.
"""

from collections.abc import Callable, Container

from hengjian.content.errors import PlainError
from hengjian.core.people.duties import RefusedError
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.supervision.papers import access, telling
from hengjian.domain.supervision.papers.models import Paper
from hengjian.domain.supervision.papers.workflow import State
from hengjian.domain.supervision.refusing import faster


def held(
    paper: Paper,
    seen: int,
    states: Container[State],
    *,
    by: Post | None = None,
    may: Callable[[Paper, Post], bool] | None = None,
) -> Paper:
    """The paper, locked; refused where somebody changed it since it was on the screen, where it is in no
    such state, and where ``by`` may not."""
    now = access.locked(paper.pk)
    if now.version != seen and (last := now.steps.select_related("post__person").last()):
        raise faster(last.post, telling.step_label(last.step))
    if State(now.state) not in states:
        label = State(now.state).label
        raise PlainError(
            say(f"文书现在是“{label}”，不能这样办理", f"the paper is “{label}”: that is not open"),
            say("请看文书页上可以办理的事项。", "See its page for what may be done."),
        )
    if may is not None and by is not None and not may(now, by):
        raise not_yours()
    return now


def not_yours() -> RefusedError:
    return RefusedError(
        say("这份文书的这一步不由您的岗位办理", "this step of the paper is not for your post"),
        say("请看文书页上轮到谁。", "The paper's page says whose turn it is."),
    )
