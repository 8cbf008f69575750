"""How long a submission of 100,000 cases takes, from the upload to its findings on the worklist.

    python bench/submission.py [--format csv|parquet] [--cases 100000] [--before 0] [--database postgresql|sqlite]

Web and worker run as `hengjian serve` runs them, on a database of their own that holds the demo city's
registers; the file is one zip, handed in over HTTP by the form of the desk. With ``--before`` so many
other cases were accepted and checked earlier. Each stage is told by the clock and by the processor time of
web, worker and database: on a machine that others use, only the second means something. The bound is 60 s.
With ``--home`` the simulated city and its files stay for the next measurement.
"""

import argparse
import http.client
import os
import re
import subprocess
import sys
import tempfile
import time
import uuid
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
from readers import SOURCE, WORKING, free_port, log_in, processor, run, wait, whole
from readers import database as server_of

BOUND = 60
LOGIN, PASSWORD = "chen", "平安是福-2026"
SUPERVISOR = "wang"
PIECE = 1 << 20
OPEN = ("waiting", "reading", "accepting", "checking")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--format", choices=("csv", "parquet"), default="csv")
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--before", type=int, default=0)
    parser.add_argument("--database", choices=("postgresql", "sqlite"), default="postgresql")
    parser.add_argument("--home", type=Path, help="where the city and its files are kept")
    asked = parser.parse_args()
    sys.path.insert(0, str(SOURCE))
    with tempfile.TemporaryDirectory(prefix="hengjian-bench-") as temporary:
        kept = asked.home or Path(temporary) / "kept"
        environment = {
            **os.environ, "HENGJIAN_DEMO": "1", "PYTHONPATH": str(SOURCE),
            "DJANGO_SETTINGS_MODULE": "hengjian.project.settings",
            "HENGJIAN_HOME": str(Path(temporary) / "home"),
        }  # fmt: skip
        server = None
        if asked.database == "postgresql":
            from hengjian.project.tests.postgresql import Server

            server = Server.start()
            server.make("bench")
            environment["HENGJIAN_DATABASE"] = server.url("bench")
        try:
            if not (kept / "csv.zip").exists():
                run(environment, __file__, "--make", str(kept), str(asked.cases), str(asked.before))
            run(environment, __file__, "--found", str(kept))
            measure(environment, kept / f"{asked.format}.zip", server and server.folder)
        finally:
            if server is not None:
                server.stop()


# --- the city and its file -----------------------------------------------------------------------------


def make(kept: Path, number: int, before: int) -> None:
    """The registers of the demo city, the cases that are there before, and the files to hand in."""
    import django

    django.setup()
    import polars as pl

    from hengjian.core import clock
    from hengjian.domain.registry.lists import content
    from hengjian.domain.registry.registers import REGISTERS
    from hengjian.simulator import pilot
    from hengjian.simulator.writing import submitted

    day = clock.day_of(clock.now())
    tables = pilot.city(content(), pilot.Pilot.of(content()), number + before, day)
    mine = tables["cases"].sample(fraction=1, shuffle=True, seed=5)["case_id"].head(number)
    own = ("cases", "events", "documents", "recordings")
    for part in ("registers", "before"):
        (kept / part).mkdir(parents=True)
    handed: dict[str, Any] = {}
    for name, frame in tables.items():
        if name in own:
            of_mine = pl.col("case_id").is_in(mine.implode()).fill_null(True)
            handed[name] = frame.filter(of_mine)
            frame.filter(~of_mine).write_parquet(kept / "before" / f"{name}.parquet")
        elif name in REGISTERS:
            frame.write_parquet(kept / "registers" / f"{name}.parquet")
        elif not frame.is_empty():
            handed[name] = frame
    for form in ("parquet", "csv"):
        packed(kept / f"{form}.zip", {n: submitted(f, n) for n, f in handed.items()}, form)


def packed(file: Path, frames: dict[str, Any], form: str) -> None:
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(
        file, "w", zipfile.ZIP_DEFLATED if form == "csv" else zipfile.ZIP_STORED
    ) as whole:  # fmt: skip
        for name, frame in frames.items():
            one = Path(folder) / f"{name}.{form}"
            frame.write_csv(one) if form == "csv" else frame.write_parquet(one)
            whole.write(one, one.name)
            one.unlink()


def found(kept: Path) -> None:
    """The registers in the database and in the archive; what was accepted before is checked."""
    import django

    django.setup()
    import polars as pl
    from django.core.management import call_command

    from hengjian.archive import Batch
    from hengjian.core import clock
    from hengjian.domain.findings.running import run as check
    from hengjian.domain.records import place
    from hengjian.domain.records.indexing import index_batch
    from hengjian.domain.records.registers import bring_up_to_date
    from hengjian.domain.registry.founding.actions import found_demo_city
    from hengjian.standard.records import Records, schema_of
    from hengjian.standard.tables import TABLES

    at = clock.now()
    call_command("migrate", verbosity=0)
    tables = {table.name: pl.DataFrame(schema=schema_of(table)) for table in TABLES}
    for file in (kept / "registers").iterdir():
        tables[file.stem] = pl.read_parquet(file)
    found_demo_city(tables=tables, at=at)
    bring_up_to_date(at=at)
    before = {file.stem: pl.read_parquet(file) for file in (kept / "before").iterdir()}
    if before["cases"].height:
        receipt = place.archive().accept(Batch(Records.of(before), "before"), at=at)
        index_batch(receipt.seq, at=at)
        check("submission", at=at)


# --- measuring -------------------------------------------------------------------------------------------


