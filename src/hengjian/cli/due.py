"""`hengjian due`: counts one period, or a file of them, and shows the sum."""

import csv
import io
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from hengjian.cli.days import DayError, day_of, moment_of
from hengjian.cli.look import USAGE, Command, counted, fail
from hengjian.cli.periods import COLUMNS, TELL_EVERY, law_named, read_periods
from hengjian.cli.progress import progress
from hengjian.cli.writing import check_place, written_whole
from hengjian.content import Content, say
from hengjian.terms import Calendar, Due, Length, Stop, TermError, count, count_hours
from hengjian.terms.period import Roll

_ADDED = ("regime", "due", "due_rolled", "provisional")


@click.command(
    cls=Command,
    help="计算法定期限：届满日和算法。 | Count a statutory period: its due date and its sum.",
    examples=(
        "hengjian due --law 行政处罚法 --days 7 --from 2024-09-27",
        "hengjian due --law 行政处罚法 --days 90 --from 2024-09-09 --roll",
        "hengjian due --law 行政处罚法 --days 90 --from 2024-09-09 --stop 2024-10-08..2024-10-20",
        "hengjian due --law 行政强制法 --months 3 --from 2024-09-06",
        "hengjian due --batch terms.csv --out due.csv",
    ),
)
@click.option("--law", help="法律名称或者简称；决定几日以内是工作日 | law (its clause on days)")
@click.option("--days", type=int, help="日数，按该法的计日条款 | days, as that law counts them")
@click.option("--working-days", type=int, help="工作日数（条文写明“工作日”的） | working days")
@click.option("--months", type=int, help="月数 | months")
@click.option("--years", type=int, help="年数 | years")
@click.option("--hours", type=int, help="小时数；--from 须写时刻 | hours; --from needs a time")
@click.option("--from", "start", help="起算日（当日不计），如 2024-09-27 | the day it starts from")
@click.option(
    "--stop", "stops", multiple=True, help="扣除的期间 起..止，可多次 | stopped days A..B"
)
@click.option("--roll", is_flag=True, help="末日休息的顺延 | roll over a last day that is off")
@click.option("--batch", type=click.Path(path_type=Path), help="CSV，列 law, days, from | CSV file")
@click.option("--out", type=click.Path(path_type=Path), help="批量结果写入的文件 | where to write")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON | print JSON")
@click.option(
    "--overlay", type=click.Path(path_type=Path), help="另一套内容的文件夹 | other content"
)
def due(
    law: str | None,
    days: int | None,
    working_days: int | None,
    months: int | None,
    years: int | None,
    hours: int | None,
    start: str | None,
    stops: tuple[str, ...],
    roll: bool,
    batch: Path | None,
    out: Path | None,
    as_json: bool,
    overlay: Path | None,
) -> None:
    content = Content.installed(*([overlay] if overlay else []))
    calendar = Calendar.of(content)
    lengths = {
        "--days": (days, "day"),
        "--working-days": (working_days, "working_day"),
        "--months": (months, "month"),
        "--years": (years, "year"),
        "--hours": (hours, "hour"),
    }
    given = {name: (n, unit) for name, (n, unit) in lengths.items() if n is not None}
    if batch is not None:
        others = {"--law": law, "--from": start, "--stop": stops, "--roll": roll}
        _alone("--batch", {**others, **given})
        _batch(batch, out, as_json, content, calendar)
        return
    if out is not None:
        raise fail(
            say("--out 只用于 --batch", "--out goes with --batch only"),
            say("单个期限的结果可用 > 文件名 保存。", "Save one result with > FILE."),
            code=USAGE,
        )
    if len(given) != 1 or start is None:
        raise fail(
            say("须写明 --from 和一个期限（--days、--working-days、--months、--years 或 --hours）",
                "give --from and one length (--days, --working-days, --months, --years, --hours)"),
            code=USAGE,
        )  # fmt: skip
    ((amount, unit),) = given.values()
    try:
        known = law_named(law, content) if law else None
        if unit == "hour":
            _alone("--hours", {"--stop": stops, "--roll": roll})
            _hours(moment_of(start, content.profile.timezone), amount, law, as_json)
            return
        result = count(
            day_of(start),
            Length(amount, unit),
            calendar,
            law=known,
            stops=[_stop(s) for s in stops],
        )
    except (TermError, DayError) as error:
        raise fail(error.message, error.remedy, code=USAGE) from error
    if as_json:
        click.echo(json.dumps(_record(result, law, roll), ensure_ascii=False, indent=2))
        return
    answer = result.rolled if roll else result.due
    marked = say("（暂算）", " (provisional)") if _provisional(result, roll) else ""
    click.secho(f"{answer:%Y-%m-%d}{marked}", bold=True)
    click.echo(result.explain(_told(result, roll)))


