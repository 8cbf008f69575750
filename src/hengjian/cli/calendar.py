"""`hengjian calendar`: a year's days, and which due dates a new holiday notice would move."""

from datetime import date, timedelta
from pathlib import Path

import click

from hengjian.cli.look import USAGE, Command, fail
from hengjian.cli.notice import read_notice
from hengjian.cli.periods import TELL_EVERY, Period, length_words, read_periods
from hengjian.cli.progress import progress
from hengjian.content import Content, say
from hengjian.terms import Calendar, DayKind, Due
from hengjian.terms.calendar import weekday_name


@click.command(
    cls=Command,
    help="查看某年的放假和调休；用 --notice 录入新通知，列出变动的日子和期限。 | "
    "Show a year's holidays; with --notice, what a new notice changes.",
    examples=(
        "hengjian calendar 2026",
        "hengjian calendar --notice 2027.yaml --terms open-terms.csv",
    ),
)
@click.argument("year", type=int, required=False, metavar="年份 | YEAR")
@click.option("--notice", type=click.Path(path_type=Path), help="新通知的 YAML | the new notice")
@click.option(
    "--terms",
    type=click.Path(path_type=Path),
    help="CSV，列 law, days, from：看哪些期限会变 | periods to reckon anew",
)
def calendar(year: int | None, notice: Path | None, terms: Path | None) -> None:
    content = Content.installed()
    old = Calendar.of(content)
    if notice is None:
        _show(year or date.today().year, old)
        return
    if not notice.is_file():
        raise fail(say(f"找不到文件 {notice}", f"no such file: {notice}"))
    entry = read_notice(notice)
    years = {**content.calendar_years, entry.year: entry}
    new = Calendar(years, content.week, content.statutory, content.festivals)
    _changed_days(entry.year, old, new)
    _warn_of_statutory_days(entry.year, new)
    if terms is not None:
        _moved_terms(terms, content, old, new)
    click.echo(
        say(
            f"\n确认后，把 {notice.name} 放进内容文件夹的 calendars/{entry.year}.yaml"
            "（HENGJIAN_CONTENT 指向的文件夹）即生效。",
            f"\nTo put it in force, place it as calendars/{entry.year}.yaml in the folder that "
            "HENGJIAN_CONTENT names.",
        )
    )


def _show(year: int, days: Calendar) -> None:
    if not 2000 <= year <= 2050:
        raise fail(say("年份应在 2000 至 2050 之间", "a year from 2000 to 2050"), code=USAGE)
    first, last = date(year, 1, 1), date(year, 12, 31)
    every = [days.day(first + timedelta(days=i)) for i in range((last - first).days + 1)]
    announced = year in days.announced_years
    click.secho(
        say(f"{year} 年", str(year))
        + (
            ""
            if announced
            else say("（放假安排尚未公布，以下为暂算）", " (not announced: provisional)")
        ),
        bold=True,
    )
    rows = (
        (say("工作日", "worked"), sum(day.working for day in every)),
        (say("休息日", "off"), sum(not day.working for day in every)),
    )
    for label, number in rows:
        click.echo(say(f"{label}：{number} 天", f"{label}: {number} days"))
    holidays = [day for day in every if day.kind is DayKind.HOLIDAY]
    click.echo(say("放假：", "Holidays: ") + _listed([(day.on, day.name) for day in holidays]))
    made_up = [day for day in every if day.kind is DayKind.MAKE_UP]
    if made_up:
        named = say("、", ", ").join(f"{d.on:%m-%d} {weekday_name(d.on)}" for d in made_up)
        click.echo(say("调休上班：", "Make-up working days: ") + named)
    feasts = ((day.on, days.statutory(day.on)) for day in every)
    statutory = [(on, days.named(feast)) for on, feast in feasts if feast]
    click.echo(
        say(f"法定节日 {len(statutory)} 天：", f"Statutory holidays, {len(statutory)} days: ")
        + _listed(statutory)
    )
    open_tail = [day for day in every if day.provisional]
    if announced and open_tail:
        click.echo(
            say(
                f"{open_tail[0].on:%m-%d} 起的日子还可能被下一年的通知调整，暂算。",
                f"Days from {open_tail[0].on:%m-%d} may still be moved by next year's notice.",
            )
        )


def _listed(days: list[tuple[date, str]]) -> str:
    groups: list[list[tuple[date, str]]] = []
    for on, name in days:
        if groups and groups[-1][-1][1] == name and (on - groups[-1][-1][0]).days == 1:
            groups[-1].append((on, name))
        else:
            groups.append([(on, name)])
    return say("；", "; ").join(
        f"{group[0][1]} {group[0][0]:%m-%d}" + (f"～{group[-1][0]:%m-%d}" if len(group) > 1 else "")
        for group in groups
    )


def _changed_days(year: int, old: Calendar, new: Calendar) -> None:
    changed = []
    on, last = date(year - 1, 12, 1), date(year + 1, 1, 31)
    while on <= last:
        before, after = old.day(on), new.day(on)
        if before.working != after.working:
            changed.append((on, before.working, after))
        on += timedelta(days=1)
    click.secho(
        say(f"变动的日子：{len(changed)} 天", f"Days that change: {len(changed)}"), bold=True
    )
    for on, worked, after in changed:
        word = say("上班 → 休息", "worked → off") if worked else say("休息 → 上班", "off → worked")
        click.echo(f"  {on:%Y-%m-%d} {weekday_name(on)}  {word}  {after.name}")


def _warn_of_statutory_days(year: int, new: Calendar) -> None:
    """A notice that leaves a statutory holiday worked is most likely copied incompletely."""
    on = date(year, 1, 1)
    while on.year == year:
        name = new.statutory(on)
        if name and new.is_working(on):
            click.secho(
                say(
                    f"  请核对：{on:%Y-%m-%d} 是法定节日（{name}），通知中却没有放假",
                    f"  check: {on:%Y-%m-%d} is a statutory holiday ({name}) but not off",
                ),
                fg="yellow",
            )
        on += timedelta(days=1)


def _moved_terms(path: Path, content: Content, old: Calendar, new: Calendar) -> None:
    moved = []
    with progress(say("重算期限", "counting anew")) as tell:
        periods = read_periods(path, content, old, tell)
        for number, period in enumerate(periods):
            if number % TELL_EVERY == 0:
                tell(say("重算", "counting"), 0.5 + number / len(periods) / 2)
            before, after = period.due(old), period.due(new)
            if (before.due, before.rolled) != (after.due, after.rolled):
                moved.append(_moved(period, before, after))
    for line in moved:
        click.echo("  " + line)
    click.secho(
        say(
            f"变动的期限：{len(moved)} / {len(periods)}",
            f"Due dates that move: {len(moved)} of {len(periods)}",
        ),
        bold=True,
    )


def _moved(period: Period, before: Due, after: Due) -> str:
    name = before.law or ""
    law = say(f"《{name}》 ", f"{name}, ") if name else ""
    length = length_words(before)
    return say(
        f"第 {period.line} 行 {law}{length}，自 {before.start}："
        f"{before.due} → {after.due}（顺延 {before.rolled} → {after.rolled}）",
        f"row {period.line}: {law}{length} from {before.start}: "
        f"{before.due} → {after.due} (rolled {before.rolled} → {after.rolled})",
    )
