"""The first hour at the machine: divisions, three administrators, and rights that can be checked."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client

from hengjian.cli.command import root
from hengjian.core.organisation.models import Division, Unit
from hengjian.core.people.models import Post, Role
from hengjian.core.rights.models import Reach
from hengjian.project.upkeep import administrator, import_list, rebuild

pytestmark = pytest.mark.django_db


def said(command: Any, *arguments: str, code: int = 0) -> str:
    done = CliRunner().invoke(command, arguments)
    assert done.exit_code == code, done.output + repr(done.exception)
    return done.output


def enrolled(role: str, login: str) -> str:
    told = said(administrator, role, login, "某人", "--unit", "某市司法局", "--division", "231000")
    return re.findall(r"初始密码 (\S+)", told)[0]


def test_a_list_is_written_only_when_told_to() -> None:
    assert "… 共 1490 处" in said(import_list, "2310")
    assert Division.objects.count() == 0
    assert "已写入 1490 处变动" in said(import_list, "2310", "--yes")
    assert Division.objects.count() == 1490
    assert "没有要写入的变动" in said(import_list, "2310")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert "不能读" in said(import_list, str(tmp_path / "none.csv"), code=3)
    (tmp_path / "other.csv").write_bytes(b"\xff\xfe")
    assert "不是 UTF-8" in said(import_list, str(tmp_path / "other.csv"), code=3)


def test_three_administrators_are_enrolled_and_log_in() -> None:
    assert "请先运行" in said(
        administrator, "system", "sys01", "某人", "--unit", "某局", "--division", "231000", code=3
    )
    said(import_list, "2310", "--yes")
    passwords = {role: enrolled(role, role) for role in ("system", "security", "audit")}
    assert set(Post.objects.values_list("role", flat=True)) == {
        Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN,
    }  # fmt: skip
    assert Unit.objects.count() == 1  # the bureau was set up once
    client = Client()
    entered = {"login": "system", "password": passwords["system"]}
    assert client.post("/account/login/", entered).status_code == 302
    assert client.get("/people/").headers["Location"] == "/account/password/change/"
    assert "已有人使用" in said(
        administrator, "audit", "system", "某人", "--unit", "某市司法局", "--division", "231000",
        code=3,
    )  # fmt: skip


def test_the_how_to_is_true() -> None:
    text = (Path(__file__).parents[4] / "docs" / "how-to" / "begin.md").read_text("utf-8")
    block = text.split("```sh\n")[1].split("```")[0]
    commands = [shlex.split(line, comments=True) for line in block.splitlines()]
    told = [line[1:] for line in commands if line[0] == "hengjian"]
    assert told[-1][0] == "serve"
    for arguments in told[:-1]:
        said(root, *arguments)
    roles = set(Post.objects.values_list("role", flat=True))
    assert roles == {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN}


def test_rights_are_worked_out_anew_and_what_was_wrong_is_told() -> None:
    said(import_list, "2310", "--yes")
    enrolled("system", "system")
    assert "改正 0 行" in said(rebuild)
    Reach.objects.all().delete()
    assert re.search("改正 [1-9][0-9]* 行", said(rebuild))
