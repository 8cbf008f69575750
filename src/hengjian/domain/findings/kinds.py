"""How the ledger's entries of check runs and findings are called."""

from hengjian.core.wording import said

KINDS = {
    "run.found": said("检查发现的线索", "findings of a check run"),
    "run.found_no_more": said("检查不再发现的线索", "findings that a check run found no more"),
    "run.applied": said("检查完成", "check run applied"),
    "finding.dismissed": said("线索不予处理", "finding dismissed"),
    "finding.asked": said("就线索请机关说明", "body asked about a finding"),
    "finding.answered": said("机关就线索作出说明", "body answered about a finding"),
    "finding.appealed": said("机关对线索提出异议", "body appealed a finding"),
    "finding.upheld": said("线索异议成立", "appeal of a finding upheld"),
    "finding.rejected": said("线索异议不成立", "appeal of a finding rejected"),
    "finding.raised": said("线索转为监督线索", "finding raised as a lead"),
    "finding.reopened": said("线索重新打开", "finding reopened"),
    "finding.noted": said("线索备注", "note on a finding"),
}
NOUNS = {
    "findings.checkrun": said("检查", "check run"),
    "findings.finding": said("问题线索", "finding"),
}
