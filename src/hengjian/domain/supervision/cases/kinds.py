"""How the ledger's entries of cases are called."""

from hengjian.core.wording import said
from hengjian.domain.supervision.cases.actions import SIDE_STEPS
from hengjian.domain.supervision.cases.workflow import TABLE

KINDS = {
    f"case.{move.code}": said(f"监督案件：{move.label}", f"case: {move.code}") for move in TABLE
}
KINDS |= {
    f"case.{code}": said(f"监督案件：{zh}", f"case: {en}") for code, (zh, en) in SIDE_STEPS.items()
}
NOUNS = {"supervision.case": said("监督案件", "supervision case")}
