"""What matters tell a post by notice."""

from hengjian.core.notices.notice_kinds import kind

asked = kind(
    "matters.asked", "监督事项 {number} 等您办理", "matter {number} waits for you", climbs_after=2
)
soon = kind("matters.soon", "监督事项 {number} 将于 {due} 到期", "matter {number} is due on {due}")
late = kind(
    "matters.late", "监督事项 {number} 的期限 {due} 已过", "the term {due} of matter {number} has passed",
    climbs_after=2,
)  # fmt: skip
ended = kind("matters.ended", "监督事项 {number} 已经办结", "matter {number} has ended")
