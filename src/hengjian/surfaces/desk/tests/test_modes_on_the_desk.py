"""Another mode is asked for on the case's page, decided, handed over and received on the desk; lending too."""

from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse

from hengjian.core import clock
from hengjian.core.people.actions import approve_post
from hengjian.core.people.models import Post
from hengjian.core.tests.small_city import SmallCity
from hengjian.domain.findings.models import Finding
from hengjian.domain.records.models import Record
from hengjian.domain.supervision.cases.models import Case
from hengjian.domain.supervision.lending.models import Lending
from hengjian.domain.supervision.models import Lead
from hengjian.domain.supervision.modes.models import ModeRequest
from hengjian.domain.supervision.modes.tests.little_mode import LittleMode
from hengjian.domain.supervision.modes.workflow import Mode

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
pytestmark = pytest.mark.django_db


@pytest.fixture
def two(small_city: SmallCity) -> LittleMode:
    return LittleMode.ready(small_city)


@pytest.fixture(autouse=True)
def today(two: LittleMode) -> object:
    """The pages' clock stands where the case's does."""
    with patch.object(clock, "now", lambda: two.at):
        yield


def as_(post: Post) -> Client:
    client = Client()
    client.force_login(post.person, backend=BACKEND)
    return client


def read(post: Post, name: str, *keys: object, **asked: Any) -> str:
    return as_(post).get(reverse(f"desk:{name}", args=keys), asked).content.decode()


def send(by: Post, name: str, *keys: object, **data: object) -> str:
    url = reverse(f"desk:{name}", args=keys)
    return as_(by).post(url, data, follow=True).content.decode()


def step(two: LittleMode, by: Post, code: str, **data: object) -> str:
    one = ModeRequest.objects.get()
    return send(
        by, "mode_step", one.pk, code, seen=one.version, words="同意，请按程序办理。", **data
    )


def asked(two: LittleMode, case: Case, mode: Mode = Mode.DESIGNATED, **data: object) -> str:
    case.refresh_from_db()
    given = {"seen": case.version, "reason": "请市局决定。", **data}
    return send(two.little.first, "ask_mode", case.pk, mode.value, **given)


def test_a_case_is_designated_handed_over_and_received(two: LittleMode) -> None:
    case = two.little.opened()
    assert "申请指定监督" in read(two.little.first, "case", case.pk)
    form = read(two.little.first, "ask_mode", case.pk, "designated")
    assert "没有准许或者待决定的回避" in form
    assert "监督证件有效的在岗监督人员 3 名" in form
    page = asked(two, case, said_conflicted="局长与被监督机关负责人是近亲属",
                 target=two.city.bureau_b.pk)  # fmt: skip
    assert "已报示例市司法局决定" in page
    assert "待决定" in page
    assert "等您决定" in read(two.chief, "home")
    assert "作出决定" in read(two.chief, "mode", ModeRequest.objects.get().pk)
    assert "待移交" in step(two, two.chief, "decide", target=two.city.bureau_b.pk)
    assert "待签收" in step(two, two.little.head, "hand_over")
    chosen = {f"handler_{place}": f"{post.pk}:{two.little.cards[post.pk].pk}"
              for place, post in enumerate((two.b, two.b_second))}  # fmt: skip
    assert "签收单" in step(two, two.head_b, "receive", **chosen)
    story = read(two.b, "case", case.pk)
    assert "您的单位正在办理" in story
    assert "案件由甲县司法局移交乙县司法局办理" in story
    assert "张三" in story
    two.little.wait(1)
    two.little.take(case, "notify", by=two.b)
    two.little.take(case, "inquire", by=two.b, words="询问了证人。", inside=True)
    gone = read(two.little.first, "case", case.pk)
    assert "案件由甲县司法局移交乙县司法局办理" in gone
    assert "询问了证人" not in gone
    assert "询问了证人" in read(two.b, "case", case.pk)


def test_who_gets_a_case_reads_the_findings_and_records_behind_it(two: LittleMode) -> None:
    case = two.little.opened()
    record = Record.objects.create(
        body=case.body, case_id="X1", batch=1, bucket=0, on=two.at.date(), kind="penalty",
        received_at=two.at,
    )  # fmt: skip
    told = {"body": case.body, "record": record, "case_id": "X1", "says": "超过期限"}
    one, other = (Finding.objects.create(
        code=code * 16, rule="F08", title="逾期未作出处罚决定", severity="S", weight=1,
        nature="violation", subject="case", occurrence=code, values="v", state="raised",
        appeared_at=two.at, changed_at=two.at, **told,
    ) for code in "ab")  # fmt: skip
    lead = Lead.objects.create(
        bureau=case.bureau, unit=case.unit, year=2026, serial=1, source="finding", title="线索",
        body=case.body, opened_by=two.little.first, opened_at=two.at,
    )  # fmt: skip
    lead.findings.add(one)
    case.leads.add(lead)
    pages = [("finding", one.pk), ("record", record.pk), ("finding", other.pk)]

    def found(by: Post) -> list[int]:
        return [as_(by).get(reverse(f"desk:{name}", args=[pk])).status_code for name, pk in pages]

    assert found(two.b) == [404, 404, 404]
    two.moved(case)
    assert found(two.b) == [200, 200, 404]  # only what the case rests on
    assert found(two.little.first) == [200, 200, 200]
    assert found(two.little.clerk)[0] == 404
    page = read(two.b, "finding", one.pk)
    assert "您的单位正在办理" in page
    assert "findings/do/" not in page
    assert reverse("desk:finding", args=[one.pk]) in read(two.b, "case", case.pk)
    assert "逾期未作出" not in read(two.b, "findings", state="all")


