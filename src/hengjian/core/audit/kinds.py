"""How the entries of this noun, and those of the ledger itself, are called."""

from hengjian.core.wording import said

KINDS = {
    "log.begun": said("账本开始", "the ledger began"),
    "key.rotated": said("更换签名密钥", "the signing key was changed"),
    "key.recovered": said("签名密钥丢失后接替", "a lost signing key was replaced"),
    "clock.set_back": said("系统时钟倒拨", "the clock was set back"),
    "erasure.asked": said("申请删除内容", "an erasure was asked for"),
    "erasure.refused": said("不同意删除内容", "an erasure was refused"),
    "payload.erased": said("依法删除内容", "a payload was lawfully erased"),
    "head.sent": said("账头送交见证方", "a head was sent to the witnesses"),
    "head.confirmed": said("见证方确认账头", "a witness confirmed a head"),
    "ledger.exported": said("导出账本", "the ledger was exported"),
}
NOUNS = {
    "log": said("账本", "ledger"),
    "entries.log": said("账本导出和送交", "ledger, as kept"),
    "key": said("签名密钥", "signing key"),
    "entry": said("账本条目", "entry"),
    "entries.erasure": said("删除申请", "erasure"),
    "audit.sending": said("送交", "sending"),
    "audit.confirmation": said("见证确认", "confirmation"),
}
VERBS = {
    "entered": said("登记", "entered"),
    "amended": said("更改", "amended"),
    "ended": said("终止", "ended"),
    "undone": said("撤销导入", "import undone"),
    "removed": said("撤下", "taken off"),
    "added": said("新增", "added"),
    "changed": said("更改", "changed"),
    "confirmed": said("确认", "confirmed"),
    "cancelled": said("取消", "cancelled"),
    "founded": said("建立", "founded"),
}
"""For kinds whose noun an app makes up as it goes (`officer.amended`)."""
FIELDS = {
    "acting_for": said("代理", "acting for"),
    "agrees": said("相符", "agrees"),
    "asked_by": said("申请人岗位", "asked by post"),
    "body": said("机关", "body"),
    "code": said("代码", "code"),
    "division": said("区划", "division"),
    "entry": said("条目", "entry"),
    "erasure": said("删除申请", "erasure"),
    "factor": said("验证方式", "factor"),
    "fields": said("字段", "fields"),
    "ground": said("依据", "ground"),
    "is": said("现为", "is"),
    "kind": said("种类", "kind"),
    "level": said("层级", "level"),
    "name": said("名称", "name"),
    "note": said("理由", "reason"),
    "parent": said("上级", "parent"),
    "payloads": said("含内容", "with payloads"),
    "person": said("人员", "person"),
    "reason": said("理由", "reason"),
    "register": said("名册", "register"),
    "role": said("岗位", "role"),
    "rows": said("行数", "rows"),
    "section": said("科室", "section"),
    "since": said("起", "from"),
    "size": said("条数", "entries"),
    "task": said("任务", "task"),
    "unit": said("单位", "unit"),
    "until": said("止", "to"),
    "version": said("版本", "version"),
    "was": said("原为", "was"),
    "witness": said("见证方", "witness"),
    "witnesses": said("见证方", "witnesses"),
}
"""Common fields of payloads; another is shown by its name."""
