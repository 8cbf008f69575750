"""Plants about how measures are taken and ended: I01, I03, I04, I06, I07, I09, I12.

Serves the truth about seizures on a weak basis, without word, witness or paper, tests that were never
told, goods not given back and bills that are the body's own. Terms and approval are planted in
`measures`, frozen money and restrained persons in `freezing`.
"""

from typing import Any

import numpy as np

from hengjian.simulator.batch import Batch
from hengjian.simulator.days import Ints
from hengjian.simulator.plants.plant import BREAKS, EXEMPT, NEAR, plant

_SEIZED: dict[str, Any] = {"measure": True}
_TESTED: dict[str, Any] = {"measure": True, "tested": True}


# --- the basis (强§10, 16) ----------------------------------------------------------------------------


@plant("I01", BREAKS, "ordinary", "依据部门规章扣押财物", sector=("urban",),
       item="measure_by_rule", **_SEIZED)  # fmt: skip
def seized_by_a_rule(b: Batch, rows: Ints) -> None:
    """强§10: 法律、法规以外的其他规范性文件不得设定行政强制措施; a rule is no 法规."""


@plant("I01", BREAKS, "ordinary", "依据地方性法规采取查封扣押以外的强制措施", sector=("urban",),
       item="other_measure", **_SEIZED)  # fmt: skip
def other_measure_by_local_regulation(b: Batch, rows: Ints) -> None:
    """强§10: a local regulation may set sealing and detaining, and nothing else."""


@plant("I01", NEAR, "ordinary", "依据地方性法规扣押财物", sector=("urban",), **_SEIZED)
def detained_by_local_regulation(b: Batch, rows: Ints) -> None:
    """强§10: 地方性法规可以设定…第二项、第三项的行政强制措施."""


@plant("I01", NEAR, "ordinary", "依据行政法规扣押财物", sector=("transport",), **_SEIZED)
def detained_by_administrative_regulation(b: Batch, rows: Ints) -> None:
    """强§10: an administrative regulation may set all but liberty, freezing and what needs a law."""


# --- the ten steps (强§18) ----------------------------------------------------------------------------


@plant("I03", BREAKS, "ordinary", "查封扣押时没有当场告知理由、依据、权利和救济途径", **_SEIZED)
def nothing_told(b: Batch, rows: Ints) -> None:
    """强§18(5): 当场告知当事人…理由、依据以及当事人依法享有的权利、救济途径."""
    b.drop(rows, "measure_told")


@plant("I03", BREAKS, "ordinary", "查封扣押时没有听取当事人的陈述和申辩", **_SEIZED)
def nobody_heard(b: Batch, rows: Ints) -> None:
    """强§18(6): 听取当事人的陈述和申辩."""
    b.drop(rows, "measure_heard")


@plant("I03", BREAKS, "ordinary", "现场笔录没有当事人签名，也没有注明拒绝的情况", **_SEIZED)
def record_unsigned(b: Batch, rows: Ints) -> None:
    """强§18(8): signed by the party, or its refusal noted; here there is neither."""
    b.leave_out(rows, "查扣03", "party_signed")


@plant("I03", BREAKS, "ordinary", "现场笔录没有执法人员签名", **_SEIZED)
def record_unsigned_by_officers(b: Batch, rows: Ints) -> None:
    """强§18(8): 现场笔录由当事人和行政执法人员签名或者盖章."""
    b.leave_out(rows, "查扣03", "officers_signed")


def _absent(b: Batch, rows: Ints) -> None:
    """The party does not come; an adult of the household takes the papers."""
    b.seen("measure_taken", rows, False)
    b.mark(rows, "party_absent")
    b.drop(rows, "measure_told", "measure_heard")
    b.leave_out(rows, "查扣03", "party_signed")
    notes = b.note.setdefault("measure_served", np.full(b.size, "", dtype="U40"))
    notes[rows] = "当事人未到场，由其同住成年家属当场签收"


@plant("I03", BREAKS, "ordinary", "当事人不到场，没有邀请见证人", **_SEIZED)
def nobody_witnessed(b: Batch, rows: Ints) -> None:
    """强§18(9): 当事人不到场的，邀请见证人到场."""
    _absent(b, rows)


@plant("I03", NEAR, "ordinary", "当事人拒绝在现场笔录上签名，已注明并全程录像", refused_measure=True,
       **_SEIZED)  # fmt: skip
def refusal_noted(b: Batch, rows: Ints) -> None:
    """强§18(8): 当事人拒绝的，在笔录中予以注明."""


@plant("I03", NEAR, "ordinary", "实施查封扣押前几分钟告知并听取陈述申辩", **_SEIZED)
def told_just_before(b: Batch, rows: Ints) -> None:
    """强§18(5)(6): told and heard on the spot, minutes before the goods are taken."""


