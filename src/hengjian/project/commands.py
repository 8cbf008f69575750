"""`hengjian demo`, `serve`, `worker`, `migrate` and `manage`: the web part's share of the command line.

They join by the entry points `hengjian.commands`. Django is imported when a command runs, so that
`hengjian --help` and the check stay free of it.
"""

import os
import socket
import sys
from collections.abc import Callable
from contextlib import nullcontext, suppress
from importlib.util import find_spec
from pathlib import Path

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
    help="启动网页服务，同时做后台任务。 | Serve the web pages, and do the jobs beside them.",
    examples=(
        "hengjian serve",
        "hengjian serve --host 0.0.0.0 --port 8080",
        "hengjian serve --processes 2",
    ),
)
@click.option("--host", default="127.0.0.1", show_default=True,
              help="监听地址 | address to listen on")  # fmt: skip
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True,
              help="端口 | port")  # fmt: skip
@click.option("--no-worker", is_flag=True,
              help="不带后台进程，另用 hengjian worker | without a worker: start `hengjian worker`")  # fmt: skip
@click.option("--processes", type=click.IntRange(1, 32), default=1, show_default=True,
              help="几个网页进程，不多于处理器数 | web processes, no more than processors")  # fmt: skip
def serve(host: str, port: int, no_worker: bool, processes: int) -> None:
    web()
    _need_this_version()
    _answer(host, port, worker=not no_worker, processes=processes)


def ready() -> None:
    """The web part on a database of this version: what commands of other modules begin with."""
    web()
    _need_this_version()


def _need_this_version() -> None:
    """Refuse to start on a database that is not migrated."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise fail(
            say("数据库还没有准备好", "the database is not ready"),
            say(
                "请先运行 hengjian migrate；第一次使用见 docs/how-to/begin.md。",
                "Run `hengjian migrate` first; docs/how-to/begin.md tells how to begin.",
            ),
        )
    connection.close()


@click.command(
    cls=Command,
    help="做后台任务，直到按 Ctrl-C；可以同时开几个。 | Do the jobs until Ctrl-C; several may run at once.",
    examples=("hengjian worker", "hengjian worker --threads 8", "hengjian worker --once"),
)
@click.option("--threads", type=click.IntRange(1, 16), default=4, show_default=True,
              help="同时做几个任务 | jobs at a time")  # fmt: skip
@click.option("--lease", type=click.FloatRange(1, 600), default=15, show_default=True,
              help="多少秒没有动静即视为中断，由别的进程接手 | seconds of silence after which others take over")  # fmt: skip
@click.option("--once", is_flag=True,
              help="做完当前到期的任务就结束 | do what is due, then end")  # fmt: skip
def worker(threads: int, lease: float, once: bool) -> None:
    web()
    _need_this_version()
    if not once:
        from hengjian.project.sequencing import SequencerBeside
        from hengjian.project.working import work

        with SequencerBeside():
            work(threads=threads, lease=lease)
    from hengjian.core import clock
    from hengjian.core.jobs.actions import start_due
    from hengjian.core.jobs.worker import drain

    start_due(by=None, at=clock.now())
    count = drain(clock=clock.now)
    click.echo(say(f"做了 {count} 个任务。", f"{count} jobs done."))


def _answer(host: str, port: int, *, worker: bool = True, processes: int = 1) -> None:
    """Serve until Ctrl-C, with what works beside the pages: once, however many processes make them."""
    import uvicorn

    from hengjian.project.sequencing import SequencerBeside
    from hengjian.project.working import WorkerBeside

    _ask_for(host, port)
    click.echo(say(f"网址 http://{host}:{port}/（按 Ctrl-C 停止）",
                   f"At http://{host}:{port}/ (Ctrl-C stops it)"), err=True)  # fmt: skip
    beside = WorkerBeside(threads=4) if worker else nullcontext()
    with suppress(KeyboardInterrupt), SequencerBeside(), beside:
        uvicorn.run(
            "hengjian.project.asgi:application",
            host=host,
            port=port,
            lifespan="off",
            log_level="warning",
            workers=processes,
            timeout_graceful_shutdown=3,
        )


def _ask_for(host: str, port: int) -> None:
    """Refuse a port that somebody else answers on, before anything is started."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            raise fail(
                say(f"不能在 {host}:{port} 上提供服务：端口已被占用，或者不许使用",
                    f"cannot serve at {host}:{port}: the port is taken, or not allowed"),
                say("请换一个端口，例如 --port 8080（make demo PORT=8080）。",
                    "Choose another, such as --port 8080 (make demo PORT=8080)."),
            ) from error  # fmt: skip


