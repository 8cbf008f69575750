"""How the ledger's entries of leads and cases are called."""

from hengjian.core.wording import said
from hengjian.domain.supervision.cases.wording import SIDE_STEPS
from hengjian.domain.supervision.cases.workflow import TABLE
from hengjian.domain.supervision.leads.workflow import FOLLOWS, MOVES
from hengjian.domain.supervision.lending.workflow import STEPS as LENDING_STEPS
from hengjian.domain.supervision.measures.workflow import FOLLOWS as OF_MEASURES
from hengjian.domain.supervision.measures.workflow import MOVES as MEASURES
from hengjian.domain.supervision.modes.workflow import MOVES as MODE_MOVES
from hengjian.domain.supervision.modes.workflow import SIDE_STEPS as MODE_SIDE_STEPS
from hengjian.domain.supervision.orders.workflow import FOLLOWS as OF_ORDERS
from hengjian.domain.supervision.orders.workflow import MOVES as ORDERS
from hengjian.domain.supervision.papers.workflow import STEPS
from hengjian.domain.supervision.reports import workflow as reports

_CASES = {move.code: (str(move.label), move.code) for move in TABLE} | SIDE_STEPS
_DUTIES = {
    "duty.arose": said("监督职责产生", "duty arose"),
    "duty.done": said("监督职责履行", "duty done"),
    "duty.dropped": said("监督职责不再需要", "duty no longer owed"),
    "duty.late": said("监督职责逾期", "duty late"),
    "accountability.opened": said("发起履职问责", "accountability opened"),
    "accountability.explained": said("说明逾期原因", "late duty explained"),
    "accountability.decided": said("履职问责处理", "accountability decided"),
}
_PAPERS = {
    f"paper.{code}": said(f"文书：{zh}", f"paper: {en}") for code, (zh, en) in STEPS.items()
} | {
    "paper.file": said("文书：文件入库", "paper: file kept"),
    "paper.template_replaced": said("文书模板：换用本机关的", "document template replaced"),
    "paper.template_restored": said("文书模板：恢复原来的", "document template restored"),
    "paper.office_named": said("发文机关代字、印章名称", "word of the bureau's numbers"),
    "dossier.bound": said("卷宗：装订", "dossier bound"),
}
_MATTERS = {
    "matter.opened": said("收到或者提起监督事项", "matter opened"),
    "matter.step": said("监督事项：办理一步", "matter: a step taken"),
    "matter.secret_read": said("监督事项：查看投诉人", "matter: who complained was read"),
}
_LENDING = {f"lending.{code}": said(zh, en) for code, (zh, en, *_) in LENDING_STEPS.items()} | {
    "lending.asked": said("申请借用监督人员", "lending asked for")
}
_MODES = {
    f"mode.{code}": label
    for code, label in (
        {code: move.label for code, move in MODE_MOVES.items()} | MODE_SIDE_STEPS
    ).items()
}
_LEADS = {
    "lead.opened": said("登记监督线索", "lead opened"),
    "lead.ticket_entered": said("登记 12345 涉执法工单", "lead of the hotline entered"),
    "lead.report_entered": said("登记群众举报", "lead of a reporter entered"),
    "lead.reporters_read": said("查看反映人", "reporters of a lead read"),
} | {
    f"lead.{code}": said(f"监督线索：{zh}", f"lead: {code}")
    for code, zh in [
        *((one.code, one.label) for one in MOVES.values()),
        *((code, zh) for code, zh in FOLLOWS.items() if code != "opened"),
    ]
}
_ORDERS = {
    f"order.{code}": said(f"交办督办：{zh}", f"order: {code}")
    for code, zh in [*((one.code, one.label) for one in ORDERS.values()), *OF_ORDERS.items()]
}
_MEASURES = {
    f"measure.{code}": said(f"监督措施：{zh}", f"measure: {code}")
    for code, zh in [*((one.code, one.label) for one in MEASURES.values()), *OF_MEASURES.items()]
}
_TYPICAL = {
    "typical.begun": said("典型案例：起草", "typical case begun"),
    "typical.written": said("典型案例：修改", "typical case written"),
    "typical.submitted": said("典型案例：送审", "typical case submitted"),
    "typical.returned": said("典型案例：退回", "typical case returned"),
    "typical.published": said("典型案例：发布", "typical case published"),
    "typical.withdrawn": said("典型案例：撤下", "typical case withdrawn"),
    "typical.dropped": said("典型案例：放弃", "typical case given up"),
}
KINDS = (
    _LEADS
    | _ORDERS
    | _MEASURES
    | _TYPICAL
    | {f"case.{code}": said(f"监督案件：{zh}", f"case: {en}") for code, (zh, en) in _CASES.items()}
    | {
        "annex.read": said("查看副卷", "副卷 read"),
        "annex.put_away": said("合上副卷", "副卷 put away"),
        "annex.brought": said("反映人提供材料", "reporter brought something"),
    }
    | {"recount.found": said("期限须重新计算", "deadline to be counted anew")}
    | _DUTIES
    | _PAPERS
    | _MATTERS
    | _MODES
    | _LENDING
    | reports.KINDS
)
NOUNS = {
    "supervision.lead": said("监督线索", "lead"),
    "supervision.order": said("交办督办", "order"),
    "supervision.measure": said("监督措施", "measure"),
    "supervision.typicalcase": said("典型案例", "typical case"),
    "supervision.case": said("监督案件", "supervision case"),
    "supervision.reading": said("查看副卷", "reading of the 副卷"),
    "supervision.matter": said("监督事项", "matter"),
    "supervision.recount": said("期限重算", "deadline counted anew"),
    "supervision.duty": said("监督职责", "duty of supervision"),
    "supervision.accountability": said("履职问责", "accountability"),
    "supervision.paper": said("文书", "paper"),
    "supervision.template": said("文书模板", "document template"),
    "supervision.office": said("发文机关", "issuing office"),
    "supervision.moderequest": said("指定、提级、协同监督", "mode of supervision"),
    "supervision.lending": said("借用监督人员", "lending of a supervisor"),
    "supervision.reportform": said("报表", "form"),
    "supervision.reporttask": said("报表任务", "report task"),
    "supervision.reportanswer": said("报表填报", "answer to a report task"),
}
POWERS = {
    "lead.opened": "cases", "lead.ticket_entered": "hotline", "lead.report_entered": "complaints",
    "lead.answered": "complaints", "paper.signed": "instruments", "paper.filed": "instruments",
    **{f"lead.{one.code}": one.power for one in MOVES.values()},
    "order.give": "instruments", "order.hand_down": "instruments", "order.urge": "instruments",
    "order.redo": "instruments", "order.close": "instruments",
    "typical.published": "talks", "measure.hold": "talks", "measure.issue": "talks", "measure.send": "accountability",
    "measure.carry_out": "accountability", "measure.hand_over": "linkage",
    "measure.reply": "linkage",
    "lending.grant": "modes", "lending.refuse": "modes",
    **reports.POWERS,
}  # fmt: skip
"""Which power is exercised by what an entry tells. A case's steps carry theirs (`CaseStep.power`)."""
NO_POWER = {
    code: "a step of a document, of which the signature counts"
    for code in _PAPERS
    if code not in POWERS
} | dict.fromkeys(_MODES, "counted from the case's step that tells it") | {
    "lending.asked": "a bureau asks", "lending.withdraw": "a bureau asks no more",
    "lending.call_back": "what was granted ends",
} | {
    code: "a step of a lead, order or measure that exercises no power of its own"
    for code in [*_LEADS, *_ORDERS, *_MEASURES, *_TYPICAL]
    if code not in POWERS
} | {
    "annex.read": "reading is no exercise of a power",
    "annex.put_away": "reading is no exercise of a power",
    "annex.brought": "what comes in is no exercise of a power",
    "recount.found": "a changed calendar, about which a person decides",
    "duty.arose": "arises by itself", "duty.late": "time passes", "duty.dropped": "nothing is exercised",
    "duty.done": "counted from the duty, which knows its power",
    "accountability.opened": "opened by itself", "accountability.explained": "the bureau answers",
    "accountability.decided": "a tier over its supervision body: 监督条例#39, no line of the list",
} | reports.NO_POWER  # fmt: skip
"""Entries that exercise no power of the list, with the reason."""
