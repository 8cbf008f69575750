"""A typical case is written from a closed case, names nobody, is reviewed by another, published, withdrawn."""

import pytest

from hengjian.content.errors import PlainError
from hengjian.core.people.duties import RefusedError
from hengjian.domain.registry.models import Officer
from hengjian.domain.supervision.cases.models import Case
from hengjian.domain.supervision.cases.tests.little_case import AT
from hengjian.domain.supervision.refusing import ChangedError
from hengjian.domain.supervision.typical import access, actions
from hengjian.domain.supervision.typical.checking import traces
from hengjian.domain.supervision.typical.tests.little_typical import LittleTypical

pytestmark = pytest.mark.django_db


def test_it_is_begun_from_a_closed_case_without_the_names_it_knows(desk: LittleTypical) -> None:
    Case.objects.filter(pk=desk.case.pk).update(
        facts="甲县市场监督管理局的孙七（电话13912345678）三件案件超期，见甲市监罚〔2026〕12号。"
    )
    desk.case.refresh_from_db()
    Officer.objects.create(
        code="E1", body=desk.little.body, name="孙七", kind="enforcement", version=1, changed_at=AT
    )
    one = desk.begun()
    assert one.facts.startswith("某行政机关的某某（电话（号码略））三件案件超期")
    assert "〔2026〕" not in one.facts
    with pytest.raises(PlainError, match="已有典型案例"):
        desk.begun()


def test_an_open_case_becomes_none(desk: LittleTypical) -> None:
    Case.objects.filter(pk=desk.case.pk).update(state="investigating")
    desk.case.refresh_from_db()
    with pytest.raises(PlainError, match="已经结案"):
        desk.begun()
    with pytest.raises(RefusedError):
        actions.begin(desk.case, by=desk.little.city.county_b, at=desk.little.at)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("王二主办本案", "监督人员"), ("卫十二反映", "举报人信息"), ("住幸福路九号", "举报人信息"),
        ("请拨13900001111", "举报人信息"), ("联系13812345678", "手机号"), ("电话0453-6223344", "电话号码"),
        ("身份证23108519800101001X", "身份证号"), ("车牌黑C12345", "车牌号"),
        ("91231000MA18ABCD2X公司", "统一社会信用代码"), ("孙七没有出示证件", "执法人员"),
    ],
)  # fmt: skip
def test_whoever_could_be_known_stands_in_the_way(
    desk: LittleTypical, words: str, told: str
) -> None:
    Officer.objects.create(
        code="E1", body=desk.little.body, name="孙七", kind="enforcement", version=1, changed_at=AT
    )
    one = desk.written(handling=words)
    with pytest.raises(PlainError, match=told) as caught:
        desk.do(one, "submit")
    assert "卫十二" not in str(caught.value)
    desk.written(one)
    desk.do(one, "submit")
    assert one.state == "review"


def test_places_bodies_and_numbers_stay_only_with_a_reason(desk: LittleTypical) -> None:
    one = desk.submitted(facts="甲县市场监督管理局在甲县的案件，见甲市监罚〔2026〕12号。")
    found = {trace.kind for trace in traces(one.text, one.case, body_named=False)}
    assert found == {"机关名称", "地名", "文号"}
    with pytest.raises(PlainError, match="写明为什么可以保留"):
        desk.do(one, "publish", by=desk.little.second)
    desk.do(one, "publish", by=desk.little.second, words="已公开的行政处罚，机关同意。")
    assert one.state == "published"
    assert "机关名称" not in {
        trace.kind for trace in traces(desk.little.body.name, one.case, body_named=True)
    }


def test_another_person_reviews_it(desk: LittleTypical) -> None:
    one = desk.submitted()
    with pytest.raises(RefusedError, match="不能审核自己写的"):
        desk.do(one, "publish")
    with pytest.raises(RefusedError, match="另一监督机构"):
        desk.do(one, "publish", by=desk.little.city.county_b)
    desk.do(one, "send_back", by=desk.little.second, words="典型意义写得太短。")
    assert (one.state, one.returned) == ("draft", "典型意义写得太短。")
    desk.do(one, "submit")
    desk.do(one, "publish", by=desk.little.head)
    assert (one.number, one.reviewed_by) == ("甲县典型案例〔2026〕1号", desk.little.head)


def test_what_is_withdrawn_is_public_no_more(desk: LittleTypical) -> None:
    one = desk.published()
    assert access.published_one(one.pk) == one
    with pytest.raises(PlainError, match="撤下原因"):
        desk.do(one, "withdraw", words=" ")
    desk.do(one, "withdraw", words="当事人申请。")
    assert access.published_one(one.pk) is None
    assert one.number


def test_of_two_who_write_the_second_is_told(desk: LittleTypical) -> None:
    one = desk.written()
    with pytest.raises(ChangedError):
        desk.do(one, "submit", seen=1)


def test_an_unfinished_one_is_not_submitted(desk: LittleTypical) -> None:
    one = desk.written(meaning="")
    with pytest.raises(PlainError, match="典型意义"):
        desk.do(one, "submit")
