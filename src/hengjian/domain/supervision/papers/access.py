"""Who sees a paper, and who does what with it.

Supervisors see the papers of the cases that they see, and those on which they are asked; the body sees
what was sent to it or served on it, and never anything of the 副卷.
"""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from hengjian.core.clock import day_of
from hengjian.core.organisation.models import Unit, UnitKind
from hengjian.core.people.models import Post, Role
from hengjian.core.rights.once import built_once
from hengjian.domain.supervision.cases.access import (
    heads,
    of_bureau,
    reads_annex,
    reads_inside,
    reads_now,
    speaks_for_body,
    supervises,
)
from hengjian.domain.supervision.cases.models import Case, Holding
from hengjian.domain.supervision.duties.owing import root_of
from hengjian.domain.supervision.modes.models import Part
from hengjian.domain.supervision.papers.documents import document
from hengjian.domain.supervision.papers.models import (
    Delivery,
    Dossier,
    Edition,
    Paper,
    PaperFile,
    Sealing,
    Template,
    Turn,
)
from hengjian.domain.supervision.papers.owners import Owner, among_seen, kinds
from hengjian.domain.supervision.papers.workflow import STANDS, TURNS, State


def keeps(post: Post) -> bool:
    """Whether papers are this post's work."""
    return supervises(post) or heads(post)


def receives(post: Post) -> bool:
    """Who opens what was sent to the post's unit: who speaks for a body, and who keeps a bureau's papers."""
    return speaks_for_body(post) or keeps(post)


def desks_of(post: Post) -> list[int]:
    """The units whose post this post opens: its own, and for a section also its bureau."""
    return [post.unit_id, *([post.unit.as_bureau.pk] if keeps(post) else [])]


def bureau_top(unit: Unit) -> str:
    """How the paths of all units of its bureau begin."""
    return f"{root_of(unit)}/"


def own_selves(post: Post) -> list[int]:
    """The post, and the one for which it stands in."""
    return [post.pk, *([post.acting_for_id] if post.acting_for_id else [])]


@built_once
def papers_seen(*, post: Post, at: datetime) -> QuerySet[Paper]:
    """The papers that the post may read."""
    rows = Paper.objects.select_related(
        "case__body", "body", "bureau__division", "drafted_by__person", "signed_by__person", "template",
        "corrects",
    )  # fmt: skip
    if not post.held_on(day_of(at)):
        return rows.none()
    if reads_inside(post):
        mine = among_seen(post=post, at=at) & _not_since_handed_over(post)
        return rows.filter(mine | _own(post))
    if speaks_for_body(post):
        served = Delivery.objects.filter(
            paper=OuterRef("pk"), unit=post.unit_id, served_on__isnull=False
        )
        return rows.filter(Exists(served), inside=False)
    asked = Turn.objects.filter(paper=OuterRef("pk"), post__in=own_selves(post))
    return rows.filter(Exists(asked))


def papers_in(case: Case, *, post: Post, at: datetime, annex: bool) -> QuerySet[Paper]:
    """Those papers of a case that `case_seen` gave the post: as `papers_seen` says, without asking anew
    who sees the case. ``annex``: `reads_annex`."""
    if not (reads_inside(post) and post.held_on(day_of(at))):
        return papers_seen(post=post, at=at).select_related(None).filter(case=case)
    mine = Q() if annex else Q(inside=False)
    if not of_bureau(post, case) and not case.bureau.division.path.startswith(
        post.unit.division.path
    ):
        mine &= _not_since_handed_over(post)
    rows = Paper.objects.filter(case=case)
    return rows.filter(mine | _own(post)) if mine else rows


def drafts_on_desk(post: Post) -> QuerySet[Paper]:
    """What the post drafted and has on its desk again; whoever drafted a paper reads it."""
    rows = Paper.objects.filter(drafted_by=post, state=State.DRAFT)
    return rows if reads_inside(post) else rows.none()