@plant("I03", EXEMPT, "ordinary", "当事人不到场，见证人到场签名", witnessed_measure=True, **_SEIZED)
def witnessed(b: Batch, rows: Ints) -> None:
    """强§18(9): whoever does not come cannot be told and heard; the witness signs instead."""
    _absent(b, rows)


@plant("I03", EXEMPT, "ordinary", "冻结存款不通知当事人到场，只制作笔录", sector=("market",),
       item="freeze_by_law", **_SEIZED)  # fmt: skip
def frozen_unseen(b: Batch, rows: Ints) -> None:
    """强§30: freezing follows §18(1)(2)(3)(7) only; the party must not know beforehand."""
    b.delay["tell_frozen"][rows] = 2


# --- decision and list (强§24) ------------------------------------------------------------------------


@plant("I04", BREAKS, "ordinary", "查封扣押没有制作决定书", **_SEIZED)
def no_decision(b: Batch, rows: Ints) -> None:
    """强§24: 制作并当场交付查封、扣押决定书和清单; there is no decision."""
    b.leave_out(rows, "查扣01")
    b.drop(rows, "measure_served")


@plant("I04", BREAKS, "ordinary", "查封扣押没有制作清单", **_SEIZED)
def no_list(b: Batch, rows: Ints) -> None:
    """强§24: the list is missing."""
    b.leave_out(rows, "查扣02")


@plant("I04", BREAKS, "ordinary", "查封扣押决定书没有载明期限", **_SEIZED)
def decision_without_term(b: Batch, rows: Ints) -> None:
    """强§24(2): 查封、扣押的理由、依据和期限."""
    b.leave_out(rows, "查扣01", "measure_term")


@plant("I04", BREAKS, "ordinary", "查封扣押决定书没有载明救济途径和期限", also=("M07",), **_SEIZED)
def decision_without_remedies(b: Batch, rows: Ints) -> None:
    """强§24(4): 申请行政复议或者提起行政诉讼的途径和期限; the terms to contest it run longer (复§20)."""
    b.leave_out(rows, "查扣01", "remedies")


@plant("I04", BREAKS, "ordinary", "查封扣押决定书没有加盖印章", **_SEIZED)
def decision_without_seal(b: Batch, rows: Ints) -> None:
    """强§24(5): 行政机关的名称、印章和日期."""
    b.leave_out(rows, "查扣01", "seal")


@plant("I04", BREAKS, "ordinary", "决定书和清单四个工作日后才交付当事人", **_SEIZED)
def handed_over_later(b: Batch, rows: Ints) -> None:
    """强§24: 当场交付 means on the spot."""
    b.pin("measure_served", rows, b.days.add(b.day["measure_taken"][rows], 4))
    for paper in ("查扣01", "查扣02"):
        b.leave_out(rows, paper, "handed_over")


@plant("I04", NEAR, "ordinary", "决定书和清单在扣押后几分钟当场交付", **_SEIZED)
def handed_over_on_the_spot(b: Batch, rows: Ints) -> None:
    """强§24: both papers complete, handed over before the officers left."""


@plant("I04", EXEMPT, "ordinary", "冻结存款适用冻结的规定，不制作查封扣押清单", sector=("market",),
       item="freeze_by_law", **_SEIZED)  # fmt: skip
def frozen_instead(b: Batch, rows: Ints) -> None:
    """强§24 speaks of sealing and detaining; frozen money is notified by §31 within three days."""
    b.delay["tell_frozen"][rows] = 1


# --- tests of what was seized (强§25.3) -----------------------------------------------------------------


def _short_test(b: Batch, rows: Ints) -> None:
    """A test that ends well within the thirty days, so that only its telling is in question."""
    b.delay["tests"][rows] = 8
    b.delay["seized"][rows] = 25


@plant("I06", BREAKS, "ordinary", "对扣押物品送检，没有书面告知检测期间", **_TESTED)
def test_never_told(b: Batch, rows: Ints) -> None:
    """强§25.3: 期间应当明确，并书面告知当事人."""
    _short_test(b, rows)
    b.drop(rows, "stop_told")


@plant("I06", BREAKS, "ordinary", "检测实际用时超过书面告知的期间", **_TESTED)
def test_longer_than_told(b: Batch, rows: Ints) -> None:
    """强§25.3: the time was to be fixed beforehand; it ran over what the party had been told."""
    _short_test(b, rows)

    def change() -> None:
        told = b.until["stop_told"].copy()
        told[rows] -= 5
        b.until["stop_told"] = told

    b.finish(change)


@plant("I06", BREAKS, "ordinary", "向当事人收取检测费", fee_charged=True, also=("D04",), **_TESTED)
def test_charged(b: Batch, rows: Ints) -> None:
    """强§25.3: 费用由行政机关承担; without a norm behind it 黑程§20 is broken as well."""
    _short_test(b, rows)
    b.amount["testing_fee_charged"] = np.full(b.size, 600_00)


