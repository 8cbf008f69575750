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
    "rule.switched_off": said("规则停用", "rule switched off"),
    "rule.switched_on": said("规则恢复", "rule switched on again"),
    "rule.lowered": said("规则调低严重程度", "severity of a rule lowered"),
    "rule.restored": said("规则恢复严重程度", "severity of a rule restored"),
    "parameter.set": said("设定参数", "value of a parameter set"),
    "parameter.withdrawn": said("撤回参数的设定", "value of a parameter withdrawn"),
    "custom_rule.written": said("编写自定规则", "custom rule written"),
    "custom_rule.tried": said("试运行自定规则", "custom rule tried"),
    "custom_rule.enabled": said("启用自定规则", "custom rule enabled"),
    "custom_rule.retired": said("停止使用自定规则", "custom rule retired"),
}
NOUNS = {
    "findings.checkrun": said("检查", "check run"),
    "findings.finding": said("问题线索", "finding"),
    "findings.ruleswitch": said("规则的启停", "switch of a rule"),
    "findings.setvalue": said("参数的设定", "value of a parameter"),
    "findings.customrule": said("自定规则", "custom rule"),
}
