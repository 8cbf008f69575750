"""B10 · who supervises enforcement does not enforce. Only another province's norm says so."""

from hengjian.rules.rule import GENERAL, Facts, Given, Judgement, rule


@rule(
    "B10",
    "officer",
    title="监督人员兼任执法人员",
    basis="贵州省行政执法监督办法#13",
    severity=GENERAL,
    at=None,
)
def supervisor_is_not_an_enforcement_officer(officer: Facts, given: Given) -> Judgement:
    """行政执法监督人员不得从事执法工作，执法人员不得从事监督工作。依据为外省规定，只作参考。"""
    return Judgement(
        applies=(officer.kind == "supervisor") | officer.holds_supervision_certificate,
        breaks=(officer.kind == "enforcement") | officer.holds_enforcement_certificate,
        says="登记为{kind}；持有监督证：{supervises}；持有执法证：{enforces}。",
        right="应当只从事监督或者只从事执法，另一证件应当收回。",
        shows={
            "kind": officer.kind,
            "supervises": officer.holds_supervision_certificate,
            "enforces": officer.holds_enforcement_certificate,
        },
    )
