"""The report as one HTML page that needs nothing else: no network, no font, no other file.

Serves the leader, on a screen, a phone or paper. Every text from outside is escaped; a policy in the
page forbids any script but its own and any connection, so that even a fault in it can do no harm.
"""

import base64
import hashlib
import re
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from hengjian import __version__
from hengjian.check.report import charts, wording
from hengjian.check.report.embedding import assured, chosen, packed, script_json
from hengjian.check.report.lines import LEAD_SEVERITIES
from hengjian.check.report.overview import Overview
from hengjian.check.report.refused import problem_kinds, problems_shown
from hengjian.check.report.stages import StageGrid, stage_names
from hengjian.content import say
from hengjian.content.citation import chinese_number
from hengjian.content.speech import language
from hengjian.content.wording import installed
from hengjian.rules.explain import passages
from hengjian.rules.rule import Nature, Rule, Severity

WORST_CASES = 10
GRID_BODIES = 12
FINDINGS_PER_CASE = 4
PRINTED_FINDINGS = 30
SHOWN_PROBLEMS = 200
SHOWN_BODIES = 500
PRINTED_BODIES = 40  # as in report.css
FEW_CASES = 20
"""Under so many cases a rate per hundred says little; it is shown paler."""

CSS_OF = {
    Severity.FATAL: "fatal",
    Severity.SERIOUS: "serious",
    Severity.GENERAL: "general",
    Severity.NOTE: "other",
}
_CSS_OF_VERDICT = {"not_judged": "unknown", "clashes": "clash"}


def write_page(view: Overview, path: Path) -> None:
    path.write_text(render(view), encoding="utf-8", newline="\n")


def render(view: Overview) -> str:
    """The whole page."""
    embedded = chosen(view.findings)
    script = _file("report.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return _environment().get_template("template.html").render(
        view=view,
        run=view.run,
        sentence=_numbers_marked(wording.verdict_sentence(view)),
        verdicts=[(_CSS_OF_VERDICT.get(name, name), label, view.verdicts[name])
                  for name, label in wording.verdict_words().items()],
        sections=_sections(view),
        embedded=embedded.height,
        carried=set(embedded["finding"]),
        assured=assured(view.findings),
        grid=StageGrid.of(view, GRID_BODIES),
        stage_names=stage_names(),
        top=chosen(view.findings, PRINTED_FINDINGS, at_least=0).to_dicts(),
        worst=view.worst_cases(WORST_CASES),
        per_case=FINDINGS_PER_CASE,
        quoted=_quoted(view),
        shown_bodies=view.bodies[:SHOWN_BODIES],
        printed_bodies=PRINTED_BODIES,
        kinds=problem_kinds(view.run),
        problems=problems_shown(view.run, SHOWN_PROBLEMS),
        data=Markup(script_json(packed(view, embedded))),  # noqa: S704 - no sign of it can end a script
        words=Markup(script_json(_words())),  # noqa: S704 - as above
        style=Markup(_file("report.css")),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own file
        script_hash=digest,
        version=__version__,
    )  # fmt: skip


def _sections(view: Overview) -> list[tuple[str, str]]:
    """Anchor and heading of the sections, in the order a leader reads."""
    sections = [
        ("result", say("结论", "Result")),
        ("weights", say("线索构成", "By weight")),
        ("bodies", say("按机关", "By body")),
        ("rules", say("按规则", "By rule")),
    ]
    if view.months:
        sections.append(("months", say("按时间", "Over time")))
    if view.cases_with_leads:
        sections.append(("cases", say("问题集中的案件", "Cases to look at first")))
    if view.findings.height:
        sections.append(("findings", say("线索明细", "All findings")))
    return [*sections, ("appendix", say("附录", "Appendix"))]


def _quoted(view: Overview) -> dict[str, list[tuple[str, str]]]:
    """Rule → its articles and what they say, as far as the user has installed their texts."""
    texts = installed()
    rules = (line.rule for line in view.rules) if texts else ()
    return {rule.id: passages(rule.binding or rule.basis, texts) for rule in rules}


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("hengjian.check.report", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        say=say,
        language=language,
        charts=charts,
        wording=wording,
        Severity=Severity,
        Nature=Nature,
        css_of=lambda severity: CSS_OF[Severity(severity)],
        number_of=_number_of,
        parameters_of=_parameters_of,
        few_cases=FEW_CASES,
        lead_severities=LEAD_SEVERITIES,
    )
    environment.filters["n"] = lambda number: f"{number:,}"
    environment.filters["unbroken"] = _dates_unbroken
    return environment


def _numbers_marked(text: str) -> Markup:
    """A sentence with its numbers in bold, no number or word of a count torn from what it counts."""
    marked = re.sub(r"\d+(?:,\d{3})*", r"<b>\g<0></b>", str(escape(text)))
    joined = re.sub(r" (?=<b>)|(?<=</b>) ", "\xa0", marked)
    counted = re.sub(
        r"(?<=[（、])\w{2,4}\xa0<b>[\d,]+</b>", r'<span class="d">\g<0></span>', joined
    )
    return Markup(counted)  # noqa: S704 - escaped above


def _dates_unbroken(text: str) -> Markup:
    """A sentence whose dates are not torn at the end of a line."""
    return Markup(  # noqa: S704 - escaped here
        re.sub(r"\d{4}-\d\d-\d\d", r'<span class="d">\g<0></span>', str(escape(text)))
    )


def _number_of(position: int) -> str:
    """The number of a heading: 一、 in Chinese."""
    return say(f"{chinese_number(position)}、", f"{position}. ")


def _parameters_of(rule: Rule) -> list[str]:
    """Labels of the dated numbers that a rule goes by."""
    known = rule.content.parameters
    return [known[name].label for name in sorted(rule.parameters) if name in known]


def _words() -> dict[str, Any]:
    """What the script says, and the names of severities and natures."""
    return {
        "severity": {s.value: [s.label, CSS_OF[s]] for s in Severity},
        "nature": {
            n.value[0]: [wording.nature_label(n), wording.nature_meaning(n)] for n in Nature
        },
        "right": say("正确做法", "What would have been right"),
        "sum": say("期间计算", "Sum of the term"),
        "articles": say("依据", "Articles"),
        "because": say("定级说明", "Why graded so"),
        "nature_head": say("性质", "Nature"),
        "evidence": say("佐证数据", "Evidence"),
        "parameters": say("所用参数", "Parameters and their source"),
        "number": say("线索编号", "Finding"),
        "rule": say("规则说明", "About the rule"),
        "stages": stage_names(),
        "sentence_end": say("。", "."),
        "requirement": say("法律要求", "What the law requires"),
        "none": say("没有符合条件的线索。请放宽筛选条件。", "No finding fits. Widen the filters."),
        "found": say("符合条件 {n} 条", "{n} fit"),
        "page": say("第 {page} / {pages} 页", "page {page} of {pages}"),
        "all_rules": say("全部规则", "All rules"),
        "all_stages": say("全部环节", "All stages"),
        "all_bodies": say("全部机关", "All bodies"),
        "unfold": say("展开", "Show"),
        "fold": say("收起", "Hide"),
        "show_all": say("显示全部 {n} 项", "Show all {n}"),
        "show_few": say("只显示前 {n} 项", "Show the first {n}"),
        "sort_by": say("按“{head}”排序", "Sort by {head}"),
        "filtered": say("（以下为筛选结果：{what}）", " (filtered by: {what})"),
        "joint": say("、", ", "),
    }


@cache
def _file(name: str) -> str:
    return resources.files("hengjian.check.report").joinpath(name).read_text(encoding="utf-8")
