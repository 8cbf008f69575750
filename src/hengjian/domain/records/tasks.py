"""The job that works at a submission, and what is looked after each minute.

Serves every channel. `take_in` may be killed at any point: it begins again where nothing would be done
twice, and a submission whose job can no longer do anything says so instead of waiting for ever.
"""

from collections.abc import Callable

from hengjian.archive import ArchiveBusyError
from hengjian.content.errors import PlainError
from hengjian.core.jobs.queue import CancelledError, ClaimLostError, LaterError, StoppedError
from hengjian.core.jobs.schedules import every
from hengjian.core.jobs.task import Run, task
from hengjian.core.wording import said, say
from hengjian.domain.records import actions, intake
from hengjian.domain.records.arriving import sweep
from hengjian.domain.records.inbox import look
from hengjian.domain.records.indexing import index_batch
from hengjian.domain.records.models import Submission
from hengjian.domain.records.registers import bring_up_to_date
from hengjian.domain.records.reporting import actions as reporting
from hengjian.standard.problems import UnreadableError

ATTEMPTS = 4
_PASSING = (StoppedError, ClaimLostError, CancelledError)
READ, STORED, INDEXED = 40, 70, 100


@task(
    title=said("处理报送的数据", "take in a submission"),
    attempts=ATTEMPTS,
    long=True,
    takes_context=True,
    priority=1,
)
def take_in(context: Run, submission: int) -> str:
    """Read, accept and index one submission, and tell those who follow."""
    row = actions.begin(submission, by=None, at=context.at)
    if row is None:
        return ""
    try:
        return _worked_at(context, row)
    except _PASSING:
        raise
    except ArchiveBusyError as error:
        if context.job.attempt >= ATTEMPTS:
            actions.fail(row, str(error), by=None, at=context.at)
        raise LaterError(error.message, error.remedy, after=10) from error
    except PlainError as error:
        actions.fail(row, str(error), by=None, at=context.at)
        raise
    except Exception:
        if context.job.attempt >= ATTEMPTS:
            told = say(
                "处理时程序出错，数据没有丢失。请稍后重试；仍然如此的，请告诉系统管理员。",
                "The program failed; nothing is lost. Try again, or tell the administrator.",
            )
            actions.fail(row, told, by=None, at=context.at)
        raise


def _worked_at(context: Run, row: Submission) -> str:
    if row.seq is None and row.same_as_id is None:
        receipt = intake.accepted_already(row) if row.state == Submission.State.ACCEPTING else None
        if receipt is None:
            context.say(0, INDEXED, say("核对名录", "comparing the registers"))
            bring_up_to_date(at=context.at)
            reading = _shown(context, 2, READ, say("读取、逐行核对", "reading line by line"))
            try:
                found = intake.read(row, reading)
            except UnreadableError as error:
                return actions.refuse(row, error, by=None, at=context.at).state
            intake.hand_back(row, found)
            figures = intake.Figures.of(found)
            try:
                intake.check_accepted(row, found)
            except intake.NothingAcceptedError as error:
                return actions.refuse(row, error, found=figures, by=None, at=context.at).state
            actions.note_read(row, figures, by=None, at=context.at)
            storing = _shown(context, READ, STORED, say("存入案卷库", "storing"))
            receipt = intake.accept(row, found, at=context.at, progress=storing)
        row = actions.note_accepted(row, receipt, by=None, at=context.at)
    if row.seq is not None:
        indexing = _shown(context, STORED, INDEXED, say("编入检索", "indexing"))
        index_batch(row.seq, at=context.at, progress=indexing)
    reporting.note_submission(row, by=None, at=context.at)
    bring_up_to_date(at=context.at)
    context.say(INDEXED, INDEXED)
    return actions.finish(row, by=None, at=context.at).state


def _shown(context: Run, begin: int, end: int, words: str) -> Callable[[float], None]:
    """Progress in steps of a twentieth: each is a write."""
    context.say(begin, INDEXED, words)
    told = begin

    def tell(share: float) -> None:
        nonlocal told
        now = begin + int((end - begin) * share)
        if now >= told + 5:
            told = now
            context.say(now, INDEXED, words)

    return tell


@task(title=said("查看没有做完的报送", "see to submissions left undone"), takes_context=True)
def see_to_submissions(context: Run) -> int:
    sweep(at=context.at)
    return actions.fail_abandoned(by=None, at=context.at)


every("records.see_to_submissions", "* * * * *", see_to_submissions)


@task(
    title=said("核对名录和各机关应报的月份", "compare registers and the months due"),
    long=True,
    takes_context=True,
)
def keep_registers(context: Run) -> int:
    """Each night before the check: months that are due, and registers as the archive should have them."""
    opened = reporting.open_months(by=None, at=context.at)
    bring_up_to_date(at=context.at, anew=True)
    return opened


every("records.keep_registers", "40 0 * * *", keep_registers)


@task(title=said("查看交换目录", "look into the watched folder"), long=True, takes_context=True)
def look_into_inbox(context: Run) -> int:
    return look(at=context.at)


every("records.look_into_inbox", "* * * * *", look_into_inbox)
