"""Makes up a run as large as wished: real rules, fictitious bodies, invented findings.

Serves tests and design of the report, which must hold for two hundred thousand findings. Nothing in
it happened anywhere: 甲县, 乙县 and the rest do not exist, and every record says 模拟数据.
"""

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from hengjian.check.run import Run, sorted_by_weight
from hengjian.content import Content, say
from hengjian.facts import Type
from hengjian.rules import findings as found
from hengjian.rules.engine import Tally
from hengjian.rules.findings import identity_of
from hengjian.rules.loading import Book, Unwritten
from hengjian.rules.rule import Nature, Rule, Severity
from hengjian.standard.problems import Problems
from hengjian.standard.records import Records
from hengjian.standard.submission import SourceFile, Submission
from hengjian.standard.wording import places
from hengjian.terms import Calendar, Length, count

COUNTIES = ["甲县", "乙县", "丙县", "丁区", "戊区", "己市", "庚县"]
OFFICES = [
    "市场监督管理局",
    "农业农村局",
    "住房和城乡建设局",
    "自然资源局",
    "生态环境分局",
    "交通运输局",
    "城市管理综合执法局",
    "应急管理局",
    "文化广电旅游局",
    "卫生健康局",
    "水务局",
    "人力资源和社会保障局",
]


def fabricated_run(
    findings: int = 400,
    *,
    cases: int = 1_200,
    variants: int = 25,
    seed: int = 7,
    book: Book | None = None,
) -> Run:
    """A run with so many findings; the same seed gives the same run."""
    chance = random.Random(seed)
    content = Content()
    book = book or Book.load(content)
    entry = Unwritten(
        "Z99", "须由人工核查的事项", ("行政处罚法#5",), Severity.NOTE,
        say("须查阅案卷原件，不能由数据判断", "needs the paper file"),
    )  # fmt: skip
    book = Book(content, list(book.rules.values()), [entry])
    bodies = _bodies()
    records = _records(bodies, cases, chance)
    frame = _findings(book, records, findings, variants, chance)
    submission = Submission(
        Path("模拟城市-2024年执法数据"), records, _problems(chance), _sources(cases)
    )
    return Run(
        content, book, submission, date(2025, 12, 31), _tallies(book, frame, cases, chance),
        sorted_by_weight(frame),
    )  # fmt: skip


# --- records ------------------------------------------------------------------------------------------------


def _bodies() -> list[tuple[str, str]]:
    names = [county + office for county in COUNTIES for office in OFFICES]
    names += [f"{county}第{n}镇人民政府" for county in COUNTIES[:5] for n in "一二三"]
    return [(f"B{n:03}", name) for n, name in enumerate(names, start=1)]


def _records(bodies: list[tuple[str, str]], cases: int, chance: random.Random) -> Records:
    weights = [1 / (1 + n % 17) for n in range(len(bodies))]
    owners = chance.choices([body for body, _ in bodies], weights, k=cases)
    frames = {
        "bodies": pl.DataFrame(
            {
                "body_id": [body for body, _ in bodies],
                "name": [name for _, name in bodies],
                "confirmation": ["模拟数据〔2019〕1号"] * len(bodies),
            }
        ),
        "cases": pl.DataFrame(
            {
                "body_id": owners,
                "case_id": [f"2024-{n:06}" for n in range(cases)],
                "party_name": [f"某某商行{n}" for n in range(cases)],
                "party_id": [f"92990101MA{n:08}" for n in range(cases)],
                "fact": ["模拟数据：占道经营"] * cases,
            }
        ),
        "events": pl.DataFrame(
            {
                "body_id": [owner for owner in owners for _ in range(9)],
                "case_id": [f"2024-{n:06}" for n in range(cases) for _ in range(9)],
                "seq": list(range(1, 10)) * cases,
            }
        ),
    }
    return Records.of(frames)


def _sources(cases: int) -> list[SourceFile]:
    return [
        SourceFile("cases.csv", "cases", cases + 37, cases),
        SourceFile("events.csv", "events", cases * 9, cases * 9),
    ]


def _problems(chance: random.Random) -> Problems:
    problems = Problems()
    for reason, remedy, field, value in (
        ("日期写法不能识别", "请写成 2024-03-01", "violation_on", "2024年13月"),
        ("代码不在代码表中", "请用 item_kinds 所列的代码或者名称", "kind", "处 罚"),
        ("日期写法不能识别", "请写成 1990-03-01", "party_birth", "一九九〇年"),
    ):
        rows = sorted(chance.sample(range(2, 2000), 12))
        problems.add(
            file="cases.csv", rows=pl.Series(rows), field=field,
            values=pl.Series([value] * 12), reason=reason, remedy=remedy,
        )  # fmt: skip
    problems.note(file="tickets.csv", field="", reason="文件是空的，没有读入")
    return problems


# --- findings -----------------------------------------------------------------------------------------------


