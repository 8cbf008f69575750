"""The data standard `hengjian/1`: its tables, their fields, their keys. The only declaration.

From it come validation, `docs/standard.md`, the JSON schema and the empty Excel workbook. Classes
follow the national resource library (国办发〔2018〕118号（十六）): subjects, power lists, cases,
supervision, statistics.
"""

from hengjian.standard.fields import Field, Kind, Table

STANDARD = "hengjian/1"

ID, TEXT, CODE, CODES, IDS = Kind.ID, Kind.TEXT, Kind.CODE, Kind.CODES, Kind.IDS
DATE, MOMENT, MONEY = Kind.DATE, Kind.MOMENT, Kind.MONEY
NUMBER, INTEGER, BOOLEAN = Kind.NUMBER, Kind.INTEGER, Kind.BOOLEAN


def _body(doc: str = "机关编号，与 bodies 表一致") -> Field:
    return Field("body_id", ID, "机关编号", doc, required=True, refers="bodies", example="B001")


def _case(required: bool = True) -> Field:
    return Field(
        "case_id",
        ID,
        "案件编号",
        "同一机关内不重复的编号，可用立案号",
        required=required,
        example="C2024-0001",
    )


BODIES = Table(
    "bodies",
    "执法主体",
    "有权执法的机关和组织，以及名义上执法的其他组织。",
    ("body_id",),
    (
        Field("body_id", ID, "机关编号", "本批数据内不重复", required=True, example="B001"),
        Field("name", TEXT, "名称", "机关全称", required=True, example="临江县市场监督管理局"),
        Field("uscc", Kind.USCC, "统一社会信用代码", "18 位，末位为校验码"),
        Field("kind", CODE, "主体类型", "执法主体的法律地位", required=True, codes="body_kinds"),
        Field("level", CODE, "层级", "所属政府的层级", required=True, codes="levels"),
        Field("division", ID, "区划代码", "所在行政区划代码，2 至 12 位", example="990101"),
        Field("sector", CODE, "执法领域", "决定适用哪一部门的程序规定", codes="sectors"),
        Field("parent_id", ID, "上级机关编号", "委托、派出关系中的上级机关", refers="bodies"),
        Field("management", CODE, "管理体制", "属地、双重或者垂直", codes="management"),
        Field("qualified_from", DATE, "主体资格起", "经确认并公告的执法主体资格自何日起"),
        Field("qualified_to", DATE, "主体资格止", "空表示仍有资格"),
        Field("confirmation", TEXT, "确认公告文号", "主体资格确认并公告的文件"),
    ),
)

OFFICERS = Table(
    "officers",
    "人员",
    "执法、审核、辅助和监督人员。",
    ("officer_id",),
    (
        Field("officer_id", ID, "人员编号", "本批数据内不重复", required=True, example="P001"),
        _body("所在机关的编号"),
        Field("name", TEXT, "姓名", "可脱敏", personal=True),
        Field("kind", CODE, "人员类型", "在本机关的身份", required=True, codes="person_kinds"),
        Field("legal_qualification", BOOLEAN, "法律职业资格", "是否取得法律职业资格（罚§58）"),
        Field("reviewer_since", DATE, "初次从事法制审核日期", "审核人员填写"),
        Field("exam_passed_on", DATE, "资格考试通过日期", "执法或者监督资格考试"),
        Field("employed_from", DATE, "到岗日期", "在本机关任职起"),
        Field("employed_to", DATE, "离岗日期", "空表示在岗"),
    ),
)

