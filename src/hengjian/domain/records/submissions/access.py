"""Who may hand in for which body, and who sees which submission.

Serves every page and channel of submissions. What was handed in is seen where its unit is reached; its
refused rows hold persons' data and are given only to those who handed them in or could have.
"""

from datetime import datetime

from django.db.models import Q, QuerySet

from hengjian.core.organisation.models import Unit, UnitKind
from hengjian.core.people.models import Post, Role
from hengjian.core.rights.queries import within_reach
from hengjian.domain.records.models import Submission, Token
from hengjian.domain.registry.access import bodies_reached, concerned
from hengjian.domain.registry.models import Body

OF_A_BODY = frozenset({UnitKind.BODY, UnitKind.GOVERNMENT})
_OWN = frozenset({Role.BODY_CLERK, Role.LEGAL_REVIEWER})


def speaks_for_own(post: Post) -> bool:
    """Whether the post hands in for its own body alone."""
    return post.role in _OWN and post.unit.kind in OF_A_BODY


def speaks_for_several(post: Post) -> bool:
    """Whether the post hands in for the bodies that it supervises."""
    if post.unit.kind == UnitKind.LEGAL_SECTION:
        return post.role in {Role.SUPERVISOR, Role.LEGAL_REVIEWER}
    return post.role == Role.SUPERVISOR


def may_submit(post: Post) -> bool:
    return speaks_for_own(post) or speaks_for_several(post)


def bodies_to_submit_for(post: Post, *, at: datetime) -> QuerySet[Body]:
    """The bodies that this post may hand in for."""
    rows = bodies_reached(post=post, at=at)
    return rows if may_submit(post) else rows.none()


def body_seen(code: str, *, post: Post, at: datetime) -> Body | None:
    """That body, by its number, if the post reaches it."""
    return bodies_reached(post=post, at=at).filter(code=code).first()


def body_of_code(code: str) -> Body | None:
    """For the watched folder, whose sub-folders are named after bodies."""
    return Body.objects.filter(code=code).select_related("unit").first()


def bodies_spoken_for(submission: Submission) -> QuerySet[Body]:
    """The bodies whose rows a submission may hold: its own, or all that its post reached then."""
    if submission.body_id is not None:
        return Body.objects.filter(pk=submission.body_id)
    if submission.post is None:
        return Body.objects.all()  # the program itself: a demo city
    return bodies_to_submit_for(submission.post, at=submission.received_at)


# --- what was handed in -------------------------------------------------------------------------------


def submissions_seen(*, post: Post, at: datetime) -> QuerySet[Submission]:
    """Those of units that the post reaches, and of its own office."""
    rows = Submission.objects.select_related("body", "unit", "post__person", "token")
    if not concerned(post):
        return rows.none()
    reached = within_reach(Unit.objects.all(), unit="", post=post, at=at).order_by().values("pk")
    return rows.filter(Q(unit__in=reached) | Q(unit=post.unit_id)) if may_submit(post) else (
        rows.filter(unit__in=reached)
    )  # fmt: skip


def submission_seen(number: int, *, post: Post, at: datetime) -> Submission | None:
    """That submission, if it is any business of this post."""
    return submissions_seen(post=post, at=at).filter(pk=number).first()


def submissions_of_unit(post: Post) -> QuerySet[Submission]:
    """What the post's own office handed in."""
    return Submission.objects.filter(unit=post.unit_id)


def may_see_history(post: Post, key: str, at: datetime) -> bool:
    """Whether a post may read the ledger's history of a submission: as it may see it."""
    return key.isdecimal() and submission_seen(int(key), post=post, at=at) is not None


def submission_of_token(number: int, token: Token) -> Submission | None:
    """A body's system sees what was handed in for its body by whatever way."""
    return submissions_of_token(token).filter(pk=number).first()


def submissions_of_token(token: Token) -> QuerySet[Submission]:
    return Submission.objects.filter(body=token.body_id).select_related("body", "unit")


def may_mend(submission: Submission, post: Post) -> bool:
    """Whether the post may have the refused rows and see what stood in personal fields: it works
    where they come from."""
    return may_submit(post) and submission.unit_id == post.unit_id


def may_retry(submission: Submission, post: Post) -> bool:
    return may_mend(submission, post)


# --- tokens -------------------------------------------------------------------------------------------


def may_keep_tokens(post: Post) -> bool:
    """A body's tokens are its clerk's to give: what hands in by them speaks for the body."""
    return post.role == Role.BODY_CLERK and post.unit.kind in OF_A_BODY


def tokens_seen(*, post: Post, at: datetime) -> QuerySet[Token]:
    """The tokens of one's own body; a supervisor sees which of his bodies have some."""
    rows = Token.objects.select_related("body", "given_by__person")
    return within_reach(rows, unit="body__unit", post=post, at=at)


def token_kept(number: int, *, post: Post, at: datetime) -> Token | None:
    """That token, if it is the post's to revoke."""
    if not may_keep_tokens(post):
        return None
    return tokens_seen(post=post, at=at).filter(pk=number, body__unit=post.unit_id).first()


def own_body(post: Post) -> Body | None:
    """The body in which the post is held."""
    return Body.objects.filter(unit=post.unit_id).first()


def token_of_digest(digest: str) -> Token | None:
    return Token.objects.filter(digest=digest).select_related("body__unit").first()