@plant("I06", NEAR, "ordinary", "送检当日书面告知检测期间，检测恰于告知的期限届满日完成", **_TESTED)
def test_told_at_once(b: Batch, rows: Ints) -> None:
    """强§25.3: the time was fixed, told in writing, and kept to its last day."""
    _short_test(b, rows)


# --- the end of the measure (强§27, 28) ----------------------------------------------------------------


@plant("I07", BREAKS, "ordinary", "决定解除扣押，财物十五日后才退还", **_SEIZED)
def given_back_late(b: Batch, rows: Ints) -> None:
    """强§28.2: 解除查封、扣押应当立即退还财物; all of it within the thirty days."""
    taken = b.day["measure_taken"][rows]
    b.pin("measure_handled", rows, b.days.settle(taken + 10))
    b.pin("measure_lifted", rows, b.days.settle(taken + 27))


@plant("I07", BREAKS, "ordinary", "决定解除扣押，财物一直没有退还", **_SEIZED)
def never_given_back(b: Batch, rows: Ints) -> None:
    """强§28.2: the decision to release is there, the goods are not."""
    b.pin("measure_handled", rows, b.days.settle(b.day["measure_taken"][rows] + 20))
    b.drop(rows, "measure_lifted")


@plant("I07", NEAR, "ordinary", "解除扣押决定当日退还财物", **_SEIZED)
def given_back_the_same_day(b: Batch, rows: Ints) -> None:
    """强§28.2: decided in the morning, given back in the afternoon."""
    b.pin("measure_handled", rows, b.days.settle(b.day["measure_taken"][rows] + 24))


@plant("I07", EXEMPT, "ordinary", "依法没收扣押的非法财物，不予退还", goods=True, seized_longer=True,
       brief=True, sector=("market", "agriculture"), **_SEIZED)  # fmt: skip
def confiscated(b: Batch, rows: Ints) -> None:
    """强§27: what must be confiscated is not given back; decided within the extended term."""


@plant("I07", NEAR, "ordinary", "扣押十日，期限未满尚未处理", since="2026-10-08", until="2026-10-16",
       **_SEIZED)  # fmt: skip
def still_held(b: Batch, rows: Ints) -> None:
    """强§25, 27: the thirty days are not over on the day of the data."""
    b.quick(rows, "check", "file", "site")
    b.restart(rows, b.days.settle(np.full(len(rows), b.registry.as_of - 10)))
    b.delay["seized"][rows] = 24


# --- costs (强§26) and the way to the police (强§21) ------------------------------------------------------


@plant("I09", BREAKS, "ordinary", "向当事人收取扣押物品保管费", storage_charged=True, **_SEIZED)
def storage_charged(b: Batch, rows: Ints) -> None:
    """强§26.3: 因查封、扣押发生的保管费用由行政机关承担."""
    b.amount["storage_fee_charged"] = np.full(b.size, 300_00)


@plant("I09", NEAR, "ordinary", "查封财物委托第三人保管，保管费由机关承担", **_SEIZED)
def stored_by_others(b: Batch, rows: Ints) -> None:
    """强§26.2: a third party may keep it; what that costs the body pays itself."""
    notes = b.note.setdefault("measure_taken", np.full(b.size, "", dtype="U40"))
    notes[rows] = "委托第三人保管，保管费由本机关支付"


@plant("I12", BREAKS, "referral", "涉嫌犯罪移送，扣押财物一并移送但没有书面告知当事人", **_SEIZED)
def hand_over_not_told(b: Batch, rows: Ints) -> None:
    """强§21: 应当将查封、扣押、冻结的财物一并移送，并书面告知当事人."""
    b.drop(rows, "goods_handover_told")


@plant("I12", BREAKS, "referral", "案件已移送公安机关并立案，扣押财物没有移送", also=("F22",),
       **_SEIZED)  # fmt: skip
def goods_kept(b: Batch, rows: Ints) -> None:
    """强§21: the goods go with the case; the three days of 310号§12 have passed as well."""
    closed = b.days.add(b.day["police_filed"][rows], 6)
    b.drop(rows, "goods_handed_over", "goods_handover_told")
    b.pin("closed", rows, closed)


@plant("I12", NEAR, "referral", "扣押财物移送次日书面告知当事人", **_SEIZED)
def hand_over_told_next_day(b: Batch, rows: Ints) -> None:
    """强§21: told in writing; the article sets no term for it."""
    b.pin("goods_handover_told", rows, b.days.add(b.day["goods_handed_over"][rows], 1))


@plant("I12", EXEMPT, "referral", "没有查封扣押财物，只移交案件材料")
def nothing_seized(b: Batch, rows: Ints) -> None:
    """强§21 asks for the goods that were seized; where nothing was, there is nothing to tell of."""
    b.drop(rows, "goods_handover_told")
