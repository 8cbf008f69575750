"""Checks as the worker does them: one for all who wait, later while another one checks."""

from datetime import datetime

import pytest

from hengjian.archive.lease import writing
from hengjian.core.jobs.models import JobState
from hengjian.core.jobs.worker import drain
from hengjian.core.tests.small_city import SmallCity
from hengjian.domain.findings.models import CheckRun, Finding
from hengjian.domain.findings.tasks import check_all, check_nightly, check_submitted, start_check
from hengjian.domain.findings.tests.checked import AT, DAY, Checked


def now() -> datetime:
    return AT


def test_a_job_checks_what_was_submitted(archived: Checked) -> None:
    job = start_check(check_submitted, by=None, at=AT)
    drain(clock=now)
    job.refresh_from_db()
    assert job.state == JobState.DONE, job.errors
    assert job.value["appeared"] == Finding.objects.count() > 30
    assert CheckRun.objects.get().cause == "submission"


def test_it_waits_while_another_one_checks(archived: Checked) -> None:
    job = start_check(check_submitted, by=None, at=AT)
    with writing(archived.archive.layout.root / "standing" / "applying.lock"):
        drain(clock=now)
    job.refresh_from_db()
    assert (job.state, bool(job.run_after)) == (JobState.READY, True)
    assert "另一次检查正在进行" in job.last_error
    drain(clock=lambda: AT + DAY)
    job.refresh_from_db()
    assert job.state == JobState.DONE


@pytest.mark.parametrize(("task", "cause"), [(check_nightly, "night"), (check_all, "full")])
def test_night_and_full_checks_bring_the_registers_along(
    checked: Checked, task: object, cause: str
) -> None:
    before = checked.archive.snapshot().seq
    job = start_check(task, by=None, at=AT + DAY)  # type: ignore[arg-type]
    drain(clock=lambda: AT + DAY)
    job.refresh_from_db()
    run = CheckRun.objects.order_by("-id")[0]
    assert job.state == JobState.DONE, job.errors
    assert (run.cause, str(run.as_of), run.seq) == (cause, "2026-11-21", before + 1)


def test_an_archive_without_records_is_checked_without_a_finding(
    small_city: SmallCity, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.conf import settings

    monkeypatch.setattr(settings, "ARCHIVE", f"{tmp_path}/archive")
    job = start_check(check_submitted, by=None, at=AT)
    drain(clock=now)
    job.refresh_from_db()
    assert job.state == JobState.DONE, job.errors
    assert (CheckRun.objects.get().rows, Finding.objects.count()) == (0, 0)