def _own(post: Post) -> Q:
    """Papers that are the post's own affair: drafted by it, put before it, sent to it."""
    asked = Turn.objects.filter(paper=OuterRef("pk"), post__in=own_selves(post))
    got = Delivery.objects.filter(
        paper=OuterRef("pk"), unit__in=desks_of(post), served_on__isnull=False
    )
    return Q(drafted_by=post) | Q(Exists(asked)) | Q(Exists(got))


def _not_since_handed_over(post: Post) -> Q:
    """A bureau from which a case was taken reads the papers of its own time, not those that came later."""
    gone = Holding.objects.filter(
        case=OuterRef("case"), bureau__path__startswith=bureau_top(post.unit),
        until__lt=OuterRef("drafted_at"),
    )  # fmt: skip
    here = Q(case__bureau__division__path__startswith=post.unit.division.path)
    joint = Part.objects.working().filter(
        request__case=OuterRef("case"), unit__path__startswith=bureau_top(post.unit)
    )
    return Q(case=None) | here | Q(~Exists(gone)) | Q(Exists(joint))


def paper_seen(pk: int, *, post: Post, at: datetime) -> Paper | None:
    """That paper, or None: to whom it is not shown it does not exist."""
    rows = papers_seen(post=post, at=at).filter(pk=pk)
    return rows.select_related("case__body__unit", "case__bureau").first()


def owner_at(kind: str, pk: int) -> Owner:
    """What a paper that is on record hangs on."""
    found = kinds()[kind]
    return found(found.rows().get(pk=pk))


def owner_seen(kind: str, pk: int, *, post: Post, at: datetime) -> Owner | None:
    """The owner of that label and key, if its noun has papers and the post sees the row."""
    found = kinds().get(kind)
    if found is None:
        return None
    keys = found.seen(post=post, at=at).order_by().values("pk")
    row = found.rows().filter(pk__in=keys).filter(pk=pk).first()
    return found(row) if row is not None else None


def locked(pk: int) -> Paper:
    """The paper, locked until the action ends, with what actions ask of it."""
    rows = Paper.objects.select_for_update(of=("self",)).select_related(
        "case__body__unit", "case__bureau", "body__unit", "bureau__division", "drafted_by__person", "template",
        "signed_by__person",
    )  # fmt: skip
    return rows.get(pk=pk)


def file_seen(paper: Paper, pk: int, *, post: Post) -> PaperFile | None:
    """A file of a paper that is seen; the body reads the one that was served only."""
    from hengjian.domain.supervision.papers.making import best_file

    files = list(paper.files.all())
    if not reads_inside(post):
        best = best_file(files)
        files = [best] if best is not None else []
    return next((one for one in files if one.pk == pk), None)


def edition_seen(paper: Paper, number: int) -> Edition | None:
    """What the paper said when it was submitted for the n-th time."""
    return paper.editions.filter(number=number).first()


def deliveries_to(post: Post) -> QuerySet[Delivery]:
    """What was sent to the post's body; a paper that became void meanwhile stays listed as such."""
    rows = Delivery.objects.select_related("paper__bureau", "paper__case", "received_by__person")
    if not receives(post):
        return rows.none()
    rows = rows.filter(unit__in=desks_of(post))
    return rows.filter(paper__inside=False) if speaks_for_body(post) else rows


def delivery_to(pk: int, *, post: Post) -> Delivery | None:
    return deliveries_to(post).filter(pk=pk).first()


def delivery_of(paper: Paper, pk: int) -> Delivery | None:
    return paper.deliveries.filter(pk=pk).first()


def own_bureau(post: Post) -> QuerySet[Paper]:
    """Papers of the post's bureau with a number: what its number register shows."""
    rows = Paper.objects.filter(serial__isnull=False).select_related("case", "bureau")
    return (
        rows.filter(bureau__path__startswith=bureau_top(post.unit)) if keeps(post) else rows.none()
    )


def own_sealings(post: Post) -> QuerySet[Sealing]:
    rows = Sealing.objects.select_related("paper", "bureau", "by__person", "file")
    return (
        rows.filter(bureau__path__startswith=bureau_top(post.unit)) if keeps(post) else rows.none()
    )


