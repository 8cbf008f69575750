"""How the ledger's entries of leads and cases are called."""

from hengjian.core.wording import said
from hengjian.domain.supervision.cases.actions import SIDE_STEPS
from hengjian.domain.supervision.cases.workflow import TABLE
from hengjian.domain.supervision.papers.workflow import STEPS

_CASES = {move.code: (str(move.label), move.code) for move in TABLE} | SIDE_STEPS
KINDS = {"lead.opened": said("登记监督线索", "lead opened")} | {
    f"case.{code}": said(f"监督案件：{zh}", f"case: {en}") for code, (zh, en) in _CASES.items()
}
KINDS |= {f"paper.{code}": said(f"文书：{zh}", f"paper: {en}") for code, (zh, en) in STEPS.items()}
KINDS |= {
    "paper.file": said("文书：文件入库", "paper: file kept"),
    "paper.template_replaced": said("文书模板：换用本机关的", "document template replaced"),
    "paper.template_restored": said("文书模板：恢复原来的", "document template restored"),
    "paper.office_named": said("发文机关代字、印章名称", "word of the bureau's numbers"),
    "dossier.bound": said("卷宗：装订", "dossier bound"),
}
NOUNS = {
    "supervision.lead": said("监督线索", "lead"),
    "supervision.case": said("监督案件", "supervision case"),
    "supervision.paper": said("文书", "paper"),
    "supervision.template": said("文书模板", "document template"),
    "supervision.office": said("发文机关", "issuing office"),
}
