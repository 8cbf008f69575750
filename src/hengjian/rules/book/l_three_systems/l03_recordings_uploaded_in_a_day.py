"""L03 · recordings are uploaded within a day. Only another region's norm says so."""

from hengjian.rules.rule import GENERAL, Facts, Given, Judgement, rule


@rule(
    "L03",
    "recording",
    title="音像记录逾期上传",
    basis="内蒙古自治区三项制度办法#20",
    severity=GENERAL,
    at="until.on",
)
def recording_is_uploaded_within_a_day(recording: Facts, given: Given) -> Judgement:
    """音像记录完成后应当在二十四小时内上传至执法办案系统；异地执法，或者在边远、水上、交通不便地区执法的，
    具备条件后即时上传。依据为外省规定，只作参考。"""
    return Judgement(
        applies=recording.column("until.on").is_not_null(),
        breaks=given.hours_missed(
            "recordings.upload",
            start=recording.moment("until"),
            done=recording.moment("uploaded"),
        ),
        exceptions={
            "边远、水上、交通不便地区，或者异地执法": recording.case.flag("remote_area")
            | recording.case.flag("cross_region_assist")
        },
        says="{until} 录制结束，应当在 24 小时内上传，实际：{uploaded}。",
        right="应当在录制结束后 24 小时内上传至执法办案系统。",
        shows={"until": recording.until, "uploaded": recording.uploaded},
    )
