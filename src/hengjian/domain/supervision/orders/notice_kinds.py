"""What orders tell a post by notice."""

from hengjian.core.notices.notice_kinds import kind

given = kind(
    "orders.given", "收到交办事项 {number}，请签收办理，{due} 前反馈",
    "order {number} came, due on {due}", climbs_after=2,
)  # fmt: skip
urged = kind("orders.urged", "交办事项 {number} 被催办", "order {number} is urged", climbs_after=1)
reported = kind("orders.reported", "交办事项 {number} 已反馈，待销号", "order {number} was fed back",
                climbs_after=3)  # fmt: skip
returned = kind("orders.returned", "交办事项 {number} 被退回，请改派", "order {number} was sent back",
                climbs_after=1)  # fmt: skip
redo = kind("orders.redo", "交办事项 {number} 的反馈被退回，请重新办理",
            "the feedback on order {number} was sent back", climbs_after=2)  # fmt: skip
ended = kind("orders.ended", "交办事项 {number} 已销号或者撤回", "order {number} has ended")
soon = kind("orders.soon", "有 {count} 项交办事项即将到期，最早 {due}",
            "{count} orders are due soon, the first on {due}", climbs_after=2)  # fmt: skip
late = kind(
    "orders.late", "有 {count} 项交办事项已经逾期", "{count} orders are late", climbs_after=1
)
