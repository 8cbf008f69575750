"""L04 · recordings are kept as they were made, and for as long as the file."""

from hengjian.rules.expressions import choose
from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "L04",
    "recording",
    title="音像记录被改动，或者在保存期内被删除",
    basis="三项制度意见#九",
    severity=SERIOUS,
    at="since.on",
)
def recording_is_kept_as_it_was_made(recording: Facts, given: Given) -> Judgement:
    """执法全过程的记录应当依法归档保存，防止删改：核验时文件的散列值应当与入库时相同；案件结案以前，以及结案
    后的保存期限以内，不得删除。保存期限没有录入的，只判断结案以前和起诉期限以内的删除；以后的不作判断。"""
    case = recording.case
    closed = case.closed
    since = closed.on.or_else(recording.column("until.on"))
    least = given.term("recordings.least_retention", start=since)
    keeping = given.term("recordings.retention", start=since)
    altered = recording.checked_sha256 != recording.sha256
    while_open = recording.case_id.is_not_null() & ~closed.seen
    deleted_early = (
        while_open | (recording.deleted_on <= least.due) | (recording.deleted_on <= keeping.due)
    )
    return Judgement(
        applies=recording.recording_id.is_not_null(),
        breaks=choose(
            recording.deleted_on.is_null(), altered, altered.known_true() | deleted_early
        ),
        says="{since} 录制的记录，入库散列值 {stored}，核验散列值 {checked}；删除日期：{deleted}，"
        "案件结案日期：{closed}。",
        right="应当原样保存到保存期限届满；被改动的，应当查明原因并恢复原件。",
        shows={
            "since": recording.column("since.on"),
            "stored": recording.sha256,
            "checked": recording.checked_sha256,
            "deleted": recording.deleted_on,
            "closed": closed.on,
        },
    )
