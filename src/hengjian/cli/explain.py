"""`hengjian explain`: why a case, or whatever else a rule judges, breaks it, or why not."""

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hengjian.cli.days import Day
from hengjian.cli.kept import Kept, is_archive
from hengjian.cli.look import USAGE, Command, fail
from hengjian.cli.progress import Tell, progress
from hengjian.cli.reading import begin_reading, finished, reading_limits
from hengjian.cli.session import KEPT, KeptFinding, LastCheck, finding_numbered, kept_finding
from hengjian.content import Content, say

if TYPE_CHECKING:
    from hengjian.cli.asked import Asked
    from hengjian.rules.explain import Explanation
    from hengjian.rules.loading import Book
    from hengjian.standard.submission import Submission


@click.command(
    cls=Command,
    help="说明一件案件、一个事项、一条线索等为什么符合或者不符合规则：条件的每一部分和它的值。 | "
    "Say why a case, an item or a finding breaks a rule, or why not: each part of the condition with "
    "its value.",
    examples=(
        "hengjian explain C2024-0001 --data city",
        "hengjian explain B001/C2024-0001 F08 --data city",
        "hengjian explain C2024-0001 F08",
        "hengjian explain I0001 A07 --data city",
        "hengjian explain 0123456789abcdef",
    ),
)
@click.argument("subject", metavar="对象 | SUBJECT")
@click.argument("rule", required=False, metavar="规则 | RULE")
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    help="数据或者案卷库；不写则用上次检查的 | the data, or an archive; default: of the last check",
)
@click.option("--as-of", type=Day(), help="检查截至日 | judge as on this day")
@click.option(
    "--overlay", type=click.Path(path_type=Path), help="另一套内容的文件夹 | other content"
)
@click.option("--mapping", help="映射名称 | mapping")
@click.option("--coverage", type=click.Choice(["stated", "all"]), help="报送范围 | coverage")
@click.option("--all", "everything", is_flag=True, help="也列不涉及的规则 | list all rules")
@reading_limits
def explain(
    subject: str,
    rule: str | None,
    data: Path | None,
    as_of: date | None,
    overlay: Path | None,
    mapping: str | None,
    coverage: str | None,
    everything: bool,
    **limits: Any,
) -> None:
    last = LastCheck.load()
    if data is None:
        if last is None:
            raise fail(
                say("不知道看哪份数据", "which data?"),
                say(
                    "用 --data 指明，或者先运行 hengjian check。",
                    "Give --data, or run check first.",
                ),
                code=USAGE,
            )
        data, overlay = Path(last.path), overlay or (Path(last.overlay) if last.overlay else None)
        mapping, coverage = mapping or last.mapping, coverage or ("all" if last.covered else None)
        as_of = as_of or last.day
    day = as_of or date.today()
    with (
        progress(say("说明", "explaining")) as tell,
        begin_reading(data, overlay, mapping, **limits) as intake,
    ):
        from hengjian.cli.explained import Told
        from hengjian.rules.loading import Book

        content = Content.installed(*([overlay] if overlay else []))
        book = Book.load(content)
        reading = say(f"读取 {data.name}", f"reading {data.name}")
        if isinstance(intake, Kept) and intake.too_large:
            book = _of_one_case(book)
            known = _finding(subject, data, content, book)
            submission = intake.only(known.case if known is not None else subject)
        else:
            submission = finished(intake, coverage == "all", lambda share: tell(reading, share / 2))
        asked, found = _explanations(subject, rule, data, submission, book, content, day, tell)
    click.secho(say(f"{asked.title}（截至 {day}）", f"{asked.title} (as of {day})"), bold=True)
    told = Told(submission.records, content)
    if len({one.id for one in asked.rules}) > 1:
        told.overview(found, everything)
        return
    for explanation in found:
        told.in_full(explanation)
    if not found:
        click.echo(say("这条规则没有涉及该案的行。", "The rule concerns no row of this case."))


def _explanations(
    subject: str,
    rule: str | None,
    data: Path,
    submission: "Submission",
    book: "Book",
    content: Content,
    day: date,
    tell: Tell,
) -> "tuple[Asked, list[Explanation]]":
    """What was asked about, and each of its rules on each of its rows."""
    from hengjian.cli.asked import asked_about, asked_of_finding, rules_of
    from hengjian.facts import Bucket
    from hengjian.rules.engine import context_of
    from hengjian.rules.explain import explain as explained

    bucket, context = Bucket(submission.records), context_of(content, day)
    known = _finding(subject, data, content, book)
    if known is not None:
        asked = asked_of_finding(subject, known, rules_of(book, rule or known.rule), bucket)
    else:
        asked = asked_about(subject, rules_of(book, rule), bucket, named=rule is not None)
    found: list[Explanation] = []
    for number, one in enumerate(asked.rules):
        tell(say("逐条对照规则", "going through the rules"), 0.5 + number / len(asked.rules) / 2)
        near = asked.near(one.subject, bucket)
        found += explained(one, near, context, asked.rows_of(one.subject))
    return asked, found


def _finding(text: str, data: Path, content: Content, book: "Book") -> KeptFinding | None:
    """The finding of that number: of those that stand in the archive, or of the last check."""
    if not re.fullmatch(r"[0-9a-fA-F]{16}", text):
        return None
    if is_archive(data):
        from hengjian.archive import Archive
        from hengjian.check.standing import Standing

        stands = Standing(Archive.open(data), content, book).findings(KEPT)
        found = kept_finding(stands, text.lower())
        if found is not None:
            return found
    return finding_numbered(text.lower())


def _of_one_case(book: "Book") -> "Book":
    """The rules that need no other case: those across cases cannot see all of a large archive."""
    from hengjian.check.standing.gathering import BUCKET, REGISTERS, kind_of

    click.echo(
        say(
            "案卷库很大，这里只说明单个案件和登记的规则，不含跨案规则。",
            "A large archive: rules across cases are left out here.",
        ),
        err=True,
    )
    single = (rule for rule in book.executable if kind_of(rule.subject) in (BUCKET, REGISTERS))
    return book.limited_to(frozenset(rule.id for rule in single))
