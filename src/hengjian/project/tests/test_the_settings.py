"""Settings come from the environment; the key is made once and is nobody else's to read."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import call_command

from hengjian.content.errors import PlainError
from hengjian.project.database import database
from hengjian.project.outward import mail
from hengjian.project.secret import secret_key
from hengjian.project.tests.postgresql import Server


def test_the_key_is_made_once_for_its_owner_only(empty_home: Path) -> None:
    key = secret_key(empty_home)
    assert len(key) >= 50
    assert secret_key(empty_home) == key
    assert [path.name for path in empty_home.iterdir()] == ["secret-key"]
    assert (empty_home / "secret-key").stat().st_mode & 0o777 == 0o600


def test_an_empty_key_file_is_told(empty_home: Path) -> None:
    secret_key(empty_home)
    (empty_home / "secret-key").write_text("")
    with pytest.raises(PlainError, match="是空的"):
        secret_key(empty_home)


def test_sqlite_lies_at_home_or_where_it_is_named(tmp_path: Path) -> None:
    assert database("", tmp_path)["NAME"] == str(tmp_path / "hengjian.sqlite3")
    assert database("/srv/h.db", tmp_path)["NAME"] == "/srv/h.db"


def test_postgresql_is_named_by_url(tmp_path: Path) -> None:
    made = database("postgresql://u:p%40ss@db.local:5433/h?sslmode=require", tmp_path)
    parts = [made[name] for name in ("USER", "PASSWORD", "HOST", "PORT", "NAME")]
    assert parts == ["u", "p@ss", "db.local", "5433", "h"]
    assert made["OPTIONS"]["sslmode"] == "require"
    assert made["OPTIONS"]["options"] == "-c jit=off"
    told = database("postgresql://u@h/d?options=-c%20search_path%3Dx", tmp_path)["OPTIONS"]
    assert told["options"] == "-c jit=off -c search_path=x"  # what the operator asks for comes last


@pytest.mark.parametrize("named", ["mysql://u:secret@h/d", "postgresql://u:secret@h"])
def test_another_database_is_refused_without_telling_its_password(
    named: str, tmp_path: Path
) -> None:
    with pytest.raises(PlainError, match="HENGJIAN_DATABASE") as told:
        database(named, tmp_path)
    assert "secret" not in told.value.message + told.value.remedy


@pytest.mark.django_db
def test_the_migrations_are_complete() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def run(home: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith("HENGJIAN_")}
    code = (
        "import sys; from hengjian.project import commands\n"
        "getattr(commands, sys.argv[1])(sys.argv[2:])"
    )
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False,
        env=clean | {"HENGJIAN_HOME": str(home), "HENGJIAN_LANG": "zh"} | environment,
    )  # fmt: skip


def test_a_server_is_not_started_on_an_empty_database(empty_home: Path) -> None:
    refused = run(empty_home, "serve")
    assert refused.returncode != 0
    assert "hengjian migrate" in refused.stderr


def test_it_migrates_on_sqlite_where_readers_never_wait(empty_home: Path) -> None:
    assert "已是本版本" in run(empty_home, "migrate").stdout
    with closing(sqlite3.connect(empty_home / "hengjian.sqlite3")) as file:
        assert file.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert file.execute("SELECT count(*) FROM people_person").fetchone() == (0,)


def test_it_migrates_on_postgresql(empty_home: Path, postgresql: Server) -> None:
    named = {"HENGJIAN_DATABASE": postgresql.make("fresh")}
    assert "已是本版本" in run(empty_home, "migrate", **named).stdout
    assert "No planned migration" in run(empty_home, "manage", "migrate", "--plan", **named).stdout


@pytest.mark.parametrize(
    ("named", "host", "tls", "ssl"),
    [
        ("smtp://localhost", ("localhost", 25, "", ""), False, False),
        ("smtp+tls://hj%40x.cn:p%2Fw@mail.x.cn", ("mail.x.cn", 587, "hj@x.cn", "p/w"), True, False),
        ("smtps://u:p@mail.x.cn:994", ("mail.x.cn", 994, "u", "p"), False, True),
    ],
)
def test_the_mail_server_is_named_by_one_address(
    named: str, host: tuple[str, int, str, str], tls: bool, ssl: bool
) -> None:
    made = mail(named)
    parts = ("EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD")
    assert tuple(made[part] for part in parts) == host
    assert (made["EMAIL_USE_TLS"], made["EMAIL_USE_SSL"]) == (tls, ssl)


@pytest.mark.parametrize("named", ["mail.x.cn", "http://u:secret@x", "smtp://"])
def test_another_mail_address_is_refused_without_telling_its_password(named: str) -> None:
    assert mail("") == {}
    with pytest.raises(PlainError, match="HENGJIAN_EMAIL") as told:
        mail(named)
    assert "secret" not in told.value.message + told.value.remedy
