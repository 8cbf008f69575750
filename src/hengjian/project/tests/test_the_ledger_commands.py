"""`hengjian ledger …`: each command does its part, and an export proves itself on an empty machine."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hengjian.cli.verify import verify
from hengjian.core.entries.keys import place_of
from hengjian.core.entries.models import LedgerEntry, Log
from hengjian.core.tests.small_city import PASSWORD, SmallCity
from hengjian.ledger import auditor, heads_in
from hengjian.project.ledger import ledger

Run = Callable[..., Result]


@pytest.fixture
def run(small_city: SmallCity, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setattr("hengjian.project.ledger.ready", lambda: None)

    def run(*arguments: object, typed: str = "") -> Result:
        return CliRunner().invoke(ledger, [str(one) for one in arguments], input=typed)

    return run


def test_an_export_is_verified_with_plain_python_alone(run: Run, tmp_path: Path) -> None:
    receipt = tmp_path / "head.txt"
    receipt.write_text(run("head").stdout)
    assert run("export", tmp_path / "out.zip").exit_code == 0
    alone = [sys.executable, "-I", "-S", auditor.__file__, tmp_path / "out.zip", "--head", receipt]
    found = subprocess.run(alone, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert found.returncode == 0
    assert "完整" in found.stdout.splitlines()[-1]
    again = CliRunner().invoke(verify, [str(tmp_path / "out.zip"), "--head", str(receipt)])
    assert "✔ 完整" in again.output
    taken = run("export", tmp_path / "out.zip")
    assert (taken.exit_code, "已经存在" in taken.stderr) == (3, True)


def test_an_export_without_payloads_tells_no_content(run: Run, tmp_path: Path) -> None:
    assert run("export", tmp_path / "full").exit_code == 0
    assert run("export", tmp_path / "bare", "--no-payloads").exit_code == 0
    assert (tmp_path / "full" / "payloads.tsv").stat().st_size > 0
    assert (tmp_path / "bare" / "payloads.tsv").stat().st_size == 0
    assert auditor.verify(tmp_path / "bare").whole


def test_a_key_is_changed(run: Run, tmp_path: Path) -> None:
    before = tmp_path / "before.txt"
    before.write_text(run("head").stdout)
    assert run("rotate").exit_code == 0
    after = tmp_path / "after.txt"
    after.write_text(run("head").stdout)
    assert heads_in(before.read_text())[0].key != heads_in(after.read_text())[0].key
    assert run("keys").stdout.count("可用") == 2
    run("export", tmp_path / "out")
    assert auditor.verify(tmp_path / "out", [before, after]).whole


def test_a_lost_key_is_replaced_and_old_heads_vouch(run: Run, tmp_path: Path) -> None:
    before = tmp_path / "before.txt"
    before.write_text(run("head").stdout)
    refused = run("recover", "--yes")
    assert (refused.exit_code, "好好的" in refused.stderr) == (3, True)
    place_of(Log.objects.get().key_id).unlink()
    assert "密钥不在" in run("keys").stdout
    hesitated = run("recover")
    assert (hesitated.exit_code, "--yes" in hesitated.stderr) == (3, True)
    assert run("recover", "--yes").exit_code == 0
    run("export", tmp_path / "out")
    assert auditor.verify(tmp_path / "out", [before]).whole
    assert [one.code for one in auditor.verify(tmp_path / "out").problems] == ["unbound_key"]
    assert run("check").exit_code == 0


def test_without_its_key_no_head_is_given(run: Run) -> None:
    assert run("head").exit_code == 0
    place_of(Log.objects.get().key_id).unlink()
    run("witness")
    LedgerEntry.objects.filter(position=1)
    from django.db import transaction

    from hengjian.core.entries.actions import record
    from hengjian.core.tests.small_city import AT

    with transaction.atomic():
        record("log.looked_at", subject=Log.objects.get(), payload={}, by=None, at=AT)
    refused = run("head")
    assert (refused.exit_code, "hengjian ledger recover" in refused.stderr) == (3, True)


def test_witnesses_are_served_and_answers_kept(run: Run, tmp_path: Path, settings: object) -> None:
    settings.LEDGER_WITNESSES = f"甲={tmp_path / 'a'}"  # type: ignore[attr-defined]
    assert run("witness").exit_code == 1
    (tmp_path / "a").mkdir()
    served = run("witness")
    assert (served.exit_code, "最近确认" in served.stdout) == (0, True)
    answer = tmp_path / "answer.txt"
    answer.write_text(run("head").stdout)
    assert "相符" in run("witness", "--confirmed", "甲", "--text", answer).stdout


def test_check_says_what_is_wrong(run: Run) -> None:
    from django.db import connection

    from hengjian.core.entries.guards import GUARDS

    run("head")
    assert run("check").exit_code == 0
    GUARDS.remove(connection)
    found = run("check")
    assert (found.exit_code, "触发器" in found.stdout) == (1, True)
    GUARDS.install(connection)


def test_a_payload_is_erased_by_two_with_their_passwords(run: Run) -> None:
    run("head")
    entry = LedgerEntry.objects.filter(content__isnull=False).order_by("position")[0]
    asking = (
        "erase",
        entry.position,
        "--ground",
        "个人信息保护法第四十七条",
        "--as",
        "audit_admin",
    )
    wrong = run(*asking, typed="x\n")
    assert (wrong.exit_code, "密码不对" in wrong.stderr) == (3, True)
    stranger = run(
        "erase", entry.position, "--ground", "某法", "--as", "city", typed=f"{PASSWORD}\n"
    )
    assert stranger.exit_code == 3
    assert run(*asking, typed=f"{PASSWORD}\n").exit_code == 0
    assert "待确认" in run("erase").stdout
    number = run("erase").stdout.split()[0]
    alone = run("erase", "--confirm", number, "--as", "audit_admin", typed=f"{PASSWORD}\n")
    assert (alone.exit_code, "两个人" in alone.stderr) == (3, True)
    done = run("erase", "--confirm", number, "--as", "security_admin", typed=f"{PASSWORD}\n")
    assert done.exit_code == 0
    assert LedgerEntry.objects.get(pk=entry.pk).content is None
    assert run("check").exit_code == 0
