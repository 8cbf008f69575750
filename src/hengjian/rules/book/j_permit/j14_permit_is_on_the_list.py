"""J14 · only permits on the published list are handled."""

from hengjian.rules.rule import FATAL, NOTE, Facts, Given, Grade, Judgement, Nature, rule


@rule(
    "J14",
    "case",
    title="清单之外实施许可，或者继续实施已取消的许可",
    basis=["优化营商环境条例#69(8)", "行政许可法#5.2"],
    severity=FATAL,
    at="accepted.on",
)
def permit_is_on_the_published_list(case: Facts, given: Given) -> Judgement:
    """实施许可应当以公布的规定为依据，事项在公布的清单之内；不得变相设定或者实施许可，不得继续实施已经取消的
    许可。受理在先、列入清单在后的，可能只是清单公布较晚，提示核查。"""
    before = case.accepted.on < case.item_listed_from
    after = (case.accepted.on > case.item_listed_to).known_true()
    return Judgement(
        applies=(case.kind == "permit") & case.accepted.on.is_not_null(),
        breaks=~case.item_ever_listed | before | after,
        grades=(
            Grade(
                before & ~after,
                NOTE,
                Nature.HINT,
                because="事项其后列入了清单；受理当时有无公布的法定依据，须由人核实",
            ),
        ),
        says="{accepted} 受理事项 {item_id}（{item}）；列入公布的清单：{since}，移出清单：{until}。",
        right="只能受理公布的清单中的许可事项；已经取消的，应当停止实施并告知申请人。",
        shows={
            "accepted": case.accepted.on,
            "item": case.item_name,
            "item_id": case.item_id,
            "since": case.item_listed_from,
            "until": case.item_listed_to,
        },
    )
