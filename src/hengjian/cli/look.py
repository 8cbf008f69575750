"""How the command line looks and speaks: help with examples, errors in the reader's language.

Serves people who are not programmers. Click's own words are English; the few that users meet are
given here in both languages.
"""

import codecs
import io
import sys
from collections.abc import Sequence
from typing import Any

import click

from hengjian.cli.usage import noted
from hengjian.content.speech import say

DONE, FOUND, USAGE, UNREADABLE, PARTLY = 0, 1, 2, 3, 4
"""Exit codes: done · findings at or above --fail-on · wrong usage · nothing could be read or checked ·
checked, but rows were refused."""
INTERRUPTED, NOBODY_READS = 130, 141
"""As shells count them: ended by Ctrl-C · ended because whoever read the output stopped (`| head`)."""


_METAVARS = {
    "text": "文字 | TEXT",
    "integer": "整数 | NUMBER",
    "float": "数 | NUMBER",
    "megabytes": "MB",
    "path": "路径 | PATH",
    "datetime": "日期 | DATE",
    "integer range": "整数 | NUMBER",
    "float range": "数 | NUMBER",
    "file": "文件 | FILE",
    "directory": "文件夹 | FOLDER",
}


USUAL_EXITS = (
    "退出码 0 完成；2 用法有误；3 读不到、写不了或者数据不能用；130 按 Ctrl-C 中止 | "
    "Exit codes: 0 done; 2 wrong usage; 3 data could not be read, used or written; 130 Ctrl-C",
)


class Command(click.Command):
    """A command whose help shows its examples and speaks the reader's language."""

    def __init__(
        self,
        *args: Any,
        examples: Sequence[str] = (),
        notes: Sequence[str] = USUAL_EXITS,
        **kwargs: Any,
    ) -> None:
        self.examples, self.notes = examples, notes
        super().__init__(*args, **kwargs)
        for parameter in self.params:
            if isinstance(parameter, click.Option) and parameter.help:
                parameter.help = chosen(parameter.help)
            if isinstance(parameter, click.Option) and not parameter.is_flag:
                usual = _METAVARS.get(parameter.type.name)
                parameter.metavar = parameter.metavar or (chosen(usual) if usual else None)
            elif isinstance(parameter, click.Argument) and parameter.metavar:
                parameter.metavar = chosen(parameter.metavar)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return translated_help_option(super().get_help_option(ctx))

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = self.collect_usage_pieces(ctx)
        pieces = [piece.replace("[OPTIONS]", say("[选项]", "[OPTIONS]")) for piece in pieces]
        formatter.write_usage(ctx.command_path, " ".join(pieces), say("用法：", "Usage: "))

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(chosen(self.help or ""))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = [p for p in self.get_params(ctx) if isinstance(p, click.Option)]
        records = [
            (names, noted(text))
            for names, text in filter(None, (p.get_help_record(ctx) for p in options))
        ]
        if records:
            with formatter.section(say("选项", "Options")):
                formatter.write_dl(records)
        if self.examples:
            with formatter.section(say("例子", "Examples")):
                for example in self.examples:
                    formatter.write_text(example)

        for note in self.notes:
            formatter.write_paragraph()
            formatter.write_text(chosen(note))

    def get_short_help_str(self, limit: int = 45) -> str:
        return chosen(self.help or "").split("\n")[0]


class Group(click.Group):
    """Commands under one word; its help lists them in the reader's language."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return translated_help_option(super().get_help_option(ctx))

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(
            ctx.command_path, say("命令 …", "COMMAND …"), say("用法：", "Usage: ")
        )

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(chosen(self.help or ""))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(say("命令", "Commands")):
            formatter.write_dl(
                [(name, command.get_short_help_str()) for name, command in self.commands.items()]
            )

    def get_short_help_str(self, limit: int = 45) -> str:
        return chosen(self.help or "").split("\n")[0]


def translated_help_option(option: click.Option | None) -> click.Option | None:
    if option is not None:
        option.help = say("显示这份说明", "Show this message")
    return option


def chosen(text: str) -> str:
    """`中文 | English` → the half in the reader's language."""
    zh, bar, en = text.partition(" | ")
    return say(zh, en) if bar else text


def colon() -> str:
    """Between a head and what belongs to it, in running text."""
    return say("：", ": ")


def counted(number: int, noun: str) -> str:
    """An English number with its noun: 1 case, 2 cases."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def fail(message: str, remedy: str = "", code: int = UNREADABLE) -> "click.exceptions.Exit":
    """Print a plain error and give the exit to raise."""
    click.secho(say("错误：", "Error: ") + message, fg="red", err=True)
    if remedy:
        click.echo("  " + remedy, err=True)
    return click.exceptions.Exit(code)


_STAND_INS = {"✔": "√+", "✘": "×-", "░": "-", "█": "#", "●": "*", "○": "o", "…": "."}
"""For consoles whose encoding lacks a sign: what says the same there, the better one first."""


def speak_to_any_console() -> None:
    """Let no sign that a console cannot show (✘ in GBK) stop a command or be taken for another."""
    codecs.register_error("hengjian.console", _stand_in)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="hengjian.console")


def _stand_in(error: UnicodeError) -> tuple[bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    made = b""
    for sign in error.object[error.start : error.end]:
        tries = (other.encode(error.encoding, "ignore") for other in _STAND_INS.get(sign, "?"))
        made += next(filter(None, tries), b"?")
    return made, error.end
