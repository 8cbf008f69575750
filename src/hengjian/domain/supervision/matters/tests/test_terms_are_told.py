"""Who owes a step is told once when its day is near and once when it has passed, and nobody else is."""

from hengjian.core.notices.models import Notice
from hengjian.domain.supervision.matters.tasks import reminded
from hengjian.domain.supervision.matters.tests.little_matter import LittleMatter


def told(kind: str) -> set[str]:
    rows = Notice.objects.filter(kind=kind).select_related("post__person")
    return {one.post.person.name for one in rows}


def test_a_body_is_told_of_its_term_and_the_handler_when_it_is_late(matters: LittleMatter) -> None:
    matter = matters.opened("lost_case")  # twenty days for the body, thirty for the bureau
    reminded(matters.at)
    assert not told("matters.soon")
    matters.wait(18)
    reminded(matters.at)
    assert told("matters.soon") == {"李四"}
    matters.wait(4)
    reminded(matters.at)
    assert told("matters.late") == {"李四", "王二"}
    count = Notice.objects.count()
    reminded(matters.at)
    assert Notice.objects.count() == count
    matters.take(matter, "feed_back")
    matters.wait(7)
    reminded(matters.at)
    assert told("matters.soon") == {"李四", "王二"}  # now the bureau's own term is near


def test_a_body_that_did_its_part_is_not_told_again(matters: LittleMatter) -> None:
    matter = matters.opened("dossier_review")
    for code in ("draw", "notify", "hand_in"):
        matters.take(matter, code)
    matters.wait(16)
    reminded(matters.at)
    assert told("matters.soon") == {"冯十二"}
