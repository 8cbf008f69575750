"""Plants about the paper of the decision: F09, F10, F12, H13.

Serves the truth about decisions that do not say what they must, name no way to object or the wrong
one, and forms filled in on the spot. What the paper says of the case itself is not judged here.
"""

from typing import Any

import numpy as np

from hengjian.simulator.batch import Batch
from hengjian.simulator.days import NONE, Ints
from hengjian.simulator.numbers import NO_NUMBER
from hengjian.simulator.plants.plant import BREAKS, EXEMPT, NEAR, plant

_PAPER, _FORM = "决定01", "当场01"
_SPOT: dict[str, Any] = {"since": "2024-01-03"}
_BEFORE: dict[str, Any] = {"until": "2023-12-20"}


@plant("F09", BREAKS, "ordinary", "处罚决定书没有写明违法事实和证据")
def paper_without_facts(b: Batch, rows: Ints) -> None:
    """罚§59(2): the facts and the evidence belong into the paper."""
    b.leave_out(rows, _PAPER, "facts")


@plant("F09", BREAKS, "ordinary", "处罚决定书没有写明处罚种类和依据")
def paper_without_kind(b: Batch, rows: Ints) -> None:
    """罚§59(3): kind and basis of the penalty."""
    b.leave_out(rows, _PAPER, "kind_and_basis", "basis")


@plant("F09", BREAKS, "ordinary", "处罚决定书没有写明当事人姓名名称和地址")
def paper_without_party(b: Batch, rows: Ints) -> None:
    """罚§59(1): the party and its address."""
    b.leave_out(rows, _PAPER, "party")


@plant("F09", BREAKS, "ordinary", "处罚决定书没有写明履行方式和期限")
def paper_without_performance(b: Batch, rows: Ints) -> None:
    """罚§59(4): manner and term of performance; 235号令§7 is about bank and surcharge alone."""
    b.leave_out(rows, _PAPER, "performance")


@plant("F09", BREAKS, "ordinary", "处罚决定书没有写明复议诉讼的途径和期限", also=("M07",))
def paper_without_remedies(b: Batch, rows: Ints) -> None:
    """罚§59(5): an item is missing, not told wrongly; 复§20.3 then lets the party object for longer."""
    b.leave_out(rows, _PAPER, "remedies", "reconsideration_term", "lawsuit_term", "either_route")


@plant("F09", BREAKS, "ordinary", "处罚决定书没有机关名称和日期")
def paper_without_date(b: Batch, rows: Ints) -> None:
    """罚§59(6): who decided, and when."""
    b.leave_out(rows, _PAPER, "organ_and_date")


@plant("F09", BREAKS, "ordinary", "处罚决定书没有加盖机关印章")
def paper_without_seal(b: Batch, rows: Ints) -> None:
    """罚§59.2: the seal of the deciding body."""
    b.leave_out(rows, _PAPER, "seal")


@plant("F09", NEAR, "ordinary", "处罚决定书六项内容和印章齐全，只是没有单列理由")
def paper_with_the_six_items(b: Batch, rows: Ints) -> None:
    """罚§59 lists six items and the seal; reasons are no item of their own there."""
    b.leave_out(rows, _PAPER, "reasons")


@plant("F09", EXEMPT, "ordinary", "决定不予处罚，不制作处罚决定书", spared=True)
def no_penalty_no_paper(b: Batch, rows: Ints) -> None:
    """罚§59 is about decisions by which a penalty is given."""


@plant(
    "F10",
    BREAKS,
    "ordinary",
    "处罚决定书没有写明复议机关和六十日期限",
    since="2024-01-10",
    also=("M07",),
)
def no_reconsideration_term(b: Batch, rows: Ints) -> None:
    """罚§59(5), 复§20: which organ, and sixty days."""
    b.leave_out(rows, _PAPER, "reconsideration_term")


@plant("F10", BREAKS, "ordinary", "处罚决定书没有写明起诉的法院和六个月期限", also=("M07",))
def no_lawsuit_term(b: Batch, rows: Ints) -> None:
    """罚§59(5), 诉§46: which court, and six months; 解释§64 stretches the term."""
    b.leave_out(rows, _PAPER, "lawsuit_term")


@plant("F10", BREAKS, "simple", "2024年以后的当场处罚决定书告知可以直接起诉", **_SPOT)
def either_route_on_the_spot(b: Batch, rows: Ints) -> None:
    """复§23: reconsideration comes first, and the paper has to say so."""
    b.leave_out(rows, _FORM, "reconsideration_first")
    b.write_in(rows, _FORM, "either_route")


