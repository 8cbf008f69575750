"""What matters tell a post by notice."""

from hengjian.core.notices.notice_kinds import kind

asked = kind(
    "matters.asked", "监督事项 {number} 等您办理", "matter {number} waits for you", climbs_after=2
)
ended = kind("matters.ended", "监督事项 {number} 已经办结", "matter {number} has ended")
