"""Plants about how evidence is taken: D01, D02, D04, D05, D08.

Serves the truth about inquiries that left no record, records that nobody signed, goods registered
without approval, samples taken for nothing, and tests whose result the party never learned.
"""

from typing import Any

import numpy as np

from hengjian.simulator.batch import Batch
from hengjian.simulator.days import NONE, Ints
from hengjian.simulator.plants.plant import BREAKS, EXEMPT, NEAR, plant

_SEEN: dict[str, Any] = {"class": "monitored"}
_TESTED: dict[str, Any] = {"tested": True, "not_sector": ("natural_resources",)}


@plant("D01", BREAKS, "ordinary", "询问当事人没有制作笔录")
def inquiry_without_record(b: Batch, rows: Ints) -> None:
    """罚§55.2: 询问或者检查应当制作笔录."""
    b.leave_out(rows, "询问01")


@plant("D01", BREAKS, "ordinary", "现场检查没有制作笔录")
def examination_without_record(b: Batch, rows: Ints) -> None:
    """罚§55.2: 询问或者检查应当制作笔录; the examination left none."""
    b.leave_out(rows, "勘验01")


@plant("D01", BREAKS, "ordinary", "询问笔录没有当事人签名，也没有注明原因")
def inquiry_unsigned(b: Batch, rows: Ints) -> None:
    """黑程§19: 由行政相对人核实后签名或者盖章确认; a refusal is noted, and here is none."""
    b.trait["signed_inquiry"][rows] = False


@plant(
    "D01", BREAKS, "ordinary", "当事人拒绝在现场笔录上签名，注明了情况但没有录像", refused_site=True
)
def refusal_not_filmed(b: Batch, rows: Ints) -> None:
    """黑程§19: 采取录像或者其他视听方式予以记录, besides the note on the record."""
    b.leave_unfilmed(rows, "site_examined")


@plant(
    "D01", NEAR, "ordinary", "当事人拒绝在询问笔录上签名，已注明情况并录像", refused_inquiry=True
)
def refusal_filmed(b: Batch, rows: Ints) -> None:
    """黑程§19: noted, signed by the officers, and filmed."""


@plant("D01", NEAR, "ordinary", "电子技术监控取证，没有询问和现场检查，不需要笔录",
       **_SEEN)  # fmt: skip
def nobody_was_asked(b: Batch, rows: Ints) -> None:
    """罚§41, 55.2: where nobody was asked and nothing examined there is nothing to record."""


_PRESERVED: dict[str, Any] = {"preserve": True}


def _approve_later(b: Batch, rows: Ints, minutes: int) -> None:
    """Approved so many minutes after the goods were registered."""

    def change() -> None:
        whole = b.minute["preserved"][rows] + minutes
        b.day["preservation_approved"][rows] = b.day["preserved"][rows] + whole // 1440
        b.minute["preservation_approved"][rows] = whole % 1440

    b.finish(change)


@plant("D02", BREAKS, "ordinary", "先行登记保存没有经负责人批准", **_PRESERVED)
def preserved_without_approval(b: Batch, rows: Ints) -> None:
    """罚§56: 经行政机关负责人批准，可以先行登记保存."""
    b.drop(rows, "preservation_approved")


@plant("D02", BREAKS, "ordinary", "先行登记保存以后才批准，情况不紧急", **_PRESERVED)
def preserved_before_approval(b: Batch, rows: Ints) -> None:
    """罚§56: the approval comes first."""
    _approve_later(b, rows, 3 * 1440)


@plant("D02", BREAKS, "ordinary", "市场监管：情况紧急当场登记保存，超过二十四小时才补办批准",
       sector=("market",), **_PRESERVED)  # fmt: skip
def made_up_too_late(b: Batch, rows: Ints) -> None:
    """市监§33.2: 应当在二十四小时内…报告，并补办批准手续."""
    b.mark(rows, "urgent")
    _approve_later(b, rows, 26 * 60)


@plant("D02", NEAR, "ordinary", "先批准、后登记保存，相隔数分钟", **_PRESERVED)
def approved_minutes_before(b: Batch, rows: Ints) -> None:
    """罚§56: before is before, be it minutes."""

    def change() -> None:
        b.minute["preservation_approved"][rows] = b.minute["preserved"][rows] - 2

    b.finish(change)


@plant("D02", EXEMPT, "ordinary", "市场监管：情况紧急当场登记保存，二十四小时内补办批准",
       sector=("market",), **_PRESERVED)  # fmt: skip
def made_up_in_time(b: Batch, rows: Ints) -> None:
    """市监§33.2: urgent, and approved within twenty-four hours."""
    b.mark(rows, "urgent")
    _approve_later(b, rows, 5 * 60)


@plant("D04", BREAKS, "ordinary", "抽样取证没有制作清单", **_TESTED)
def sample_without_list(b: Batch, rows: Ints) -> None:
    """黑程§20.2: 制作抽取样品清单."""
    b.leave_out(rows, "抽样01")


@plant("D04", BREAKS, "ordinary", "抽样清单没有当事人签名", **_TESTED)
def sample_list_unsigned(b: Batch, rows: Ints) -> None:
    """黑程§20.2: 由行政相对人签名或者盖章确认."""
    b.leave_out(rows, "抽样01", "party_signed")


