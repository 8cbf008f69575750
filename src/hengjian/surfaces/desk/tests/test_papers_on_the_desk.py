"""Papers on the desk: drafted, agreed to, numbered, sealed, opened by the body; registers, templates, verify."""

import io
import zipfile
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from hengjian.core import clock
from hengjian.core.jobs.models import Job
from hengjian.core.jobs.worker import drain
from hengjian.core.people.models import Post
from hengjian.core.tests.query_counts import assert_query_count, query_count
from hengjian.core.tests.small_city import SmallCity
from hengjian.domain.supervision.cases.tests.little_case import LittleCase
from hengjian.domain.supervision.papers import making
from hengjian.domain.supervision.papers.documents import form
from hengjian.domain.supervision.papers.models import Delivery, Paper, Sealing
from hengjian.domain.supervision.papers.tests.little_paper import NOTICE, SCAN, LittlePaper
from hengjian.letters import make_pdf
from hengjian.letters.word import base

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
FILE = Path(__file__).with_name("query_counts.txt")
pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(small_city: SmallCity, tmp_path: Path, settings: Any) -> LittlePaper:
    settings.PAPERS = str(tmp_path / "papers")
    little = LittleCase.ready(small_city)
    return LittlePaper(little, little.opened())


@pytest.fixture(autouse=True)
def today(desk: LittlePaper) -> Any:
    """The pages' clock stands where the case's does."""
    with patch.object(clock, "now", lambda: desk.little.at):
        yield


def _client(post: Post) -> Client:
    client = Client()
    client.force_login(post.person, backend=BACKEND)
    return client


def _get(by: Post, name: str, *args: object, **asked: str) -> str:
    answer = _client(by).get(reverse(f"desk:{name}", args=args), asked)
    return b"".join(answer).decode() if answer.streaming else answer.content.decode()


def _post(by: Post, name: str, paper: Paper, *more: object, **data: object) -> str:
    paper.refresh_from_db()
    url = reverse(f"desk:{name}", args=[paper.pk, *more])
    sent = {"seen": paper.version, **data}
    told = _client(by).post(url, sent, follow=True).content.decode()
    paper.refresh_from_db()
    return told


def test_it_is_drafted_from_the_case_written_and_submitted(desk: LittlePaper) -> None:
    little, case = desk.little, desk.case
    page = _get(little.first, "case_papers", case.pk)
    assert "行政执法监督通知书" in page
    assert "行政执法监督决定书" not in page
    client = _client(little.first)
    url = reverse("desk:paper_begin", args=[case.pk])
    assert (
        "请选择文书" in client.post(url, {"kind": "decision:decide"}, follow=True).content.decode()
    )
    told = client.post(url, {"kind": "supervision-notice:notify"}, follow=True).content.decode()
    assert "已按案件内容预填" in told
    paper = Paper.objects.get()
    assert "还没有填写：要求" in _get(little.first, "paper", paper.pk)
    sent = {name: value for name, value in NOTICE.items() if isinstance(value, str)}
    page = _post(little.first, "paper_write", paper, **sent, **{
        "demands-0-what": "（一）说明原因。", "demands-1-what": "", "demands-2-what": "（二）报送案卷。",
        "copies": "甲县人民政府，某局",
    })  # fmt: skip
    assert "已保存" in page
    assert paper.fields["demands"] == [{"what": "（一）说明原因。"}, {"what": "（二）报送案卷。"}]
    assert paper.copies == ["甲县人民政府", "某局"]
    assert "请选择核稿人" in _post(little.first, "paper_submit", paper, signer=little.head.pk)
    page = _post(
        little.first, "paper_submit", paper, checker=little.second.pk, signer=little.head.pk
    )
    assert "已送吴九核稿" in page
    assert "待核稿：吴九" in page


