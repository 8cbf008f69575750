"""Plants about who takes the money and on which paper: H02, H03, H08, H10.

Serves the truth about cash collected where the law wants a bank, receipts that nobody need accept,
and confiscated goods without a list or a lawful end. Late cash is planted in `fines`.
"""

from typing import Any

import numpy as np

from hengjian.simulator.batch import Batch
from hengjian.simulator.days import Ints
from hengjian.simulator.plants.plant import BREAKS, EXEMPT, NEAR, plant

_CASH: dict[str, Any] = {"cash": True, "warning_only": False}
_AFIELD: dict[str, Any] = {"cash": True, "present": True}
_EXCUSES = ("hard_to_collect", "remote_area", "asked_to_pay_on_spot")
_BANK: dict[str, Any] = {"cash": False, "warning_only": False}


@plant("H02", BREAKS, "simple", "当场处罚，罚款超过一百元，没有法定情形而当场收缴",
       party=("citizen",), **_CASH)  # fmt: skip
def too_much_in_cash(b: Batch, rows: Ints) -> None:
    """罚§68: a hundred yuan and less, or what could hardly be collected later; here neither."""
    b.case["fine"][rows] = np.maximum(b.case["fine"][rows], 120_00)
    b.mark(rows, *_EXCUSES, off=True)


@plant("H02", BREAKS, "ordinary", "普通程序的罚款，不在边远水上交通不便地区而当场收缴", **_AFIELD)
def cash_after_an_investigation(b: Batch, rows: Ints) -> None:
    """罚§67, 69: after an ordinary procedure only in remote places, on the party's own wish."""
    b.mark(rows, *_EXCUSES, off=True)


@plant("H02", BREAKS, "ordinary", "边远地区当场收缴罚款，当事人并没有提出", **_AFIELD)
def cash_nobody_asked_for(b: Batch, rows: Ints) -> None:
    """罚§69: 经当事人提出 — the place alone is not enough."""
    b.mark(rows, "asked_to_pay_on_spot", off=True)


@plant("H02", BREAKS, "ordinary", "当事人要求当场缴纳，但不在边远水上交通不便地区", **_AFIELD)
def cash_where_banks_are(b: Batch, rows: Ints) -> None:
    """罚§69: the party's wish alone is not enough either."""
    b.mark(rows, "remote_area", off=True)


@plant("H02", NEAR, "simple", "当场处罚，当场收缴恰一百元", party=("citizen",), **_CASH)
def a_hundred_in_cash(b: Batch, rows: Ints) -> None:
    """罚§68(1): 一百元以下 includes the sum itself."""
    b.case["fine"][rows] = 100_00
    b.mark(rows, *_EXCUSES, off=True)


@plant("H02", NEAR, "simple", "不当场收缴事后难以执行，当场收缴二百元", party=("citizen",), **_CASH)
def hard_to_collect_later(b: Batch, rows: Ints) -> None:
    """罚§68(2): the sum does not matter where it could hardly be collected later."""
    b.case["fine"][rows] = 200_00
    b.mark(rows, "hard_to_collect")


@plant("H02", EXEMPT, "ordinary", "边远地区，当事人到银行缴款确有困难，经其提出当场收缴", **_AFIELD)
def cash_in_a_remote_place(b: Batch, rows: Ints) -> None:
    """罚§69: a remote place, and the party asked."""


@plant("H03", BREAKS, "simple", "当场收缴罚款，出具的不是财政部门统一制发的专用票据", **_CASH)
def home_made_receipt(b: Batch, rows: Ints) -> None:
    """罚§70, 77: only the receipt that the finance department has issued."""
    b.leave_out(rows, "票据01", "special_receipt")


@plant("H03", BREAKS, "simple", "当场收缴罚款，没有出具票据", **_CASH)
def no_receipt(b: Batch, rows: Ints) -> None:
    """罚§70: 必须向当事人出具…专用票据; there is none."""
    b.leave_out(rows, "票据01")


@plant("H03", BREAKS, "ordinary", "边远地区当场收缴罚款，没有出具票据", **_AFIELD)
def no_receipt_afield(b: Batch, rows: Ints) -> None:
    """罚§70 holds wherever cash is taken."""
    b.leave_out(rows, "票据02")


