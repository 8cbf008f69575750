"""What the steps of a case are called: those of the table, and those beside it."""

from hengjian.core.wording import say
from hengjian.domain.supervision.cases.workflow import MOVES

SIDE_STEPS = {
    "propose": ("提请立案", "proposed"),
    "retell": ("改写监督事项", "matter retold for the body"),
    "appoint": ("指定承办人", "handler appointed"),
    "ask_recusal": ("申请回避", "recusal asked for"),
    "decide_recusal": ("决定回避", "recusal decided"),
    "stop_clock": ("中止期限", "clock stopped"),
    "start_clock": ("恢复期限", "clock started again"),
    "extend_whole": ("延长办案期限", "term extended"),
    "confirm_moved": ("确认期限变动", "moved deadline confirmed"),
    "decline_moved": ("期限不随放假安排变动", "deadline not moved with the calendar"),
    "paper_served": ("文书送达", "document served"),
    "enter_bar": ("登记复议、诉讼", "reconsideration or lawsuit entered"),
    "end_bar": ("复议、诉讼终结", "reconsideration or lawsuit ended"),
    "ask_beneficiary": ("告知受益人", "beneficiary told"),
    "enter_heard": ("听取受益人意见", "beneficiary heard"),
    "enter_approval": ("录入批准", "approval entered"),
    "object": ("提出异议", "objected"),
    "decide_objection": ("复查决定", "review decided"),
    "note_mode": ("指定、提级、协同监督", "designated, escalated or joint supervision"),
    "hand_over": ("移交并签收", "handed over and received"),
}
"""Steps beside the table, with their names."""


def step_label(move: str) -> str:
    """What a step is called."""
    if move in MOVES:
        return str(MOVES[move].label)
    return say(*SIDE_STEPS.get(move, (move, move)))