def templates_of(post: Post) -> QuerySet[Template]:
    rows = Template.objects.select_related("by__person")
    return (
        rows.filter(bureau__path__startswith=bureau_top(post.unit)) if keeps(post) else rows.none()
    )


def template_seen(pk: int, *, post: Post) -> Template | None:
    return templates_of(post).filter(pk=pk).first()


def dossiers_seen(case: Case, *, post: Post) -> QuerySet[Dossier]:
    """Those who supervise take the 正卷, handlers and head the 副卷; the body has the papers served on it."""
    rows = case.dossiers.select_related("by__person")
    if not reads_now(case, post):
        return rows.none()
    return rows if reads_annex(case, post) else rows.filter(annex=False)


def dossier_seen(case: Case, pk: int, *, post: Post) -> Dossier | None:
    return dossiers_seen(case, post=post).filter(pk=pk).first()


def may_write(paper: Paper, post: Post) -> bool:
    """Its drafter, or who handles the matter with him."""
    return post.pk == paper.drafted_by_id or paper.owner.may_write(post)


def turn_of(paper: Paper, post: Post) -> Turn | None:
    """The open turn of the post, or of the one for whom it stands in, in the paper's stage."""
    if paper.state not in TURNS:
        return None
    rows = paper.turns.filter(open=True, stage=paper.state, post__in=own_selves(post))
    return rows.select_related("post__person").first()


def may_issue(paper: Paper, post: Post) -> bool:
    """Who numbers, seals and serves: the supervisors of its bureau."""
    return supervises(post) and _same_bureau(post, paper)


def may_scan(paper: Paper, post: Post) -> bool:
    return may_write(paper, post) or may_issue(paper, post)


def may_void(paper: Paper, post: Post) -> bool:
    return may_issue(paper, post) or (heads(post) and _same_bureau(post, paper))


def _same_bureau(post: Post, paper: Paper) -> bool:
    return post.unit.path.split("/")[0] == paper.owner.bureau.path.split("/")[0]


def checkers(paper: Paper, *, at: datetime) -> QuerySet[Post]:
    """Who may check: supervisors of the bureau other than the drafter."""
    return _of_bureau(paper, at).filter(role=Role.SUPERVISOR)


def signers(paper: Paper, *, at: datetime) -> QuerySet[Post]:
    """Who may sign: the head; where the section's approval is enough a supervisor too."""
    rows = _of_bureau(paper, at)
    head = Q(role=Role.LEADER, unit__kind=UnitKind.BUREAU, acting_for=None)
    if document(paper.kind).approval == "section":
        return rows.filter(head | Q(role=Role.SUPERVISOR))
    return rows.filter(head)


def countersigners(paper: Paper, *, at: datetime) -> QuerySet[Post]:
    """Who may be asked to countersign: whoever works in the bureau's units."""
    roles = (Role.SUPERVISOR, Role.LEADER, Role.LEGAL_REVIEWER)
    return _of_bureau(paper, at).filter(role__in=roles)


def _of_bureau(paper: Paper, at: datetime) -> QuerySet[Post]:
    rows = Post.objects.filter(unit__path__startswith=bureau_top(paper.bureau)).on(day_of(at))
    drafter = paper.drafted_by.person_id if paper.drafted_by else None
    return rows.exclude(person=drafter).select_related("person", "unit").order_by("role", "pk")


def verified(code: str) -> Paper | None:
    """The paper of a public code, if it was issued under a number or filed; drafts do not exist."""
    rows = Paper.objects.filter(code=code, signed_at__isnull=False)
    return rows.filter(Q(state__in=sorted(STANDS | {State.VOID, State.SEAL}))).first()


def may_see_history(post: Post, key: str, at: datetime) -> bool:
    """Whether a post may read the ledger's history of a paper."""
    return key.isdecimal() and reads_inside(post) and (
        papers_seen(post=post, at=at).filter(pk=int(key)).exists()
    )  # fmt: skip
