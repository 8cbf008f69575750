"""`hengjian records`: whether the index of records says what the archive says, and making it anew.

Serves upkeep after a restore or a crash. The archive is the source; its damage is told by
`hengjian archive doctor`, and neither command changes it.
"""

import click

from hengjian.cli.look import DONE, FOUND, Command, Group, fail
from hengjian.cli.progress import progress
from hengjian.content.errors import PlainError
from hengjian.content.speech import say
from hengjian.project.commands import web


@click.group(cls=Group, help="案件索引。 | The index of records.")
def records() -> None:
    """Commands about the index of records."""


@records.command(
    cls=Command,
    help="对照案卷库和案件索引，列出不同之处；有不同为 1。 | Compare archive and index, tell what differs; 1 if anything does.",
    examples=("hengjian records check",),
)
def check() -> int:
    web()
    from hengjian.core import clock
    from hengjian.domain.records.indexing import compare

    try:
        found = compare(at=clock.now())
    except PlainError as error:
        raise fail(error.message, error.remedy) from error
    click.echo(
        say(
            f"案卷库 {found.archive:,} 件，索引 {found.index:,} 件。",
            f"{found.archive:,} cases in the archive, {found.index:,} in the index.",
        )
    )
    if found.whole:
        click.echo(say("一致。", "They agree."))
        return DONE
    for count, words in (
        (found.missing, say("件不在索引中", "are not in the index")),
        (found.other, say("件与案卷库不同", "stand otherwise than in the archive")),
        (found.surplus, say("件不在案卷库中", "are not in the archive")),
    ):
        if count:
            click.secho(f"✘ {count:,} {words}", fg="red")
    if found.examples:
        click.echo(say("例如：", "for example: ") + "、".join(found.examples))
    click.echo(say("运行 hengjian records rebuild 重做。", "Run `hengjian records rebuild`."))
    return FOUND


@records.command(
    cls=Command,
    help="按案卷库重做案件索引；页面照常可用。 | Make the index anew from the archive; pages go on working.",
    examples=("hengjian records rebuild",),
)
def rebuild() -> None:
    web()
    from hengjian.core import clock
    from hengjian.domain.records import indexing

    title = say("重做案件索引", "indexing")
    try:
        with progress(title) as tell:
            done = indexing.rebuild(at=clock.now(), progress=lambda share: tell(title, share))
    except PlainError as error:
        raise fail(error.message, error.remedy) from error
    click.echo(
        say(
            f"已重做：新增 {done.new:,} 件，改正 {done.changed:,} 件，移除 {done.removed:,} 件。",
            f"Done: {done.new:,} added, {done.changed:,} corrected, {done.removed:,} removed.",
        )
    )