@click.command(
    cls=Command,
    help="建立虚构的演示城市并启动网页服务。 | Found the fictitious demo city and serve it.",
    examples=(
        "hengjian demo",
        "hengjian demo demo/city-two --port 8080",
        "hengjian demo demo/small --cases 3000",
    ),
)
@click.argument("folder", default="demo/.home", metavar="[文件夹] | [FOLDER]",
                type=click.Path(file_okay=False, path_type=Path))  # fmt: skip
@click.option("--host", default="127.0.0.1", show_default=True,
              help="监听地址 | address to listen on")  # fmt: skip
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True,
              help="端口 | port")  # fmt: skip
@click.option("--cases", type=click.IntRange(300, 2_000_000), default=None,
              help="多少件案件，默认 200,000 | how many cases (200,000)")  # fmt: skip
def demo(folder: Path, host: str, port: int, cases: int | None) -> None:
    _ask_for(host, port)
    # The demo has a database of its own: real data never show as 模拟数据, nor the other way round.
    home = folder.resolve()
    os.environ.update(HENGJIAN_HOME=str(home), HENGJIAN_DEMO="1")
    os.environ.setdefault("HENGJIAN_URL", f"http://{_named(host)}:{port}")  # what QR codes lead to
    for name in ("HENGJIAN_DATABASE", "HENGJIAN_ARCHIVE", "HENGJIAN_SUBMISSIONS"):
        os.environ.pop(name, None)
    _play_witnesses(home / "witnesses")
    web()
    from django.core.management import call_command
    from django.db import connection

    from hengjian.core import clock
    from hengjian.project.founding import clear_unfinished, found_demo, is_whole

    folder.mkdir(parents=True, exist_ok=True)
    clear_unfinished(home)
    call_command("migrate", interactive=False, verbosity=0)
    if not is_whole():
        _plainly(lambda: found_demo(at=clock.now(), cases=cases, tell=_told))
    connection.close()
    click.echo(say("全部数据都是模拟的。可以登录的人和密码，登录页上列出。",
                   "All data are simulated. The login page lists whom to log in as."),
               err=True)  # fmt: skip
    _answer(host, port)


def _named(host: str) -> str:
    """The host as a browser on this machine asks for it."""
    return "localhost" if host in ("0.0.0.0", "127.0.0.1", "::") else host  # noqa: S104


def _told(words: str) -> None:
    click.echo(words, err=True)


def _plainly(work: Callable[[], None]) -> None:
    try:
        work()
    except PlainError as error:
        raise fail(error.message, error.remedy) from error


def _play_witnesses(folder: Path) -> None:
    """Two parties outside, each a folder beside the demo's database, so that their pages have life."""
    names = ("模拟公证处", "模拟省司法厅")
    for name in names:
        (folder / name).mkdir(parents=True, exist_ok=True)
    os.environ["HENGJIAN_LEDGER_WITNESSES"] = ";".join(f"{one}={folder / one}" for one in names)


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
@click.option("--cases", type=click.IntRange(300, 2_000_000), default=None,
              help="多少件案件，默认 200,000 | how many cases (200,000)")  # fmt: skip
def demo_city(cases: int | None) -> None:
    web()
    from django.conf import settings

    from hengjian.core import clock
    from hengjian.project.founding import found_demo

    if not settings.DEMO:
        raise fail(
            say("这不是演示环境", "this is not a demo"),
            say("请设 HENGJIAN_DEMO=1，并用单独的 HENGJIAN_HOME。",
                "Set HENGJIAN_DEMO=1, and a HENGJIAN_HOME of its own."),
        )  # fmt: skip
    _plainly(lambda: found_demo(at=clock.now(), cases=cases, tell=_told))
    click.echo(say("演示城市已经建立。", "The demo city is founded."))


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
