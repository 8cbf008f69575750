"""How the entries of notices are called. What notices themselves tell is in `notice_kinds.py`."""

from hengjian.core.wording import said

KINDS = {
    "notice.sent": said("发出通知", "notice sent"),
    "notice.read": said("通知已读", "notice read"),
}
NOUNS = {"notices.notice": said("通知", "notice")}