CERTIFICATES = Table(
    "certificates",
    "执法证件",
    "人员所持证件及其有效、暂扣的起止。",
    ("cert_no",),
    (
        Field("cert_no", ID, "证件号", "证件编号", required=True, example="23990001"),
        Field(
            "officer_id", ID, "人员编号", "持证人", required=True, refers="officers", example="P001"
        ),
        Field("kind", CODE, "证件类型", "执法证或者监督证", codes="certificate_kinds"),
        Field("sector", CODE, "执法领域", "证件载明的领域", codes="sectors"),
        Field("division", ID, "执法区域", "证件载明的区划代码"),
        Field("valid_from", DATE, "有效期起", "含当日", required=True, example="2022-01-01"),
        Field("valid_to", DATE, "有效期止", "含当日", required=True, example="2026-12-31"),
        Field("suspended_from", DATE, "暂扣起", "含当日"),
        Field("suspended_to", DATE, "暂扣止", "空且有暂扣起，表示仍在暂扣"),
        Field("suspension_told_on", DATE, "暂扣告知日期", "暂扣决定告知所在单位和发证机关之日"),
        Field("withdrawn_on", DATE, "收回注销日期", "自该日起失效"),
    ),
)

TRAINING = Table(
    "training",
    "培训",
    "人员每年参加的执法培训。",
    ("officer_id", "year"),
    (
        Field(
            "officer_id",
            ID,
            "人员编号",
            "参训人员",
            required=True,
            refers="officers",
            example="P001",
        ),
        Field("year", INTEGER, "年度", "如 2024", required=True, example="2024"),
        Field("hours", NUMBER, "学时", "全年累计学时"),
    ),
)

ITEMS = Table(
    "items",
    "权责事项",
    "处罚、许可、强制、检查等事项及其依据。",
    ("item_id",),
    (
        Field("item_id", ID, "事项编码", "本批数据内不重复", required=True, example="I001"),
        Field("name", TEXT, "事项名称", "如“对……的处罚”", required=True),
        Field("kind", CODE, "事项类型", "十类之一", required=True, codes="item_kinds"),
        Field("body_id", ID, "实施机关编号", "空表示多家共用", refers="bodies"),
        Field("basis", TEXT, "依据", "设定该事项的规范名称和条款"),
        Field("basis_level", CODE, "依据层级", "该依据的效力层级", codes="basis_levels"),
        Field("basis_territory", ID, "依据适用区域", "区划代码；全国为 CN"),
        Field("higher_norm", TEXT, "上位法依据", "作具体规定所依据的上位法；自行设定的留空"),
        Field("in_force_from", DATE, "依据施行日期", "含当日"),
        Field("in_force_to", DATE, "依据失效日期", "空表示仍有效"),
        Field("replaced_by", ID, "取代事项", "依据失效后，由哪一事项的新规定取代", refers="items"),
        Field("still_unlawful", BOOLEAN, "失效后仍属违法", "依据失效后该行为是否仍属违法"),
        Field("basis_published_on", DATE, "依据公布日期", "实施依据向社会公布的日期"),
        Field("penalty_kinds", CODES, "处罚种类", "可以给予的处罚种类", codes="penalty_kinds"),
        Field("measure_kinds", CODES, "强制措施种类", "可以采取的措施", codes="measure_kinds"),
        Field("fine_min", MONEY, "罚款下限", "元；没有下限的留空"),
        Field("fine_max", MONEY, "罚款上限", "元；没有上限的留空"),
        Field("discretion_required", BOOLEAN, "应当细化裁量", "有处罚幅度、应定裁量标准"),
        Field("discretion_made_on", DATE, "裁量标准制定日期", "完成的日期"),
        Field("discretion_published_on", DATE, "裁量标准公布日期", "向社会公布的日期"),
        Field("major", BOOLEAN, "列入重大执法决定目录", "本机关的重大执法决定法制审核目录"),
        Field("listed_from", DATE, "列入公布清单起", "列入权责清单或者检查事项清单"),
        Field("listed_to", DATE, "列入公布清单止", "空表示仍在清单"),
        Field("yearly_cap", INTEGER, "年度检查频次上限", "检查事项：同一企业每年次数上限"),
    ),
)

DISCRETION = Table(
    "discretion",
    "裁量阶次",
    "事项的裁量标准，每阶一行。",
    ("item_id", "tier"),
    (
        Field("item_id", ID, "事项编码", "与 items 表一致", required=True, refers="items"),
        Field("tier", ID, "阶次", "如 轻微、一般、严重", required=True, example="一般"),
        Field("description", TEXT, "适用情形", "何种情形适用本阶次"),
        Field("fine_min", MONEY, "罚款下限", "元"),
        Field("fine_max", MONEY, "罚款上限", "元"),
    ),
)

