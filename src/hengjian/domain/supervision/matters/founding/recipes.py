"""What the demo's matters say and how far each came. All of it is invented."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any


@dataclass(frozen=True)
class Taken:
    """A step, by whom of the cast, so many days after the one before."""

    code: str
    by: str
    after: int = 2
    given: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Recipe:
    """A matter that was opened ``days`` ago, and its steps; ``papers``: of which steps there is one, and how
    far it came."""

    kind: str
    days: int
    given: dict[str, Any]
    steps: tuple[Taken, ...] = ()
    papers: dict[str, str] = field(default_factory=dict)


def _in(days: int) -> timedelta:
    return timedelta(days=days)


H, H2, C, B = "first", "second", "head", "clerk"
_SUBJECT = {
    "kind": "行政机关", "papers": "三定规定第三条：负责市场监督管理执法。（模拟）",
    "items": "登记注册、食品安全、价格监督检查的行政处罚和行政检查。",
}  # fmt: skip
_EXAMINED = Taken("examine", H, 4, {
    "officers": "三十二人持有行政执法证", "examined": "依据有效，人员和设施符合条件。", "proposal": "拟确认",
})  # fmt: skip
_FILED = Taken("examine", H, 5, {
    "examined": "条件、事项、权限、期限、监督方式和公布情况。", "outcome": "准予备案",
})  # fmt: skip
_LEAVE = {
    "to_body": "{entrusted}", "item": "{item0}", "document": "《行政执法委托书》（北市监委〔2026〕模拟3号）",
    "scope": "委托实施日常检查和现场取证，不含作出处罚决定。", "valid_from": _in(0), "valid_to": _in(700),
}  # fmt: skip
_DISPUTE = {
    "matter": "集贸市场占道经营由谁处罚", "form": "职权", "bodies": ["{body}", "{other}"],
    "facts": "同一摊点两个机关先后检查，都认为应由对方处罚。", "position": "按权责清单应由城市管理执法机关处罚。",
}  # fmt: skip
_COMPLAINT = {
    "body": "{body}", "form": "执法程序", "way": "窗口", "received_on": _in(0),
    "summary": "反映现场检查没有出示执法证件，也没有留下检查记录。", "person": "模拟投诉人", "phone": "000-0000",
    "own_words": "他们进门就查，什么也没给我看。（模拟）",
}  # fmt: skip
_LOST = {
    "body": "{body}", "form": "行政复议", "number": "北政复决〔2026〕模拟7号", "outcome": "撤销",
    "decided_on": _in(-6), "reasons": "没有告知陈述申辩的权利，程序违法。",
}  # fmt: skip
_REVIEW = {
    "round": "下半年案卷评查", "scope": "行政处罚普通程序案卷。", "standard": "行政执法案卷评查标准（模拟）",
    "bodies": ["{body}", "{other}", "{third}"], "from_day": _in(-400), "to_day": _in(-1), "each": 3,
    "hand_in_by": _in(10),
}  # fmt: skip
_SCORES = [
    {"name": "三项制度", "full": 20, "score": 18, "reason": "两件决定没有按期公示"},
    {"name": "案卷评查", "full": 20, "score": 16, "reason": "平均得分八十二"},
    {"name": "文书整改", "full": 20, "score": 20},
    {"name": "其他", "full": 40, "score": 35},
]
_ASSESSED = {"body": "{body}", "form": "季度评价", "items": _SCORES, "score": 89, "grade": "良好"}
_TOLD = {"told_score": 89, "told_grade": "良好", "reasons": "公示和案卷质量扣分。"}
_TRAINING = {
    "subject": "新进执法人员资格考试（模拟）", "form": "资格考试", "bodies": ["{body}", "{other}"],
    "who": "新进和转岗的执法人员。", "held_on": _in(12), "place": "县司法局三楼会议室",
    "content": "公共法律知识、执法程序、案卷制作。", "enrol_by": _in(8),
}  # fmt: skip
_CHECKED = [
    {"officer": "{officer0}", "training": 64, "exam": "89"},
    {"officer": "{officer1}", "training": 32, "exam": "缺考"},
    {"officer": "{officer2}", "training": 60, "exam": "92"},
]

RECIPES: tuple[Recipe, ...] = (
    Recipe("subject", 60, {"reason": "变更", **_SUBJECT}, (
        _EXAMINED,
        Taken("submit", C, 3, {"bureau_opinion": "同意，提请县人民政府确认。"}),
        Taken("confirm", H, 9, {"confirmation": "北政发〔2026〕模拟11号", "confirmed_on": _in(-1)}),
        Taken("announce", H, 4, {"announced_on": _in(0), "announced_at": "县政府门户网站"}),
    )),
    Recipe("subject", 9, {"reason": "年度清理", **_SUBJECT}, (_EXAMINED,)),
    Recipe("certificate", 40, {
        "form": "换证", "officer": "{holder}", "certificate": "{card}", "post": "执法一队队员",
        "exam": "本年度培训六十四学时，考核合格。",
    }, (
        Taken("examine", H, 5, {"examined": "材料齐全，考核合格，拟同意换证。"}),
        Taken("approve", C, 2, {"bureau_opinion": "同意。"}),
    )),
    Recipe("certificate", 3, {
        "form": "新领", "officer": "{officer3}", "post": "执法二队队员", "exam": "资格考试八十六分。",
    }),
    Recipe("yearly_check", 30, {"year": 2025, "officers": _CHECKED, "body_opinion": "情况属实。"}, (
        Taken("check", H, 6, {"checked": [
            {"officer": "{officer0}", "result": "合格"},
            {"officer": "{officer1}", "result": "暂缓", "why": "补考后再审"},
            {"officer": "{officer2}", "result": "合格"},
        ]}),
        Taken("confirm", C, 2, {"bureau_opinion": "同意审验意见。"}),
    )),
    Recipe("training", 5, _TRAINING, (Taken("notify", H, 1),)),
    Recipe("entrustment", 50, _LEAVE, (
        _FILED, Taken("file", C, 2, {"opinions": "委托书载明的事项、权限、期限符合规定，准予备案。"}),
    )),
    Recipe("entrustment", 16, {**_LEAVE, "item": "{item1}"}, (
        _FILED, Taken("ask_correction", C, 2, {"opinions": "没有载明监督方式，请补充后重新报送。"}),
    )),
    Recipe("major_decision", 45, {
        "form": "重大行政处罚", "decision": "北市监罚〔2026〕模拟18号", "decided_on": _in(-10),
        "gist": "对一家食品生产企业罚款三十万元，责令停产停业。", "reviewed": True,
    }, (
        Taken("review", H, 12, {
            "examined": "主体、权限、证据、依据、程序、裁量。", "outcome": "提出意见",
            "opinions": "听证告知书没有载明听证的期限。",
        }),
        Taken("give_opinion", C, 3, {"demands": "规范听证告知文书，报告处理情况。"}),
        Taken("reply", B, 8, {"measures": "已修改文书样式并组织学习。"}),
    )),
    Recipe("major_decision", 6, {
        "form": "重大行政强制", "decision": "北市监强〔2026〕模拟4号", "decided_on": _in(-8),
        "gist": "查封一处未经许可的生产场所。", "reviewed": True,
    }),
    Recipe("discretion", 22, {
        "document": "《市场监督管理裁量基准（2026年修订）》", "made_on": _in(-20), "published_on": _in(-12),
        "items": [{"item": "{item0}", "note": "轻微、一般、较重、严重四阶"}],
    }, (Taken("examine", H, 7, {"examined": "幅度和阶次。", "outcome": "准予备案"}),)),
    Recipe("dispute", 35, _DISPUTE, (
        Taken("accept", H, 3, {"meanwhile": "除保护公共安全外，各方不单方处罚。"}),
        Taken("state", B, 5, {"view": "占道经营的处罚权已经划转。"}),
        Taken("go_on", H, 8, {"note": "另一机关当面说明，没有提交书面意见。"}),
        Taken("meet", H, 3, {"met_on": _in(0), "present": "双方分管负责人", "consulted": "双方同意按市场内外划分。"}),
        Taken("propose", H, 3, {
            "findings": "市场以内由市场监管机关管理，以外由城管机关处罚。", "basis": "行政处罚法第二十五条",
            "opinion": "按市场围墙内外划分，线索互相移送。", "agreed": True,
        }),
        Taken("issue", C, 2, {"decided": "双方同意，按协调意见执行。"}),
    ), {"issue": "served"}),
    Recipe("dispute", 7, {**_DISPUTE, "matter": "夜间施工噪声由谁检查"}, (Taken("accept", H, 2),)),
    Recipe("complaint", 30, _COMPLAINT, (
        Taken("accept", H, 3, {"note": "属于本机关职权，予以受理。"}),
        Taken("ask_body", H, 2, {"told": "反映现场检查没有出示证件。", "asks": "检查人员、证件和记录。"}),
        Taken("explain", B, 6, {"explanation": "当日两名人员持证检查，记录仪录像附后。"}),
        Taken("verify", H, 4, {"findings": "录像显示进门时没有出示证件，后补出示。", "outcome": "部分属实"}),
        Taken("decide", C, 2, {"result": "责令改正，对检查人员批评教育。"}),
        Taken("answer", H, 2, {"answered_on": _in(0), "answered_by": "电话"}),
    )),
    Recipe("complaint", 12, {**_COMPLAINT, "form": "不作为", "summary": "反映举报后长期没有答复。"}, (
        Taken("accept", H, 3, {"note": "予以受理。"}),
        Taken("ask_body", H, 2, {"told": "反映一件举报没有答复。", "asks": "举报的办理情况。"}),
    )),
    Recipe("complaint", 2, {**_COMPLAINT, "form": "乱收费", "summary": "反映检查后被要求购买指定产品。"}),
    Recipe("campaign", 20, {
        "subject": "冬季安全生产执法专项监督（模拟）", "aims": "督促各机关依法检查、不重复检查。",
        "scope": "应急、市场监管、城市管理领域。", "bodies": ["{body}", "{other}", "{third}"],
        "begins_on": _in(0), "self_check_by": _in(25), "ends_on": _in(60), "group": "县司法局牵头。",
    }, (
        Taken("approve", C, 2, {"bureau_opinion": "同意方案。"}),
        Taken("notify", H, 1, {"demands": "按期报送自查报告。"}),
        Taken("self_check", B, 9, {
            "checked_number": 46, "problems_number": 3, "self_checked": "三次检查没有扫码，已补录并批评教育。",
        }),
    )),
    Recipe("invited_task", 25, {
        "task": "办事大厅执法窗口体验", "invited": "{invited}", "what": "看公示栏、一次性告知和文书送达。",
        "place": "县政务服务大厅", "due": _in(10),
    }, (
        Taken("report", "invited", 7, {"seen_on": _in(-1), "seen_what": "公示栏齐全，窗口没有出示权责清单。", "problem": True}),
        Taken("thank", H, 3, {"used": "采用", "thanks": "已转有关机关改进，感谢您的监督。"}),
    )),
    Recipe("invited_task", 4, {
        "task": "随访两家被检查企业", "invited": "{invited}", "what": "是否扫码、是否重复检查。",
        "place": "镇工业园区", "due": _in(12),
    }),
    Recipe("dossier_review", 38, _REVIEW, (
        Taken("draw", H, 1, {"seed": "20261024-模拟"}),
        Taken("notify", H, 1, {"sampling": "按种子随机抽取，可以复算。"}),
        Taken("hand_in", B, 6, {"handed_in": "三卷已全部送到。"}),
        Taken("go_on", H, 4, {"note": "其余机关已当面送卷。"}),
    ), {"notify": "check"}),
    Recipe("dossier_review", 6, {**_REVIEW, "round": "乡镇赋权事项案卷评查"}),
    Recipe("assessment", 48, {**_ASSESSED, "year": "{year}", "quarter": "第二季度"}, (
        Taken("tell", C, 3, _TOLD),
        Taken("confirm", C, 20, {"used": "计入年度法治政府建设考核。"}),
    )),
    Recipe("assessment", 14, {**_ASSESSED, "year": "{year}", "quarter": "第三季度"}, (
        Taken("tell", C, 2, _TOLD),
        Taken("object", B, 5, {"objection": "公示迟延两件系平台故障，附情况说明。"}),
    )),
    Recipe("lost_case", 18, _LOST, (
        Taken("feed_back", B, 10, {"causes": "承办人没有使用规定的告知文书。", "measures": "重新作出处理，修改文书样式。"}),
    )),
    Recipe("lost_case", 5, {**_LOST, "form": "行政诉讼一审", "number": "（2026）模拟行初21号", "outcome": "确认违法"}),
)  # fmt: skip
