"""Each step that makes a document can: it is offered, prefilled in the kind's words, and names no complainant."""

import pytest

from hengjian.core.people.duties import RefusedError
from hengjian.domain.registry.lists import content
from hengjian.domain.supervision.matters.papers import MatterOwner
from hengjian.domain.supervision.matters.tests.little_matter import LittleMatter
from hengjian.domain.supervision.matters.tests.test_each_kind_goes_its_way import walk, way_to
from hengjian.domain.supervision.papers.actions import draft
from hengjian.domain.supervision.papers.documents import document

KINDS = content().matters
MAKING = [(kind.code, step.code) for kind in KINDS.values() for step in kind.steps if step.paper]


@pytest.mark.parametrize(("code", "made"), MAKING)
def test_a_step_has_its_document(matters: LittleMatter, code: str, made: str) -> None:
    kind = KINDS[code]
    step = kind.step(made)
    assert step is not None
    matter = matters.opened(code)
    walk(matters, matter, way_to(kind, step.from_[0]) if step.from_[0] != kind.opens.to else [])
    if "objections_settled" in step.needs:
        matters.wait(20)
    matters.take(matter, made)
    offers = [one for one in MatterOwner(matter).offers() if one.move == made]
    assert [one.kind for one in offers] == [step.paper]
    paper = draft(matter, step.paper or "", move=made, by=matters.case.first, at=matters.at)
    found = document(step.paper or "")
    names = {one.name for one in found.fields}
    assert set(step.fills) <= names, "a field that the document does not have"
    filled = [one for one in names if paper.fields.get(one)]
    assert filled, "nothing is prefilled"
    with pytest.raises(RefusedError):
        draft(matter, step.paper or "", move=made, by=matters.case.city.county_b, at=matters.at)


def test_a_paper_to_a_complainant_is_drafted_by_the_handler_and_names_nobody(
    matters: LittleMatter,
) -> None:
    matter = matters.opened("complaint", person="欧阳铁柱", phone="13904530987")
    matters.take(matter, "accept")
    with pytest.raises(RefusedError):
        draft(matter, "complaint-accept", move="accept", by=matters.case.second, at=matters.at)
    paper = draft(matter, "complaint-accept", move="accept", by=matters.case.first, at=matters.at)
    assert paper.inside
    assert "欧阳铁柱" not in str(paper.fields)
    assert paper.fields["due"] == "2026-05-06"
    assert MatterOwner(matter).receivers(paper) == []


def test_a_filing_opinion_says_what_was_filed_and_what_became_of_it(matters: LittleMatter) -> None:
    matter = matters.opened("entrustment", document="《委托书》（甲市监委〔2026〕1号）")
    walk(matters, matter, way_to(KINDS["entrustment"], "filed"))
    paper = draft(matter, "filing-opinion", move="file", by=matters.case.first, at=matters.at)
    assert paper.fields["form"] == "委托执法"
    assert paper.fields["outcome"] == "准予备案"
    assert paper.fields["filed"] == "《委托书》（甲市监委〔2026〕1号）"
    assert paper.fields["body"] == "甲县市场监督管理局"
    assert MatterOwner(matter).receivers(paper) == [matters.case.body.unit]