MONITORING_DEVICES = Table(
    "monitoring_devices",
    "电子技术监控设备",
    "用于收集违法事实的固定监控设备。",
    ("device_id",),
    (
        Field("device_id", ID, "设备编号", "本批数据内不重复", required=True, example="E001"),
        _body("使用设备的机关的编号"),
        Field("place", TEXT, "设置地点", "设备所在的路段或者场所"),
        Field("legally_reviewed_on", DATE, "法制审核日期", "设置前通过法制审核之日"),
        Field("technically_reviewed_on", DATE, "技术审核日期", "设置前通过技术审核之日"),
        Field("site_published_on", DATE, "地点公布日期", "设置地点向社会公布之日"),
        Field("marked", BOOLEAN, "标志明显", "设备处是否设有明显标志"),
    ),
)

DISCLOSURES = Table(
    "disclosures",
    "主动公开",
    "机关主动公开的信息，一次公开一行；决定和检查结果的公开写在 events 表。",
    ("body_id", "kind", "published_on"),
    (
        _body("公开信息的机关的编号"),
        Field("kind", CODE, "公开内容", "公开的是什么", required=True, codes="disclosure_kinds"),
        Field("year", INTEGER, "所属年度", "年报、年度计划等写明年度"),
        Field("formed_on", DATE, "形成或变更日期", "信息形成或者变更之日"),
        Field(
            "published_on", DATE, "公开日期", "向社会公布之日", required=True, example="2024-01-20"
        ),
        Field("withdrawn_on", DATE, "停止公开日期", "空表示仍在公开"),
    ),
)

DELEGATIONS = Table(
    "delegations",
    "下放与委托",
    "赋予乡镇街道的事项和委托其他组织的事项。",
    ("item_id", "to_body"),
    (
        Field("item_id", ID, "事项编码", "与 items 表一致", required=True, refers="items"),
        Field(
            "to_body", ID, "承接机关编号", "承接或者受委托的主体", required=True, refers="bodies"
        ),
        Field("from_body", ID, "原机关编号", "委托或者下放的机关", refers="bodies"),
        Field("route", CODE, "下放方式", "赋权、委托、相对集中或者法定", codes="routes"),
        Field("document", TEXT, "文件", "省政府决定或者委托书的文号"),
        Field("scope", TEXT, "范围和权限", "文件载明的具体事项和权限"),
        Field("valid_from", DATE, "生效日期", "含当日"),
        Field("valid_to", DATE, "截止日期", "空表示长期"),
        Field("published_on", DATE, "公布日期", "向社会公布的日期"),
        Field("last_evaluated_on", DATE, "最近评估日期", "罚§24 的定期评估"),
    ),
)

