"""`hengjian ledger …`: the ledger's keys, heads, exports, witnesses and erasures from the command line.

Serves whoever runs the installation, where the pages cannot: keys lie on this machine, and a lost one
is replaced here. What only named persons may do asks for their passwords here too.
"""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec

import click

from hengjian.cli.look import DONE, FOUND, Command, Group, fail
from hengjian.content import PlainError, say
from hengjian.content.speech import language
from hengjian.project.commands import ready

if TYPE_CHECKING:
    from hengjian.core.people.models import Post

P = ParamSpec("P")
WRONG_IS_1 = (
    "退出码 0 完成；1 有不符或者没有送到；2 用法有误；3 做不了；130 按 Ctrl-C 中止 | "
    "Exit codes: 0 done; 1 something is wrong or did not arrive; 2 wrong usage; 3 impossible; 130 Ctrl-C",
)


def plainly(work: Callable[P, int | None]) -> Callable[P, None]:
    """Start the web part, do the work, and tell what stands in its way."""

    @wraps(work)
    def told(*args: P.args, **kwargs: P.kwargs) -> None:
        ready()
        try:
            code = work(*args, **kwargs)
        except PlainError as error:
            raise fail(error.message, error.remedy) from error
        if code:
            raise click.exceptions.Exit(code)

    return told


@click.group(cls=Group, help=say("账本的密钥、账头、导出、见证和核对。",
                                  "The ledger's keys, heads, exports, witnesses and checks."))  # fmt: skip
def ledger() -> None:
    pass


@ledger.command(
    cls=Command,
    help="导出账本，供在别的机器上核验。 | Export the ledger, to be verified elsewhere.",
    examples=(
        "hengjian ledger export 账本.zip",
        "hengjian verify 账本.zip --head 自己保存的回执.txt",
    ),
)
@click.argument("place", type=click.Path(path_type=Path), metavar="文件夹或者.zip | FOLDER or .zip")
@click.option("--no-payloads", is_flag=True,
              help="不含内容，只说谁在何时做了哪一类事 | without payloads: who did what kind of thing when")  # fmt: skip
@plainly
def export(place: Path, no_payloads: bool) -> None:
    from hengjian.core import clock
    from hengjian.core.audit.actions import export_ledger

    if place.exists():
        raise PlainError(
            say(f"{place} 已经存在，没有覆盖", f"{place} exists and was not overwritten"),
            say("请另写一个名字。", "Choose another name."),
        )
    size = export_ledger(place, payloads=not no_payloads, by=None, at=clock.now())
    click.echo(say(f"已导出 {size:,} 条到 {place}。核验：hengjian verify {place} --head 自己保存的回执",
                   f"{size:,} entries are in {place}. Verify: hengjian verify {place} --head A-RECEIPT"))  # fmt: skip


@ledger.command(
    cls=Command,
    help="签一个账头并打印出来。 | Sign a head and print it.",
    examples=("hengjian ledger head > 账头.txt",),
)
@plainly
def head() -> None:
    from hengjian.core import clock
    from hengjian.core.audit.queries import heads_published, ledger_state
    from hengjian.core.entries.heads.actions import sequence_pending, sign_head

    sequence_pending(at=clock.now())
    sign_head(at=clock.now())
    state = ledger_state(clock.now())
    newest = heads_published(1)
    if not newest or newest[0].size < state.size:
        raise PlainError(*(state.problems[:1] or [say("没有账头", "there is no head")]))
    click.echo(newest[0].text, nl=False)


@ledger.command(
    cls=Command,
    help="列出密钥：从哪一条起用，文件在不在。 | List the keys: in force since which entry, is the file there.",
    examples=("hengjian ledger keys",),
)
@plainly
def keys() -> None:
    from hengjian.core.entries.heads.queries import public_keys, statements
    from hengjian.core.entries.keys import place_of, usable

    known = list(zip(statements(), public_keys(), strict=True))
    if not known:
        click.echo(say("还没有密钥；hengjian serve 第一次启动时生成。",
                       "No key yet: the first `hengjian serve` makes one."))  # fmt: skip
    for number, (statement, key) in enumerate(known, 1):
        last = number == len(known)
        fault = usable(key.id)
        state = say("可用", "usable") if fault is None else fault.message
        since = say(f"第 {statement.position} 条起", f"since entry {statement.position}")
        mark = say("现用", "in force") if last else say("旧", "former")
        click.echo(f"{key.id}  {mark}  {since}  {place_of(key.id)}  {state}")


