"""The rows of findings are what stands in the archive, whatever way they came to be so."""

from collections import Counter

import pytest

from hengjian.check.standing import Standing
from hengjian.core.entries.models import LedgerEntry
from hengjian.core.jobs.models import Job
from hengjian.core.notices.models import Notice
from hengjian.core.tests.small_city import SmallCity
from hengjian.domain.findings import running
from hengjian.domain.findings.applied import actions
from hengjian.domain.findings.models import CheckRun, Finding, Step, Tally
from hengjian.domain.findings.rules.in_force import book_in_force
from hengjian.domain.findings.tasks import after_submission
from hengjian.domain.findings.tests.checked import AT, DAY, Checked, emptied, records
from hengjian.domain.records.models import Record, Submission


class KilledError(Exception):
    """What a test does to a run in the middle of it."""


def stands(city: Checked) -> set[tuple[str, str]]:
    content, book = book_in_force(AT)
    found = Standing(city.archive, content, book).findings()
    return set(found.select("finding", "values").iter_rows())


def rows() -> set[tuple[str, str]]:
    return set(Finding.objects.filter(stands=True).values_list("code", "values"))


def counted() -> dict[tuple[int, str, int, str], int]:
    found = Finding.objects.filter(stands=True).values_list("body_id", "rule", "weight", "state")
    return dict(Counter((body or 0, *rest) for body, *rest in found))


def tallied() -> dict[tuple[int, str, int, str], int]:
    held = Tally.objects.exclude(number=0).values_list("body", "rule", "weight", "state", "number")
    return {tuple(key): number for *key, number in held}


def test_it_writes_what_stands_with_bodies_and_counts(archived: Checked) -> None:
    run = archived.check()
    assert rows() == stands(archived)
    assert run.ended_at is not None
    assert run.appeared == len(rows()) > 30
    assert run.rows > 0
    assert run.rules_run > 20
    assert tallied() == counted()
    assert Finding.objects.exclude(body=None).count() > 20
    assert set(Finding.objects.values_list("state", flat=True)) == {"open"}
    about = Finding.objects.filter(person=True).values_list("subject", flat=True)
    assert "item" not in set(about)


def test_a_second_run_changes_nothing(checked: Checked) -> None:
    run = checked.check()
    assert CheckRun.objects.count() == 1
    assert run == CheckRun.objects.get()


def test_the_ledger_holds_the_root_of_what_a_run_wrote(checked: Checked) -> None:
    kinds = Counter(
        LedgerEntry.objects.filter(kind__startswith="run.").values_list("kind", flat=True)
    )
    assert kinds == {"run.found": 2, "run.applied": 1}  # of the bucket, and of what lies across


