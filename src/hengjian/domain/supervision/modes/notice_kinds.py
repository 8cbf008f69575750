"""What requests for another mode of supervision tell a post by notice."""

from hengjian.core.notices.notice_kinds import kind

asked = kind("modes.asked", "指定、提级、协同监督申请 {number} 等您单位决定", "request {number} is to be decided",
             climbs_after=1)  # fmt: skip
decided = kind("modes.decided", "监督方式申请 {number} 已作出决定", "request {number} was decided",
               climbs_after=2)  # fmt: skip
over = kind("modes.over", "案件材料 {number} 已移交，请清点签收", "the file of {number} was handed over",
            climbs_after=1)  # fmt: skip
moved = kind("modes.moved", "监督方式 {number} 有新的进展", "{number} moved on", climbs_after=None)
joint = kind("modes.joint", "请参加协同监督 {number}", "please join in {number}", climbs_after=2)
