"""`hengjian divisions import`, `rights rebuild`, `administrator`: what is done at the machine itself.

Serves the first hour of an installation and its upkeep. The program acts here, not a post; what it
does is in the ledger as such.
"""

from pathlib import Path

import click

from hengjian.cli.look import Command, Group, fail
from hengjian.content.errors import PlainError, reason_of
from hengjian.content.speech import say
from hengjian.project.commands import web

ROLES = {"system": "system_admin", "security": "security_admin", "audit": "audit_admin"}
SHOWN = 20


@click.group(cls=Group, help="行政区划。 | Divisions.")
def divisions() -> None:
    """Commands about divisions."""


@divisions.command(
    "import",
    cls=Command,
    help="导入区划清单：先列变动，加 --yes 才写入。 | Import a list of divisions: tells the differences, writes with --yes.",
    examples=("hengjian divisions import 2310", "hengjian divisions import 清单.csv --yes"),
)
@click.argument("file", metavar="文件 | FILE")
@click.option("--yes", is_flag=True, help="写入 | write")
def import_list(file: str, yes: bool) -> None:
    web()
    from hengjian.core import clock
    from hengjian.core.organisation.actions import import_divisions
    from hengjian.core.organisation.lists import Change, differences, read_list

    try:
        listed = read_list(_text_of(file))
        found = differences(listed)
        for one in found[:SHOWN]:
            click.echo(f"  {one.words}  {one.code}  {one.name}  {one.before} → {one.after}")
        if len(found) > SHOWN:
            click.echo(say(f"  … 共 {len(found)} 处", f"  … {len(found)} in all"))
        if not any(one.change is not Change.UNLISTED for one in found):
            click.echo(say("没有要写入的变动。", "Nothing to write."))
        elif yes:
            done = import_divisions(listed, by=None, at=clock.now())
            click.echo(say(f"已写入 {len(done)} 处变动。", f"{len(done)} changes written."))
        else:
            click.echo(say("没有写入。加 --yes 写入。", "Nothing written; add --yes to write."))
    except PlainError as error:
        raise fail(error.message, error.remedy) from error


def _text_of(named: str) -> str:
    """A file, or a list of our own by its number (`2310`)."""
    from hengjian.content import loader

    own = Path(loader.__file__).parent / "codes" / "divisions" / f"{named}.csv"
    path = own if named.isdigit() and own.exists() else Path(named)
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise PlainError(
            say(f"{path} 不是 UTF-8 编码的文本", f"{path} is no UTF-8 text"),
            say("请另存为 CSV UTF-8。", "Save it as CSV UTF-8."),
        ) from error
    except OSError as error:
        reason = reason_of(error)
        raise PlainError(say(f"不能读 {path}：{reason}", f"{path}: {reason}"), "") from error


@click.group(cls=Group, help="权限。 | Rights.")
def rights() -> None:
    """Commands about rights."""


@rights.command(
    "rebuild",
    cls=Command,
    help="按政策重算谁能看到哪些单位，平时应为零处不同。 | Work the reach of posts out anew; normally nothing differs.",
    examples=("hengjian rights rebuild",),
)
def rebuild() -> None:
    web()
    from hengjian.core import clock
    from hengjian.core.rights.actions import rebuild_reach

    wrong = rebuild_reach(by=None, at=clock.now())
    click.echo(say(f"已重算，改正 {wrong} 行。", f"Worked out anew; {wrong} lines were wrong."))


@click.command(
    cls=Command,
    help="登记三员之一：system 系统管理员、security 安全保密管理员、audit 安全审计员。 | Enrol one of the three administrators.",
    examples=("hengjian administrator system sys01 钱某 --unit 某市司法局 --division 231000",),
)
@click.argument("role", type=click.Choice(sorted(ROLES)), metavar="system|security|audit")
@click.argument("login", metavar="登录名 | LOGIN")
@click.argument("name", metavar="姓名 | NAME")
@click.option(
    "--unit", required=True, help="司法局的名称，没有就设立 | name of the bureau; set up if new"
)
@click.option("--division", required=True, help="区划代码 | code of its division")
def administrator(role: str, login: str, name: str, unit: str, division: str) -> None:
    web()
    from django.db import transaction

    from hengjian.core import clock
    from hengjian.core.organisation.actions import add_unit
    from hengjian.core.organisation.models import UnitKind
    from hengjian.core.organisation.queries import division_of_code, units_matching
    from hengjian.core.people.actions import enrol_person, give_post
    from hengjian.core.people.models import Role
    from hengjian.core.people.passwords import first_password

    at = clock.now()
    place = division_of_code(division)
    if place is None:
        raise fail(
            say(f"没有代码为 {division} 的区划", f"no division has the code {division}"),
            say("请先运行 hengjian divisions import。", "Run `hengjian divisions import` first."),
        )
    try:
        with transaction.atomic():
            known = units_matching(kind=UnitKind.BUREAU, division=str(place.pk))
            bureau = known.filter(inward_name=unit).first() or add_unit(
                UnitKind.BUREAU, unit, division=place, by=None, at=at
            )
            password = first_password()
            person = enrol_person(
                login, name, password=password, must_change_password=True, by=None, at=at
            )
            give_post(person, bureau, Role(ROLES[role]), since=clock.day_of(at), by=None, at=at)
    except PlainError as error:
        raise fail(error.message, error.remedy) from error
    click.echo(say(f"已登记。初始密码 {password}", f"Enrolled. First password: {password}"))
    click.echo(say("第一次登录须修改。", "It must be changed at the first login."))