def test_it_is_agreed_to_numbered_sealed_sent_and_opened(desk: LittlePaper) -> None:
    little, paper = desk.little, desk.submitted()
    assert "等您核稿" in _get(little.second, "papers")
    assert "监督文书待核稿" in _client(little.second).get("/").content.decode()
    assert "待签发" in _post(little.second, "paper_agree", paper, words="同意。")
    assert "待编号" in _post(little.head, "paper_agree", paper, words="同意。")
    assert "甲司监督通〔2026〕1号" in _post(little.first, "paper_number", paper)
    assert "请选择盖章后的扫描件" in _post(little.first, "paper_seal", paper, way="scan")
    scan = SimpleUploadedFile("scan.pdf", SCAN)
    page = _post(little.first, "paper_seal", paper, way="scan", scan=scan, copies="3")
    assert "用印已登记" in page
    assert Sealing.objects.get().copies == 3
    assert "对方打开即签收" in _post(little.first, "paper_send", paper)
    assert "收到监督文书" in _client(little.clerk).get("/").content.decode()
    received = _get(little.clerk, "papers_received")
    assert "打开并签收" in received
    assert _client(little.clerk).get(reverse("desk:paper", args=[paper.pk])).status_code == 404
    url = reverse("desk:paper_open", args=[Delivery.objects.get().pk])
    assert _client(little.city.county_b).post(url).status_code == 404
    opened = _client(little.clerk).post(url, follow=True).content.decode()
    assert "已签收" in opened
    assert "审批单" not in opened
    paper.refresh_from_db()
    assert paper.state == "served"
    file = _client(little.clerk).get(reverse("desk:paper_pdf", args=[paper.pk]))
    assert file.content == SCAN
    for name in ("paper_docx", "paper_slip"):
        assert (
            _client(little.clerk).get(reverse(f"desk:{name}", args=[paper.pk])).status_code == 404
        )
    issued = paper.files.get(role="issued")
    hidden = reverse("desk:paper_file", args=[paper.pk, issued.pk])
    assert _client(little.clerk).get(hidden).status_code == 404
    assert _client(little.first).get(hidden).status_code == 200


def test_what_was_sent_is_found_and_taken_away(desk: LittlePaper) -> None:
    little, paper = desk.little, desk.sent().paper
    clerk = _client(little.clerk)
    assert "共 1 件" in _get(little.clerk, "papers_received")
    found = {q: "共 1 件" in _get(little.clerk, "papers_received", q=q) for q in
             (paper.number, paper.title, "没有")}  # fmt: skip
    assert found == {paper.number: True, paper.title: False, "没有": False}
    csv = _get(little.clerk, "papers_received_csv")
    assert paper.number in csv
    assert "待签收" in csv
    assert paper.number in _get(little.clerk, "papers_received", show="open")
    clerk.post(reverse("desk:paper_open", args=[Delivery.objects.get().pk]))
    assert paper.number in _get(little.clerk, "papers_received", q=paper.title, show="served")
    assert "送来的文书都已签收" in _get(little.clerk, "papers_received", show="open")
    assert "已签收" in _get(little.clerk, "papers_received_csv")
    stranger = little.city.county_b
    assert paper.number not in _get(stranger, "papers_received")
    assert paper.number not in _get(stranger, "papers_received_csv")
    for post, shown in (
        (little.clerk, True),
        (little.first, True),
        (little.city.audit_admin, False),
    ):
        assert (reverse("desk:papers_received") in _client(post).get("/").content.decode()) is shown


