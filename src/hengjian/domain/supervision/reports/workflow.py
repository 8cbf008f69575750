"""What is done with a report task and with an answer: one line an action, from which states, by whom.

Serves the actions, which refuse what is not in the table, and the pages, which show only what may be
done now. The power is that of the yearly statistics (权责清单第26项); the unit's own steps exercise none.
"""

from dataclasses import dataclass
from typing import Literal

from hengjian.core.wording import said
from hengjian.domain.supervision.reports.models import ReportAnswer, ReportTask

Who = Literal["bureau", "other", "unit"]
"""bureau: its supervisors and heads · other: another of them than merged · unit: who fills in."""
T, A = ReportTask.State, ReportAnswer.State
POWER = "statistics"


@dataclass(frozen=True)
class Move:
    """``to`` empty: the state stays. ``words``: a reason must be given."""

    code: str
    zh: str
    en: str
    frm: tuple[str, ...]
    to: str
    by: Who
    power: str = ""
    words: bool = False


TASK: tuple[Move, ...] = (
    Move("plan", "拟定报表任务", "task planned", (), T.PLANNED, "bureau"),
    Move("choose", "选定填报单位", "recipients chosen", (T.PLANNED, T.RUNNING), "", "bureau"),
    Move("send", "下发报表任务", "task sent", (T.PLANNED,), T.RUNNING, "bureau", POWER),
    Move("urge", "催报", "answers urged", (T.RUNNING,), "", "bureau", POWER),
    Move("extend", "延长报送期限", "term extended", (T.RUNNING,), "", "bureau", words=True),
    Move("merge", "汇总", "answers merged", (T.RUNNING, T.MERGED), T.MERGED, "bureau"),
    Move("reject", "退回汇总", "merger rejected", (T.MERGED,), T.RUNNING, "other", words=True),
    Move("sign", "审签汇总结果", "merger signed", (T.MERGED,), T.SIGNED, "other", POWER),
    Move("cancel", "撤销报表任务", "task cancelled", (T.PLANNED, T.RUNNING, T.MERGED), T.CANCELLED,
         "bureau", words=True),
)  # fmt: skip
ANSWER: tuple[Move, ...] = (
    Move("submit", "报送", "answer submitted", (A.WAITING, A.BACK), A.SUBMITTED, "unit"),
    Move("send_back", "退回重报", "answer returned", (A.SUBMITTED,), A.BACK, "bureau", POWER, True),
    Move("pass_on", "转发下级填报", "passed on", (A.WAITING, A.BACK), "", "unit"),
    Move("take_over", "采用下级汇总", "taken from below", (A.WAITING, A.BACK), "", "unit"),
)
MOVES = {move.code: move for move in (*TASK, *ANSWER)}
KINDS = {f"report.{move.code}": said(move.zh, move.en) for move in MOVES.values()} | {
    "report_form.made": said("编制报表", "form made"),
    "report_form.changed": said("修改报表", "form changed"),
    "report_form.released": said("报表可以下发", "form ready"),
    "report_form.retired": said("停用报表", "form retired"),
}
"""How the ledger's entries are called."""
POWERS = {f"report.{move.code}": move.power for move in MOVES.values() if move.power}
NO_POWER = {
    kind: "a step before or after the sending, returning and signing that count"
    for kind in KINDS
    if kind not in POWERS
}