def _record(result: Due, law: str | None, roll: bool) -> dict[str, Any]:
    return {
        "law": law,
        "amount": result.length.amount,
        "unit": result.length.unit,
        "from": result.start.isoformat(),
        "regime": result.counting.value,
        "due": (result.rolled if roll else result.due).isoformat(),
        "due_plain": result.due.isoformat(),
        "due_rolled": result.rolled.isoformat(),
        "provisional": _provisional(result, roll),
        "skipped": [{"date": s.on.isoformat(), "why": s.why} for s in result.skipped],
        "stopped": [{"date": s.on.isoformat(), "why": s.why} for s in result.stopped],
        "make_up_days": [day.isoformat() for day in result.made_up],
        "sum": result.explain(_told(result, roll)),
    }


def _told(result: Due, roll: bool) -> Roll:
    """How the last day is told: one that is off may roll over, which is disputed; both are named."""
    if roll:
        return "yes"
    return "perhaps" if result.rolled_over else "no"


def _provisional(result: Due, roll: bool) -> bool:
    return result.rolled_provisional if roll else result.provisional


def _hours(moment: datetime, hours: int, law: str | None, as_json: bool) -> None:
    result = count_hours(moment, hours)
    if as_json:
        record = {
            "law": law,
            "amount": hours,
            "unit": "hour",
            "from": moment.isoformat(),
            "regime": "hours",
            "due": result.due.isoformat(),
            "due_latest": result.latest.isoformat(),
            "sum": result.explain(),
        }
        click.echo(json.dumps(record, ensure_ascii=False, indent=2))
        return
    click.secho(f"{result.due:%Y-%m-%d %H:%M}", bold=True)
    click.echo(result.explain())


# --- a file of periods ----------------------------------------------------------------------------------


def _batch(
    path: Path, out: Path | None, as_json: bool, content: Content, calendar: Calendar
) -> None:
    if out is not None:
        check_place(out, (".json",) if as_json else (".csv",))
    done: list[dict[str, str]] = []
    with progress(say("计算期限", "counting")) as tell:
        periods = read_periods(path, content, calendar, tell)
        for period in periods:
            result = period.due(calendar)
            done.append(
                period.row
                | {
                    "regime": result.counting.value,
                    "due": result.due.isoformat(),
                    "due_rolled": result.rolled.isoformat(),
                    "provisional": "true" if result.rolled_provisional else "false",
                }
            )
            if len(done) % TELL_EVERY == 0:
                tell(say("计算", "counting"), 0.5 + len(done) / len(periods) / 2)
    if as_json:
        text = json.dumps(done, ensure_ascii=False, indent=2) + "\n"
        _put(text, out, len(done))
        return
    columns = list(done[0]) if done else [*COLUMNS, *_ADDED]
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(done)
    _put(buffer.getvalue(), out, len(done))


def _put(text: str, out: Path | None, rows: int) -> None:
    if out is None:
        click.echo(text, nl=False)
        return
    with written_whole(out) as place:
        place.write_text(text, encoding="utf-8")
    click.echo(say(f"已写入 {out}，共 {rows} 行。", f"Wrote {counted(rows, 'row')} to {out}."))


def _stop(text: str) -> Stop:
    since, dots, until = text.partition("..")
    if not dots:
        raise fail(
            say(f"--stop 应写成 起..止，而不是 {text}", f"--stop wants A..B, not {text}"),
            code=USAGE,
        )
    first, last = day_of(since), day_of(until)
    if last < first:
        raise fail(
            say(f"--stop {text} 的止在起之前", f"--stop {text} ends before it begins"), code=USAGE
        )
    return Stop(first, last)


def _alone(option: str, others: Mapping[str, object]) -> None:
    """Fail if any of ``others`` was given beside ``option``, which has no use for it."""
    given = [name for name, value in others.items() if value]
    if given:
        raise fail(
            say(
                f"{option} 与 {'、'.join(given)} 不能同用",
                f"{option} cannot be used with {', '.join(given)}",
            ),
            code=USAGE,
        )