def test_it_is_returned_taken_back_given_up_and_made_void(desk: LittlePaper) -> None:
    little, paper = desk.little, desk.submitted()
    assert "请写明退回理由" in _post(little.second, "paper_return", paper, words="")
    assert "已退回拟稿人" in _post(little.second, "paper_return", paper, words="依据写到条。")
    assert "依据写到条" in _get(little.first, "paper", paper.pk)
    desk.submitted(paper)
    first = reverse("desk:paper_edition", args=[paper.pk, 1])
    assert first in _get(little.first, "paper", paper.pk)
    assert _client(little.first).get(first).content.startswith(b"%PDF-")
    assert _client(little.first).get(first.replace("/1.pdf", "/9.pdf")).status_code == 404
    assert "已撤回" in _post(little.first, "paper_take_back", paper)
    assert "已撤稿" in _post(little.first, "paper_drop", paper, words="不需要")
    second = desk.numbered()
    told = _post(little.head, "paper_void", second, words="对象有误")
    assert "文号登记在册，不再使用" in told
    assert "对象有误" in _get(little.first, "paper_numbers", void="1")
    stale = _post(little.first, "paper_drop", desk.drafted(), words="x", seen=99)
    assert "您打开页面以后" in stale


def test_service_in_person_and_by_post_is_entered(desk: LittlePaper) -> None:
    little, paper = desk.little, desk.sealed()
    page = _post(little.first, "paper_serve", paper, way="post", receiver="某人", tracking="EMS1",
                 sent_on="2026-03-02")  # fmt: skip
    assert "已登记寄出" in page
    posted = paper.deliveries.get()
    bad = _post(little.first, "paper_receipt", paper, posted.pk, served_on="昨天", signer="某人")
    assert "日期没有写" in bad
    page = _post(
        little.first, "paper_receipt", paper, posted.pk, served_on="2026-03-02", signer="某人"
    )
    assert "送达已登记" in page
    other = desk.sealed()
    page = _post(little.first, "paper_serve", other, way="person", receiver="甲县市场监督管理局",
                 served_on="2026-03-02", signer="李四", receipt=SimpleUploadedFile("r.pdf", SCAN))  # fmt: skip
    assert other.state == "served"
    assert other.files.filter(role="receipt").count() == 1


def test_a_record_is_filed_and_a_correction_begun(desk: LittlePaper) -> None:
    little = desk.little
    fields = {"matter": "超期", "began": "2026-03-02T09:00", "place": "会议室", "inquirers": "王二",
              "recorder": "吴九", "person": "某人", "talk": [{"question": "问", "answer": "答"}]}  # fmt: skip
    record = desk.drafted("inquiry-record", move="inquire", fields=fields)
    assert "已成文入卷" in _post(little.first, "paper_file_record", record)
    page = _post(little.first, "paper_scan", record, scan=SimpleUploadedFile("s.pdf", SCAN))
    assert "扫描件已绑定" in page
    paper = desk.served()
    assert "已起草更正文书" in _post(little.first, "paper_correct", paper)
    assert "更正" in _get(little.first, "paper", paper.corrections.get().pk)


@pytest.mark.parametrize("name", ["paper", "paper_pdf", "paper_docx", "paper_look", "paper_slip"])
def test_strangers_do_not_find_it(desk: LittlePaper, name: str) -> None:
    paper, url_of = desk.drafted(), lambda pk: reverse(f"desk:{name}", args=[pk])
    assert _client(desk.little.third).get(url_of(paper.pk)).status_code == 200
    for post in (desk.little.clerk, desk.little.city.county_b, desk.little.city.audit_admin):
        assert _client(post).get(url_of(paper.pk)).status_code == 404, post
    assert Client().get(url_of(paper.pk)).status_code == 302


def test_it_is_looked_at_as_pictures_and_says_what_cannot_be_set(desk: LittlePaper) -> None:
    paper = desk.drafted(fields={"matter": "超期"})
    page = _get(desk.little.first, "paper_look", paper.pk)
    assert "look/1.png" in page
    picture = _client(desk.little.first).get(reverse("desk:paper_picture", args=[paper.pk, 1]))
    assert picture.content.startswith(b"\x89PNG")
    missing = _client(desk.little.first).get(reverse("desk:paper_picture", args=[paper.pk, 9]))
    assert missing.status_code == 404


