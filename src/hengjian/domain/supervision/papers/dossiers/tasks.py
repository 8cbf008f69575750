"""The job that binds the dossier of a case and shows how far it is."""

from collections.abc import Callable

from hengjian.content.errors import PlainError
from hengjian.core.jobs.task import Run, task
from hengjian.core.wording import said, say
from hengjian.domain.registry.lists import content
from hengjian.domain.supervision.papers.dossiers import access, actions, volumes
from hengjian.letters.dossier import bind

PARTS = 100
"""Progress is told in so many parts: each telling is written down, and a great dossier has thousands of steps."""


def telling(context: Run) -> Callable[[int, int], None]:
    """Tells the job how far it is, as often as it shows."""

    def tell(done: int, total: int) -> None:
        if done % max(1, total // PARTS) == 0 or done == total:
            context.say(done, total, say("装订", "binding"))

    return tell


@task(title=said("装订监督卷宗", "bind a dossier"), attempts=2, long=True, takes_context=True)
def bind_dossier(context: Run, case: int, annex: bool, post: int | None = None) -> str:
    """Bind the 正卷 or the 副卷 of a case as one PDF with cover and catalogue."""
    found = access.case_to_bind(case)
    context.say(0, 0, say("读取文书", "reading the papers"))
    pieces = volumes.pieces_of(found, annex=annex)
    if not pieces:
        raise PlainError(
            say("这一卷没有文书", "this volume has no papers"),
            say("文书送达或者入卷以后再装订。", "Bind it once papers were served or filed."),
        )
    made = bind(
        pieces, content=content(), cover=volumes.cover_of(found, annex=annex),
        envelope=volumes.envelope_of(found), annex=annex,
        progress=telling(context),
    )  # fmt: skip
    with context.step(2 * len(pieces), 2 * len(pieces)):
        kept = actions.keep_dossier(
            found, made.data, annex=annex, pages=made.pages, pieces=len(pieces),
            by=access.binder(post), at=context.at,
        )  # fmt: skip
    return kept.sha256
