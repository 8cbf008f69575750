"""A case is proposed, taken step by step and read on the desk; strangers and the body see their part only."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.core.tests.small_city import SmallCity
from hengjian.domain.supervision.actions import open_lead
from hengjian.domain.supervision.cases.models import Case, Recount
from hengjian.domain.supervision.cases.tests.little_case import LittleCase
from hengjian.domain.supervision.models import Lead

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
pytestmark = pytest.mark.django_db


@pytest.fixture
def little(small_city: SmallCity) -> LittleCase:
    return LittleCase.ready(small_city)


@pytest.fixture(autouse=True)
def today(little: LittleCase) -> object:
    """The pages' clock stands where the case's does."""
    with patch.object(clock, "now", lambda: little.at):
        yield


def _client(post: Post) -> Client:
    client = Client()
    client.force_login(post.person, backend=BACKEND)
    return client


def _post(by: Post, case: Case, name: str, *more: object, **data: object) -> str:
    """Post a form of the case; what the case page then says."""
    client = _client(by)
    case.refresh_from_db()
    sent = {"seen": case.version, **data}
    url = reverse(f"desk:{name}", args=[case.pk, *more])
    return client.post(url, sent, follow=True).content.decode()


def test_it_is_proposed_from_a_lead_and_approved(little: LittleCase) -> None:
    lead = open_lead(
        source=Lead.Source.FINDING, title="超期决定", words="三件", body=little.body,
        by=little.first, at=little.at,
    )  # fmt: skip
    client = _client(little.first)
    url = reverse("desk:propose_case", args=[lead.pk])
    assert "超期决定" in client.get(url).content.decode()
    client.post(url, {"title": "超期决定", "facts": "三件案件超期"})
    case = Case.objects.get()
    assert list(case.leads.all()) == [lead]
    page = _post(little.head, case, "case_step", "approve_opening", words="同意")
    assert "已立案" in page
    assert "甲县监督〔2026〕1号" in page
    assert "权责第 19 项" in page
    assert Client().get(url).status_code == 302


def test_two_handlers_are_appointed_and_the_body_is_told(little: LittleCase) -> None:
    case = little.proposed()
    little.take(case, "approve_opening")
    for post in (little.first, little.second):
        chosen = f"{post.pk}:{little.cards[post.pk].pk}"
        assert post.person.name in _post(little.head, case, "case_appoint", post=chosen)
    page = _client(little.first).get(reverse("desk:case_step", args=[case.pk, "notify"]))
    assert "须有两名以上" in page.content.decode()
    assert "已通知，待说明" in _post(little.first, case, "case_step", "notify", words="请说明")
    seen = _client(little.clerk).get(reverse("desk:case", args=[case.pk])).content.decode()
    assert "要您办理的" in seen
    assert "提交书面说明" in seen
    assert "2026-03-16" in seen
    assert "申请其回避" in seen  # so it is told who handles it
    assert little.third.person.name not in seen
    assert "调查" in _post(little.clerk, case, "case_step", "explain", words="情况如下")


def test_its_page_puts_the_ordinary_step_first_and_says_who_must_be_appointed(
    little: LittleCase,
) -> None:
    case = little.proposed()
    little.take(case, "approve_opening")
    url = reverse("desk:case", args=[case.pk])
    page = _client(little.head).get(url).content.decode()
    assert "轮到监督机构负责人：指定承办人" in page
    assert 'btn-primary" href="#handlers"' in page
    assert f'btn-primary" href="{url}step/withdraw/"' not in page
    for post in (little.first, little.second):
        little.appoint(case, post, leading=post is little.first)
    page = _client(little.first).get(url).content.decode()
    assert f'btn-primary" href="{url}step/notify/"' in page
    assert "#handlers" not in _client(little.head).get(url).content.decode()
    assert "文书：《行政执法监督通知书》" in page
    assert "轮到承办监督人员：通知被监督机关" in page


def test_its_page_leads_the_head_to_an_objection_and_a_recusal(little: LittleCase) -> None:
    case = little.deliberated()
    little.take(case, "give_opinion")
    url = reverse("desk:case", args=[case.pk])
    assert "#objections" not in _client(little.head).get(url).content.decode()
    _post(little.clerk, case, "case_object", words="有误")
    _post(
        little.second,
        case,
        "case_ask_recusal",
        case.handlers.get(post=little.second).pk,
        words="亲属",
    )
    page = _client(little.head).get(url).content.decode()
    assert 'btn-primary" href="#objections"' in page
    assert "决定回避申请" in page
    assert "#objections" not in _client(little.first).get(url).content.decode()  # a handler


def test_what_keeps_a_step_back_is_named_and_a_way_leads_there(little: LittleCase) -> None:
    case = little.opened()
    step = reverse("desk:case_step", args=[case.pk, "notify"])
    assert "没有待决定的回避" in _client(little.first).get(step).content.decode()
    one = case.handlers.get(post=little.second)
    _post(little.second, case, "case_ask_recusal", one.pk, words="亲属")
    page = _client(little.first).get(step).content.decode()
    assert "有 1 件回避申请待决定" in page
    assert "请负责人先决定回避" in page
    passing = little.deliberated()
    little.take(passing, "ask_government")
    url = reverse("desk:case", args=[passing.pk])
    assert 'btn-primary" href="#before"' in _client(little.head).get(url).content.decode()
    _post(little.head, passing, "case_approval", document="县政府批复", on="2026-03-02")
    page = _client(little.head).get(url).content.decode()
    assert "#before" not in page
    assert f'btn-primary" href="{url}step/decide/"' in page


def test_before_it_is_closed_the_missing_documents_are_named(little: LittleCase) -> None:
    case = little.deliberated()
    little.take(case, "terminate")
    page = _client(little.head).get(reverse("desk:case_step", args=[case.pk, "close"]))
    assert "文书还没有制作：" in page.content.decode()
    assert "立案审批表" in page.content.decode()
    again = _client(little.head).get(reverse("desk:case_step", args=[case.pk, "reopen"]))
    assert "文书还没有制作：" not in again.content.decode()
    little.take(case, "close")
    page = _client(little.first).get(reverse("desk:case_step", args=[case.pk, "archive"]))
    papers = reverse("desk:case_papers", args=[case.pk])
    link = f'href="{papers}?draft=case-approval:approve_opening#draft"'
    assert link in page.content.decode()
    drafts = _client(little.first).get(papers, {"draft": "case-approval:approve_opening"})
    assert 'value="case-approval:approve_opening" selected' in drafts.content.decode()


def test_a_step_tells_until_when_its_terms_will_run(little: LittleCase) -> None:
    case = little.opened()
    page = _client(little.first).get(reverse("desk:case_step", args=[case.pk, "notify"]))
    assert "至 2026-03-16" in page.content.decode()
    assert "《行政执法监督条例》第六条、第十一条" in page.content.decode()


def test_the_list_stands_by_due_day_too(little: LittleCase) -> None:
    late, soon = little.opened(), little.proposed()
    Case.objects.filter(pk=late.pk).update(title="先到期的", due_on=little.at.date())
    Case.objects.filter(pk=soon.pk).update(title="没有期限的", due_on=None)
    client = _client(little.first)
    url = reverse("desk:cases")
    newest, by_day = (client.get(url, {"sort": one}).content.decode() for one in ("", "due"))
    assert newest.index("没有期限的") < newest.index("先到期的")
    assert by_day.index("先到期的") < by_day.index("没有期限的")
    with patch("hengjian.core.keyset.page_of.__kwdefaults__", {
        "after": "", "before": "", "size": 1, "by_key": False,
    }):  # fmt: skip
        first = client.get(url, {"sort": "due"})
        mark = first.context["next"]
        second = client.get(f"{url}?{mark.lstrip('?')}")
    assert "先到期的" in first.content.decode()
    assert "没有期限的" not in first.content.decode()
    assert "没有期限的" in second.content.decode()
    taken = b"".join(client.get(reverse("desk:cases_csv"), {"sort": "due"})).decode()
    assert taken.index("先到期的") < taken.index("没有期限的")


def test_a_missing_reason_and_a_stale_page_are_told(little: LittleCase) -> None:
    case = little.opened()
    little.take(case, "notify")
    assert "请写明" in _post(little.first, case, "case_step", "call_dossiers", words="")
    stale = _post(little.first, case, "case_step", "call_dossiers", words="调卷", seen=1)
    assert "您打开页面以后" in stale


def test_who_may_not_take_a_step_does_not_find_it(little: LittleCase) -> None:
    case = little.opened()
    url = reverse("desk:case_step", args=[case.pk, "notify"])
    for stranger in (little.third, little.clerk, little.city.county_b, little.city.audit_admin):
        assert _client(stranger).get(url).status_code == 404, stranger
        assert _client(stranger).post(url, {"words": "x", "seen": 1}).status_code == 404
    assert _client(little.first).get(url.replace("notify", "no-such")).status_code == 404


def test_lists_show_it_to_those_whom_it_concerns(little: LittleCase) -> None:
    case = little.opened()
    little.take(case, "notify")
    for post, there in ((little.first, True), (little.city.city, True), (little.clerk, True),
                        (little.city.county_b, False)):  # fmt: skip
        client = _client(post)
        for name in ("cases", "cases_csv"):
            answer = client.get(reverse(f"desk:{name}"), {"q": "超期"})
            text = b"".join(answer) if answer.streaming else answer.content
            assert ("超期作出处罚决定" in text.decode()) is there, (post, name)
        calendar = client.get(reverse("desk:deadlines")).content.decode()
        assert ("书面说明" in calendar) is there
    nothing = _client(little.first).get(reverse("desk:cases"), {"q": "没有的事"})
    assert "没有符合条件的监督案件" in nothing.content.decode()


def test_side_ways_are_entered_and_errors_told(little: LittleCase) -> None:
    case = little.deliberated()
    barred = _post(
        little.first, case, "case_bar", kind="lawsuit", number="行初1号", on="2026-03-02"
    )
    assert "行初1号" in barred
    assert "日期没有写" in _post(little.first, case, "case_approval", document="批文", on="昨天")
    heard = _post(little.first, case, "case_beneficiary", whom="某商行")
    assert "待听取" in heard
    hearing = case.hearings.get()
    assert "已放弃" in _post(little.first, case, "case_heard", hearing.pk, waived="1")
    refused = _post(little.third, case, "case_bar", kind="lawsuit", number="2号", on="2026-03-02")
    assert "不由您的岗位办理" in refused
    whole = case.deadlines.get(step="whole")
    assert "已中止" in _post(little.first, case, "case_clock", whole.pk, words="委托鉴定")
    little.wait(3)
    assert "恢复计算" in _post(little.first, case, "case_clock", whole.pk)
    assert "已延长" in _post(little.head, case, "case_extend", words="复杂")
    handler = case.handlers.get(post=little.second)
    assert "已申请回避" in _post(little.second, case, "case_ask_recusal", handler.pk, words="亲属")
    recusal = handler.recusals.get()
    decided = _post(little.head, case, "case_decide_recusal", recusal.pk, granted="0", words="否")
    assert "不准许" in decided


def test_an_objection_is_made_and_reviewed(little: LittleCase) -> None:
    case = little.deliberated()
    little.take(case, "give_opinion")
    assert "待复查" in _post(little.clerk, case, "case_object", words="认定有误")
    objection = case.objections.get()
    told = _post(little.third, case, "case_review", objection.pk, result="kept", words="维持原意见")
    assert "复查已决定" in told
    again = _post(little.third, case, "case_review", objection.pk, result="kept", words="再来")
    assert "已经决定" in again


def test_home_says_what_waits(little: LittleCase) -> None:
    little.proposed()
    assert "监督案件待您办理" in _client(little.head).get("/").content.decode()
    little.wait(10)
    assert "监督案件的期限已过" in _client(little.first).get("/").content.decode()


def test_deadlines_are_a_list_too(little: LittleCase) -> None:
    case = little.deliberated()
    little.take(case, "give_opinion")
    client, base = _client(little.first), reverse("desk:deadline_list")

    def page(query: str = "") -> str:
        return client.get(f"{base}{query}").content.decode()

    assert "收到监督文书后整改" in page("?step=correction&mine=1")
    assert "没有符合条件的期限" in page("?step=correction&late=1")
    assert "按期完成" in page("?state=met")
    assert "没有符合条件的期限" in page("?since=2030-01-01")
    assert "没有符合条件的期限" in page("?division=990102&q=超期")
    little.wait(60)
    client = _client(little.first)
    assert "逾期" in page("?step=correction&late=1")
    assert "<td>全案办理</td>" in page()
    assert "<td>全案办理</td>" not in _client(little.clerk).get(base).content.decode()
    assert "没有在计算的期限" in _client(little.city.county_b).get(base).content.decode()
    taken = client.get(reverse("desk:deadline_list_csv"), {"step": "correction"})
    assert "超期作出处罚决定" in b"".join(taken).decode()


def test_a_list_of_cases_is_narrowed_by_links(little: LittleCase) -> None:
    little.opened()
    client, base = _client(little.first), reverse("desk:cases")

    def shown(query: str) -> bool:
        return "超期作出处罚决定" in client.get(f"{base}?{query}").content.decode()

    assert shown(f"handler={little.first.pk}")
    assert not shown(f"handler={little.third.pk}")
    assert shown("division=990101&event=opened&since=2026-03-01")
    assert not shown("event=opened&until=2026-03-01")
    assert not shown("event=ended")
    assert not shown("stage=correcting")
    assert "只列：" in client.get(f"{base}?stage=correcting").content.decode()


def test_the_body_explains_with_files_and_asks_for_recusal(
    little: LittleCase, settings: Any, tmp_path: Path
) -> None:
    settings.ATTACHMENTS = str(tmp_path)
    case = little.opened()
    little.take(case, "notify", words="请于期限内书面说明")
    page = _client(little.clerk).get(reverse("desk:case", args=[case.pk])).content.decode()
    assert "请于期限内书面说明" in page
    step = _client(little.clerk).get(reverse("desk:case_step", args=[case.pk, "explain"]))
    assert "请于期限内书面说明" in step.content.decode()
    handler = case.handlers.get(post=little.second)
    page = _post(little.clerk, case, "case_ask_recusal", handler.pk, words="是当事人的近亲属")
    assert "是当事人的近亲属" in page
    page = _post(little.head, case, "case_decide_recusal", handler.recusals.get().pk,
                 granted="0", words="不属于应当回避的情形")  # fmt: skip
    assert "不准许" in page
    proof = SimpleUploadedFile("说明材料.docx", b"%PDF-1.4 proof")
    _post(little.clerk, case, "case_step", "explain", words="情况如下", attached=proof)
    kept = case.steps.get(move="explain").files.get()
    where = reverse("desk:case_file", args=[case.pk, kept.pk])
    assert kept.name == "说明材料.pdf"
    for reader in (little.clerk, little.first, little.city.city):
        assert _client(reader).get(where).content == b"%PDF-1.4 proof"
    assert _client(little.city.county_b).get(where).status_code == 404
    inside = SimpleUploadedFile("笔录.pdf", b"%PDF-1.4 inside")
    _post(little.first, case, "case_step", "inquire", words="询问", attached=inside, inside="on")
    kept = case.steps.get(move="inquire").files.get()
    where = reverse("desk:case_file", args=[case.pk, kept.pk])
    assert _client(little.first).get(where).status_code == 200
    assert _client(little.clerk).get(where).status_code == 404


def test_a_lawsuit_is_entered_and_ended_and_those_who_benefit_are_heard(
    little: LittleCase,
) -> None:
    case = little.deliberated()
    told = {"kind": "lawsuit", "number": "（2026）黑1行初2号", "on": "2026-02-01"}
    assert "审理中" in _post(little.first, case, "case_bar", **told)
    assert "已经登记" in _post(little.first, case, "case_bar", **told)
    bar = case.bars.get()
    page = _post(little.first, case, "case_bar_ended", bar.pk, on="2026-02-20", upheld="1")
    assert "已维持" in page
    told = {"kind": "reconsideration", "number": "复议3号", "on": "2026-02-01",
            "until": "2026-02-10"}  # fmt: skip
    assert "已终结，未维持" in _post(little.first, case, "case_bar", **told)
    assert "待听取" in _post(little.first, case, "case_beneficiary", whom="某商行")
    hearing = case.hearings.get()
    page = _post(little.first, case, "case_heard", hearing.pk, waived="0", words="没有意见")
    assert "已听取" in page
    page = _post(little.first, case, "case_approval", document="授权文件一号", on="2026-02-01",
                 authorization="1")  # fmt: skip
    assert "授权依据" in page


def test_others_than_the_handlers_review_an_objection(
    little: LittleCase, settings: Any, tmp_path: Path
) -> None:
    settings.ATTACHMENTS = str(tmp_path)
    case = little.deliberated()
    little.take(case, "give_opinion")
    proof = SimpleUploadedFile("证据.pdf", b"%PDF-1.4 proof")
    assert "待复查" in _post(little.clerk, case, "case_object", words="认定有误", attached=proof)
    assert case.steps.get(move="object").files.count() == 1
    objection = case.objections.get()
    url = reverse("desk:case_review", args=[case.pk, objection.pk])
    for handler in (little.first, little.second):
        assert (
            url not in _client(handler).get(reverse("desk:case", args=[case.pk])).content.decode()
        )
    sent = {"result": "kept", "words": "事实清楚"}
    assert "由原承办人以外的人员办理" in _post(
        little.first, case, "case_review", objection.pk, **sent
    )
    page = _post(little.third, case, "case_review", objection.pk, **sent)
    assert "复查已决定" in page
    assert "维持" in page


def test_a_deadline_moved_by_the_calendar_is_confirmed_on_its_page(little: LittleCase) -> None:
    case = little.opened()
    one = case.deadlines.get(step="notify")
    one.due_on -= timedelta(days=3)
    one.save()
    url = reverse("desk:recounts")
    client = _client(little.first)
    assert "没有须重新计算的期限" in client.get(url).content.decode()
    page = client.post(reverse("desk:recounts_look"), follow=True).content.decode()
    assert "新发现 1 个" in page
    assert "推后 3 日" in page
    assert (
        "有 1 个期限须重新计算" in client.get(reverse("desk:case", args=[case.pk])).content.decode()
    )
    assert _client(little.clerk).get(url).status_code == 403
    decide = reverse("desk:recount_decide", args=[Recount.objects.get().pk])
    assert _client(little.city.county_b).post(decide, {"moves": "1"}).status_code == 404
    assert "请写明不变动的理由" in client.post(decide, follow=True).content.decode()
    page = client.post(decide, {"moves": "1"}, follow=True).content.decode()
    assert "期限已按新的放假安排变动" in page
    assert "已确认变动" in client.get(f"{url}?decision=all").content.decode()


def test_the_page_says_whose_turn_it_is(little: LittleCase) -> None:
    case = little.opened()
    little.take(case, "notify")
    page = reverse("desk:case", args=[case.pk])
    for reader in (little.first, little.head, little.clerk):
        assert "轮到被监督机关：提交书面说明" in _client(reader).get(page).content.decode()
    little.wait(60)
    assert "轮到承办监督人员：机关逾期未说明" in _client(little.first).get(page).content.decode()


def test_a_long_story_begins_with_its_newest_part(little: LittleCase) -> None:
    case = little.opened()
    little.take(case, "notify")
    for number in range(70):
        little.take(case, "inquire", words=f"第{number}次询问")
    page = reverse("desk:case", args=[case.pk])
    short = _client(little.first).get(page).content.decode()
    assert "第69次询问" in short
    assert "第0次询问" not in short
    assert "看以前的" in short
    assert "第0次询问" in _client(little.first).get(f"{page}?story=whole").content.decode()
