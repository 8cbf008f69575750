"""How the ledger's entries of submissions are called."""

from hengjian.core.wording import said

KINDS = {
    "submission.received": said("收到报送", "submission received"),
    "submission.accepted": said("报送受理入库", "submission accepted"),
    "submission.repeated": said("重复报送，没有再次入库", "submission was a repetition"),
    "submission.refused": said("报送整批退回", "submission refused whole"),
    "submission.failed": said("报送处理失败", "submission failed"),
    "submission.none": said("零报送", "no cases declared"),
    "submission.retried": said("重新处理报送", "submission tried again"),
    "token.given": said("发放接口令牌", "token given"),
    "token.revoked": said("撤销接口令牌", "token revoked"),
    "party.shown": said("按用途查看当事人", "party shown for a purpose"),
    "party.sought": said("按用途查找当事人", "party sought for a purpose"),
}
NOUNS = {
    "records.record": said("案件", "record"),
    "records.unmasking": said("查看当事人", "showing of a party"),
    "records.submission": said("数据报送", "submission"),
    "records.token": said("接口令牌", "token"),
}
POWERS = {"token.given": "information", "token.revoked": "information"}
"""Which power of supervision an entry exercises, where a supervisor made it."""