@pytest.mark.parametrize("portion", [0, 1, 3])
def test_a_run_killed_between_its_portions_is_made_good(
    archived: Checked, monkeypatch: pytest.MonkeyPatch, portion: int
) -> None:
    monkeypatch.setattr(running, "PORTION", 9)
    put, done = actions.put, []

    def killed(*given: object, **more: object) -> None:
        if len(done) == portion:
            raise KilledError
        done.append(1)
        put(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(actions, "put", killed)
    with pytest.raises(KilledError):
        archived.check()
    assert len(rows()) == 9 * portion
    monkeypatch.setattr(actions, "put", put)
    run = archived.check()
    assert rows() == stands(archived)
    assert tallied() == counted()
    assert (CheckRun.objects.count(), run.appeared) == (1, len(rows()))


def test_a_kill_before_the_end_is_made_good(
    archived: Checked, monkeypatch: pytest.MonkeyPatch
) -> None:
    end = actions.end_run
    monkeypatch.setattr(actions, "end_run", lambda *_, **__: (_ for _ in ()).throw(KilledError()))
    with pytest.raises(KilledError):
        archived.check()
    monkeypatch.setattr(actions, "end_run", end)
    archived.check(at=AT + DAY)
    assert rows() == stands(archived)
    assert tallied() == counted()


def decided(finding: Finding, state: str) -> None:
    Finding.objects.filter(pk=finding.pk).update(state=state)
    Step.objects.create(finding=finding, kind=state, values=finding.values, at=AT)
    actions.recount_all(by=None, at=AT)


@pytest.mark.parametrize(
    ("state", "becomes", "kind"),
    [
        ("dismissed", "reopened", "reopened"),
        ("raised", "reopened", "reopened"),
        ("asked", "asked", "noted"),
        ("open", "open", ""),
    ],
)
def test_other_values_reopen_what_was_decided(
    checked: Checked, state: str, becomes: str, kind: str
) -> None:
    found = Finding.objects.exclude(case_id="").first()
    assert found is not None
    if kind:
        decided(found, state)
    Finding.objects.filter(pk=found.pk).update(values="17", evidence=["立案日期：2020-01-01"])
    CheckRun.objects.update(ended_at=None)
    checked.check(at=AT + DAY)
    found.refresh_from_db()
    assert found.state == becomes
    steps = list(Step.objects.filter(finding=found, post=None).values_list("kind", "words"))
    assert [one for one, _ in steps if one != state] == ([kind] if kind else [])
    assert all("立案日期：2020-01-01 → " in words for one, words in steps if one == kind)
    assert rows() == stands(checked)
    assert tallied() == counted()


def test_other_values_reopen_also_what_weighs_otherwise_now(checked: Checked) -> None:
    found = Finding.objects.exclude(case_id="").first()
    assert found is not None
    decided(found, "dismissed")
    Finding.objects.filter(pk=found.pk).update(values="17", severity="?", says="别的内容")
    CheckRun.objects.update(ended_at=None)
    checked.check(at=AT + DAY)
    found.refresh_from_db()
    assert found.state == "reopened"


def test_what_vanishes_is_settled_and_revives_with_its_story(checked: Checked) -> None:
    found = Finding.objects.exclude(case_id="").filter(body__isnull=False).first()
    assert found is not None
    decided(found, "dismissed")
    found.refresh_from_db()
    ghost = Finding.objects.create(
        **{**{f.attname: getattr(found, f.attname) for f in Finding._meta.fields if f.name != "id"},
           "code": "00000000000000aa", "rule": "F99"}
    )  # fmt: skip
    CheckRun.objects.update(ended_at=None)
    checked.check(at=AT + DAY)
    ghost.refresh_from_db()
    assert (ghost.stands, ghost.state) == (False, "dismissed")
    Finding.objects.filter(pk=found.pk).update(stands=False)
    CheckRun.objects.update(ended_at=None)
    checked.check(at=AT + 2 * DAY)
    found.refresh_from_db()
    assert (found.stands, found.state, found.vanished_at) == (True, "dismissed", None)
    assert found.steps.count() == 1
    assert tallied() == counted()


def test_no_party_is_named_in_any_text(checked: Checked) -> None:
    cases = records()["cases"]
    names = {n for n in cases["party_name"].to_list() if n and len(n) > 1}
    numbers = {n for n in cases["party_id"].to_list() if n}
    for one in Finding.objects.all():
        text = "\n".join([one.says, one.right, one.occurrence, one.sum, *one.evidence])
        assert not [name for name in names | numbers if name in text], (one.rule, text)


def test_each_section_is_told_once_a_run_of_new_grave_findings(checked: Checked) -> None:
    told = Notice.objects.filter(kind="findings.grave")
    here = Finding.objects.filter(weight=0, body__unit__division__code="990101").count()
    assert here > 0
    assert told.get(post=checked.city.county_a).facts == {"count": str(here)}
    assert not told.filter(post__in=[checked.city.clerk_a, checked.city.leader]).exists()
    CheckRun.objects.update(ended_at=None)
    checked.check(at=AT)
    assert told.filter(post=checked.city.county_a).count() == 1


def test_a_correction_changes_the_findings_of_its_case_only(
    checked: Checked, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = Finding.objects.filter(subject="case", severity="F").exclude(record=None).first()
    found = found or Finding.objects.filter(subject="case", severity="F").first()
    assert found is not None
    others = rows() - set(
        Finding.objects.filter(case_id=found.case_id).values_list("code", "values")
    )
    checked.accept(emptied(found.case_id), "corrected")
    monkeypatch.setattr(running._Applying, "_compare", None)  # it knows its predecessor
    run = checked.check()
    assert (run.judged, run.vanished > 0) == (1, True)
    found.refresh_from_db()
    assert not found.stands
    assert others <= rows() == stands(checked)
    assert tallied() == counted()


def test_findings_are_joined_to_records_that_are_indexed_later(checked: Checked) -> None:
    found = Finding.objects.exclude(case_id="").exclude(body=None).first()
    assert found is not None
    assert found.record is None
    record = Record.objects.create(
        body=found.body, case_id=found.case_id, kind="penalty", on=AT.date(), bucket=0, batch=1,
        received_at=AT,
    )  # fmt: skip
    checked.check(at=AT + DAY)
    found.refresh_from_db()
    assert found.record == record


def test_submissions_are_told_that_they_were_checked(checked: Checked) -> None:
    unit = checked.city.body_a
    waiting = Submission.objects.create(
        unit=unit, channel="upload", state="checking", seq=1, received_at=AT, file_name="a"
    )
    later = Submission.objects.create(
        unit=unit, channel="upload", state="checking", seq=2, received_at=AT, file_name="b"
    )
    checked.check()
    waiting.refresh_from_db()
    later.refresh_from_db()
    assert (waiting.state, later.state) == ("done", "checking")


def test_one_job_checks_whatever_waits(small_city: SmallCity) -> None:
    first = Submission(file_name="a")
    after_submission(first, AT)
    after_submission(first, AT)
    job = Job.objects.get()
    Job.objects.update(state="running")
    after_submission(first, AT)
    assert Job.objects.exclude(pk=job.pk).get().task == job.task
