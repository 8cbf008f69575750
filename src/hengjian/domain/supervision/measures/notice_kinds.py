"""What measures tell a post by notice: the number, never the person."""

from hengjian.core.notices.notice_kinds import kind

proposed = kind(
    "measures.proposed", "{number} 等您批准", "{number} waits for your approval", climbs_after=2
)
told = kind(
    "measures.told", "收到监督机关的 {number}", "{number} concerns your unit", climbs_after=2
)
reported = kind(
    "measures.reported", "{number} 的落实情况已报，请核对", "{number}: what was done is reported",
    climbs_after=3,
)  # fmt: skip
