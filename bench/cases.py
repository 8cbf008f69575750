"""How fast the pages of cases are with many documents, and how long a paper and a dossier take.

    python bench/cases.py [--documents 500] [--cases 400] [--seconds 8] [--pause 1] [--home FOLDER]

The demo city is founded with few records; its cases are repeated up to ``--cases``, and one of them gets
``--documents`` papers with files, as many steps and deadlines as belong to them. Server and load (16
people) run on this machine. Bounds: each page a p95 of 300 ms, a PDF half a second, a dossier of 300
pages twenty seconds. With ``--home`` the filled place is kept for the next measurement.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from readers import SOURCE, USERS, free_port, load, log_in, processor, run, wait

PAGE_MS, PDF_S, DOSSIER_S = 300, 0.5, 20.0
PASSWORD = "平安是福-2026"
RECORDS = 1000
PAGES = 300
READERS = {"wang": "supervisor", "deng": "head", "chen": "general section"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=500)
    parser.add_argument("--cases", type=int, default=400)
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--pause", type=float, default=1.0)
    parser.add_argument("--only", default="")
    parser.add_argument("--home", default="")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="hengjian-bench-") as temporary:
        home = Path(asked.home or temporary)
        home.mkdir(parents=True, exist_ok=True)
        paths = os.pathsep.join(filter(None, [str(SOURCE), os.environ.get("PYTHONPATH", "")]))
        environment = {
            **os.environ, "HENGJIAN_HOME": str(home), "HENGJIAN_DEMO": "1", "PYTHONPATH": paths,
            "DJANGO_SETTINGS_MODULE": "hengjian.project.settings",
        }  # fmt: skip
        if not (home / "filled").exists():
            run(environment, "-m", "hengjian", "migrate")
            run(environment, __file__, "--fill", str(asked.documents), str(asked.cases))
            (home / "filled").touch()
        good = _pages(environment, asked)
        good &= (
            subprocess.run([sys.executable, __file__, "--make"], env=environment).returncode == 0
        )
    sys.exit(0 if good else 1)


# --- filling ----------------------------------------------------------------------------------------------


def fill(documents: int, cases: int) -> None:
    """The demo, its cases repeated, and one of them with so many documents."""
    import django

    django.setup()
    from hengjian.core import clock
    from hengjian.domain.supervision.models import Case, Paper
    from hengjian.project.founding import found_demo

    begun, at = time.perf_counter(), clock.now()
    found_demo(at=at, cases=RECORDS, tell=lambda words: None)
    great = _great_case()
    models = list(Case.objects.exclude(pk=great.pk).order_by("pk"))
    for number in range(max(0, cases - len(models) - 1)):
        _repeat_case(models[number % len(models)], number)
    whole = [one for one in great.papers.order_by("pk") if one.files.exists()]
    for number in range(documents - great.papers.count()):
        _repeat_paper(whole[number % len(whole)], number)
    told = f"{Case.objects.count()} cases, {Paper.objects.filter(case=great).count()} papers of {great}"
    print(f"{told} in {time.perf_counter() - begun:.0f} s", flush=True)


def _great_case() -> Any:
    """The case that will have the many: one of the county with papers that were served."""
    from hengjian.domain.supervision.models import Case

    return Case.objects.filter(papers__served_on__isnull=False).order_by("pk")[0]


def _repeat_case(model: Any, number: int) -> None:
    """Another case like it, with its handlers, steps and deadlines."""
    old, steps = model.pk, {}
    made = type(model).objects.get(pk=old)
    made.pk, made.number = None, f"{model.number or model.pk}-{number}"
    made.save()
    for one in type(model).objects.get(pk=old).handlers.all():
        one.pk, one.case = None, made
        one.save()
    for one in type(model).objects.get(pk=old).steps.all():
        key = one.pk
        one.pk, one.case = None, made
        one.save()
        steps[key] = one
    for one in type(model).objects.get(pk=old).deadlines.all():
        one.pk, one.case, one.started_by = None, made, steps[one.started_by_id]
        one.save()


def _repeat_paper(model: Any, number: int) -> None:
    """Another paper like it with another number and code, its files, its steps, and a step of the case."""
    from hengjian.domain.supervision.models import CaseStep, Paper

    made = Paper.objects.get(pk=model.pk)
    made.pk, made.code = None, f"bench{number:08d}"
    made.serial = 10_000 + number if made.serial else None
    made.save(force_insert=True)
    for rows in (model.files, model.steps):
        for one in rows.all():
            one.pk, one.paper = None, made
            one.save(force_insert=True)
    CaseStep.objects.create(
        case=made.case, move="paper_served", frm=made.case.state, to=made.case.state,
        power="instruments", words=made.title, post=made.drafted_by, at=made.drafted_at,
    )  # fmt: skip


# --- pages ------------------------------------------------------------------------------------------------


def _pages(environment: dict[str, str], asked: argparse.Namespace) -> bool:
    """The pages under load; whether each kept its bound."""
    port = free_port()
    key = subprocess.run(
        [sys.executable, __file__, "--key"], env=environment, check=True, capture_output=True
    ).stdout.decode().strip()  # fmt: skip
    pages = {
        "case": f"/cases/{key}/", "its papers": f"/cases/{key}/papers/", "to do": "/todo/",
        "count of it": "/todo/count/", "cases": "/cases/", "cases, late": "/cases/?late=1",
        "deadlines": "/cases/deadlines/list/", "calendar": "/cases/deadlines/", "papers": "/papers/?show=all",
        "board": "/board/",
    }  # fmt: skip
    server = subprocess.Popen(
        [sys.executable, "-m", "hengjian", "serve", "--port", str(port), "--no-worker"],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    worst = 0.0
    try:
        wait(port)
        cookies = {login: log_in(port, login, PASSWORD) for login in READERS}
        print(f"{USERS} users pausing {asked.pause:g} s, {asked.seconds:g} s each; ms")
        print(f"{'page':16}" + "".join(f"{name:>30}" for name in READERS.values()))
        for name, url in pages.items():
            if asked.only and asked.only not in name:
                continue
            told = []
            for login, cookie in cookies.items():
                if url == "/board/" and login == "wang":
                    url = "/board/?period=quarter"
                before = processor(server.pid)
                times = load(port, lambda _, at=url: at, cookie, asked.seconds, asked.pause)
                spent = 1000 * (processor(server.pid) - before) / len(times)
                p50, p95 = (1000 * times[int(len(times) * share)] for share in (0.5, 0.95))
                told.append(f"p50 {p50:.0f}  p95 {p95:.0f}  cpu {spent:.1f}")
                worst = max(worst, p95)
            print(f"{name:16}" + "".join(f"{one:>30}" for one in told), flush=True)
    finally:
        server.terminate()
        server.wait()
    print(f"worst p95 {worst:.0f} ms, bound {PAGE_MS} ms: {_word(worst <= PAGE_MS)}")
    return worst <= PAGE_MS


def _word(kept: bool) -> str:
    return "kept" if kept else "MISSED"


# --- papers -----------------------------------------------------------------------------------------------


def make() -> None:
    """A paper as PDF, and a dossier of so many pages bound as the job binds it; processor seconds."""
    import django

    django.setup()
    from hengjian.domain.registry.lists import content
    from hengjian.domain.supervision.papers import making
    from hengjian.domain.supervision.papers.dossiers import volumes
    from hengjian.letters.dossier import bind

    case = _great_case()
    paper = case.papers.order_by("pk")[0]
    making.pdf_of(paper, blank=True)  # the fonts are open now, as in a server that runs
    spent = min(_spent(lambda: making.pdf_of(paper, blank=True)) for _ in range(5))
    print(f"a PDF {spent:.3f} s, bound {PDF_S:g} s: {_word(spent <= PDF_S)}")
    reported: list[tuple[int, int]] = []
    begun = time.process_time()
    pieces = volumes.pieces_of(case, annex=False)
    made = bind(
        pieces, content=content(), cover=volumes.cover_of(case, annex=False),
        envelope=volumes.envelope_of(case), progress=lambda done, all_: reported.append((done, all_)),
    )  # fmt: skip
    took = time.process_time() - begun
    bound = DOSSIER_S * max(1.0, made.pages / PAGES)
    print(
        f"a dossier of {made.pages} pages, {len(pieces)} pieces, {len(made.data) / 1e6:.1f} MB, told of "
        f"{len(reported)} times: {took:.1f} s, bound {bound:.1f} s: {_word(took <= bound)}"
    )
    sys.exit(0 if spent <= PDF_S and took <= bound else 1)


def _spent(work: Any) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def key() -> None:
    import django

    django.setup()
    print(_great_case().pk)


if __name__ == "__main__":
    sys.path.insert(0, str(SOURCE))
    match sys.argv[1:2]:
        case ["--fill"]:
            fill(int(sys.argv[2]), int(sys.argv[3]))
        case ["--make"]:
            make()
        case ["--key"]:
            key()
        case _:
            main()
