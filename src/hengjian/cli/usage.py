"""What is wrong with a call, in the reader's language: Click itself speaks English only.

Serves people who mistype. Each of Click's sentences that a user of these commands can meet stands here
with its Chinese; names and values in it are kept as they were written.
"""

import re
from collections.abc import Callable
from difflib import get_close_matches

import click

from hengjian.content.speech import say

_Fill = Callable[[dict[str, str]], str]
_FOR = r"Invalid value for '(?P<a>[^']+)': "


def _template(text: str) -> _Fill:
    return lambda found: text.format(**found)


_WORDS: tuple[tuple[str, _Fill], ...] = tuple(
    (pattern, _template(zh) if isinstance(zh, str) else zh)
    for pattern, zh in (
        (r"No such option:? '?(?P<a>[^'\s]+?)'?\.?(?: .*)?", "没有选项 {a}"),
        (r"No such command '(?P<a>[^']+)'\.?(?: .*)?", "没有命令 {a}"),
        (r"Missing argument '(?P<a>[^']+)'\..*", "缺少参数 {a}"),
        (r"Missing option '(?P<a>[^']+)'\..*", "缺少选项 {a}"),
        (r"Missing command\.", "缺少命令"),
        (r"Option '(?P<a>[^']+)' requires an argument\.", "选项 {a} 后面要有值"),
        (r"Option '(?P<a>[^']+)' does not take a value\.", "选项 {a} 后面不要写值"),
        (r"Got unexpected extra arguments? \((?P<a>.+)\)", "多余的参数：{a}"),
        (_FOR + r"'?(?P<b>.*?)'? is not a valid integer( range)?\.", "{a} 应为整数，而不是 {b}"),
        (_FOR + r"'?(?P<b>.*?)'? is not a valid float( range)?\.", "{a} 应为数，而不是 {b}"),
        (
            _FOR + r"(?P<b>.*?) is not in the range (?P<c>.+?)\.",
            lambda found: f"{found['a']} 应{ranged(found['c'])}，而不是 {found['b']}",
        ),
        (
            _FOR + r"'(?P<b>.*?)' is not (?:one of )?(?P<c>'.+')\.",
            lambda found: (
                f"{found['a']} 不能是 {found['b']}，只能是 "
                + "、".join(re.findall(r"'([^']*)'", found["c"]))
            ),
        ),
        (_FOR + r"(?P<b>.+)", "{a} 的值不对：{b}"),
    )
)


def usage_error(error: click.UsageError) -> None:
    """Say what is wrong with a call, what was perhaps meant, and how to get help."""
    english = error.format_message()
    message = english
    for pattern, fill in _WORDS:
        match = re.fullmatch(pattern, english, re.DOTALL)
        if match is not None:
            message = say(fill(match.groupdict()), english)
            break
    meant = _meant(error)
    if meant and "Did you mean" not in message:
        message += say(f"；是不是 {'、'.join(meant)}？", f" Did you mean {', '.join(meant)}?")
    click.secho(say("错误：", "Error: ") + message, fg="red", err=True)
    if error.ctx is not None:
        path = error.ctx.command_path
        click.echo(say(f"  用法见：{path} --help", f"  See: {path} --help"), err=True)


def _meant(error: click.UsageError) -> list[str]:
    """Options or commands that are written alike."""
    if isinstance(error, click.NoSuchOption):
        return list(error.possibilities or [])
    wrong = re.match(r"No such command '([^']+)'", error.format_message())
    if wrong is None or error.ctx is None or not isinstance(error.ctx.command, click.Group):
        return []
    return get_close_matches(wrong[1], error.ctx.command.list_commands(error.ctx))


def ranged(text: str) -> str:
    """Click's `1<=x<=20`, `x>=1` in Chinese."""
    both = re.fullmatch(r"(-?[\d.]+)<=x<=(-?[\d.]+)", text)
    if both is not None:
        return f"在 {both[1]} 至 {both[2]} 之间"
    words = {">=": "不小于", "<=": "不大于", ">": "大于", "<": "小于"}
    one = re.fullmatch(r"x(>=|<=|>|<)(-?[\d.]+)", text)
    return f"{words[one[1]]} {one[2]}" if one is not None else text


def noted(help_text: str) -> str:
    """The notes that Click puts behind an option's help, `[default: 2; x>=1; required]`."""
    return re.sub(
        r"\s*\[((?:default: |required|-?[\d.]+<|x[<>]).*?)\]$",
        lambda match: say(f"（{_notes(match[1])}）", f"  {match[0].strip()}"),
        help_text,
    )


def _notes(text: str) -> str:
    told = []
    for note in text.split("; "):
        default = note.removeprefix("default: ")
        if default != note:
            told.append(f"默认 {default}")
        else:
            told.append("必填" if note == "required" else ranged(note))
    return "；".join(told)
