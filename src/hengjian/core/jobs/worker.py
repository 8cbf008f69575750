"""The worker: threads that do jobs, and one that keeps the beat, the schedules and the dead.

Serves `hengjian worker`. It is told the time by two clocks: the wall's, for schedules and for what
people read, and a steady one, for how long another worker's beat has stood still.
"""

import logging
import os
import secrets
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import DatabaseError, InterfaceError, connection, connections, transaction

from hengjian.core.jobs import queue
from hengjian.core.jobs.actions import start_due
from hengjian.core.jobs.backend import result_of
from hengjian.core.jobs.models import Job
from hengjian.core.jobs.task import Run, call, task_of
from hengjian.core.wording import say

log = logging.getLogger(__name__)
Clock = Callable[[], datetime]


def perform(job: Job, *, clock: Clock, stopping: threading.Event | None = None) -> None:
    """Do one claimed job; whatever goes wrong in it is kept with it."""
    try:
        task = task_of(job.task)
    except ImportError as error:
        gone = queue.GoneError(
            say(f"本版本没有任务 {job.task}", f"this version has no task {job.task}")
        )
        gone.__cause__ = error
        queue.fail(job, gone, wait=0, at=clock())
        return
    assert job.last_tried_at is not None
    run = Run(task_result=result_of(job), job=job, at=job.last_tried_at, stopping=stopping)
    try:
        if task.long:
            value = call(run)
            queue.finish(job, value, at=clock())
        else:
            with transaction.atomic():
                value = call(run)
                queue.finish(job, value, at=clock())
    except queue.StoppedError:
        queue.hand_back(job)
    except queue.ClaimLostError:
        log.info("job %s is another worker's now", job.pk)
    except (Exception, SystemExit) as error:
        log.info("job %s: %s", job.pk, type(error).__name__)
        queue.fail(job, error, wait=task.wait, at=clock())


def drain(*, clock: Clock, worker: str = "drain") -> int:
    """Do all that is due, here and now; for tests and for `hengjian worker --once`."""
    count = 0
    while (job := queue.claim(worker, at=clock())) is not None:
        perform(job, clock=clock)
        count += 1
    return count


@dataclass
class Worker:
    """``lease``: seconds without a beat after which a worker is held for dead."""

    clock: Clock
    steady: Callable[[], float]
    threads: int = 4
    lease: float = 15.0
    poll: float = 0.5
    grace: float = 5.0
    name: str = ""
    stopping: threading.Event = field(default_factory=threading.Event)
    _seen: dict[str, tuple[int, float]] = field(default_factory=dict)
    _busy: dict[str, int] = field(default_factory=dict)
    _missed: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.name = self.name or f"{socket.gethostname()[:40]}-{os.getpid()}-{secrets.token_hex(3)}"

    def run(self) -> bool:
        """Work until `stopping` is set. False if a job would not stop within the grace."""
        hands = [
            threading.Thread(target=self._work, name=f"hand-{number}", daemon=True)
            for number in range(self.threads)
        ]
        self._guarded(self.keep)
        for hand in hands:
            hand.start()
        while not self.stopping.wait(self.lease / 5):
            self._guarded(self.keep)
        end = self.steady() + self.grace
        for hand in hands:
            hand.join(max(0.0, end - self.steady()))
        left = any(hand.is_alive() for hand in hands)
        if not left:
            self._guarded(lambda: queue.leave(self.name))
        connections.close_all()
        return not left

    def keep(self) -> None:
        """One round of the keeper: beat, bury the dead, make the jobs of due slots."""
        queue.beat(self.name, at=self.clock())
        self.look_for_the_dead()
        self._look_for_the_lost()
        start_due(by=None, at=self.clock())

    def look_for_the_dead(self) -> int:
        """Free the jobs of every worker whose beat has stood still for a lease, as seen from here."""
        now, freed = self.steady(), 0
        pulses = queue.pulses()
        self._seen = {
            name: (beat, self._seen[name][1] if self._seen.get(name, (None,))[0] == beat else now)
            for name, beat in pulses.items()
            if name != self.name
        }
        for name, (beat, since) in self._seen.items():
            if now - since >= self.lease:
                freed += queue.bury(name, beat, at=self.clock())
        return freed

    def _look_for_the_lost(self) -> None:
        """Free what no hand has been at for two rounds: its end could not be written down."""
        missed = queue.running(self.name) - set(self._busy.values())
        queue.let_go_of(self.name, missed & self._missed)
        self._missed = missed

    def _work(self) -> None:
        while not self.stopping.is_set():
            if not self._guarded(self._one):
                self.stopping.wait(self.poll)
        connections.close_all()

    def _one(self) -> bool:
        job = queue.claim(self.name, at=self.clock())
        if job is None:
            return False
        hand = threading.current_thread().name
        self._busy[hand] = job.pk
        try:
            perform(job, clock=self.clock, stopping=self.stopping)
        finally:
            del self._busy[hand]
        return True

    def _guarded(self, work: Callable[[], bool | None]) -> bool:
        """The database may be away or busy: say so, drop the connection, come again later."""
        try:
            return bool(work())
        except (DatabaseError, InterfaceError) as error:
            log.warning("%s: %s", type(error).__name__, error)
        except Exception:
            log.exception("a fault of the worker")
        connection.close()
        return False
