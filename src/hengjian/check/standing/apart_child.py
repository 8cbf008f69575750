"""A process that judges buckets of kept facts for another one, and ends as soon as that has gone.

Serves `apart`, of which it hears what is to be judged on standard input. It keeps the real standard
output to itself, so that nothing a library prints can be taken for an answer.
"""

import gc
import os
import sys
from contextlib import suppress

from hengjian.check.standing.across import Piece, met
from hengjian.check.standing.apart import Answer, Task, heard, tell, told_of
from hengjian.check.standing.facts_store import FactsStore
from hengjian.check.standing.grounds import grounds_of
from hengjian.check.standing.judging import Judging
from hengjian.rules.engine import context_of


def main() -> None:
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    task = heard(sys.stdin.buffer)
    assert isinstance(task, Task)
    book = task.book()
    if grounds_of(task.content, book) != task.grounds:
        return
    judging = Judging(book, context_of(task.content, task.as_of), task.rules, task.dates)
    judging.ready()
    gc.freeze()  # rules and content are there to the end, and looked through no more
    with suppress(BrokenPipeError):  # whoever asked has gone
        while (asked := heard(sys.stdin.buffer)) is not None:
            tell(answers, _answer(judging.again(), task.store, task.run, asked))


def _answer(judging: Judging, store: FactsStore, run: int, asked: object) -> Answer | None:
    """What is said of these buckets, or of a piece; None where they cannot be judged, for whoever asked
    will see why."""
    try:
        if isinstance(asked, Piece):
            return Answer(met(judging, store, asked), judging.tallies)
        judged = judging.some(store, asked)  # type: ignore[arg-type]
        return Answer([*told_of(judged, run)], judging.tallies)
    except Exception:
        return None


if __name__ == "__main__":
    main()