@ledger.command(
    cls=Command,
    help="更换签名密钥：旧密钥签字指定新密钥。 | Change the signing key: the old one names the new one.",
    examples=("hengjian ledger rotate",),
)
@plainly
def rotate() -> None:
    from hengjian.core import clock
    from hengjian.core.entries.heads.actions import change_key, sign_head

    statement = change_key(by=None, at=clock.now())
    sign_head(at=clock.now())
    click.echo(statement.text)
    click.echo(say(f"从第 {statement.position} 条起用新密钥。请备份新文件，旧文件也要留存（hengjian ledger keys）。",
                   f"The new key signs since entry {statement.position}. Back its file up, and keep the old one."),
               err=True)  # fmt: skip


@ledger.command(
    cls=Command,
    help="密钥文件丢失后，启用新密钥。以前的账头在见证方手里，由他们证明。 | "
    "Replace a key whose file is lost; those who hold earlier heads vouch for it.",
    examples=("hengjian ledger recover --yes",),
)
@click.option("--yes", is_flag=True, help="确认旧密钥找不回来 | the old key cannot be found")
@plainly
def recover(yes: bool) -> None:
    from hengjian.core import clock
    from hengjian.core.entries.heads.actions import replace_lost_key, sign_head
    from hengjian.core.entries.heads.queries import public_keys
    from hengjian.core.entries.keys import usable

    known = public_keys()
    if known and usable(known[-1].id) is None:
        raise PlainError(
            say("现用密钥好好的，不需要接替", "the key in force is there; nothing was lost"),
            say("要更换请用 hengjian ledger rotate。", "To change it: hengjian ledger rotate."),
        )
    if not yes:
        raise PlainError(
            say("此后的核验都要有人拿出丢失前的账头", "from now on every verification needs a head from before the loss"),
            say("先在备份里找密钥文件；确实找不回来，再加 --yes。",
                "Look for the file in your backups; if it is gone, add --yes."),
        )  # fmt: skip
    statement = replace_lost_key(by=None, at=clock.now())
    sign_head(at=clock.now())
    click.echo(statement.text)
    click.echo(say("请把这段声明告知各见证方：他们保存的账头证明新密钥接的是同一个账本。",
                   "Tell the witnesses: the heads that they hold prove that the new key goes on with the same log."),
               err=True)  # fmt: skip


@ledger.command(
    cls=Command,
    help="把账头送给见证方，或者录入他们的回复。 | Send heads to the witnesses, or keep their answers.",
    examples=(
        "hengjian ledger witness",
        "hengjian ledger witness --confirmed 示例公证处 --text 回复.txt",
    ),
)
@click.option("--confirmed", help="哪一方的回复 | whose answer it is")
@click.option("--text", type=click.Path(path_type=Path, exists=True, dir_okay=False),
              help="回复的原文 | the answer as it came")  # fmt: skip
@plainly
def witness(confirmed: str | None, text: Path | None) -> int:
    from hengjian.core import clock
    from hengjian.core.audit.actions import keep_confirmation, send_heads
    from hengjian.core.audit.queries import witness_states

    at = clock.now()
    if confirmed and text:
        kept = keep_confirmation(confirmed, text.read_text("utf-8-sig", "replace"), by=None, at=at)
        for one in kept:
            told = say("相符", "ours") if one.agrees else say("不符！", "NOT ours!")
            click.echo(
                say(f"{one.size:,} 条的账头：{told}", f"head of {one.size:,} entries: {told}")
            )
        return DONE if all(one.agrees for one in kept) else FOUND
    tried = send_heads(by=None, at=at)
    for sent in tried:
        click.echo(f"{sent.witness}  {say('已送', 'sent') if sent.arrived else sent.fault}")
    for state in witness_states():
        last = state.confirmed
        told = say("还没有确认", "no confirmation yet") if last is None else say(
            f"最近确认 {last.size:,} 条", f"last confirmed {last.size:,} entries")  # fmt: skip
        click.echo(f"{state.witness.name}  {told}")
    return DONE if all(sent.arrived for sent in tried) else FOUND