def _value(type_: Type, chance: random.Random, labels: dict[str, str]) -> str:
    day = date(2024, 1, 2) + timedelta(days=chance.randrange(500))
    match type_:
        case Type.DATE:
            return day.isoformat() if chance.random() < 0.9 else say("（无记载）", "(not stated)")
        case Type.MOMENT:
            return f"{day} {chance.randrange(8, 23):02}:{chance.randrange(60):02}"
        case Type.MONEY:
            return f"{chance.choice((200, 2000, 5000, 10000, 50000))}.00 元"
        case Type.BOOLEAN:
            return chance.choice(("是", "否"))
        case Type.CODES:
            return chance.choice(("罚款", "罚款、没收违法所得", "警告、罚款"))
        case Type.TEXT:
            return chance.choice(list(labels.values()) or ["B001", "某项"])
    return str(chance.randrange(1, 40))


def _variant(rule: Rule, chance: random.Random, content: Content) -> dict[str, Any]:
    judgement = rule.judgement
    shown = {
        name: _value(
            node.type, chance, dict(getattr(node, "column", rule).__dict__.get("labels", {}))
        )
        for name, node in judgement.shows.items()
    }
    says, right = judgement.says, judgement.right
    for name in {*places(says), *places(right)}:
        says = says.replace("{" + name + "}", shown[name])
        right = right.replace("{" + name + "}", shown[name])
    columns = {**judgement.breaks.columns, **judgement.applies.columns}
    evidence = [
        f"{c.label}：{_value(c.type, chance, dict(c.labels))}"
        for c in columns.values()
        if not c.name.endswith(".known_until") and not c.name.startswith("stops.")
    ]
    start = date(2024, 1, 2) + timedelta(days=chance.randrange(500))
    sum_ = None
    if judgement.term is not None:
        length = Length(chance.choice((7, 10, 15, 90)), "day")
        law = content.law("行政处罚法")
        sum_ = count(start, length, Calendar.of(content), law=law).explain("no")
    parameters = [
        f"{content.parameters[name].label}：7 日（《行政处罚法》第八十五条；2021-07-15 起）"
        for name in sorted(rule.parameters)
        if name in content.parameters
    ]
    nature = Nature.HINT if rule.severity is Severity.NOTE else Nature.VIOLATION
    severity, because = rule.severity, ""
    dice = chance.random()
    if nature is Nature.VIOLATION and dice < 0.05:
        nature, severity = Nature.DISPUTED, Severity.NOTE
    elif nature is Nature.VIOLATION and dice < 0.08:
        nature, severity = Nature.CONFLICT, Severity.NOTE
        because = "七日之内公开符合一项规范，二十个工作日之内公开符合另一项规范"
    elif dice > 0.8 and judgement.grades:
        grade = judgement.grades[0]
        severity, nature, because = grade.severity, grade.nature, grade.because
    return {
        "severity": severity.value, "nature": nature.value, "says": says, "right": right,
        "because": because, "sum": sum_, "evidence": evidence, "parameters": parameters,
    }  # fmt: skip


def _findings(
    book: Book, records: Records, most: int, many: int, chance: random.Random
) -> pl.DataFrame:
    rules = book.executable
    variants = {
        rule.id: [_variant(rule, chance, book.content) for _ in range(many)] for rule in rules
    }
    weights = [1 / (1 + n % 13) for n in range(len(rules))]
    picked = chance.choices(rules, weights, k=most)
    cases = records["cases"].select("body_id", "case_id").rows()
    span = (date(2025, 12, 20) - date(2024, 1, 1)).days
    rows = []
    for number, rule in enumerate(picked):
        body, case = cases[int(len(cases) * chance.random() ** 1.6)]
        occurrence = f"{body}/{case}" if "case_id" in rule.subject.key else f"{body}/{number}"
        if rule.subject.name == "act":
            occurrence += f"/{chance.randrange(1, 10)}"
        rows.append(
            chance.choice(variants[rule.id])
            | {
                "finding": identity_of(rule.id, f"{occurrence}/{number}"),
                "rule": rule.id,
                "title": rule.title,
                "subject": rule.subject.name,
                "body_id": body,
                "case_id": case if "case_id" in rule.subject.key else None,
                "occurrence": occurrence,
                "on": date(2024, 1, 1) + timedelta(days=chance.randrange(span)),
                "articles": rule.cited(),
            }
        )
    return pl.DataFrame(rows, schema=found.SCHEMA) if rows else found.empty()


def _tallies(book: Book, frame: pl.DataFrame, cases: int, chance: random.Random) -> list[Tally]:
    broken = dict(frame.group_by("rule").len().iter_rows())
    tallies = []
    for position, rule in enumerate(book.executable):
        hits = broken.get(rule.id, 0)
        if position % 19 == 18 and not hits:
            tallies.append(Tally(rule, rows=cases))
            continue
        fine = chance.randrange(cases // 3, cases)
        exempt = chance.randrange(cases // 20) if rule.judgement.exceptions else 0
        unjudged = chance.randrange(max(1, cases // 10))
        labels = [column.label for column in rule.judgement.breaks.columns.values()][:3]
        tallies.append(
            Tally(
                rule, rows=cases * 9, concerned=fine + exempt + unjudged + hits, fine=fine,
                exempt=exempt, not_judged=unjudged, broken=hits,
                missing=dict(zip(labels, (unjudged, unjudged // 2, 1), strict=False)),
            )
        )  # fmt: skip
    return tallies