@plant("F10", BREAKS, "simple", "2024年以后的当场处罚决定书没有告知应当先申请复议", **_SPOT)
def reconsideration_first_not_told(b: Batch, rows: Ints) -> None:
    """复§23.2: when acting, the body tells the party to ask for reconsideration first."""
    b.leave_out(rows, _FORM, "reconsideration_first")


@plant("F10", NEAR, "ordinary", "普通程序的处罚决定书告知可以复议也可以直接起诉", **_SPOT)
def either_route_after_an_investigation(b: Batch, rows: Ints) -> None:
    """诉§44: only for penalties on the spot does reconsideration come first."""


@plant("F10", NEAR, "simple", "2024年以后的当场处罚决定书告知先行复议及期限", **_SPOT)
def reconsideration_first_told(b: Batch, rows: Ints) -> None:
    """复§20, 23: order, organ and term are told."""


@plant("F10", EXEMPT, "simple", "2023年的当场处罚决定书告知可以复议也可以直接起诉", **_BEFORE)
def either_route_before_the_law(b: Batch, rows: Ints) -> None:
    """复§23 has put reconsideration first only since 2024-01-01; before, the party could choose."""


@plant("F12", BREAKS, "simple", "当场处罚决定书没有编号")
def form_without_number(b: Batch, rows: Ints) -> None:
    """罚§52.1: a numbered form."""
    b.value.setdefault("bears", np.full(b.size, NONE))[rows] = NO_NUMBER


@plant("F12", BREAKS, "simple", "当场处罚决定书没有执法人员签名")
def form_without_signature(b: Batch, rows: Ints) -> None:
    """罚§52.2: the officers sign or seal it."""
    b.leave_out(rows, _FORM, "officers_signed")


@plant("F12", BREAKS, "simple", "当场处罚决定书没有当场交付，数日后才送达", cash=False)
def form_handed_over_later(b: Batch, rows: Ints) -> None:
    """罚§52.1: handed to the party on the spot; nothing was announced either."""
    b.drop(rows, "announced")
    b.leave_out(rows, "当场01", "handed_over")
    b.pin("served", rows, b.days.add(b.day["root"][rows], b.rng.integers(2, 5, len(rows))))


@plant("F12", BREAKS, "simple", "当场处罚决定没有报所属机关备案")
def form_never_reported(b: Batch, rows: Ints) -> None:
    """罚§52.3: reported to the officers' own body for the record."""
    b.drop(rows, "filed_back")


@plant("F12", NEAR, "simple", "当场处罚第二个工作日报所属机关备案")
def form_reported_on_the_second_day(b: Batch, rows: Ints) -> None:
    """罚§52.3 names no term; nobody asks for less than two days."""
    b.delay["file_back"][rows] = 2


@plant("F12", NEAR, "simple", "当事人拒绝签收当场处罚决定书，已在决定书上注明", refuses=True)
def form_refused(b: Batch, rows: Ints) -> None:
    """罚§52.1: who refuses to sign is noted on the form; that is enough."""


@plant("F12", EXEMPT, "ordinary", "普通程序的决定不适用当场交付和备案的规定")
def no_form(b: Batch, rows: Ints) -> None:
    """罚§52 is about penalties on the spot; this one was served within the week of §61."""
    b.trait["present"][rows] = False


@plant("H13", BREAKS, "ordinary", "罚款决定书没有写明代收机构")
def no_bank_named(b: Batch, rows: Ints) -> None:
    """235号令§7: name and address of the collecting institution."""
    b.leave_out(rows, _PAPER, "bank")


@plant("H13", BREAKS, "ordinary", "罚款决定书没有写明逾期是否加处罚款")
def no_surcharge_clause(b: Batch, rows: Ints) -> None:
    """235号令§7: the paper makes clear whether late payment is surcharged."""
    b.leave_out(rows, _PAPER, "surcharge_clause")


@plant("H13", BREAKS, "simple", "当场罚款决定书没有写明代收机构", cash=False, warning_only=False)
def no_bank_named_on_the_spot(b: Batch, rows: Ints) -> None:
    """235号令§7: any paper that fines; this party is to pay at a bank."""
    b.leave_out(rows, _FORM, "bank")


@plant("H13", NEAR, "ordinary", "罚款决定书写明代收机构、数额、期限和逾期加处")
def bank_and_clause_named(b: Batch, rows: Ints) -> None:
    """235号令§7: institution, sum, term and surcharge, each of them."""


@plant("H13", EXEMPT, "simple", "当场只给予警告，没有罚款可缴", cash=False, warning_only=True)
def nothing_to_pay(b: Batch, rows: Ints) -> None:
    """235号令§7 is about papers that fine."""