def test_what_cannot_stand_in_it_is_told_with_its_field(desk: LittlePaper) -> None:
    paper = desk.drafted()
    page = _post(desk.little.first, "paper_write", paper, matter="超期", reply_by="下周")
    assert "书面答复期限应为日期" in page
    assert paper.fields == NOTICE
    desk.do(paper, "write", fields={**NOTICE, "matter": "超期𓀀"})
    told = _post(
        desk.little.first,
        "paper_submit",
        paper,
        checker=desk.little.second.pk,
        signer=desk.little.head.pk,
    )
    assert "监督事项里的" in told
    assert paper.state == "draft"


def test_registers_show_the_own_bureau_and_are_taken_away(desk: LittlePaper) -> None:
    little, paper = desk.little, desk.sealed()
    for name, words in (("paper_numbers", paper.number), ("paper_seals", "甲县司法局印章"),
                        ("paper_numbers_csv", paper.number), ("paper_seals_csv", paper.number)):  # fmt: skip
        assert words in _get(little.first, name), name
        assert words not in _get(little.city.county_b, name), name
    assert "没有编号的文书" in _get(little.first, "paper_numbers", q="没有的")
    assert _client(little.clerk).get(reverse("desk:paper_numbers")).status_code == 403
    assert _client(little.first).get(reverse("desk:paper_seals_xlsx")).status_code == 200
    assert paper.number in _get(little.first, "papers_csv", show="all")


def test_a_bureau_uses_its_own_template_and_comes_back(desk: LittlePaper) -> None:
    little, kind = desk.little, "supervision-notice"
    assert "行政执法监督通知书" in _get(little.first, "paper_templates", q="监督通知书")
    client, url = _client(little.first), reverse("desk:paper_template", args=[kind])
    good = base(form(kind))
    told = client.post(url, {"file": SimpleUploadedFile("本局.docx", good)}, follow=True)
    assert "已换用本机关的模板" in told.content.decode()
    used = making.template_in_use(desk.case.bureau, kind)
    assert used is not None
    assert used.name == "本局.docx"
    assert "超期作出" in _words(making.docx_of(desk.drafted()))
    numbered = desk.numbered()
    assert numbered.template is not None
    own = desk.case.bureau.paper_templates.get()
    got = client.get(reverse("desk:paper_template_own", args=[own.pk]))
    assert got.content == good
    theirs = reverse("desk:paper_template_restore", args=[own.pk])
    assert _client(little.city.county_b).post(theirs).status_code == 404
    assert numbered.template == own
    assert "已恢复" in client.post(theirs, follow=True).content.decode()
    assert making.template_in_use(desk.case.bureau, kind) is None


def _words(docx: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return archive.read("word/document.xml").decode()


@pytest.mark.parametrize(
    ("name", "told"), [("other", "缺少字段"), ("macro", "宏"), ("text", "不是 DOCX")]
)
def test_a_template_with_faults_is_not_taken(desk: LittlePaper, name: str, told: str) -> None:
    kind = "supervision-notice"
    data = {
        "other": base(form("opinion")),
        "macro": _with_macro(base(form(kind))),
        "text": b"hello",
    }
    url = reverse("desk:paper_template", args=[kind])
    answer = _client(desk.little.first).post(
        url, {"file": SimpleUploadedFile("t.docx", data[name])}
    )
    assert told in answer.content.decode()
    assert not desk.case.bureau.paper_templates.exists()


def _with_macro(data: bytes) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"x")
    return out.getvalue()


def test_the_word_before_numbers_is_the_bureaus(desk: LittlePaper) -> None:
    client, url = _client(desk.little.first), reverse("desk:paper_office")
    told = client.post(url, {"word": "甲 司", "seal_name": ""}, follow=True).content.decode()
    assert "发文机关代字须为" in told
    client.post(url, {"word": "甲县司", "seal_name": "甲县司法局公章"})
    assert desk.numbered().number == "甲县司监督通〔2026〕1号"
    other = _client(desk.little.city.county_b)
    assert "别的机关已经在用" in other.post(url, {"word": "甲县司"}, follow=True).content.decode()


