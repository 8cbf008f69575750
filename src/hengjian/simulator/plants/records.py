"""Plants about the record of the whole process: L01, L06, L08, and of remedies untold: M07.

Serves the truth about stages of a case of which nothing was written down or kept. It asks only
whether a stage has a record, never what the record should look like.
"""

from hengjian.simulator.batch import Batch
from hengjian.simulator.days import NONE, Ints
from hengjian.simulator.plants.plant import BREAKS, EXEMPT, NEAR, plant


def _erase(b: Batch, rows: Ints, *steps: str) -> None:
    """Nothing is written of these steps; all others stay where they are."""

    def change() -> None:
        for step in steps:
            b.day[step][rows] = NONE

    b.finish(change)


@plant("L01", BREAKS, "ordinary", "调查取证没有任何记录")
def no_record_of_the_inquiry(b: Batch, rows: Ints) -> None:
    """罚§47: 对…调查取证…进行全过程记录; of this stage nothing is left."""
    _erase(b, rows, "card_at_site", "site_examined", "card_at_inquiry", "inquired",
           "investigation_ended")  # fmt: skip


@plant("L01", BREAKS, "ordinary", "立案没有任何记录")
def no_record_of_the_start(b: Batch, rows: Ints) -> None:
    """罚§47: 启动 is a stage to be recorded; nothing is left that 黑程§16 could be asked of."""
    _erase(b, rows, "clue_received", "clue_checked", "filing_approved", "filed")


@plant("L01", BREAKS, "ordinary", "决定书送达没有任何记录", also=("G01",))
def no_record_of_the_service(b: Batch, rows: Ints) -> None:
    """罚§47: 送达 is a stage to be recorded; for the record it never happened (§61)."""
    _erase(b, rows, "announced", "card_at_service", "served")


@plant("L01", BREAKS, "ordinary", "结案一年以上仍未归档保存", unarchived=True)
def never_archived(b: Batch, rows: Ints) -> None:
    """罚§47: 归档保存; the case was closed long ago and its papers are nowhere."""


@plant("L01", NEAR, "ordinary", "没有调查终结报告，但有现场勘验和询问记录")
def some_record_of_the_inquiry(b: Batch, rows: Ints) -> None:
    """罚§47: the stage has its record; which papers it consists of is another question."""
    _erase(b, rows, "investigation_ended")


@plant(
    "L01",
    NEAR,
    "ordinary",
    "案件正在办理，后续阶段尚未到来",
    since="2026-10-08",
    until="2026-10-23",
)
def still_running(b: Batch, rows: Ints) -> None:
    """罚§47: a stage that has not come yet cannot lack its record."""


@plant("L01", EXEMPT, "simple", "简易程序当场完成，没有单独的立案、审核阶段")
def on_the_spot(b: Batch, rows: Ints) -> None:
    """罚§51, 52: the stages of the ordinary procedure do not exist here."""


@plant("L06", NEAR, "ordinary", "结案四十五日后归档，三十日的说法没有查到出处，仅供参考")
def archived_slowly(b: Batch, rows: Ints) -> None:
    """罚§47 asks to keep the papers; how soon they go to the archive was read in no norm."""
    b.delay["archive"][rows] = 45


@plant("L08", NEAR, "ordinary", "重大处罚决定没有报送备案，只有外省规定要求，仅供参考", major=True)
def not_reported_above(b: Batch, rows: Ints) -> None:
    """四川§36, 辽宁§16, 江西§13, 天津§14 want major decisions filed; here nobody does."""


@plant("M07", BREAKS, "ordinary", "处罚决定书完全没有告知救济途径，复议和起诉期限最长延至一年",
       also=("F09",))  # fmt: skip
def remedies_untold(b: Batch, rows: Ints) -> None:
    """复§20.3, 解释§64: 最长不得超过一年; what is missing is an item of 罚§59, not a wrong one."""
    b.leave_out(rows, "决定01", "remedies", "reconsideration_term", "lawsuit_term", "either_route")


@plant("M07", NEAR, "ordinary", "处罚决定书写明复议、诉讼的途径和期限，期限不延长")
def remedies_told(b: Batch, rows: Ints) -> None:
    """复§20.1, 诉§46: whoever was told has sixty days and six months."""
