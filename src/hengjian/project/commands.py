"""`hengjian serve`, `migrate` and `manage`: the web part's share of the command line.

They join by the entry points `hengjian.commands`. Django is imported when a command runs, so that
`hengjian --help` and the check stay free of it.
"""

import os
import sys
from importlib.util import find_spec

import click

from hengjian.cli.look import Command, fail
from hengjian.content.errors import PlainError
from hengjian.content.speech import say


def web() -> None:
    """Make the web part ready, or say that it is not installed."""
    if find_spec("django") is None or find_spec("allauth") is None:
        raise fail(
            say("没有安装网页部分", "the web part is not installed"),
            say("请安装：pip install 'hengjian[web]'", "Install it: pip install 'hengjian[web]'"),
        )
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hengjian.project.settings")
    import django

    django.setup()


@click.command(
    cls=Command,
    help="启动网页服务。 | Serve the web pages.",
    examples=("hengjian serve", "hengjian serve --host 0.0.0.0 --port 8080"),
)
@click.option("--host", default="127.0.0.1", show_default=True,
              help="监听地址 | address to listen on")  # fmt: skip
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True,
              help="端口 | port")  # fmt: skip
def serve(host: str, port: int) -> None:
    web()
    import uvicorn
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise fail(
            say("数据库还没有准备好", "the database is not ready"),
            say("请先运行 hengjian migrate。", "Run `hengjian migrate` first."),
        )
    connection.close()
    from hengjian.project.sequencing import SequencerBeside

    click.echo(say(f"网址 http://{host}:{port}/", f"At http://{host}:{port}/"), err=True)
    with SequencerBeside():
        uvicorn.run(
            "hengjian.project.asgi:application",
            host=host,
            port=port,
            lifespan="off",
            log_level="warning",
        )


@click.command(
    cls=Command,
    help="建立数据库，或者升级到本版本。 | Make the database, or bring it up to this version.",
    examples=("hengjian migrate",),
)
def migrate() -> None:
    web()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    click.echo(say("数据库已是本版本。", "The database is up to date."))


@click.command(
    cls=Command,
    help="在空的数据库里建立演示城市（虚构）。 | Found the fictitious demo city in an empty database.",
    examples=("HENGJIAN_DEMO=1 hengjian demo-city",),
)
def demo_city() -> None:
    web()
    from django.conf import settings

    from hengjian.core import clock
    from hengjian.domain.registry.founding.actions import found_demo_city

    if not settings.DEMO:
        raise fail(
            say("这不是演示环境", "this is not a demo"),
            say("请设 HENGJIAN_DEMO=1，并用单独的 HENGJIAN_HOME。",
                "Set HENGJIAN_DEMO=1, and a HENGJIAN_HOME of its own."),
        )  # fmt: skip
    try:
        city = found_demo_city(at=clock.now())
    except PlainError as error:
        raise fail(error.message, error.remedy) from error
    click.echo(say(f"已建立演示城市{city.name}。", f"The demo city {city.name} is founded."))


@click.command(
    cls=Command,
    help="运行 Django 的管理命令（供维护者）。 | Run a management command of Django's (maintainers).",
    examples=("hengjian manage check", "hengjian manage makemigrations people"),
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
)
@click.argument("arguments", nargs=-1, required=True, type=click.UNPROCESSED,
                metavar="命令 [参数…] | COMMAND [ARGUMENT…]")  # fmt: skip
def manage(arguments: tuple[str, ...]) -> None:
    web()
    from django.core.management import CommandError, ManagementUtility

    try:
        ManagementUtility(["hengjian manage", *arguments]).execute()
    except CommandError as error:
        raise fail(str(error)) from error
    except SystemExit as left:
        sys.stdout.flush()
        raise click.exceptions.Exit(left.code if isinstance(left.code, int) else 2) from left
