"""A job comes with its transaction, runs once, is tried again, is cancelled; all on a clock we move."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from hengjian.content.errors import PlainError
from hengjian.core.entries.models import LedgerEntry
from hengjian.core.jobs import queue
from hengjian.core.jobs.actions import cancel, let_go_of_old, retry, start
from hengjian.core.jobs.models import Job, WorkerProcess
from hengjian.core.jobs.tests import sample_tasks
from hengjian.core.jobs.worker import Worker, drain, perform

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def at(seconds: float) -> datetime:
    return AT + timedelta(seconds=seconds)


def run(seconds: float = 0) -> int:
    return drain(clock=lambda: at(seconds))


def marks() -> int:
    return LedgerEntry.objects.filter(kind="sample.marked").count()


def again(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def test_it_speaks_the_api_of_django_tasks() -> None:
    result = sample_tasks.mark.enqueue(number=21)
    assert (result.status, result.is_finished) == ("READY", False)
    assert drain(clock=lambda: result.enqueued_at or AT) == 1
    result.refresh()
    assert (result.status, result.return_value, result.attempts) == ("SUCCESSFUL", 42, 1)
    assert sample_tasks.mark.get_result(result.id).return_value == 42


def test_it_is_rolled_back_with_its_transaction() -> None:
    for fails in (True, False):
        try:
            with transaction.atomic():
                start(sample_tasks.mark, by=None, at=AT)
                if fails:
                    raise RuntimeError
        except RuntimeError:
            pass
        assert run() == (0 if fails else 1)


def test_it_runs_the_urgent_first_and_the_others_in_their_order() -> None:
    first, second = (start(sample_tasks.mark, by=None, at=AT) for _ in "12")
    urgent = start(sample_tasks.mark.using(priority=9), by=None, at=AT)
    later = start(sample_tasks.mark.using(run_after=at(60)), by=None, at=AT)
    order: list[Any] = [queue.claim("w", at=at(1)) for _ in range(4)]
    assert [job and job.pk for job in order] == [urgent.pk, first.pk, second.pk, None]
    last = queue.claim("w", at=at(60))
    assert last is not None
    assert last.pk == later.pk


def test_it_is_tried_again_ever_later_and_its_effects_do_not_stand() -> None:
    job = start(sample_tasks.break_down, by=None, at=AT)
    tries = [second for second in range(100) if run(second)]
    assert tries == [0, 10, 40]
    assert marks() == 0
    job = again(job)
    assert (job.state, len(job.errors)) == ("failed", 3)
    assert "ZeroDivisionError" in job.errors[-1]["detail"]
    assert job.last_error == "程序出错，详情已留存，请系统管理员查看"


def test_it_is_not_tried_again_where_only_a_person_can_mend_it() -> None:
    hopeless = start(sample_tasks.refuse, by=None, at=AT)
    busy = start(sample_tasks.busy, by=None, at=AT)
    assert [second for second in range(100) if run(second)] == [0, 40, 80]
    assert again(hopeless).last_error == "第 3 行的证件号重复。请改正后重新导入。"
    assert again(hopeless).attempt == 1
    assert (again(busy).attempt, again(busy).last_error) == (3, "短信网关暂时不通")


def test_it_is_started_again_by_a_person() -> None:
    job = start(sample_tasks.refuse, by=None, at=AT)
    run()
    retry(again(job), by=None, at=AT)
    assert again(job).state == "ready"
    assert run() == 1
    done = start(sample_tasks.mark, by=None, at=AT)
    run()
    with pytest.raises(PlainError, match="已完成，不用重试"):
        retry(done, by=None, at=AT)


def test_it_is_cancelled_before_it_runs_or_while_it_runs() -> None:
    waiting, running = (start(sample_tasks.mark, by=None, at=AT) for _ in "12")
    cancel(waiting, by=None, at=AT)
    claimed = queue.claim("w", at=AT)
    assert claimed is not None
    cancel(running, by=None, at=AT)
    perform(claimed, clock=lambda: AT)
    assert [again(job).state for job in (waiting, running)] == ["cancelled", "cancelled"]
    assert marks() == 0
    with pytest.raises(PlainError, match="已取消，不能取消"):
        cancel(running, by=None, at=AT)


def test_it_is_one_for_one_key() -> None:
    one, two = (start(sample_tasks.mark, key="nightly", by=None, at=AT) for _ in "12")
    assert one.pk == two.pk
    assert run() == 1


def test_it_goes_on_after_its_last_step() -> None:
    asked: dict[str, Any] = {"started": "/dev/null", "of": 4, "wait_at": 2, "seconds": 0}
    job = start(sample_tasks.mark_in_steps, asked, by=None, at=AT)
    job.steps_done = 3  # as an earlier attempt has left it
    job.save()
    run()
    assert marks() == 1
    job = again(job)
    assert (job.state, job.share, job.words) == ("done", 100, "第 4 步")


def test_who_lost_his_claim_changes_nothing() -> None:
    job = start(sample_tasks.mark, by=None, at=AT)
    asleep = queue.claim("asleep", at=AT)
    queue.beat("asleep", at=AT)
    assert asleep is not None
    assert queue.bury("asleep", 0, at=AT) == 1
    other = queue.claim("other", at=AT)
    assert other is not None
    perform(asleep, clock=lambda: AT)
    assert (again(job).state, marks()) == ("running", 0)
    perform(other, clock=lambda: AT)
    assert (again(job).state, marks()) == ("done", 1)


def test_a_job_that_kills_every_worker_fails_in_the_end() -> None:
    job = start(sample_tasks.mark, by=None, at=AT)
    for number in range(job.attempts_allowed):
        queue.beat(f"w{number}", at=AT)
        assert queue.claim(f"w{number}", at=AT) is not None
        queue.bury(f"w{number}", 0, at=AT)
    assert (again(job).state, again(job).last_error) == ("failed", "后台进程中断，这一次没有做完")


class Clocks:
    """A wall clock that people set, and a steady one that only goes on."""

    def __init__(self) -> None:
        self.wall, self.steady = AT, 0.0

    def pass_by(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)
        self.steady += seconds

    def worker(self, name: str) -> Worker:
        return Worker(
            clock=lambda: self.wall, steady=lambda: self.steady, lease=15, name=name
        )  # fmt: skip


@pytest.mark.parametrize("shift", [0, -3600, 3600])
def test_a_lease_ends_in_its_time_however_the_clock_is_set(shift: int) -> None:
    clocks = Clocks()
    dead, alive, watcher = (clocks.worker(name) for name in ("dead", "alive", "watcher"))
    for one in (dead, alive, watcher):
        one.keep()
    jobs = [start(sample_tasks.mark, by=None, at=clocks.wall) for _ in "12"]
    assert queue.claim("dead", at=clocks.wall) is not None
    assert queue.claim("alive", at=clocks.wall) is not None
    clocks.wall += timedelta(seconds=shift)
    for _ in range(14):
        clocks.pass_by(1)
        queue.beat("alive", at=clocks.wall)
        assert watcher.look_for_the_dead() == 0
    clocks.pass_by(1.1)
    queue.beat("alive", at=clocks.wall)
    assert watcher.look_for_the_dead() == 1
    assert [again(job).state for job in jobs] == ["ready", "running"]
    assert set(WorkerProcess.objects.values_list("name", flat=True)) == {"alive", "watcher"}
    assert drain(clock=lambda: clocks.wall) == 1


def test_a_job_put_off_does_not_wait_for_a_clock_that_was_set_back() -> None:
    job = start(sample_tasks.busy, by=None, at=AT)
    run()
    fresh = start(sample_tasks.mark, by=None, at=AT)
    assert run(-3600) == 2
    assert (again(job).attempt, again(fresh).state) == (2, "done")


def test_a_job_whose_end_could_not_be_written_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    worker = Clocks().worker("w")
    job = start(sample_tasks.mark, by=None, at=AT)
    assert queue.claim("w", at=AT) is not None
    worker.keep()
    assert again(job).state == "running"
    worker.keep()
    assert again(job).state == "ready"


def test_a_task_that_is_gone_is_told() -> None:
    job = start(sample_tasks.mark, by=None, at=AT)
    job.task = "hengjian.core.jobs.tests.sample_tasks.forgotten"
    job.save()
    run()
    assert (again(job).state, again(job).last_error) == (
        "failed",
        "本版本没有任务 hengjian.core.jobs.tests.sample_tasks.forgotten",
    )


def test_old_jobs_are_let_go() -> None:
    old, slot, waiting = (
        start(sample_tasks.mark, key=key, by=None, at=AT) for key in (None, "a@slot", None)
    )
    queue.claim("w", at=AT)
    Job.objects.exclude(pk=waiting.pk).update(state="done", finished_at=AT)
    assert let_go_of_old(by=None, at=AT + timedelta(days=91)) == 1
    assert set(Job.objects.values_list("pk", flat=True)) == {slot.pk, waiting.pk}
    assert old.pk not in {slot.pk, waiting.pk}
