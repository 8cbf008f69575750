"""What report tasks tell a post by notice."""

from hengjian.core.notices.notice_kinds import kind

asked = kind(
    "reports.asked",
    "有报表要填报，{due} 前报送",
    "a form is to be filled in by {due}",
    climbs_after=3,
)
soon = kind(
    "reports.soon", "有报表即将到期，{due} 前报送", "a form is due soon: {due}", climbs_after=2
)
late = kind(
    "reports.late",
    "有报表逾期未报送（期限 {due}）",
    "a form is late; it was due on {due}",
    climbs_after=1,
)
urged = kind(
    "reports.urged",
    "催报：请尽快报送报表（期限 {due}）",
    "please send the form, due on {due}",
    climbs_after=1,
)
returned = kind(
    "reports.returned", "报表被退回，请改好后于 {due} 前重报", "a form was returned; send it again by {due}",
    climbs_after=2,
)  # fmt: skip
complete = kind(
    "reports.complete", "报表任务已全部报齐，可以汇总", "every unit has answered; it can be merged"
)
missing = kind(
    "reports.missing", "报表任务到期，还有 {count} 个单位没有报送", "a task is due and {count} units lack"
)  # fmt: skip
to_sign = kind(
    "reports.to_sign", "报表已汇总，等待审签", "a merger waits to be signed", climbs_after=2
)
rejected = kind("reports.rejected", "报表汇总被退回", "your merger was rejected")
merged_below = kind(
    "reports.merged_below", "下级报表已汇总审签，可以采用后报送", "the merger from below is signed; take it over"
)  # fmt: skip
cancelled = kind(
    "reports.cancelled",
    "报表任务已撤销，不用填报",
    "a task was cancelled; nothing is to be filled in",
)
