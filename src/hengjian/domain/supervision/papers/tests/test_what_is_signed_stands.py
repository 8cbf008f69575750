"""Signed papers, numbers and seals: the database refuses to change them, no number is lost or given twice."""

import hashlib
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from hengjian.content.errors import PlainError
from hengjian.core.tests.small_city import SmallCity
from hengjian.domain.supervision.papers import access, making, store
from hengjian.domain.supervision.papers.models import Paper, PaperStep, Sealing
from hengjian.domain.supervision.papers.queries import gaps
from hengjian.domain.supervision.papers.serving import actions as serving
from hengjian.domain.supervision.papers.tests.little_paper import SCAN, LittlePaper

pytestmark = pytest.mark.django_db
HERE = "hengjian.domain.supervision.papers.tests.little_paper"


def changed(paper: Paper, **values: object) -> None:
    with transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(**values)


@pytest.mark.parametrize(
    "values",
    [{"fields": {"body": "别的"}}, {"title": "别的"}, {"dated": date(2026, 1, 1)}, {"number": "别的"},
     {"serial": 9}, {"signed_at": None}, {"code": "X"}, {"inside": True}],
    ids=lambda one: next(iter(one)),
)  # fmt: skip
def test_the_database_refuses_to_change_a_signed_paper(
    desk: LittlePaper, values: dict[str, object]
) -> None:
    draft = desk.drafted()
    if not {"number", "serial", "dated", "signed_at"} & set(values):
        changed(draft, **values)  # while it is a draft it may
    paper = desk.numbered()
    with pytest.raises(DatabaseError, match="may not be changed"):
        changed(paper, **values)
    with pytest.raises(PlainError, match="不能这样办理"):
        desk.do(paper, "write", fields={})


def test_nothing_on_record_is_deleted(desk: LittlePaper) -> None:
    paper = desk.sealed()
    with connection.cursor() as cursor:
        for table in ("supervision_paper", "supervision_paperstep", "supervision_paperfile",
                      "supervision_sealing"):  # fmt: skip
            with pytest.raises(DatabaseError), transaction.atomic():
                cursor.execute(f"DELETE FROM {table}")
    with pytest.raises(DatabaseError, match="may not be changed"), transaction.atomic():
        PaperStep.objects.filter(paper=paper).update(words="别的")


def test_numbers_have_no_gap_and_a_void_one_is_never_given_again(desk: LittlePaper) -> None:
    first, second = desk.numbered(), desk.numbered()
    with pytest.raises(PlainError, match="作废原因"):
        desk.do(second, "void", reason="")
    desk.do(second, "void", reason="发文对象有误。")
    third = desk.numbered()
    numbers = [one.number for one in (first, second, third)]
    assert numbers == [f"甲司监督通〔2026〕{n}号" for n in (1, 2, 3)]
    register = access.own_bureau(desk.little.first)
    assert gaps(register) == []
    assert {one.number: one.void_reason for one in register}[second.number] == "发文对象有误。"
    assert not access.own_bureau(desk.little.city.county_b).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        changed(desk.signed(), mark="监督通", year=2026, serial=1)