def test_anybody_verifies_a_number_and_learns_nothing_else(desk: LittlePaper) -> None:
    paper, draft = desk.numbered(), desk.drafted()
    page = Client().get(f"/verify/{paper.code}/")
    words = page.content.decode()
    assert paper.number in words
    for hidden in (desk.little.body.name, paper.fields["matter"], "王二", "何十"):
        assert hidden not in words
    right = paper.files.get().sha256
    assert (
        "就是登记的文件" in Client().get(f"/verify/{paper.code}/", {"hash": right}).content.decode()
    )
    for asked, told in (("0" * 64, "不是登记的文件"), ("0", "不是完整的 SHA-256")):
        answer = Client().get(f"/verify/{paper.code}/", {"hash": asked}).content.decode()
        assert told in answer
    typed = {"code": f"http://localhost:8000/verify/{paper.code}/"}
    assert paper.number in Client().get("/verify/", typed, follow=True).content.decode()
    assert "核验码" in Client().get("/verify/", {"code": "，"}).content.decode()
    for code in (draft.code, "ABCDEFGHJKMN"):
        assert Client().get(f"/verify/{code}/").status_code == 404
    desk.do(paper, "void", reason="有误")
    assert "已经作废" in Client().get(f"/verify/{paper.code}/").content.decode()


def test_a_dossier_is_bound_by_a_job_and_the_body_never_gets_the_inside(desk: LittlePaper) -> None:
    little, case = desk.little, desk.case
    client, url = _client(little.first), reverse("desk:dossier_bind", args=[case.pk])
    assert "还没有签发的文书" in client.post(url, {"annex": "0"}, follow=True).content.decode()
    paper = desk.numbered()
    real = make_pdf(form("service-receipt").sample()).data
    desk.do(paper, "seal_by_hand", scan=real)
    desk.do(paper, "send")
    for annex in ("0", "1"):
        client.post(url, {"annex": annex})
    assert Job.objects.filter(state="ready").count() == 2
    drain(clock=lambda: little.at)
    made = {one.annex: one for one in case.dossiers.all()}
    assert set(made) == {False, True}
    assert made[True].pieces == 1
    one = reverse("desk:dossier", args=[case.pk, made[True].pk])
    assert "查看的用途" in client.get(one, follow=True).content.decode()
    purpose = {"purpose": "archive", "words": "归档核对"}
    client.post(reverse("desk:annex", args=[case.pk]), purpose)
    for annex in (False, True):
        one = reverse("desk:dossier", args=[case.pk, made[annex].pk])
        assert client.get(one).content.startswith(b"%PDF-")
        assert _client(little.clerk).get(one).status_code == 404
    little.take(case, "notify")
    assert _client(little.clerk).get(one).status_code == 404
    assert "副卷" not in _get(little.clerk, "case_papers", case.pk)


def test_pages_cost_the_same_however_many_papers_there_are(desk: LittlePaper) -> None:
    client = _client(desk.little.first)
    paper = desk.sealed()
    pages = {
        "papers/all": "/papers/?show=all", "paper": f"/papers/{paper.pk}/",
        "case papers": f"/cases/{desk.case.pk}/papers/",
    }  # fmt: skip
    first = {name: query_count(client, url) for name, url in pages.items()}
    for _ in range(6):
        desk.drafted()
    for name, url in pages.items():
        assert query_count(client, url) == first[name], name
        assert_query_count(client, url, FILE, name)
    for name in ("papers", "papers/numbers", "papers/seals", "papers/templates"):
        assert_query_count(client, f"/{name}/", FILE, name)
    assert_query_count(_client(desk.little.clerk), "/papers/received/", FILE, "papers/received")