@plant("D04", BREAKS, "ordinary", "抽样清单没有当场交付当事人", **_TESTED)
def sample_list_kept(b: Batch, rows: Ints) -> None:
    """黑程§20.2: 当场交付行政相对人."""
    b.leave_out(rows, "抽样01", "handed_over")


@plant("D04", BREAKS, "ordinary", "样品没有购买，也没有无偿抽样的法定依据", **_TESTED)
def sample_not_bought(b: Batch, rows: Ints) -> None:
    """黑程§20.2: 应当购买所抽取的样品; no price was paid and no law gives it for free."""
    b.amount["sampled"][rows] = 0


@plant(
    "D04", BREAKS, "ordinary", "向当事人收取检测费，没有法律法规依据", fee_charged=True, **_TESTED
)
def fee_without_ground(b: Batch, rows: Ints) -> None:
    """黑程§20.1: 没有法律、法规依据，不得向行政相对人收费."""
    _charge(b, rows)


@plant("D04", NEAR, "ordinary", "购买样品，清单签名并当场交付，没有收费", **_TESTED)
def sample_in_order(b: Batch, rows: Ints) -> None:
    """黑程§20: all that the article asks for; ten fen would be a price too."""
    b.amount["sampled"][rows] = 10


@plant("D04", EXEMPT, "ordinary", "法律法规规定无偿提供样品", free_sample=True, **_TESTED)
def sample_for_free(b: Batch, rows: Ints) -> None:
    """黑程§20.3: 依法需要由行政相对人无偿提供样品的."""


@plant("D04", EXEMPT, "ordinary", "依照法律法规收取检测费", fee_charged=True, **_TESTED)
def fee_by_law(b: Batch, rows: Ints) -> None:
    """黑程§20.1: with a ground in law or regulation the fee may be taken."""
    _charge(b, rows)
    b.mark(rows, "fee_by_law")


def _charge(b: Batch, rows: Ints) -> None:
    fee = b.amount.setdefault("testing_fee_charged", np.full(b.size, NONE))
    fee[rows] = 600_00


@plant("D05", BREAKS, "ordinary", "检测结果没有告知当事人", **_TESTED)
def result_never_told(b: Batch, rows: Ints) -> None:
    """黑程§21.1: 将检验、检测、检疫结果以及鉴定意见及时书面告知行政相对人."""
    b.drop(rows, "test_told")
    b.pin("investigation_ended", rows, b.days.add(b.day["tested"][rows], 2))


@plant("D05", BREAKS, "ordinary", "检测结果只作口头告知", **_TESTED)
def result_told_by_mouth(b: Batch, rows: Ints) -> None:
    """黑程§21.1: 书面告知; here it was said, and no paper was given."""
    modes = b.mode.setdefault("test_told", np.full(b.size, "written"))
    modes[rows] = "oral"
    b.leave_out(rows, "检告01")


@plant("D05", BREAKS, "ordinary", "告知检测结果没有告知复检权利", **_TESTED)
def retest_not_told(b: Batch, rows: Ints) -> None:
    """黑程§21.2: the party may ask for another test, and must be told so to make use of it."""
    b.leave_out(rows, "检告01", "retest_right")


@plant("D05", BREAKS, "ordinary", "作出处罚决定以后才告知检测结果", **_TESTED)
def result_told_afterwards(b: Batch, rows: Ints) -> None:
    """黑程§21.1, 22.2: 及时; after the decision nothing is left to object to."""

    def change() -> None:
        b.day["test_told"][rows] = b.days.add(b.day["decided"][rows], 2)

    b.finish(change)


@plant("D05", NEAR, "ordinary", "检测完成当日书面告知结果和复检权利", **_TESTED)
def result_told_at_once(b: Batch, rows: Ints) -> None:
    """黑程§21: at once, in writing, with the right to another test."""
    b.quick(rows, "told_test")


def _evidence(b: Batch, rows: Ints, *kinds: str) -> None:
    def change() -> None:
        b.value["evidence"][rows] = b.registry.combination(*kinds) if kinds else NONE

    b.finish(change)


@plant("D08", BREAKS, "ordinary", "给予处罚的案件没有任何一种法定证据")
def no_evidence(b: Batch, rows: Ints) -> None:
    """罚§40, 46: 证据不足的，不得给予行政处罚; there is none of the eight kinds."""
    _evidence(b, rows)


@plant("D08", BREAKS, "simple", "当场处罚没有任何一种法定证据")
def no_evidence_on_the_spot(b: Batch, rows: Ints) -> None:
    """罚§40, 46, 51: 违法事实确凿 asks for evidence on the spot as well."""
    _evidence(b, rows)


@plant("D08", NEAR, "ordinary", "案卷中只有一种法定证据")
def one_kind_of_evidence(b: Batch, rows: Ints) -> None:
    """罚§46: one of the eight kinds is evidence; whether it is enough a human must say."""
    _evidence(b, rows, "documentary")


@plant("D08", EXEMPT, "ordinary", "没有收集到证据，决定不予处罚", spared=True)
def no_evidence_no_penalty(b: Batch, rows: Ints) -> None:
    """罚§40 forbids the penalty, and none was given."""
    _evidence(b, rows)
