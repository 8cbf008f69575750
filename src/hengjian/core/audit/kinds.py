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
    "entries.log": said("账本", "ledger"),
    "key": said("签名密钥", "signing key"),
    "entry": said("账本条目", "entry"),
    "entries.erasure": said("删除申请", "erasure"),
    "audit.sending": said("送交", "sending"),
    "audit.confirmation": said("见证确认", "confirmation"),
}
