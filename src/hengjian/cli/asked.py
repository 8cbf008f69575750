"""What `explain` is asked about: a case, any other subject of a rule, or a finding by its number.

Serves people who hold a report: whatever identifies something there may be typed. Where nothing, or
too much, fits, it says what would.
"""

import re
from dataclasses import dataclass
from shlex import quote
from typing import TYPE_CHECKING

import polars as pl

from hengjian.archive.nesting import KEY
from hengjian.check.standing.gathering import BUCKET, kind_of
from hengjian.cli.look import USAGE, fail
from hengjian.cli.session import KeptFinding
from hengjian.content import say
from hengjian.facts import Bucket, Subject
from hengjian.standard.records import Records

if TYPE_CHECKING:
    from hengjian.rules.loading import Book
    from hengjian.rules.rule import Rule

MOST = 20
"""So many rows that begin as was typed are explained; of more, one must be chosen."""


@dataclass(frozen=True)
class Asked:
    """Rules to explain, and the rows of their subjects: those of a case, or of an occurrence."""

    title: str
    rules: list["Rule"]
    occurrences: list[str]
    body_id: str | None = None
    case_id: str | None = None

    def rows_of(self, subject: Subject) -> pl.Expr:
        """The condition that picks the rows of ``subject``."""
        if self.case_id is None:
            return subject.occurrence.is_in(self.occurrences)
        mine = (pl.col("body_id") == self.body_id) & (pl.col("case_id") == self.case_id)
        if "other_case_id" not in subject.key:
            return mine
        other = pl.col("other_body_id") == self.body_id
        return mine | (other & (pl.col("other_case_id") == self.case_id))

    def near(self, subject: Subject, bucket: Bucket) -> Bucket:
        """The records that the rows of ``subject`` rest on: where it sees one case, that case's."""
        if kind_of(subject) != BUCKET:
            return bucket
        rows = subject.rows(bucket)
        keys = rows.filter(self.rows_of(subject)).select(KEY).drop_nulls().unique()
        if keys.is_empty():
            return bucket
        frames = dict(bucket.records.frames)
        for name in ("cases", "events", "documents"):
            frames[name] = frames[name].join(keys, on=list(KEY), how="semi", maintain_order="left")
        return Bucket(Records(frames, bucket.records.submitted))


def asked_of_finding(
    number: str, finding: KeptFinding, rules: list["Rule"], bucket: Bucket
) -> Asked:
    """The one rule and row of a finding; fails where the data no longer hold it."""
    rule = rules[0]
    if rule.id != finding.rule:
        raise fail(
            say(
                f"线索 {number} 是规则 {finding.rule} 的，不是 {rule.id} 的",
                f"finding {number} is of rule {finding.rule}, not {rule.id}",
            ),
            code=USAGE,
        )
    rows = rule.subject.rows(bucket).select(rule.subject.occurrence.alias("o"))["o"]
    if not (rows == finding.occurrence).any():
        raise fail(
            say(
                f"线索 {number} 的对象 {finding.occurrence} 已不在数据中",
                f"{finding.occurrence}, which finding {number} is about, is no longer in the data",
            ),
            say("数据在上次检查之后有变，请重新检查。", "The data changed; check them again."),
        )
    label = say(rule.subject.label, rule.subject.name)
    title = say(f"线索 {number}：{label} ", f"finding {number}: {label} ") + finding.occurrence
    return Asked(title, [rule], [finding.occurrence])


def rules_of(book: "Book", rule: str | None) -> list["Rule"]:
    """The executable rules, or the one that was named; fails where it cannot be executed."""
    if rule is None:
        return list(book.executable)
    named = [one for one in book.executable if one.id.upper() == rule.upper()]
    if named:
        return named
    known = {id_.upper(): id_ for id_ in (*book.rules, *book.unwritten)}
    id_ = known.get(rule.upper())
    if id_ is None:
        raise fail(
            say(f"没有规则 {rule}", f"there is no rule {rule}"),
            say("hengjian rules 列出全部规则。", "`hengjian rules` lists them all."),
            code=USAGE,
        )
    off = book.rules[id_].off_because if id_ in book.rules else book.unwritten[id_].why
    raise fail(
        say(f"规则 {id_} 不执行：{off}", f"rule {id_} is not executed: {off}"),
        say(f"hengjian rules {id_} 有说明。", f"See `hengjian rules {id_}`."),
        code=USAGE,
    )


