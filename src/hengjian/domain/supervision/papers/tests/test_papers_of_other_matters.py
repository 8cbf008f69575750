"""A paper hangs on something else than a case: the whole way, its rights, and what such an owner decides."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, ClassVar

import pytest
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.test import Client

from hengjian.core.people.duties import RefusedError
from hengjian.core.people.models import Post
from hengjian.core.rights.once import forget
from hengjian.domain.supervision.actions import open_lead
from hengjian.domain.supervision.cases.access import case_seen, reads_annex, supervises
from hengjian.domain.supervision.models import Lead
from hengjian.domain.supervision.papers import access, actions, owners
from hengjian.domain.supervision.papers.documents import Offer, document
from hengjian.domain.supervision.papers.founding.actions import found_paper
from hengjian.domain.supervision.papers.models import Delivery, Paper
from hengjian.domain.supervision.papers.owners import Owner
from hengjian.domain.supervision.papers.queries import papers_of, unfinished
from hengjian.domain.supervision.papers.serving import actions as serving
from hengjian.domain.supervision.papers.tests.little_paper import NOTICE, LittlePaper

pytestmark = pytest.mark.django_db


class LeadOwner(Owner):
    """A lead as the owner of papers, as a noun would register it."""

    kind = "supervision.lead"
    word = "线索"
    told: ClassVar[list[tuple[str, bool, date]]] = []

    @classmethod
    def rows(cls) -> QuerySet[Any]:
        return Lead.objects.select_related("body__unit", "bureau")

    @classmethod
    def seen(cls, *, post: Post, at: datetime) -> QuerySet[Any]:
        return Lead.objects.all() if supervises(post) else Lead.objects.none()

    @property
    def bureau(self) -> Any:
        return self.row.bureau

    @property
    def body(self) -> Any:
        return self.row.body

    @property
    def page(self) -> str:
        return f"/leads/{self.row.pk}/"

    def may_draft(self, post: Post) -> bool:
        return supervises(post)

    def fields(self, found: Any, *, move: str, at: datetime) -> Mapping[str, object]:
        return {"body": self.row.body.name, "matter": "事\n由" * 300, "nothing": "like it"}

    def offers(self) -> list[Offer]:
        return [Offer("supervision-notice", document("supervision-notice"))]

    def served(self, paper: Paper, words: str, *, whose: bool, on: date, by: Any, at: Any) -> None:
        self.told.append((words, whose, on))


@pytest.fixture
def lead(desk: LittlePaper, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lead]:
    monkeypatch.setattr(owners, "_KINDS", {**owners.kinds()})
    owners.has_papers(LeadOwner)
    monkeypatch.setattr(LeadOwner, "told", [])
    little = desk.little
    yield open_lead(
        source="finding", title="超期作出处罚决定", body=little.body, by=little.first, at=little.at
    )
    forget()


def drafted(desk: LittlePaper, lead: Lead, **more: Any) -> Paper:
    return actions.draft(
        lead, "supervision-notice", fields=NOTICE, by=desk.little.first, at=desk.little.at, **more
    )


def test_it_goes_the_whole_way_and_its_owner_is_told_of_the_service(
    desk: LittlePaper, lead: Lead
) -> None:
    paper = desk.served(drafted(desk, lead))
    assert (paper.state, paper.number, paper.case) == ("served", "甲司监督通〔2026〕1号", None)
    assert (paper.matter, paper.concerns) == (lead.number, lead.body)
    assert [(whose, on) for _, whose, on in LeadOwner.told] == [(True, date(2026, 3, 2))]
    assert list(papers_of(lead)) == [paper]
    assert not desk.case.papers.exists()


def test_a_draft_takes_from_its_owner_what_the_document_has_room_for(
    desk: LittlePaper, lead: Lead
) -> None:
    little = desk.little
    paper = actions.draft(lead, "supervision-notice", by=little.first, at=little.at)
    assert set(paper.fields) == {"body", "matter"}
    assert "\n" not in paper.fields["matter"]
    assert unfinished(lead) == [paper]
    with pytest.raises(RefusedError):
        actions.draft(lead, "supervision-notice", by=little.clerk, at=little.at)


def test_whoever_sees_the_owner_sees_the_paper_and_the_body_what_was_served(
    desk: LittlePaper, lead: Lead
) -> None:
    little = desk.little
    delivery = desk.sent(drafted(desk, lead))
    paper = delivery.paper
    assert access.paper_seen(paper.pk, post=little.third, at=little.at) == paper
    assert access.paper_seen(paper.pk, post=little.clerk, at=little.at) is None
    serving.receive(delivery, by=little.clerk, at=little.at)
    assert access.paper_seen(paper.pk, post=little.clerk, at=little.at) == paper


def test_without_its_owner_s_consent_a_paper_that_the_government_approves_is_not_signed(
    desk: LittlePaper, lead: Lead
) -> None:
    assert LeadOwner(lead).approved_on(date(2026, 3, 2)) is False


def test_the_database_knows_no_paper_of_two_owners_or_of_none(
    desk: LittlePaper, lead: Lead
) -> None:
    paper = drafted(desk, lead)
    with pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(case=desk.case)
    with pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(owner_kind="", owner_id=None)


def test_it_is_corrected_by_a_paper_of_the_same_owner_only(desk: LittlePaper, lead: Lead) -> None:
    first = desk.signed(drafted(desk, lead))
    again = drafted(desk, lead, corrects=first)
    assert again.corrects == first
    with pytest.raises(Exception, match="只能更正本案"):
        desk.drafted(corrects=first)


def test_a_bureau_opens_what_its_owner_lets_be_sent_to_it(
    desk: LittlePaper, lead: Lead, monkeypatch: pytest.MonkeyPatch
) -> None:
    little = desk.little
    bureau = little.head.unit
    monkeypatch.setattr(LeadOwner, "receivers", lambda self, paper: [bureau])
    paper = desk.sealed(drafted(desk, lead))
    sent = desk.do(paper, "send", to=bureau)
    assert [one.pk for one in access.deliveries_to(little.second)] == [sent.pk]
    serving.receive(sent, by=little.head, at=little.at)
    assert Delivery.objects.get(pk=sent.pk).signer == little.head.person.name


def test_the_desk_shows_it_and_begins_drafts_that_its_owner_offers(
    desk: LittlePaper, lead: Lead
) -> None:
    little = desk.little
    client = Client()
    client.force_login(
        little.first.person, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    begun = f"/papers/new/supervision.lead/{lead.pk}/"
    answer = client.post(begun, {"kind": "supervision-notice:"})
    assert answer.status_code == 302
    paper = papers_of(lead).get()
    assert answer["Location"] == f"/papers/{paper.pk}/write/"
    for page in (f"/papers/{paper.pk}/", f"/papers/{paper.pk}/write/", "/papers/?show=all"):
        assert lead.number in client.get(page).content.decode(), page
    assert client.post(begun, {"kind": "decision:"})["Location"] == f"/leads/{lead.pk}/"
    stranger = Client()
    stranger.force_login(
        little.clerk.person, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    assert stranger.post(begun, {"kind": "supervision-notice:"}).status_code == 404


def test_the_demo_founds_it_too(desk: LittlePaper, lead: Lead) -> None:
    little = desk.little
    paper = found_paper(
        lead, "supervision-notice", move="", upto="served", head=little.head, clerk=little.clerk,
        handlers=[little.first, little.second], by=little.first, at=little.at,
    )  # fmt: skip
    assert paper is not None
    paper.refresh_from_db()
    assert paper.state == "served"


def test_the_papers_of_a_case_are_those_that_the_list_of_all_shows(desk: LittlePaper) -> None:
    """A short way to the same: for everybody who sees the case, whatever he is to it."""
    served, inside = desk.served(), desk.drafted(inside=True)
    little = desk.little
    little.take(desk.case, "notify")
    posts = [little.first, little.second, little.third, little.head, little.clerk, little.city.city]
    read = {}
    for post in posts:
        assert case_seen(desk.case.pk, post=post, at=little.at)
        papers = set(
            access.papers_in(desk.case, post=post, at=little.at, annex=reads_annex(desk.case, post))
        )
        assert papers == set(access.papers_seen(post=post, at=little.at).filter(case=desk.case)), (
            post
        )
        read[post] = papers
    assert read[little.first] == {served, inside}
    assert read[little.clerk] == {served}
    assert inside not in read[little.city.city]
