"""I03 · telling, hearing, record and signatures when a coercive measure is taken."""

from hengjian.rules.rule import FATAL, SERIOUS, Facts, Given, Grade, Judgement, rule


@rule(
    "I03",
    "case",
    title="强制措施没有当场告知、听取意见，或者现场笔录缺少、未签名",
    basis=["行政强制法#18", "行政强制法#30"],
    severity=FATAL,
    at="measure_taken.on",
)
def measure_follows_its_steps(case: Facts, given: Given) -> Judgement:
    """实施强制措施应当当场告知理由、依据、权利和救济途径，听取陈述申辩，制作现场笔录，由当事人和执法人员
    签名，拒签的注明；当事人不到场的无从告知，由见证人签名。冻结只要求笔录。批准、人数和亮证另有规则判断。"""
    record = case.document("site_record")
    present = case.measure_taken.party_present
    all_steps = case.measure_kinds.contains_any("seal", "detain", "liberty", "other")
    untold = ~case.measure_told.seen | (case.measure_told.on > case.measure_taken.on)
    silent = present & (untold | ~case.measure_heard.seen)
    # A record older than the measure is the record of something else.
    unrecorded = ~record.seen | (record.on < case.measure_taken.on).known_true()
    answered = record.party_signed | record.refusal_noted
    attested = (
        (present & answered) | (~present & record.witness) | (answered & record.witness)
    ) & record.officers_signed
    return Judgement(
        applies=case.measure_taken.on.is_not_null(),
        breaks=unrecorded | (all_steps & (silent | ~attested)),
        grades=(
            Grade(
                ~unrecorded & ~silent.known_true(),
                SERIOUS,
                because="已经告知、听取意见并制作笔录，只缺签名或者注明，可以查证补正",
            ),
        ),
        says="{on} 采取“{kinds}”，当事人在场：{present}；告知 {told}，听取陈述申辩 {heard}；现场笔录 {made}，"
        "当事人签名 {signed}，注明拒签 {refused}，见证人签名 {witness}，执法人员签名 {officers}。",
        right="应当当场告知并听取陈述申辩，制作现场笔录，由当事人（不到场的由见证人）和执法人员签名。",
        shows={
            "on": case.measure_taken.on,
            "kinds": case.measure_kinds,
            "present": present,
            "told": case.measure_told.on,
            "heard": case.measure_heard.on,
            "made": record.seen,
            "signed": record.party_signed,
            "refused": record.refusal_noted,
            "witness": record.witness,
            "officers": record.officers_signed,
        },
    )
