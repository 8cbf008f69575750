"""The sentences of the report, in both languages side by side.

Serves page and workbook with the same words. What a rule finds is a *lead* that a person examines;
no sentence here establishes a violation or says anything about a person.
"""

from hengjian.check.report.overview import Overview
from hengjian.content import say
from hengjian.rules.rule import Nature, Severity


def title() -> str:
    return say("行政执法检查报告", "Enforcement check report")


def simulated_notice() -> str:
    return say(
        "本报告依据模拟数据生成，所载机关、案件和人员均属虚构。",
        "This report was made from simulated data; bodies, cases and persons are fictitious.",
    )


def verdict_sentence(view: Overview) -> str:
    """The whole result in one sentence. A run that judged nothing says that, and no more."""
    run, counts = view.run, view.counts
    looked = say(
        f"检查 {run.records.case_count:,} 件案件、{run.records.event_count:,} 项活动，"
        f"依据 {len(view.rules):,} 条规则，",
        f"Checked {run.records.case_count:,} cases with {run.records.event_count:,} events "
        f"by {len(view.rules):,} rules: ",
    )
    if not run.rows_looked_at:
        return looked + say(
            "没有遇到可以判断的记录，本次检查没有结论。",
            "no record could be judged; this run concludes nothing.",
        )
    if counts.leads:
        result = say(
            f"发现 {counts.leads:,} 条违法线索（致命 {counts.fatal:,}、严重 {counts.serious:,}、"
            f"一般 {counts.general:,}）",
            f"{counts.leads:,} leads to violations (fatal {counts.fatal:,}, "
            f"serious {counts.serious:,}, general {counts.general:,})",
        )
    else:
        result = say("在已判断的范围内未发现违法线索", "no lead within what could be judged")
    others = [
        f"{nature_label(nature)} {count:,}"
        for nature in (Nature.DISPUTED, Nature.CONFLICT, Nature.HINT)
        if (count := view.of_nature(nature))
    ]
    if others:
        result += say("，另有", "; also ") + say("、", ", ").join(others)
    if run.not_judged:
        result += say(
            f"；{run.not_judged:,} 处因资料不全未作判断",
            f"; {run.not_judged:,} points were not judged for want of data",
        )
    return looked + result + say("。", ".")


def severity_meaning(severity: Severity) -> str:
    return {
        Severity.FATAL: say(
            "行为可能无效，或者在复议、诉讼中可能被撤销",
            "the act may be void, or may be revoked on review",
        ),
        Severity.SERIOUS: say("可能违反法定程序", "the procedure may be unlawful"),
        Severity.GENERAL: say("程序或者形式上的瑕疵", "a flaw of procedure or form"),
        Severity.NOTE: say("须由人工核查，不计入违法线索", "for a person to look at; no lead"),
    }[severity]


def nature_label(nature: Nature) -> str:
    """As the rules say it; in English too a violation is only a lead."""
    return say("违法线索", "lead") if nature is Nature.VIOLATION else nature.label


def nature_meaning(nature: Nature) -> str:
    return {
        Nature.VIOLATION: say(
            "现有记录与所列条文的要求不符。线索须经人工核实，不是对违法的认定。",
            "The records do not meet the article. A lead is examined by a person; it establishes "
            "nothing.",
        ),
        Nature.DISPUTED: say(
            "期间的算法或者适用的标准有不同理解（如末日遇休息日是否顺延），按其中一种不违反规定，"
            "因此只作提示，不计入违法线索。",
            "The term or measure can be read in two ways (for one, whether a last day off rolls "
            "over); by one of them nothing is broken. A note, not counted as a lead.",
        ),
        Nature.CONFLICT: say(
            "不同规范对同一事项规定不一，适用哪一项由有权机关认定；不计入违法线索。",
            "Norms differ on the point; which applies is for the competent authority to say. Not "
            "counted as a lead.",
        ),
        Nature.HINT: say(
            "仅提示核查，不说明存在违法。",
            "Only worth a look; it does not say that a norm is broken.",
        ),
    }[nature]


def verdict_words() -> dict[str, str]:
    """How rows are judged, in the order of the proportions chart."""
    return {
        "fine": say("符合", "fine"),
        "exempt": say("属于例外", "exempt"),
        "broken": say("不符（列出线索）", "broken (findings)"),
        "not_judged": say("资料不全，未判断", "not judged"),
        "clashes": say("例外冲突，未判断", "exceptions clash"),
    }


def method_notes(view: Overview) -> list[str]:
    """How to read the report: what a verdict is, what silence means, what a lead is not."""
    day = view.run.as_of.isoformat()
    return [
        say(
            "每条规则对每一行相关记录作出四种判断之一：符合、属于例外、不符、未作判断。"
            "缺少的资料可能改变结论时，一律未作判断，并说明缺什么。",
            "Each rule judges each row it concerns in one of four ways: fine, exempt, broken, not "
            "judged. Where missing data could change the answer it does not judge, and says what "
            "is missing.",
        ),
        say(
            "“没有记录”只有在报送范围（coverage）之内才可以作为“没有发生”的依据；范围之外的不作判断。",
            "That something is not recorded counts as not having happened only within the declared "
            "coverage; outside it nothing is concluded.",
        ),
        say(
            f"尚未届满或者尚未办结的期间，以检查基准日 {day} 为准判断；换一个基准日，结果可能不同。",
            f"Terms still open are judged as of {day}; another date may give another result.",
        ),
        say(
            "法律条文和期间数值按案件当时有效的版本适用；期间的每一步计算都列在线索中。",
            "Articles and terms are those in force at the time of the case; each step of a sum is "
            "shown with the finding.",
        ),
        say(
            "同一案件可能同时涉及几条规则，因此线索数可以多于案件数。"
            "每百件案件线索只计与案件有关的线索；案件不足二十件的，比率仅供参考。",
            "One case may touch several rules, so leads may outnumber cases. Leads per 100 cases "
            "count leads about cases only; with under twenty cases the rate means little.",
        ),
        say(
            "线索供人工核查，不是对机关或者个人的结论。是否违法，由有权机关依法定程序认定。",
            "A finding is a lead for a person to examine, not a verdict on a body or a person. "
            "Whether a norm was broken is for the competent authority to establish.",
        ),
        say(
            "当事人姓名、名称、证件号码、出生日期等个人信息不在报告中出现。",
            "Names, numbers and birthdays of parties do not appear in this report.",
        ),
    ]
