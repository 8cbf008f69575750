"""A worker that is killed at every step of a submission in turn: nothing is lost, nothing is done twice.

Each death is a process that really dies (SIGKILL) behind the step's last line; the next one takes over.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from hengjian.archive import Archive
from hengjian.project.tests.postgresql import Server

BEGIN = """
import os, signal
import django; django.setup()
from hengjian.core import clock
from hengjian.core.jobs import queue
from hengjian.core.jobs.models import Job
from hengjian.core.jobs.worker import drain
"""
HAND_IN = (
    BEGIN
    + """
from hengjian.core.tests.small_city import SmallCity
from hengjian.domain.registry.tests.register import LittleRegister
from hengjian.domain.records.tests.handing_in import handed, month
Job.objects.all()
little = LittleRegister.entered(SmallCity.founded())
handed(month(also="A1,C0009,行政处罚,普通程序,I1,公民,李某,占道,二百\\n"), unit=little.a1.unit,
       body=little.a1, at=clock.now())
"""
)
DIE = (
    BEGIN
    + """
from hengjian.domain.records import actions, intake, registers, tasks
for place in {places!r}:
    child = os.fork()  # before any data frame was touched, so that no thread is lost
    if child:
        assert os.waitpid(child, 0)[1] == signal.SIGKILL, place
        continue
    queue.let_go_of("drain", queue.running("drain"))
    module, name = place.split(".")
    holder = dict(actions=actions, intake=intake, tasks=tasks)[module]
    step = getattr(holder, name)
    def dying(*given, **named):
        step(*given, **named)
        os.kill(os.getpid(), signal.SIGKILL)
    setattr(holder, name, dying)
    drain(clock=clock.now)
    os._exit(1)
"""
)
WORK = (
    BEGIN
    + """
queue.let_go_of("drain", queue.running("drain"))
drain(clock=clock.now)
"""
)
TELL = (
    BEGIN
    + """
import json
from hengjian.core.entries.models import LedgerEntry
from hengjian.domain.records.models import Submission
one = Submission.objects.get()
entries = LedgerEntry.objects.filter(kind__startswith="submission.").order_by("pk")
print(json.dumps({"state": one.state, "cases": one.cases, "new": one.new, "refused": one.refused,
    "seq": one.seq, "batch": one.batch_id, "entries": [e.kind for e in entries],
    "jobs": [j.state for j in Job.objects.filter(task__contains="take_in")]}))
"""
)
PLACES = (
    "tasks.bring_up_to_date", "intake.read", "intake.hand_back", "actions.note_read",
    "intake.accept", "actions.note_accepted", "tasks.index_batch", "actions.finish",
)  # fmt: skip


AROUND_THE_ARCHIVE = ("actions.note_read", "intake.accept", "actions.note_accepted")


@pytest.mark.parametrize(
    ("kind", "places"), [("sqlite", PLACES), ("postgresql", AROUND_THE_ARCHIVE)]
)
def test_killed_after_each_step_it_stands_once(
    kind: str, places: tuple[str, ...], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    database = str(tmp_path / "hengjian.sqlite3")
    if kind == "postgresql":
        server: Server = request.getfixturevalue("postgresql")
        database = server.make(f"kills{os.getpid()}")
    clean = {k: v for k, v in os.environ.items() if not k.startswith("HENGJIAN_")}
    around = clean | {
        "HENGJIAN_HOME": str(tmp_path),
        "HENGJIAN_DATABASE": database,
        "DJANGO_SETTINGS_MODULE": "hengjian.project.settings",
    }

    def done(code: str) -> str:
        command = [sys.executable, "-c", code]
        ran = subprocess.run(
            command, env=around, capture_output=True, text=True, check=False, timeout=120
        )
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    done("from hengjian.project.commands import migrate; migrate([])")
    done(HAND_IN)
    done(DIE.format(places=places))
    done(WORK)
    told = json.loads(done(TELL))
    assert (told["state"], told["cases"], told["new"], told["refused"]) == ("done", 3, 3, 1)
    assert told["entries"] == ["submission.received", "submission.accepted"]
    assert told["jobs"] == ["done"]
    batches = Archive.open(tmp_path / "archive").snapshot().batches
    mine = batches.filter(batches["batch_id"] == told["batch"])
    assert mine["seq"].to_list() == [told["seq"]]
    assert Archive.open(tmp_path / "archive").snapshot().case_count == 3
