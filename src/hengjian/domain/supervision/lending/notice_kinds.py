"""What lendings tell a post by notice."""

from hengjian.core.notices.notice_kinds import kind

asked = kind("lending.asked", "借用监督人员的申请 {number} 等您单位决定", "lending {number} is to be decided",
             climbs_after=2)  # fmt: skip
decided = kind(
    "lending.decided", "借用监督人员的申请 {number} 已有结果", "lending {number} was decided"
)
