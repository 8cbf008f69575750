"""What in a text would still tell who or where it was: names, telephones, numbers, places.

Serves writers and reviewers of typical cases. It knows the people of the case by their names and shows them
masked; that it finds nothing does not prove that nothing is there, so a person still reads.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hengjian.core.organisation.models import Division
from hengjian.core.wording import say
from hengjian.domain.records.models import Record
from hengjian.domain.records.unmasking.access import parties_of
from hengjian.domain.registry.models import Body, Officer
from hengjian.domain.supervision.cases.models import Case, CaseStep
from hengjian.domain.supervision.leads.models import Reporter
from hengjian.domain.supervision.models import Lead

PATTERNS: tuple[tuple[str, str, str, bool], ...] = (
    (r"(?<![0-9A-Za-z])[0-9]{17}[0-9Xx](?![0-9A-Za-z])", "身份证号", "identity number", True),
    (r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])", "手机号", "mobile number", True),
    (r"(?<![0-9])0[0-9]{2,3}[- ]?[0-9]{7,8}(?![0-9])", "电话号码", "telephone", True),
    (r"(?<![0-9A-Z])[0-9A-HJ-NPQRTUWXY]{18}(?![0-9A-Z])", "统一社会信用代码", "credit code", True),
    (r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤川青藏琼宁][A-Z][A-Z0-9]{5,6}", "车牌号",
     "number plate", True),
    (r"[〔\[（(]20[0-9]{2}[〕\]）)]\s*第?[0-9]+\s*号", "文号", "number of a paper", False),
)  # fmt: skip


@dataclass(frozen=True)
class Trace:
    """Something that stands in the text. ``hard``: it must go before anything is published."""

    kind: str
    shown: str
    hard: bool


def traces(text: str, case: Case, *, body_named: bool) -> list[Trace]:
    """All that the check finds in the text, people first."""
    found = [
        *_people(text, case),
        *_patterns(text),
        *_numbers(text, case),
        *_bodies(text, case, body_named=body_named),
        *_places(text, case),
    ]
    return list(dict.fromkeys(found))


def _masked(name: str) -> str:
    return f"{name[0]}{'*' * (len(name) - 1)}"


def _named(
    text: str, names: Iterable[str], zh: str, en: str, *, hidden: bool = False
) -> Iterator[Trace]:
    for name in names:
        if len(name) > 1 and name in text:
            yield Trace(say(zh, en), "（不显示）" if hidden else _masked(name), True)


def _people(text: str, case: Case) -> Iterator[Trace]:
    """Parties of the records, officers of the body, who handled it, who reported it."""
    records = list(Record.objects.filter(findings__leads__cases=case).distinct())
    parties = parties_of(records).values() if records else ()
    yield from _named(text, (one.name for one in parties), "当事人", "party")
    for one in parties:
        if len(one.number) > 5 and one.number in text:
            yield Trace(say("当事人证件号", "party's number"), "（不显示）", True)
    officers = Officer.objects.filter(body=case.body).values_list("name", flat=True)
    yield from _named(text, officers, "执法人员", "officer")
    posts = CaseStep.objects.filter(case=case, post__isnull=False)
    handled = posts.values_list("post__person__name", flat=True).distinct()
    yield from _named(text, handled, "监督人员、机关经办人", "who handled it")
    for name, phone, place in Reporter.objects.filter(lead__cases=case).values_list(
        "name", "phone", "place"
    ):
        told = (name, phone, place)
        yield from _named(text, told, "举报人信息", "reporter", hidden=True)


def _patterns(text: str) -> Iterator[Trace]:
    for pattern, zh, en, hard in PATTERNS:
        for hit in re.findall(pattern, text):
            yield Trace(say(zh, en), f"{hit[:3]}…" if hard else hit, hard)


def _numbers(text: str, case: Case) -> Iterator[Trace]:
    leads = Lead.objects.filter(cases=case).values_list("number", flat=True)
    papers = case.papers.exclude(number="").values_list("number", flat=True)
    records = Record.objects.filter(findings__leads__cases=case).values_list("case_id", flat=True)
    for number in {case.number or "", *leads, *papers, *records}:
        if len(number) > 2 and number in text:
            yield Trace(say("案号、文号", "number"), number, False)


def _bodies(text: str, case: Case, *, body_named: bool) -> Iterator[Trace]:
    for key, name in Body.objects.values_list("pk", "name"):
        if len(name) > 2 and name in text and not (body_named and key == case.body_id):
            yield Trace(say("机关名称", "body"), name, False)


def _places(text: str, case: Case) -> Iterator[Trace]:
    """Places of the city, longest first; those within another found one are not told again."""
    kept = ""
    names = sorted(set(Division.objects.values_list("name", flat=True)), key=len, reverse=True)
    for name in names:
        if len(name) > 1 and name in text and name not in kept:
            kept += f" {name}"
            yield Trace(say("地名", "place"), name, False)


# --- a first wording --------------------------------------------------------------------------------------


def without_names(text: str, case: Case, *, body_named: bool) -> str:
    """The text with what the check knows replaced, for the writer to go on from."""
    officers = list(Officer.objects.filter(body=case.body).values_list("name", flat=True))
    records = list(Record.objects.filter(findings__leads__cases=case).distinct())
    people = [*officers, *(one.name for one in (parties_of(records).values() if records else ()))]
    for name in sorted((one for one in people if len(one) > 1), key=len, reverse=True):
        text = text.replace(name, "某某")
    if not body_named:
        text = text.replace(case.body.name, "某行政机关")
    for pattern, _, _, _ in PATTERNS:
        text = re.sub(pattern, "（号码略）", text)
    names = sorted(set(Division.objects.values_list("name", flat=True)), key=len, reverse=True)
    for name in names:
        if len(name) > 1:
            text = text.replace(name, "某地")
    return text