@ledger.command(
    cls=Command,
    help="核对整个账本，结果显示在首页。 | Check the whole ledger; the home page shows the result.",
    examples=("hengjian ledger check",),
    notes=WRONG_IS_1,
)
@plainly
def check() -> int:
    from hengjian.core import clock
    from hengjian.core.audit.actions import check_all

    done = check_all(by=None, at=clock.now())
    if done is None:
        click.echo(say("账本还没有开始。", "The ledger has not begun."))
        return DONE
    for problem in done.problems:
        click.secho(f"✘ {problem[language()]}", fg="red")
    for note in done.notes:
        click.echo(f"● {note[language()]}")
    told = say("完整", "whole") if done.whole else say("不完整", "NOT whole")
    click.echo(f"{done.size:,} · {told}")
    return DONE if done.whole else FOUND


@ledger.command(
    cls=Command,
    help="依法删除一条的内容：一人申请，另一人确认；不写条号则列出申请。 | "
    "Lawfully erase an entry's payload: one asks, another confirms; without a number the requests are listed.",
    examples=(
        "hengjian ledger erase",
        'hengjian ledger erase 1024 --ground "个人信息保护法第四十七条" --as zhou8',
        "hengjian ledger erase --confirm 3 --as sun7",
    ),
)
@click.argument("number", type=int, required=False, metavar="[条号] | [ENTRY]")
@click.option(
    "--ground",
    help="法律依据；会永久留在账本里，不要写人名 | legal ground; it stays for ever: no names",
)
@click.option("--confirm", type=int, help="确认哪一项申请 | which request is confirmed")
@click.option("--as", "login", help="以谁的名义，随后要输入密码 | who does it; the password is asked for")  # fmt: skip
@plainly
def erase(number: int | None, ground: str | None, confirm: int | None, login: str | None) -> None:
    from hengjian.core import clock
    from hengjian.core.audit.access import entry_numbered, erasure_seen_by
    from hengjian.core.audit.actions import ask_erasure, confirm_erasure

    at = clock.now()
    if number is None and confirm is None:
        _list_erasures()
        return
    if not login:
        raise PlainError(say("请用 --as 写明由谁办理", "say by --as who does it"))
    post = _post_of(login)
    if confirm is not None:
        asked = erasure_seen_by(post, confirm)
        if asked is None:
            raise PlainError(say(f"没有编号为 {confirm} 的申请", f"there is no request {confirm}"))
        confirm_erasure(asked, by=post, at=at)
        click.echo(say("内容已删除，证明不受影响。", "The payload is erased; every proof stays."))
        return
    entry = entry_numbered(post, number or 0)
    if entry is None:
        raise PlainError(say(f"没有第 {number} 条", f"there is no entry {number}"))
    asked = ask_erasure(entry, ground or "", by=post, at=at)
    click.echo(say(f"申请 {asked.pk} 已提出，由另一位管理员确认：hengjian ledger erase --confirm {asked.pk} --as …",
                   f"Request {asked.pk} awaits the other administrator: hengjian ledger erase --confirm {asked.pk} --as …"))  # fmt: skip


def _list_erasures() -> None:
    from hengjian.core.entries.models import Erasure

    rows = list(Erasure.objects.select_related("entry"))
    if not rows:
        click.echo(say("没有删除申请。", "No erasure was ever asked for."))
    for row in rows:
        where = say(f"第 {row.entry.position} 条", f"entry {row.entry.position}")
        click.echo(f"{row.pk}  {where}  {row.get_state_display()}  {row.ground}")


def _post_of(login: str) -> "Post":
    """The post of that person in which payloads are erased, once his password was given."""
    from hengjian.core import clock
    from hengjian.core.audit.access import ERASURE_ROLES
    from hengjian.core.people.models import Person
    from hengjian.core.people.queries import posts_held

    person = Person.objects.filter(login=login, is_active=True).first()
    password = click.prompt(
        say(f"{login} 的密码", f"password of {login}"), hide_input=True, err=True
    )
    if person is None or not person.check_password(password):
        raise PlainError(say("登录名或者密码不对", "wrong login name or password"))
    held = [post for post in posts_held(person, at=clock.now()) if post.role in ERASURE_ROLES]
    if not held:
        raise PlainError(
            say("删除账本内容由安全保密管理员和安全审计员办理",
                "payloads are erased by the security and the audit administrator")
        )  # fmt: skip
    return held[0]
