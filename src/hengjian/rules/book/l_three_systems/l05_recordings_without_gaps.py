"""L05 · a recording that broke off says why. Only another region's norm says so."""

from hengjian.rules.rule import GENERAL, Facts, Given, Judgement, rule


@rule(
    "L05",
    "recording",
    title="音像记录中断而没有说明",
    basis="内蒙古自治区三项制度办法#19",
    severity=GENERAL,
    at="since.on",
)
def recording_that_broke_off_is_explained(recording: Facts, given: Given) -> Judgement:
    """音像记录应当自现场执法开始至结束不间断进行；因设备故障、天气、人为阻挠等客观原因中断的，恢复时语音说明，
    无法继续的事后书面说明。依据为外省规定，只作参考。"""
    return Judgement(
        applies=recording.gaps > 0,
        breaks=~recording.stated("gap_note"),
        says="{since} 开始的记录中断 {gaps} 次，没有说明原因。",
        right="应当在恢复记录时语音说明，或者在现场执法结束后书面说明中断的原因。",
        shows={"since": recording.since, "gaps": recording.gaps},
    )