def test_what_cannot_be_made_gives_its_number_back(
    desk: LittlePaper, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = desk.signed()
    with monkeypatch.context() as broken:
        broken.setattr(making, "make_pdf", _fail)
        with pytest.raises(PlainError, match="没有字体"):
            desk.do(paper, "give_number")
    paper.refresh_from_db()
    assert (paper.state, paper.serial) == ("number", None)
    desk.do(paper, "give_number")
    assert paper.serial == 1


def _fail(letter: object) -> None:
    raise PlainError("没有字体")


def test_a_sent_paper_is_not_made_void(desk: LittlePaper) -> None:
    delivery = desk.sent()
    with pytest.raises(PlainError, match="已经送出"):
        desk.do(delivery.paper, "void", reason="有误")


def test_it_is_sealed_by_the_adapter_that_the_city_names(
    desk: LittlePaper, settings: object
) -> None:
    paper = desk.numbered()
    with pytest.raises(PlainError, match="没有接入电子印章"):
        desk.do(paper, "seal")
    settings.SEAL = f"{HERE}.LazySeal"  # type: ignore[attr-defined]
    with pytest.raises(PlainError, match="没有返回用印后的 PDF"):
        desk.do(paper, "seal")
    settings.SEAL = f"{HERE}.TestSeal"  # type: ignore[attr-defined]
    desk.do(paper, "seal")
    sealing = Sealing.objects.get()
    assert (sealing.way, sealing.seal_name, sealing.serial) == ("electronic", "甲县司法局印章", 1)
    assert "回执 0001" in paper.steps.get(step="sealed").words
    issued, sealed = paper.files.get(role="issued"), paper.files.get(role="sealed")
    assert issued.sha256.encode() in store.read(sealed.sha256)
    assert making.best_file(paper.files.all()) == sealed


@pytest.mark.parametrize(
    ("data", "told"),
    [(b"MZ\x90", "只收 PDF、JPG、PNG"), (b"<html>", "只收 PDF"), (b"%PDF-" + b"0" * (31 << 20), "超过 30 MB")],
    ids=["program", "page", "huge"],
)  # fmt: skip
def test_a_scan_is_bound_by_its_hash_and_anything_else_refused(
    desk: LittlePaper, data: bytes, told: str
) -> None:
    paper = desk.numbered()
    with pytest.raises(PlainError, match=told):
        desk.do(paper, "seal_by_hand", scan=data)
    desk.do(paper, "seal_by_hand", scan=SCAN, copies=4)
    assert paper.files.get(role="sealed").sha256 == hashlib.sha256(SCAN).hexdigest()
    assert Sealing.objects.get().copies == 4


def test_a_file_that_was_altered_on_disk_is_not_given_out(desk: LittlePaper) -> None:
    paper = desk.sealed()
    file = paper.files.get(role="sealed")
    store.place_of(file.sha256).write_bytes(b"%PDF-1.4 something else")
    with pytest.raises(PlainError, match="与登记的散列不符"):
        store.read(file.sha256)


def test_no_seal_is_drawn_and_a_demo_is_marked(desk: LittlePaper, settings: object) -> None:
    paper = desk.numbered()
    plain = making.letter_of(paper)
    assert not plain.envelope.simulated
    settings.DEMO = True  # type: ignore[attr-defined]
    assert making.letter_of(paper).envelope.simulated
    pdf = store.read(paper.files.get(role="issued").sha256)
    assert b"/Subtype/Image" not in pdf.replace(b" ", b"")


def test_terms_of_the_body_begin_on_the_day_of_service(desk: LittlePaper) -> None:
    """At the step where it is served that day, which most are; later where it is served later."""
    little = desk.little
    paper = desk.sealed()
    little.take(desk.case, "notify")
    explain = desk.case.deadlines.get(step="explain")
    assert explain.start == date(2026, 3, 2)
    due = explain.due_on
    little.wait(5)
    delivery = desk.do(paper, "send")
    serving.receive(delivery, by=little.clerk, at=little.at)
    explain.refresh_from_db()
    assert explain.start == date(2026, 3, 7)
    assert explain.due_on > due
    same_day = desk.served(desk.drafted(move="call_dossiers"))
    explain.refresh_from_db()
    assert same_day.served_on == date(2026, 3, 7)
    assert explain.start == date(2026, 3, 7)


def test_a_case_is_not_closed_while_a_paper_is_on_its_way(desk: LittlePaper) -> None:
    little = desk.little
    paper = desk.sealed()
    for code in ("notify", "explain", "conclude", "terminate"):
        little.take(desk.case, code)
    with pytest.raises(PlainError, match=r"尚有 1 份：《行政执法监督通知书》（待送达）"):
        little.take(desk.case, "close")
    desk.do(paper, "send")
    serving.receive(paper.deliveries.get(), by=little.clerk, at=little.at)
    little.take(desk.case, "close")
    assert desk.case.state == "closed"


def test_the_approval_slip_tells_every_step(desk: LittlePaper) -> None:
    paper = desk.served()
    made = making.approval_slip(paper)
    assert made.startswith(b"%PDF-")
    draft = making.approval_slip(desk.drafted())
    assert draft.startswith(b"%PDF-")


def test_the_docx_says_the_same(desk: LittlePaper) -> None:
    import io

    from docx import Document

    paper = desk.numbered()
    text = "\n".join(one.text for one in Document(io.BytesIO(making.docx_of(paper))).paragraphs)
    assert "超期作出处罚决定" in text
    assert making.docx_of(desk.drafted(fields={})).startswith(b"PK")


def test_a_stranger_county_does_not_see_it(desk: LittlePaper, small_city: SmallCity) -> None:
    paper = desk.drafted()
    assert access.paper_seen(paper.pk, post=desk.little.third, at=desk.little.at) == paper
    for post in (small_city.county_b, small_city.audit_admin, desk.little.clerk):
        assert access.paper_seen(paper.pk, post=post, at=desk.little.at) is None, post