CASES = Table(
    "cases",
    "案件",
    "一件处罚、许可、强制、检查或者其他执法行为，一件一行。",
    ("body_id", "case_id"),
    (
        _body("办理机关的编号"),
        _case(),
        Field("kind", CODE, "案件类型", "执法行为的种类", required=True, codes="item_kinds"),
        Field("procedure", CODE, "程序", "处罚案件：普通或者简易", codes="procedures"),
        Field("item_id", ID, "事项编码", "与 items 表一致", refers="items"),
        Field("filing_no", TEXT, "立案号", "立案或者受理文号"),
        Field("decision_no", TEXT, "决定书文号", "如 临市监罚〔2024〕1号"),
        Field("party_kind", CODE, "当事人类型", "决定限额和听证标准", codes="party_kinds"),
        Field("party_name", TEXT, "当事人名称", "可脱敏", personal=True),
        Field(
            "party_id", ID, "当事人证件号", "统一社会信用代码或者证件号，可用散列值", personal=True
        ),
        Field("party_birth", DATE, "当事人出生日期", "当事人为公民的", personal=True),
        Field("fact", TEXT, "主要事实", "违法事实或者办理事由摘要", personal=True),
        Field("matter_id", ID, "违法行为标识", "同一违法行为在各机关使用同一标识"),
        Field("place_division", ID, "行为发生地区划", "区划代码"),
        Field("violation_on", DATE, "违法行为发生日期", "连续或者继续的，为开始之日"),
        Field("violation_ended_on", DATE, "违法行为终了日期", "追诉时效自该日起算"),
        Field("found_on", DATE, "发现日期", "机关发现违法行为之日"),
        Field("fine", MONEY, "罚款", "元，两位小数；决定书所载"),
        Field("confiscated", MONEY, "没收金额", "没收违法所得和非法财物，元"),
        Field("illegal_gain", MONEY, "违法所得", "查明的违法所得，元"),
        Field("surcharge", MONEY, "加处罚款", "累计加处数额，元"),
        Field(
            "penalty_kinds", CODES, "处罚种类", "决定给予的处罚，以分号分隔", codes="penalty_kinds"
        ),
        Field("measure_kinds", CODES, "强制措施种类", "实施的强制措施", codes="measure_kinds"),
        Field("enforcement_kinds", CODES, "强制执行方式", "采取的方式", codes="enforcement_kinds"),
        Field("flags", CODES, "案件情形", "影响程序的情形，以分号分隔", codes="flags"),
        Field("evidence_kinds", CODES, "证据种类", "案卷中的证据种类", codes="evidence_kinds"),
        Field(
            "device_id", ID, "监控设备编号", "电子技术监控取证的设备", refers="monitoring_devices"
        ),
        Field("sum_involved", MONEY, "涉案金额", "违法行为涉及的金额，冻结时填写"),
        Field("tier", ID, "裁量阶次", "适用的裁量阶次，与 discretion 表一致"),
        Field("result", CODE, "处理结果", "结案时的处理", codes="results"),
        Field("permit_valid_to", DATE, "许可有效期止", "延续许可的，为原有效期届满日"),
        Field("promised_days", INTEGER, "承诺办理期限", "许可：承诺的工作日数"),
        Field("inspection_kind", CODE, "检查类型", "日常、个案或者专项", codes="inspection_kinds"),
    ),
)

EVENTS = Table(
    "events",
    "活动",
    "案件中发生的每一件事，一事一行。没有发生的事不写；本机关系统是否记录此类事，在 coverage 表说明。",
    ("body_id", "case_id", "seq"),
    (
        _body("办理机关的编号"),
        _case(),
        Field("seq", INTEGER, "序号", "案内序号，从 1 起", required=True, example="1"),
        Field("activity", CODE, "活动", "发生了什么", required=True, codes="activities"),
        Field(
            "moment",
            MOMENT,
            "时间",
            "日期，或者日期和时刻；知道时刻的应写时刻",
            required=True,
            example="2024-03-01 09:30",
        ),
        Field("until", MOMENT, "结束时间", "期间扣除、听证等有起止的活动"),
        Field("officers", IDS, "人员", "实施人员的编号，以分号分隔"),
        Field("doc_no", TEXT, "文书号", "随之制作的文书"),
        Field("mode", CODE, "方式", "送达方式、审核结果、扣除事由等", codes="modes"),
        Field("amount", MONEY, "金额", "元：拟罚款、缴款、加处等"),
        Field("kinds", CODES, "拟处罚种类", "告知书所载", codes="penalty_kinds"),
        Field("days", INTEGER, "日数", "延期的日数"),
        Field("party_present", BOOLEAN, "当事人在场", "宣告、检查时当事人是否在场"),
        Field("note", TEXT, "备注", "其他说明", personal=True),
    ),
)

DOCUMENTS = Table(
    "documents",
    "文书",
    "案卷中的文书及其应有内容。",
    ("body_id", "case_id", "doc_no"),
    (
        _body("办理机关的编号"),
        _case(),
        Field("doc_no", ID, "文书号", "案内不重复", required=True),
        Field("kind", CODE, "文书种类", "是什么文书", required=True, codes="document_kinds"),
        Field("dated_on", DATE, "落款日期", "文书上印的日期"),
        Field("fields", CODES, "载明事项", "文书上写明了哪些内容", codes="document_fields"),
        Field("sha256", Kind.HASH, "散列值", "文书文件的 SHA-256"),
    ),
)

