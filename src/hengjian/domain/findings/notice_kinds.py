"""What findings tell a post by notice."""

from hengjian.core.notices.notice_kinds import kind

grave = kind(
    "findings.grave",
    "检查新发现致命问题线索 {count} 条，请处理",
    "{count} new fatal findings to look at",
    climbs_after=3,
)
asked = kind(
    "findings.asked",
    "监督机关请就 {count} 条问题线索作出说明，期限 {due}",
    "please answer about {count} findings by {due}",
    climbs_after=2,
)
answered = kind(
    "findings.answered",
    "机关已就问题线索 {number} 作出说明",
    "the body answered about finding {number}",
)
appealed = kind(
    "findings.appealed",
    "机关对问题线索 {number} 提出异议，请审查",
    "the body appealed finding {number}",
    climbs_after=3,
)
decided = kind(
    "findings.decided",
    "问题线索 {number} 的异议已有决定",
    "the appeal of finding {number} is decided",
)
