"""Where each power of the list is exercised on the desk: the pages, for who reads the list.

Serves the page of a power. Kinds of matters name their power in content; the other nouns stand in the table
below. A power of a city's own list that nothing here exercises has no link, and the page says so.
"""

from typing import Any

from django.urls import reverse

from hengjian.core.wording import said
from hengjian.domain.supervision.matters.kinds import all_kinds

_FINDINGS = (said("问题线索", "Findings"), "desk:findings")
_LEADS = (said("监督线索", "Leads"), "desk:leads")
_ORDERS = (said("交办督办", "Orders"), "desk:orders")
_CASES = (said("监督案件", "Cases"), "desk:cases")
_PAPERS = (said("监督文书", "Papers"), "desk:papers")
_MEASURES = (said("案后处理", "Measures"), "desk:measures")
PLACES: dict[str, tuple[tuple[Any, str], ...]] = {
    "subjects": ((said("执法主体名录", "Bodies"), "desk:bodies"), (said("主体公告（公开）", "Public list"), "desk:subjects")),
    "officers": (
        (said("执法人员名录", "Officers"), "desk:officers"), (said("执法证件台账", "Certificates"), "desk:certificates"),
    ),
    "information": ((said("数据报送", "Submissions"), "desk:submissions"), (said("各月报送情况", "Months"), "desk:months")),
    "responsibility": ((said("权责事项台账", "Items"), "desk:items"),),
    "disclosure": (_FINDINGS,),
    "recording": (_FINDINGS,),
    "legal_review": (_FINDINGS,),
    "discretion": ((said("裁量阶次台账", "Discretion"), "desk:discretion"), _FINDINGS),
    "entrustment": ((said("下放与委托台账", "Delegations"), "desk:delegations"),),
    "delegation": ((said("下放与委托台账", "Delegations"), "desk:delegations"),),
    "inspections": (_FINDINGS,),
    "daily": (_FINDINGS, _LEADS),
    "complaints": (_LEADS,),
    "hotline": (_LEADS, _ORDERS),
    "cases": (_LEADS, _CASES),
    "instruments": (_PAPERS,),
    "review": (_CASES,),
    "modes": ((said("指定、提级、协同", "Modes"), "desk:modes"), _CASES),
    "talks": (_MEASURES, (said("典型案例", "Typical cases"), "desk:typical_cases"), _PAPERS),
    "assessment": ((said("各机关评价次数", "Assessments by body"), "desk:assessments"),),
    "statistics": ((said("报表任务", "Report tasks"), "desk:reports"),),
    "linkage": (_LEADS, _MEASURES),
    "accountability": (_MEASURES, _CASES),
}  # fmt: skip
"""Code of a power → pages without a number in their address."""


def where(code: str) -> list[tuple[str, str]]:
    """Words and address of each page on which the power is exercised; its matters first."""
    matters = reverse("desk:matters")
    found = [(one.title, f"{matters}?kind={one.code}") for one in all_kinds() if one.power == code]
    found += [(str(words), reverse(page)) for words, page in PLACES.get(code, ())]
    return found