RECORDINGS = Table(
    "recordings",
    "音像记录",
    "执法记录仪等设备的录音录像。",
    ("recording_id",),
    (
        Field("recording_id", ID, "记录编号", "本批数据内不重复", required=True),
        _body("办理机关的编号"),
        _case(required=False),
        Field("activity", CODE, "对应活动", "记录的是哪一项活动", codes="activities"),
        Field("device", ID, "设备编号", "执法记录仪编号"),
        Field("since", MOMENT, "开始时间", "录制开始"),
        Field("until", MOMENT, "结束时间", "录制结束"),
        Field("uploaded", MOMENT, "上传时间", "存入机关存储的时间"),
        Field("gaps", INTEGER, "中断次数", "录制中断的次数"),
        Field("gap_note", TEXT, "中断说明", "中断的原因，语音说明或者书面报告"),
        Field("sha256", Kind.HASH, "散列值", "文件的 SHA-256"),
        Field("checked_sha256", Kind.HASH, "核验散列值", "最近一次核验时文件的 SHA-256"),
        Field("deleted_on", DATE, "删除日期", "空表示仍在保存"),
    ),
)

OUTCOMES = Table(
    "outcomes",
    "复议诉讼",
    "对执法行为的行政复议和行政诉讼。",
    ("outcome_id",),
    (
        Field("outcome_id", ID, "编号", "复议或者诉讼案号", required=True),
        Field("kind", CODE, "类型", "复议或者诉讼", required=True, codes="outcome_kinds"),
        Field("procedure", CODE, "审理程序", "普通或者简易", codes="procedures"),
        _body("被申请人或者被告的编号"),
        _case(required=False),
        Field("copy_received_on", DATE, "收到副本日期", "收到申请书或者起诉状副本之日"),
        Field("answered_on", DATE, "答复答辩日期", "提交答复、证据、依据之日"),
        Field("hearing_on", DATE, "开庭日期", "诉讼：开庭审理之日"),
        Field("leader_present", BOOLEAN, "负责人出庭", "诉讼：行政机关负责人是否出庭"),
        Field("staff_present", BOOLEAN, "工作人员出庭", "诉讼：行政机关是否委托工作人员出庭"),
        Field("absence_explained", BOOLEAN, "不出庭已说明", "负责人不出庭是否已向法院书面说明理由"),
        Field(
            "major", BOOLEAN, "重大案件", "涉及重大公共利益、社会高度关注等，或者法院书面建议出庭"
        ),
        Field("decided_on", DATE, "结果日期", "复议决定或者判决之日"),
        Field("result", CODE, "结果", "复议或者诉讼的结果", codes="outcome_results"),
        Field("reasons", TEXT, "理由摘要", "被纠正的理由"),
        Field("perform_by", DATE, "履行期限", "复议决定、判决、意见书确定的履行期限届满日"),
        Field("performed_on", DATE, "履行日期", "履行完毕之日"),
        Field("feedback_on", DATE, "败诉反馈日期", "向监督机构报送原因分析和整改之日"),
        Field("opinion_received_on", DATE, "收到意见书日期", "收到行政复议意见书、司法建议之日"),
        Field("opinion_answered_on", DATE, "反馈日期", "报送纠正情况之日"),
    ),
)