def test_strangers_and_bodies_find_nothing(two: LittleMode) -> None:
    case = two.little.opened()
    asked(two, case, said_conflicted="近亲属", target=two.city.bureau_b.pk)
    pk = ModeRequest.objects.get().pk
    for post in (two.little.clerk, two.city.audit_admin):
        client = as_(post)
        assert client.get(reverse("desk:modes")).status_code == 403
        assert client.get(reverse("desk:mode", args=[pk])).status_code == 403
        assert client.get(reverse("desk:case", args=[case.pk])).status_code == 404
    two.little.take(case, "notify")
    body = read(two.little.clerk, "case", case.pk)
    assert "监督方式" not in body
    assert "近亲属" not in body
    for code in ("decide", "hand_over"):
        url = reverse("desk:mode_step", args=[pk, code])
        assert as_(two.b).get(url).status_code == 404
    assert as_(two.b).get(reverse("desk:ask_mode", args=[case.pk, "joint"])).status_code == 404


def test_what_stands_in_the_way_is_told_on_the_form(two: LittleMode) -> None:
    case = two.little.opened()
    asked(two, case)
    page = step(two, two.chief, "decide")
    assert "必填" in page or "这个字段" in page
    page = step(two, two.chief, "decide", target=two.city.bureau_b.pk)
    assert "符合的条件 0 项" in page
    assert ModeRequest.objects.get().state == "asked"
    one = ModeRequest.objects.get()
    page = send(two.chief, "mode_step", one.pk, "refuse", seen=one.version - 1, words="不成立")
    assert "您打开页面以后" in page


def test_a_joint_supervision_is_convened_and_its_parts_done(two: LittleMode) -> None:
    case = two.little.opened()
    key = two.city.bureau_b.pk
    asked(two, case, Mode.JOINT, said_specialists="需要专业人员", plan="三月核查",
          others="示例市人民检察院", **{f"task_{key}": "核查同类案件", f"due_{key}": "2026-03-20"})  # fmt: skip
    page = step(two, two.chief, "convene", plan="三月核查", others="示例市人民检察院",
                **{f"task_{key}": "核查同类案件", f"due_{key}": "2026-03-20"})  # fmt: skip
    assert "核查同类案件" in page
    one = ModeRequest.objects.get()
    assert "您的单位参加协同监督" in read(two.b, "case", case.pk)
    assert "协同监督的任务待办" in read(two.head_b, "home")
    assert "完成协同任务" in read(two.head_b, "todo")
    assert "办理中" in send(two.head_b, "mode_answer", one.pk, seen=one.version, joins="1")
    one.refresh_from_db()
    assert "查了三件" in send(two.b, "mode_finish", one.pk, seen=one.version, words="查了三件。")
    one.refresh_from_db()
    page = send(two.little.first, "mode_plan", one.pk, seen=one.version, plan="四月报告",
                others="", **{f"task_{key}": "再核查两件"})  # fmt: skip
    assert "再核查两件" in page
    assert as_(two.b).get(reverse("desk:mode_plan", args=[one.pk])).status_code == 404


def test_the_list_tells_whose_turn_it_is(two: LittleMode) -> None:
    case = two.little.opened()
    asked(two, case, said_conflicted="近亲属", target=two.city.bureau_b.pk)
    number = ModeRequest.objects.get().number
    assert number in read(two.chief, "modes", side="decide")
    assert number not in read(two.head_b, "modes", side="receive")
    assert number in read(two.head_b, "modes")
    assert number in read(two.little.first, "modes", side="asked", q="超期", mode="designated")
    assert "没有符合条件的" in read(two.little.first, "modes", q="没有这个")
    taken = as_(two.chief).get("/modes/export.csv")
    assert number in taken.getvalue().decode("utf-8-sig")
    assert number in read(two.chief, "search", q=number)


def test_a_supervisor_is_lent_and_shown_where_he_works(two: LittleMode) -> None:
    page = send(two.little.head, "ask_lending", own=two.b.pk, borrower=two.city.bureau_a.pk,
                since="2026-03-02", until="2026-03-20", reason="人手不足")  # fmt: skip
    assert "甲县司法局借用张三" in page
    one = Lending.objects.get()
    assert "借用监督人员等您决定" in read(two.chief, "home")
    assert "由共同上一级监督机关负责人办理" in page
    page = send(two.chief, "decide_lending", one.pk, code="grant", seen=1, words="同意")
    assert "岗位待安全保密管理员批准" in page
    one.refresh_from_db()
    assert one.post is not None
    approve_post(one.post, by=two.city.security_admin, at=two.at)
    assert "正在借用" in read(two.head_b, "lending", standing="running")
    assert "借用自" in read(two.little.head, "post", one.post.pk)
    assert "借用到" in read(two.head_b, "post", two.b.pk)
    case = two.little.proposed()
    two.little.take(case, "approve_opening")
    assert "借自乙县司法局，至 2026-03-20" in read(two.little.head, "case", case.pk)
    chosen = f"{one.post.pk}:{two.little.cards[two.b.pk].pk}"
    case.refresh_from_db()
    page = send(two.little.head, "case_appoint", case.pk, seen=case.version, post=chosen)
    assert "借用至 2026-03-20" in page
    two.little.wait(18)
    assert "借用至 2026-03-20" in read(two.little.head, "case", case.pk)
    two.little.wait(1)
    assert "已不在任" in read(two.little.head, "case", case.pk)
    assert "已经到期" in read(two.head_b, "lending", standing="over")
    assert as_(two.little.clerk).get(reverse("desk:lending")).status_code == 403
    assert "张三" in as_(two.chief).get("/lending/export.csv").getvalue().decode("utf-8-sig")
