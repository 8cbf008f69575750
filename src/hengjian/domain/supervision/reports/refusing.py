"""What keeps an action about report tasks from being done, in an officer's words with the remedy."""

from hengjian.content.errors import PlainError
from hengjian.core.people.duties import RefusedError
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.supervision.reports.models import ReportAnswer, ReportForm, ReportTask
from hengjian.domain.supervision.reports.workflow import MOVES, Move

SHORTEST = 4


def not_yours() -> RefusedError:
    return RefusedError(
        say("这项工作不由您的岗位办理", "this is not for your post"),
        say("下发、催报、退回、汇总由下发的监督机构办理，填报由被要求的单位办理。",
            "The bureau that sent it urges, returns and merges; the unit asked fills it in."),
    )  # fmt: skip


def need(words: str, move: Move) -> str:
    """The reason, if it is one."""
    text = words.strip()
    if move.words and len("".join(text.split())) < SHORTEST:
        raise PlainError(
            say(f"{move.zh}须写明理由，至少 {SHORTEST} 个字", f"{move.en}: give a reason")
        )
    return text[:2000]


def check_state(code: str, row: ReportTask | ReportAnswer) -> Move:
    """The line of the table, if it may be taken from where the row stands."""
    move = MOVES[code]
    if move.frm and row.state not in move.frm:
        raise PlainError(
            say(f"现在是“{row.get_state_display()}”，不能{move.zh}",
                f"it is “{row.get_state_display()}”: {move.en} is not possible"),
            say("请刷新页面看最新情况。", "Reload the page."),
        )  # fmt: skip
    return move


def check_seen(row: ReportTask | ReportAnswer | ReportForm, seen: int, who: Post | None) -> None:
    """The second of two who act at once is told."""
    if row.version != seen:
        by = f"（{who.person.name}）" if who is not None else ""
        raise PlainError(
            say(f"您打开页面以后，这里已经被改动过{by}，没有保存您的操作",
                "this was changed after you opened the page; nothing was saved"),
            say("请刷新页面，看清最新情况后再办。", "Reload the page and look again."),
        )  # fmt: skip


def check_open(task: ReportTask) -> None:
    """A task that was signed or cancelled is not written to."""
    if not task.is_open:
        raise PlainError(
            say(f"报表任务“{task.title}”{task.get_state_display()}，不能再改",
                f"the task “{task.title}” is closed"),
            say("确需更正的，由下发单位另发补报任务。", "Ask the bureau for another task."),
        )  # fmt: skip