class Processors:
    """What web, worker and database have used so far."""

    def __init__(self, web: int, database: Path | None) -> None:
        self.web = psutil.Process(web)
        self.database = server_of(database) if database else None

    def used(self) -> dict[str, float]:
        beside = self.web.children()
        worker = sum(whole(one) for one in beside if WORKING in str(one.cmdline()))
        web = processor(self.web.pid)
        database = whole(self.database) if self.database else 0.0
        return {"web": web, "worker": worker, "database": database}


def measure(environment: dict[str, str], file: Path, database: Path | None) -> None:
    port = free_port()
    serving = subprocess.Popen(
        [sys.executable, "-m", "hengjian", "serve", "--port", str(port)],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.environ |= environment
    try:
        wait(port)
        cookie, reads = log_in(port, LOGIN, PASSWORD), log_in(port, SUPERVISOR, PASSWORD)
        before = shown(port, reads)
        begun()
        size = file.stat().st_size / 1e6
        print(f"{file.stem}, {size:.0f} MB; seconds")
        print(f"{'':44}{'clock':>8}{'web':>8}{'worker':>8}{'database':>10}")
        clocks = Stages(Processors(serving.pid, database))
        number = hand_in(port, cookie, file)
        clocks.begin("waiting for the worker")
        for stage in stages(number):
            clocks.begin(stage)
            time.sleep(0.1)
        clocks.begin("a page of the worklist")
        after = shown(port, reads)
        clocks.end()
        told = of(number)
        print(
            f"{told['cases']:,} cases, {told['appeared']:,} findings; worklist {before} -> {after}"
        )
        if told["state"] != "done":
            raise SystemExit(f"{told['state']}: {told['error']}")
        kept = "kept" if clocks.total <= BOUND else "MISSED"
        print(f"{clocks.total:.1f} s by the clock, bound {BOUND} s: {kept}; "
              f"processor {clocks.processor:.1f} s")  # fmt: skip
    finally:
        serving.terminate()
        serving.wait()


def begun() -> None:
    """Wait until the worker works: a server runs for months."""
    import django

    django.setup()
    from hengjian.core.jobs.models import WorkerProcess

    while not WorkerProcess.objects.exists():
        time.sleep(0.2)


class Stages:
    """Tells each stage when the next begins."""

    def __init__(self, processors: Processors) -> None:
        self._processors = processors
        self._stage, self._since = "the upload", time.perf_counter()
        self._used = processors.used()
        self._first = self._since, sum(self._used.values())
        self.total = self.processor = 0.0

    def begin(self, stage: str) -> None:
        if stage == self._stage:
            return
        now, used = time.perf_counter(), self._processors.used()
        spent = {name: used[name] - self._used[name] for name in used}
        wide = sum(len(one.encode("gbk", "replace")) - 1 for one in self._stage if ord(one) > 255)
        print(f"{self._stage:<{44 - wide}}{now - self._since:8.1f}{spent['web']:8.1f}"
              f"{spent['worker']:8.1f}{spent['database']:10.1f}", flush=True)  # fmt: skip
        self._stage, self._since, self._used = stage, now, used

    def end(self) -> None:
        self.begin("")
        self.total = self._since - self._first[0]
        self.processor = sum(self._used.values()) - self._first[1]


def stages(number: int) -> Iterator[str]:
    """What is being done for a submission, as its jobs say, again and again until it is done."""
    from hengjian.core.jobs.models import Job
    from hengjian.domain.records.models import Submission

    while True:
        submission = Submission.objects.select_related("job").get(pk=number)
        if submission.state not in OPEN:
            return
        check = Job.objects.filter(task__contains="findings", state="running").first()
        if submission.state == "checking":
            yield f"check: {_plain(check.words)}" if check and check.words else "check: begins"
        elif submission.job and submission.job.words:
            yield f"taking in: {submission.job.words}"
        else:
            yield "waiting for the worker"


def _plain(words: str) -> str:
    """A stage's words without how far it is."""
    return re.sub(r"[\d,，/ ]+条?", " ", words).strip()


def of(number: int) -> dict[str, Any]:
    from hengjian.domain.records.models import Submission

    found: dict[str, Any] = Submission.objects.filter(pk=number).values().get()
    return found


def hand_in(port: int, cookie: str, file: Path) -> int:
    """Send the file as the browser does, and give the submission's number."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    connection.request("GET", "/submissions/new/", headers={"Cookie": cookie})
    page = connection.getresponse().read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token, "no form"
    border = uuid.uuid4().hex
    fields = {"csrfmiddlewaretoken": token[1], "body": "*"}
    head = "".join(
        f'--{border}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    head += (
        f'--{border}\r\nContent-Disposition: form-data; name="file"; filename="{file.name}"\r\n'
        "Content-Type: application/zip\r\n\r\n"
    )
    end = f"\r\n--{border}--\r\n".encode()

    def pieces() -> Iterator[bytes]:
        yield head.encode()
        with file.open("rb") as read:
            while piece := read.read(PIECE):
                yield piece
        yield end

    headers = {
        "Cookie": cookie, "Content-Type": f"multipart/form-data; boundary={border}",
        "Content-Length": str(len(head.encode()) + file.stat().st_size + len(end)),
    }  # fmt: skip
    connection.request("POST", "/submissions/new/", pieces(), headers)
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 302, answer.status
    return int(answer.headers["Location"].rstrip("/").rpartition("/")[2])


def shown(port: int, cookie: str) -> str:
    """How many findings the worklist says there are."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/findings/", headers={"Cookie": cookie})
    page = connection.getresponse().read().decode()
    counted = re.search(r"共\s*([\d,]+)[^<]*", page)
    return counted[0].strip() if counted else "none"


if __name__ == "__main__":
    if sys.argv[1:2] == ["--make"]:
        make(Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
    elif sys.argv[1:2] == ["--found"]:
        found(Path(sys.argv[2]))
    else:
        main()