TICKETS = Table(
    "tickets",
    "热线工单",
    "12345 政务服务便民热线中涉及执法的诉求。",
    ("ticket_id",),
    (
        Field("ticket_id", ID, "工单号", "本批数据内不重复", required=True),
        Field("received", MOMENT, "受理时间", "热线受理", required=True),
        Field("channel", TEXT, "渠道", "电话、网络等"),
        Field("kind", CODE, "诉求性质", "投诉、举报、履职申请等", codes="ticket_kinds"),
        Field("real_name", BOOLEAN, "实名", "是否实名提出"),
        Field("category", TEXT, "分类", "诉求分类"),
        Field("division", ID, "区划代码", "事发地"),
        Field("body_id", ID, "承办机关编号", "派给哪个机关", refers="bodies"),
        Field("text", TEXT, "内容摘要", "脱敏后的内容", personal=True),
        Field("dispatched", MOMENT, "派单时间", "派给承办机关"),
        Field("accepted", MOMENT, "受理决定时间", "作出受理、不予受理或者转送决定"),
        Field("verified", MOMENT, "核查完毕时间", "举报：核查后决定是否立案"),
        Field("told", MOMENT, "结果告知时间", "举报：告知实名举报人是否立案"),
        Field("extended_days", INTEGER, "延长日数", "经批准延长的日数"),
        Field("answered", MOMENT, "答复时间", "答复诉求人"),
        Field("closed", MOMENT, "办结时间", "工单关闭"),
        Field("satisfaction", INTEGER, "满意度", "1 至 5"),
    ),
)

COVERAGE = Table(
    "coverage",
    "报送范围",
    "哪个机关自何日起报送哪些数据。只有在此范围内，“没有记录”才可以作为“没有发生”的依据；"
    "不在范围内的，一律不作判断。",
    ("body_id", "table", "name", "covered_from"),
    (
        Field("body_id", ID, "机关编号", "“*”表示全部机关", required=True, example="*"),
        Field(
            "table",
            TEXT,
            "表",
            "表名，英文或者中文，如 events、活动；“*”表示所有的表",
            required=True,
            example="events",
        ),
        Field(
            "name",
            TEXT,
            "活动或者字段",
            "活动（文书、公开内容）的代码或者名称，或者字段名，以一行一项为宜；“*”表示全部："
            "写上“*”，该表中凡空着的都算没有做",
            required=True,
            example="filed",
        ),
        Field(
            "covered_from",
            DATE,
            "范围起",
            "自该日起的案件都报送",
            required=True,
            example="2021-07-15",
        ),
        Field("covered_to", DATE, "范围止", "报送截至何日；空表示持续报送"),
    ),
)

REPORTS = Table(
    "reports",
    "月度报送",
    "每个机关每月的报送情况：应报、收到、件数、消失的案件、缩减的范围。由网页部分按收到的报送自动填写，各机关不报。",
    ("body_id", "period_from"),
    (
        _body("应当报送的机关的编号"),
        Field("period_from", DATE, "月份起", "所报月份的首日", required=True, example="2026-10-01"),
        Field("period_to", DATE, "月份止", "所报月份的末日", example="2026-10-31"),
        Field("due_on", DATE, "应报日期", "本地规定的最迟报送日期"),
        Field("received_on", DATE, "收到日期", "首次收到该月数据之日；空表示没有收到"),
        Field("cases", INTEGER, "件数", "该月数据所含的案件"),
        Field("cases_before", INTEGER, "此前月均件数", "此前三个月的平均；不足三个月的留空"),
        Field(
            "vanished",
            INTEGER,
            "消失的案件数",
            "以前报过、最近一次全部报送中没有的同月案件；不能判断的留空",
        ),
        Field("vanished_cases", IDS, "消失的案件", "案件编号，前二十件"),
        Field("narrowed", INTEGER, "缩减的范围数", "该月收到的报送比此前少报的表、活动和字段"),
        Field("narrowed_names", TEXT, "缩减的范围", "哪些表、活动和字段"),
    ),
)

TABLES: tuple[Table, ...] = (
    BODIES,
    OFFICERS,
    CERTIFICATES,
    TRAINING,
    ITEMS,
    DISCRETION,
    DELEGATIONS,
    MONITORING_DEVICES,
    DISCLOSURES,
    CASES,
    EVENTS,
    DOCUMENTS,
    RECORDINGS,
    OUTCOMES,
    TICKETS,
    REPORTS,
    COVERAGE,
)

BY_NAME: dict[str, Table] = {table.name: table for table in TABLES}
