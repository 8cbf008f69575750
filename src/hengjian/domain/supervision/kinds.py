"""How the ledger's entries of leads and cases are called."""

from hengjian.core.wording import said
from hengjian.domain.supervision.cases.actions import SIDE_STEPS
from hengjian.domain.supervision.cases.workflow import TABLE

_CASES = {move.code: (str(move.label), move.code) for move in TABLE} | SIDE_STEPS
KINDS = {"lead.opened": said("登记监督线索", "lead opened")} | {
    f"case.{code}": said(f"监督案件：{zh}", f"case: {en}") for code, (zh, en) in _CASES.items()
}
NOUNS = {
    "supervision.lead": said("监督线索", "lead"),
    "supervision.case": said("监督案件", "supervision case"),
}
