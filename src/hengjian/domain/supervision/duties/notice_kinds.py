"""What duties tell a post by notice: one of each kind a day, however many there are."""

from hengjian.core.notices.notice_kinds import kind

soon = kind(
    "duties.soon",
    "有 {count} 项监督职责即将到期，最早 {due}",
    "{count} duties are due soon, the first on {due}",
    climbs_after=2,
)
today = kind(
    "duties.today",
    "有 {count} 项监督职责今天到期",
    "{count} duties are due today",
    climbs_after=1,
)
late = kind(
    "duties.late",
    "有 {count} 项监督职责逾期未履行，请说明原因",
    "{count} duties are late; please explain",
    climbs_after=2,
)
below = kind(
    "duties.below",
    "下级监督机构有 {count} 项职责逾期未履行，请督促",
    "{count} duties of supervision bodies below are late",
    climbs_after=3,
)
explained = kind(
    "duties.explained",
    "下级监督机构已说明逾期原因，请处理",
    "a supervision body explained why a duty was late",
    climbs_after=3,
)
decided = kind(
    "duties.decided",
    "上级已对逾期职责作出处理",
    "the tier above decided about a late duty",
    climbs_after=2,
)
