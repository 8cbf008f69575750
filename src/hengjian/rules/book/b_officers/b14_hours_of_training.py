"""B14 · hours of training that an officer gets in a year. The figure is not verified."""

from hengjian.rules.rule import NOTE, Facts, Given, Judgement, rule


@rule(
    "B14",
    "officer_year",
    title="执法人员年度培训学时不足",
    basis="提升行政执法质量三年行动计划",
    severity=NOTE,
    at="ended_on",
)
def officer_is_trained_enough_each_year(person: Facts, given: Given) -> Judgement:
    """执法人员每年应当接受规定学时的业务和法律培训。学时数尚未核实，录入之前不作判断；当年未满的不判断。"""
    least = given.value("officers.training_hours")
    return Judgement(
        applies=(person.kind == "enforcement") & (person.ended_on < given.as_of),
        breaks=person.hours < least,
        says="{year} 年培训 {hours} 学时，应不少于 {least} 学时。",
        right="应当安排补训，并在培训记录中登记。",
        shows={"year": person.year, "hours": person.hours, "least": least},
    )