@plant("H03", NEAR, "simple", "当场收缴罚款，出具财政部门统一制发的专用票据", **_CASH)
def proper_receipt(b: Batch, rows: Ints) -> None:
    """罚§70: as it must be."""


@plant("H03", EXEMPT, "simple", "当事人自行到银行缴款，机关不需要出具专用票据", **_BANK)
def receipt_of_the_bank(b: Batch, rows: Ints) -> None:
    """罚§67, 70: the officers took no cash; the bank gives its own paper."""
    b.leave_out(rows, "票据02")


def _pay_in_cash(b: Batch, rows: Ints) -> None:
    def change() -> None:
        modes = b.mode.get("paid", np.full(b.size, "bank"))
        modes[rows] = "cash"
        b.mode["paid"] = modes

    b.finish(change)


@plant("H08", BREAKS, "ordinary", "罚款由作出决定的机关自行收取现金")
def body_takes_the_money(b: Batch, rows: Ints) -> None:
    """罚§67, 235号令§3: who decides does not collect; it was paid at the body's own counter."""
    _pay_in_cash(b, rows)


@plant("H08", BREAKS, "simple", "当场处罚之后，罚款由机关自行收取现金", **_BANK)
def body_takes_the_money_later(b: Batch, rows: Ints) -> None:
    """罚§53, 67: not collected on the spot, so it has to go to a bank."""
    _pay_in_cash(b, rows)
    b.pin("paid", rows, b.days.add(b.day["root"][rows], 1))


@plant("H08", NEAR, "ordinary", "罚款由当事人到银行或者通过电子支付系统缴纳")
def bank_takes_the_money(b: Batch, rows: Ints) -> None:
    """罚§67.3: to a bank, or by electronic payment."""


@plant("H08", EXEMPT, "simple", "依法当场收缴罚款，不适用罚缴分离", **_CASH)
def collected_on_the_spot(b: Batch, rows: Ints) -> None:
    """235号令§3: 依照行政处罚法的规定可以当场收缴罚款的除外."""


_GOODS: dict[str, Any] = {
    "allows": "confiscate_goods", "measure": True, "goods": True, "seized_longer": True,
    "brief": True,
}  # fmt: skip


@plant("H10", BREAKS, "ordinary", "没收非法财物没有清单", **_GOODS)
def goods_without_a_list(b: Batch, rows: Ints) -> None:
    """罚§74: what was taken has to be known to be sold; nobody wrote it down."""
    b.leave_out(rows, "没收01")


@plant("H10", BREAKS, "ordinary", "没收的非法财物没有拍卖、依法处理或者销毁，另作他用", **_GOODS)
def goods_used(b: Batch, rows: Ints) -> None:
    """罚§74.1: 必须按照国家规定公开拍卖或者按照国家有关规定处理; the body kept them for itself."""

    def change() -> None:
        b.mode["goods_disposed"] = b.mode["goods_disposed"].astype("U16")
        b.mode["goods_disposed"][rows] = "other"
        b.note["goods_disposed"] = b.note["goods_disposed"].astype("U24")
        b.note["goods_disposed"][rows] = "留作本机关使用"

    b.finish(change)


def _dispose(b: Batch, rows: Ints, place: int) -> None:
    b.value["disposal"][rows] = place


@plant("H10", NEAR, "ordinary", "没收的非法财物公开拍卖，价款上缴国库", **_GOODS)
def goods_sold(b: Batch, rows: Ints) -> None:
    """罚§74.1: public auction."""
    _dispose(b, rows, 0)


@plant("H10", NEAR, "ordinary", "没收的非法财物按照国家有关规定处理", **_GOODS)
def goods_disposed_of(b: Batch, rows: Ints) -> None:
    """罚§74.1: or as the state's rules have it."""
    _dispose(b, rows, 1)


@plant("H10", EXEMPT, "ordinary", "依法应当销毁的物品，监督销毁", **_GOODS)
def goods_destroyed(b: Batch, rows: Ints) -> None:
    """罚§74.1: 除依法应当予以销毁的物品外."""
    _dispose(b, rows, 2)
