"""The root command: finds sub-commands by name and imports one only when it is called.

Serves start-up time: `hengjian --help` loads no data frame. Packages that stand above join by the
entry point `hengjian.commands`.
"""

import importlib
import os
import sys
import traceback
from importlib.metadata import EntryPoint, entry_points

import click
from click.exceptions import NoArgsIsHelpError

from hengjian import __version__
from hengjian.cli.look import (
    DONE,
    INTERRUPTED,
    NOBODY_READS,
    UNREADABLE,
    USAGE,
    Command,
    fail,
    speak_to_any_console,
    translated_help_option,
)
from hengjian.cli.usage import usage_error
from hengjian.content.speech import choose_language, say

COMMANDS: dict[str, tuple[str, str, str]] = {
    "check": (
        "hengjian.cli.check:check",
        "对照法律逐条检查执法记录",
        "check enforcement records against the law",
    ),
    "explain": (
        "hengjian.cli.explain:explain",
        "说明一件案件为什么符合或者不符合某条规则",
        "say why a case breaks a rule, or why not",
    ),
    "rules": (
        "hengjian.cli.rules:rules",
        "列出规则，或者一条规则的全文",
        "list the rules, or show one",
    ),
    "import": (
        "hengjian.cli.intake:import_",
        "把一批数据存入案卷库，给出回执",
        "take a submission into the archive, with a receipt",
    ),
    "archive": (
        "hengjian.cli.archive:archive",
        "查看和维护案卷库",
        "look at and keep an archive",
    ),
    "verify": (
        "hengjian.cli.verify:verify",
        "核验账本的导出：是否完整，与见证过的账头是否一致",
        "verify an export of the ledger against heads that were witnessed",
    ),
    "rulebook": (
        "hengjian.cli.rulebook:rulebook",
        "生成规则书：网页或者 PDF",
        "make the rule book as pages or PDF",
    ),
    "letter": (
        "hengjian.cli.letter:letter",
        "监督文书：清单、样例、检查自己的模板",
        "documents of supervision: list, samples, your own templates",
    ),
    "due": (
        "hengjian.cli.due:due",
        "计算法定期限，写明算法",
        "count a statutory period, with its sum",
    ),
    "calendar": (
        "hengjian.cli.calendar:calendar",
        "查看日历；录入新通知前看哪些期限会变",
        "show a year's days; see which due dates a new notice moves",
    ),
    "law": (
        "hengjian.cli.law:law",
        "安装法律条文，显示在规则旁边",
        "install law texts to show beside rules",
    ),
    "template": (
        "hengjian.cli.template:template",
        "生成空的 Excel 填报工作簿",
        "write the empty Excel workbook for submissions",
    ),
    "simulate": (
        "hengjian.cli.simulate:simulate",
        "生成一座虚构城市的模拟数据",
        "make the records of a fictitious city",
    ),
}


def joined() -> dict[str, EntryPoint]:
    """The commands of packages that stand above, by name; none replaces one of ours."""
    found = {point.name: point for point in entry_points(group="hengjian.commands")}
    return {name: found[name] for name in sorted(found) if name not in COMMANDS}


