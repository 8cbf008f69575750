"""Plants about cards and who carries them: B03, B04, B05.

Serves the truth about acts before which nobody said who he was, and about auxiliaries who act. A card
for another field is a breach only under other provinces' norms (山东§10, 浙江§29): reference only.
That a decision was served without showing a card is not planted, since service is no act here.
"""

from datetime import date
from typing import Any

import numpy as np

from hengjian.simulator.batch import Batch
from hengjian.simulator.days import Ints
from hengjian.simulator.plants.plant import BREAKS, EXEMPT, NEAR, plant
from hengjian.simulator.plants.staff import join

_CARD = (date(2020, 1, 1), date(2028, 12, 31))


def _join(b: Batch, rows: Ints, step: str, kind: str, card: dict[str, Any] | None) -> None:
    """Somebody more takes part; ``card``: what is special about the card, None without one."""
    for row in rows.tolist():
        number = join(b, row, step, kind=kind)
        if card is not None:
            b.registry.people.certify(number, *_CARD, **card)


@plant("B03", NEAR, "ordinary", "参加询问的一名人员执法证为其他领域，本省没有此项规范，只作参考",
       subject="act:inquired", not_sector=("culture",))  # fmt: skip
def card_of_another_field(b: Batch, rows: Ints) -> None:
    """罚§42 asks for a qualification; that its field must fit is a norm of 山东§10 and 浙江§29."""
    _join(b, rows, "inquired", "enforcement", {"sector": "culture"})


@plant("B03", NEAR, "inspection", "参加检查的一名人员执法证为邻县，本省没有此项规范，只作参考",
       subject="act:inspected", county=True)  # fmt: skip
def card_of_another_area(b: Batch, rows: Ints) -> None:
    """罚§42 asks for a qualification; that its area must fit is a norm of 山东§10 and 浙江§29."""
    _join(b, rows, "inspected", "enforcement", {"division": "990199"})


@plant("B04", BREAKS, "ordinary", "询问以前没有出示执法证件", subject="act:inquired")
def inquired_without_card(b: Batch, rows: Ints) -> None:
    """罚§55.1: 在调查…时，应当主动…出示执法证件; the day of the examination was another day."""
    b.drop(rows, "card_at_inquiry")
    b.delay["inquiry"][rows] = np.maximum(b.delay["inquiry"][rows], 2)


@plant("B04", BREAKS, "ordinary", "现场检查以前没有出示执法证件", subject="act:site_examined")
def examined_without_card(b: Batch, rows: Ints) -> None:
    """罚§55.1: 在调查或者进行检查时，应当主动…出示执法证件."""
    b.drop(rows, "card_at_site")


@plant("B04", BREAKS, "simple", "当场处罚没有出示执法证件", subject="act:decided_on_spot")
def punished_without_card(b: Batch, rows: Ints) -> None:
    """罚§52.1: 应当向当事人出示执法证件."""
    b.drop(rows, "card_shown")


@plant("B04", BREAKS, "inspection", "入企检查没有出示执法证件", subject="act:inspected")
def inspected_without_card(b: Batch, rows: Ints) -> None:
    """罚§55.1, 118号（五）: inspections too begin with the card."""
    b.drop(rows, "card_shown")


@plant("B04", BREAKS, "ordinary", "询问结束以后才补充出示执法证件", subject="act:inquired")
def card_shown_afterwards(b: Batch, rows: Ints) -> None:
    """罚§55.1: shown before, so that the party may refuse; twenty minutes later is after."""
    b.delay["inquiry"][rows] = np.maximum(b.delay["inquiry"][rows], 2)

    def change() -> None:
        b.minute["card_at_inquiry"][rows] = b.minute["inquired"][rows] + 20

    b.finish(change)


@plant("B04", NEAR, "ordinary", "询问前一分钟出示执法证件", subject="act:inquired")
def card_shown_a_minute_before(b: Batch, rows: Ints) -> None:
    """罚§55.1: a minute before is before."""
    b.delay["inquiry"][rows] = np.maximum(b.delay["inquiry"][rows], 2)

    def change() -> None:
        b.minute["card_at_inquiry"][rows] = b.minute["inquired"][rows] - 1

    b.finish(change)


@plant("B04", NEAR, "ordinary", "现场检查时已出示证件，随后在同一现场登记保存",
       subject="act:preserved", preserve=True)  # fmt: skip
def card_shown_once_for_all(b: Batch, rows: Ints) -> None:
    """罚§55.1: one scene, one party, one card; what follows there needs no second one."""


@plant("B04", NEAR, "ordinary", "该机关不报送出示证件，没有记录不等于没有出示",
       subject="act:inquired", narrow=0)  # fmt: skip
def showing_not_reported(b: Batch, rows: Ints) -> None:
    """罚§55.1: the body's coverage does not name this activity, so its absence proves nothing."""


@plant("B05", BREAKS, "ordinary", "两名执法人员之外，一名无证的网格员参加现场检查",
       subject="act:site_examined")  # fmt: skip
def auxiliary_without_card(b: Batch, rows: Ints) -> None:
    """罚§42: 由具有行政执法资格的执法人员实施; who is no officer is told of once."""
    _join(b, rows, "site_examined", "auxiliary", None)


@plant("B05", BREAKS, "simple", "两名执法人员之外，一名持证的劳务派遣人员参加当场处罚",
       subject="act:decided_on_spot")  # fmt: skip
def auxiliary_with_card(b: Batch, rows: Ints) -> None:
    """罚§42, 54号: who is no member of staff does not act; with a card it is a hint only."""
    _join(b, rows, "decided_on_spot", "auxiliary", {})


@plant("B05", NEAR, "ordinary", "辅助人员只将决定书交邮，没有参加执法活动",
       subject="act:dispatched", mode="post")  # fmt: skip
def auxiliary_at_the_post(b: Batch, rows: Ints) -> None:
    """罚§42, 61: taking a letter to the post is no act of enforcement."""
    for row in rows.tolist():
        body = b.registry.bodies[int(b.value["body"][row])]
        b.teams["dispatched", row] = [b.registry.people.hire(body, "auxiliary")]


@plant(
    "B05",
    EXEMPT,
    "ordinary",
    "参加询问的第三人是持证的执法人员，不是辅助人员",
    subject="act:inquired",
)
def three_officers(b: Batch, rows: Ints) -> None:
    """罚§42: as many officers as one likes, if all of them are officers."""
    _join(b, rows, "inquired", "enforcement", {})
