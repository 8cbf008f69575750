"""What leads tell a post by notice."""

from hengjian.core.notices.notice_kinds import kind

assigned = kind(
    "leads.assigned", "有监督线索分给您承办：{number}", "lead {number} was assigned to you",
    climbs_after=2,
)  # fmt: skip
urgent = kind(
    "leads.urgent", "登记了打击报复线索 {number}，请立即处理", "retaliation: lead {number}",
    climbs_after=1, urgent=True,
)  # fmt: skip