class Root(click.Group):
    """The group of all commands, loaded lazily."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*COMMANDS, *joined()]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            point = joined().get(cmd_name)
            return None if point is None else point.load()
        module, _, attribute = entry[0].partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return translated_help_option(super().get_help_option(ctx))

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(
            ctx.command_path, say("[选项] 命令 …", "[OPTIONS] COMMAND …"), say("用法：", "Usage: ")
        )

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(
                say(
                    "衡鉴：对照法律条文逐条检查行政执法记录，写明依据、事实和应当怎样。",
                    "Hengjian checks records of administrative enforcement against the law, "
                    "with article, evidence and what would have been right.",
                )
            )

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        records = [r for p in self.get_params(ctx) if (r := p.get_help_record(ctx)) is not None]
        with formatter.section(say("选项", "Options")):
            formatter.write_dl(records)
        with formatter.section(say("命令", "Commands")):
            ours = [(name, say(zh, en)) for name, (_, zh, en) in COMMANDS.items()]
            others = ((name, point.load()) for name, point in joined().items())
            formatter.write_dl([*ours, *((name, one.get_short_help_str()) for name, one in others)])
        with formatter.section(say("例子", "Examples")):
            for example in (
                "hengjian simulate city --cases 2000",
                "hengjian check city --out report.html",
                "hengjian due --law 行政处罚法 --days 7 --from 2024-09-27",
            ):
                formatter.write_text(example)
        formatter.write_paragraph()
        formatter.write_text(
            say(
                "退出码 0 完成；1 有 check --fail-on 所说的线索；2 用法有误；3 读不到、写不了或者没有"
                "可检查的；4 有行被退回；130 按 Ctrl-C 中止；141 读输出的程序先结束了。"
                "各命令的说明：hengjian 命令 --help",
                "Exit codes: 0 done; 1 findings as check --fail-on says; 2 wrong usage; 3 nothing "
                "could be read, checked or written; 4 rows were refused; 130 Ctrl-C; 141 whoever "
                "read the output stopped. More: hengjian COMMAND --help",
            )
        )


def _set_language(ctx: click.Context, option: click.Parameter, value: str | None) -> str | None:
    if value is not None:
        choose_language("en" if value == "en" else "zh")
    return value


def _print_version(ctx: click.Context, option: click.Parameter, value: bool) -> None:
    if value:
        click.echo(f"hengjian {__version__}")
        ctx.exit()


@click.group(cls=Root, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    callback=_set_language,
    is_eager=True,
    expose_value=False,
    help="中文 (zh) / English (en)",
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="版本 / version",
)
def root() -> None:
    pass


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    speak_to_any_console()
    try:
        code = root.main(args=arguments, prog_name="hengjian", standalone_mode=False)
        sys.stdout.flush()
    except NoArgsIsHelpError as error:
        click.echo(error.format_message())
        sys.exit(USAGE)
    except click.UsageError as error:
        usage_error(error)
        sys.exit(USAGE)
    except click.ClickException as error:
        click.secho(say("错误：", "Error: ") + error.format_message(), fg="red", err=True)
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo(say("已中止。", "Stopped."), err=True)
        sys.exit(INTERRUPTED)
    except (BrokenPipeError, SystemExit):  # Click exits by itself only where nobody reads on
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # so that the last flush finds a reader
        sys.exit(NOBODY_READS)
    except Exception as error:
        _report(error)
        sys.exit(UNREADABLE)
    sys.exit(code if isinstance(code, int) else DONE)


def _report(error: Exception) -> None:
    """What the user can mend is a plain sentence; anything else is a fault of ours."""
    from hengjian.content.errors import ContentError, PlainError

    if isinstance(error, ContentError):
        for problem in error.problems:
            click.secho(say("内容错误：", "Content: ") + problem, fg="red", err=True)
    elif isinstance(error, PlainError):
        fail(error.message, error.remedy)
    else:
        _confess(error)


def _confess(error: Exception) -> None:
    """Keep the details in a file for the maintainer and tell the user where it is."""
    from hengjian.content.wording import home

    details = "".join(traceback.format_exception(error))
    fail(
        say(
            f"程序出错，没有完成（{type(error).__name__}）。这是程序的问题，不是数据的问题",
            f"something went wrong inside the program ({type(error).__name__}); your data is not "
            "to blame",
        )
    )
    try:
        home().mkdir(parents=True, exist_ok=True)
        place = home() / "last-error.txt"
        place.write_text(f"hengjian {__version__}\n{sys.argv}\n{details}", encoding="utf-8")
        click.echo(
            say(f"  详情已写入 {place}，请发给维护者。", f"  Please send the maintainer {place}."),
            err=True,
        )
    except OSError:
        click.echo(details, err=True)


__all__ = ["Command", "main"]