def asked_about(text: str, rules: list["Rule"], bucket: Bucket, *, named: bool) -> Asked:
    """What ``text`` names in these records; ``named``: the one rule was named, too."""
    case = _case(text, bucket.records)
    if case is not None:
        body_id, case_id = case
        of_cases = [rule for rule in rules if rule.subject.case is not None]
        if not of_cases:
            raise _not_of_cases(rules[0], bucket)
        title = say(f"案件 {body_id}/{case_id}", f"case {body_id}/{case_id}")
        return Asked(title, of_cases, [], body_id, case_id)
    found = _occurrences(text, rules, bucket)
    if not found:
        raise _nothing(text, rules[0] if named else None, bucket)
    subjects = {subject.name: subject for subject, _ in found}
    rows = list(dict.fromkeys(row for _, occurrences in found for row in occurrences))
    if len(rows) > MOST:
        raise fail(
            say(
                f"“{text}”之下有 {len(rows)} 个对象，请写明一个，例如 {rows[0]}",
                f"{len(rows)} subjects begin with “{text}”; name one, such as {rows[0]}",
            ),
            code=USAGE,
        )
    labels = say("、", ", ").join(say(s.label, s.name) for s in subjects.values())
    chosen = [rule for rule in rules if rule.subject.name in subjects]
    return Asked(f"{labels} {text}", chosen, rows)


def _case(text: str, records: "Records") -> tuple[str, str] | None:
    """Body and number of the case; fails where several bodies have one of that number."""
    key = pl.concat_str("body_id", "case_id", separator="/")
    known = records["cases"].filter((pl.col("case_id") == text) | (key == text))
    if known.height > 1:
        bodies = "、".join(f"{body}/{case}" for body, case in known[:, :2].iter_rows())
        raise fail(
            say(
                f"有几个机关的案件都叫 {text}，请写明机关：{bodies}",
                f"several bodies have a case {text}; name the body: {bodies}",
            )
        )
    if known.is_empty():
        return None
    return str(known["body_id"][0]), str(known["case_id"][0])


def _occurrences(text: str, rules: list["Rule"], bucket: Bucket) -> list[tuple[Subject, list[str]]]:
    """The subjects with a row that is called so; where there is none, with rows that begin so."""
    begun: list[tuple[Subject, list[str]]] = []
    same: list[tuple[Subject, list[str]]] = []
    for subject in {rule.subject.name: rule.subject for rule in rules}.values():
        rows = subject.rows(bucket).select(subject.occurrence.alias("o"))["o"].drop_nulls()
        if (rows == text).any():
            same.append((subject, [text]))
        elif not same:
            beginning = rows.filter(rows.str.starts_with(f"{text}/")).unique(maintain_order=True)
            if len(beginning):
                begun.append((subject, beginning.to_list()))
    return same or begun


def _not_of_cases(rule: "Rule", bucket: Bucket) -> Exception:
    label = say(rule.subject.label, rule.subject.name)
    return fail(
        say(
            f"规则 {rule.id} 判断的是{label}，不是逐案判断的",
            f"rule {rule.id} judges a {label}, not cases",
        ),
        _example(rule, bucket),
        code=USAGE,
    )


def _example(rule: "Rule", bucket: Bucket) -> str:
    rows = rule.subject.rows(bucket).head(1).select(rule.subject.occurrence.alias("o"))["o"]
    if rows.is_empty() or rows[0] is None:
        return say("数据中没有这类对象。", "The data hold none.")
    example = f"hengjian explain {quote(rows[0])} {rule.id}"
    return say(f"请写对象的编号，例如：{example}", f"Give one of those: {example}")


def _nothing(text: str, rule: "Rule | None", bucket: Bucket) -> Exception:
    if re.fullmatch(r"[0-9a-f]{16}", text):
        return fail(
            say(f"上次检查没有编号为 {text} 的线索", f"the last check made no finding {text}"),
            say(
                "请先用 hengjian check 或者 hengjian archive check 检查同一份数据。",
                "Check the same data first: hengjian check, or hengjian archive check.",
            ),
        )
    if rule is None:
        return fail(
            say(
                f"数据中没有案件 {text}，也没有这个编号的其他对象",
                f"there is no case {text} in the data, nor anything else of that name",
            ),
            say(
                "案件写编号或者“机关/编号”；事项、证件、诉求等写报告中的编号；线索写它的十六位编号。",
                "Give a case's number or body/number, another subject's id as the report has it, or "
                "the 16 signs of a finding's number.",
            ),
        )
    label = say(rule.subject.label, rule.subject.name)
    return fail(
        say(f"数据中没有{label} {text}", f"there is no {label} {text} in the data"),
        _example(rule, bucket),
    )
