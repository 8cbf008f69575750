"""What supervision tells a post by notice."""

from hengjian.core.notices.notice_kinds import kind

paper_asked = kind(
    "papers.asked", "有文书等您核稿、会签或者签发", "a paper waits for you", climbs_after=2
)
paper_returned = kind("papers.returned", "您拟的文书被退回", "your draft was returned")
paper_sent = kind(
    "papers.sent", "收到监督文书 {number}，打开即签收", "document {number} was sent to you", climbs_after=2
)  # fmt: skip
deadlines_moved = kind(
    "cases.moved", "放假安排变动，有 {count} 个办案期限须确认", "{count} deadlines move with the calendar",
    climbs_after=2,
)  # fmt: skip
