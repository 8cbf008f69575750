"""Plants about what an inspection leaves behind: K09, K10, K11, K13.

Serves the truth about notices and records that are not there, draws that never happened, results that
stayed hidden, plans that nobody made, and visits without a code.
"""

from typing import Any

import numpy as np

from hengjian.simulator.batch import Batch
from hengjian.simulator.days import Ints
from hengjian.simulator.plants.plant import BREAKS, EXEMPT, NEAR, plant

_SINCE_CODES: dict[str, Any] = {"since": "2025-04-21", "until": "2026-08-28"}
"""The ministry explained scanning on 18 April 2025."""
_SINCE_2025: dict[str, Any] = {"since": "2025-02-05", "until": "2026-08-28"}
_UNPLANNED: dict[str, Any] = {"subject": "body_year", "body": "unplanned"}


@plant("K09", BREAKS, "inspection", "检查没有制作检查通知书", **_SINCE_2025)
def no_notice(b: Batch, rows: Ints) -> None:
    """司法部行政检查文书格式, 54号: 检查必审批、必通知; 1999年规定§8."""
    b.leave_out(rows, "检通01")
    b.drop(rows, "inspection_notified")


@plant("K09", BREAKS, "inspection", "检查没有制作现场检查笔录", **_SINCE_2025)
def no_record(b: Batch, rows: Ints) -> None:
    """司法部行政检查文书格式, 54号: 现场检查笔录 is one of the papers of every visit."""
    b.leave_out(rows, "检查01")


@plant(
    "K09", BREAKS, "inspection", "现场检查笔录没有当事人签名，也没有注明拒绝的情况", **_SINCE_2025
)
def record_unsigned(b: Batch, rows: Ints) -> None:
    """黑程§19: signed by the party, or the refusal noted."""
    b.leave_out(rows, "检查01", "party_signed")


@plant(
    "K09", NEAR, "inspection", "当事人拒绝在笔录上签名，已注明并录像", refused=True, **_SINCE_2025
)
def refusal_noted(b: Batch, rows: Ints) -> None:
    """黑程§19: 拒绝签名…采取录像…方式予以记录，在笔录上注明情况."""


@plant("K09", NEAR, "inspection", "检查当日送达检查通知书后实施检查", **_SINCE_2025)
def noticed_the_same_day(b: Batch, rows: Ints) -> None:
    """1999年规定§8: 进行经济检查时，应当出具检查通知书; at the door is in time."""
    b.quick(rows, "visit")


@plant("K09", NEAR, "inspection", "该机关不报送文书，没有通知书的记录不等于没有制作", narrow=0,
       **_SINCE_2025)  # fmt: skip
def papers_not_reported(b: Batch, rows: Ints) -> None:
    """54号: the body reports no papers at all, so a missing one proves nothing."""


@plant("K10", BREAKS, "inspection", "双随机抽查没有抽取检查对象和人员的记录")
def never_drawn(b: Batch, rows: Ints) -> None:
    """营商§54, 黑程§42.2: 随机抽取检查对象、随机选派执法人员; nobody can show a draw."""
    b.drop(rows, "drawn")


@plant("K10", BREAKS, "inspection", "双随机抽查结果没有公开")
def result_hidden(b: Batch, rows: Ints) -> None:
    """营商§54: 抽查事项及查处结果及时向社会公开."""
    closed = b.days.add(b.day["inspected"][rows], 8)
    b.drop(rows, "result_published")
    b.pin("published", rows, closed)
    b.pin("closed", rows, closed)


@plant("K10", NEAR, "inspection", "检查当日先抽取、后检查")
def drawn_the_same_day(b: Batch, rows: Ints) -> None:
    """营商§54: drawn before the visit, be it hours."""
    b.quick(rows, "approve", "visit")


@plant("K10", NEAR, "inspection", "五个工作日前检查，结果尚未公开", since="2026-10-08",
       until="2026-10-16")  # fmt: skip
def result_not_yet_due(b: Batch, rows: Ints) -> None:
    """营商§54: 及时 has not passed within a week."""
    b.quick(rows, "approve", "visit")
    b.restart(rows, b.days.back(np.full(len(rows), b.registry.as_of), 5))
    b.delay["publish"][rows] = 10


@plant("K10", EXEMPT, "inspection", "根据投诉举报实施的个案检查，不需要抽取", kind="individual")
def upon_complaint(b: Batch, rows: Ints) -> None:
    """营商§54.2: 对通过投诉举报…等发现的问题，应当有针对性地进行检查."""


@plant("K10", EXEMPT, "inspection", "直接涉及公共安全的重点领域实行全覆盖监管", undrawn=True,
       sector=("emergency",))  # fmt: skip
def full_coverage(b: Batch, rows: Ints) -> None:
    """营商§54: 除直接涉及公共安全和人民群众生命健康等特殊行业、重点领域外."""


@plant("K11", BREAKS, "inspection", "2024年没有制定公布年度检查计划", since="2024-02-05",
       until="2024-10-25", **_UNPLANNED)  # fmt: skip
def no_plan(b: Batch, rows: Ints) -> None:
    """黑程§42.1: 应当制定和公布年度行政执法检查工作计划; this body has none for 2024."""


@plant("K11", NEAR, "inspection", "2025年年初公布年度检查计划", since="2025-04-01",
       until="2025-10-24", **_UNPLANNED)  # fmt: skip
def plan_published(b: Batch, rows: Ints) -> None:
    """黑程§42.1: the plan of the year was published in its first months."""


@plant("K13", BREAKS, "inspection", "入企检查没有扫码或者亮码记录", **_SINCE_CODES)
def not_scanned(b: Batch, rows: Ints) -> None:
    """54号, 司法部解答: 推行扫码入企; every visit leaves its record."""
    b.drop(rows, "code_scanned")


@plant(
    "K13", BREAKS, "inspection", "以督导名义进入企业，没有扫码记录", also=("K08",), **_SINCE_CODES
)
def supervision_not_scanned(b: Batch, rows: Ints) -> None:
    """54号, 司法部解答: 观摩、督导也要记录; inspecting in that name is forbidden besides."""
    b.drop(rows, "code_scanned")
    b.mark(rows, "disguised_inspection")


@plant("K13", NEAR, "inspection", "进门前扫码，随后检查", **_SINCE_CODES)
def scanned_at_the_door(b: Batch, rows: Ints) -> None:
    """54号: scanned minutes before the visit began."""


@plant("K13", NEAR, "inspection", "2023年的检查没有扫码，当时尚无此要求", since="2023-03-01",
       until="2023-10-27")  # fmt: skip
def before_the_code(b: Batch, rows: Ints) -> None:
    """54号 is of the end of 2024; a visit of 2023 could not follow it."""
    b.drop(rows, "code_scanned")


@plant("K13", NEAR, "inspection", "该机关不报送扫码记录，没有记录不等于没有扫码", narrow=0,
       **_SINCE_CODES)  # fmt: skip
def scanning_not_reported(b: Batch, rows: Ints) -> None:
    """54号: the body's coverage does not name this activity, so its absence proves nothing."""


@plant("K13", EXEMPT, "inspection", "非现场书面核查，没有进入企业", **_SINCE_2025)
def on_paper(b: Batch, rows: Ints) -> None:
    """54号: 能书面核查…的，不得入企现场检查; nobody entered, so nothing was scanned."""
    b.drop(rows, "code_scanned")
    b.mode.setdefault("inspected", np.full(b.size, "on_site", dtype="U10"))[rows] = "remote"
