"""Plants about how inspectors behave: K08, K16, K17.

Serves the truth about the five bans of 国办发〔2024〕54号 and about shutting whole areas. That a visit
must not be the price of a permit is only said by other cities' plans, and is no finding here.
"""

from typing import Any

from hengjian.simulator.batch import Batch
from hengjian.simulator.days import Ints
from hengjian.simulator.plants.plant import BREAKS, EXEMPT, NEAR, plant

_SINCE_2025: dict[str, Any] = {"since": "2025-02-05", "until": "2026-08-28"}


@plant("K08", BREAKS, "inspection", "检查人员接受被检查企业宴请馈赠", **_SINCE_2025)
def favour_taken(b: Batch, rows: Ints) -> None:
    """54号 ①②, 1999年规定§11, 许§63: 不得接受…任何馈赠、报酬、福利待遇…宴请."""
    b.mark(rows, "favour_taken")


@plant("K08", BREAKS, "inspection", "借检查指定企业接受中介服务并收费", **_SINCE_2025)
def fee_taken(b: Batch, rows: Ints) -> None:
    """54号 ③④: neither costs passed on to the enterprise nor an agent forced upon it."""
    b.mark(rows, "inspection_fee")


@plant("K08", BREAKS, "inspection", "按上级下达的检查指标实施检查", **_SINCE_2025)
def quota(b: Batch, rows: Ints) -> None:
    """54号 ⑦: 严禁下达检查指标."""
    b.mark(rows, "inspection_quota")


@plant("K08", BREAKS, "inspection", "以观摩考察名义变相检查", **_SINCE_2025)
def disguised(b: Batch, rows: Ints) -> None:
    """54号 ⑧: 不得以观摩、督导、考察等名义行检查之实."""
    b.mark(rows, "disguised_inspection")


@plant("K08", BREAKS, "inspection", "对一个行业开展运动式检查", **_SINCE_2025)
def campaign(b: Batch, rows: Ints) -> None:
    """54号: 乱检查 in waves disturbs business as much as any of the eight."""
    b.mark(rows, "campaign_inspection")


@plant("K08", NEAR, "inspection", "上级部署的专项检查，没有五个严禁的情形", kind="special",
       by_superior=True, **_SINCE_2025)  # fmt: skip
def ordered_and_proper(b: Batch, rows: Ints) -> None:
    """54号: a special inspection that was ordered is neither a campaign nor a quota."""


@plant(
    "K08", NEAR, "inspection", "应企业申请实施的检查，没有收费", kind="individual", **_SINCE_2025
)
def on_request(b: Batch, rows: Ints) -> None:
    """54号: the enterprise asked for it and paid nothing."""
    b.mark(rows, "on_request")


@plant("K16", NEAR, "inspection", "以入企检查作为享受优惠的前置条件，只有外地文件禁止，仅供参考",
       **_SINCE_2025)  # fmt: skip
def precondition(b: Batch, rows: Ints) -> None:
    """54号 itself does not say so; the plans of 聊城 and 四平 bind only there."""
    b.mark(rows, "inspection_as_precondition")


@plant("K17", BREAKS, "inspection", "要求区域内同行业普遍停产停业", kind="special")
def shut_down(b: Batch, rows: Ints) -> None:
    """营商§59.2: 不得在相关区域采取要求相关行业、领域的市场主体普遍停产、停业的措施."""
    b.mark(rows, "blanket_shutdown")


@plant(
    "K17", NEAR, "inspection", "专项整治中只对查出问题的企业责令改正", kind="special", problem=True
)
def only_those_at_fault(b: Batch, rows: Ints) -> None:
    """营商§59.2 forbids what hits everybody, not what hits whoever is at fault."""


@plant("K17", EXEMPT, "inspection", "因重大安全事故经批准要求停产停业", kind="special")
def shut_down_with_approval(b: Batch, rows: Ints) -> None:
    """营商§59.2: 除涉及人民群众生命安全、发生重特大事故…并报经有权机关批准外."""
    b.mark(rows, "blanket_shutdown", "shutdown_approved")
