"""The page as text: it needs nothing else, says what it must, and lets nothing in."""

import base64
import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from hengjian.check.report.charts import months, proportions
from hengjian.check.report.embedding import MOST, assured, chosen, script_json
from hengjian.check.report.lines import Counts, RuleLine
from hengjian.check.report.overview import Overview
from hengjian.check.report.page import render
from hengjian.check.run import Run
from hengjian.check.tests.conftest import judged
from hengjian.check.tests.fabricated import fabricated_run
from hengjian.content import Content
from hengjian.content.speech import choose_language
from hengjian.content.wording import LawText, install
from hengjian.rules import findings as found
from hengjian.rules.engine import Tally
from hengjian.rules.loading import Book
from hengjian.rules.parameters import unverified
from hengjian.standard.records import Records

NASTY = "</script><script>window.harmed=1</script><img src=x onerror=harm()>"


@pytest.fixture(scope="module")
def page(run: Run) -> str:
    return render(Overview.of(run))


def _data(page: str) -> dict[str, list[object]]:
    (block,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)
    parsed: dict[str, list[object]] = json.loads(block)
    return parsed


def test_it_needs_no_other_file(page: str) -> None:
    assert not re.search(r"https?://", page)
    assert not re.search(r"<(link|img|iframe|object|embed|base)\b", page)
    assert not re.search(r"\b(src|srcset|@import)\s*=", page)
    assert "url(" not in page.replace("url(#hatch)", "")


def test_it_allows_its_own_script_only(page: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    script = page.rsplit("<script>", 1)[1].split("</script>")[0]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy[1].replace("&#39;", "'")
    assert policy[1].startswith("default-src")


def test_it_tells_the_leader_all_he_asked_for(page: str, run: Run) -> None:
    for heading in ("结论", "线索构成", "按机关", "按规则", "按时间", "问题集中的案件", "线索明细"):
        assert re.search(rf"</span>{heading}</h2>", page)
    for words in ("黑龙江省", "2025-12-31", "模拟城市-2024年执法数据", "37 行数据未予受理"):
        assert words in page
    assert "本报告依据模拟数据生成" in page
    for rule in run.book.executable:
        assert f'id="rule-{rule.id}"' in page
    assert "须查阅案卷原件" in page
    assert "请写成 2024-03-01" in page


def test_it_speaks_of_leads_only(page: str) -> None:
    assert "违法线索" in page
    assert "认定违法" not in page


def test_it_says_simulated_wherever_one_looks(page: str) -> None:
    assert page.index("【模拟数据】") < page.index("</title>")
    for part in ("h1", "nav", "footer"):
        assert "模拟数据" in re.findall(rf"<{part}\b.*?</{part}>", page, re.S)[0], part
    assert '<div class="watermark" aria-hidden="true">模拟数据</div>' in page
    assert '@top-right { content: "模拟数据"' in page


def test_it_lists_rules_not_run_with_their_reasons(page: str, run: Run) -> None:
    (entry,) = run.book.unwritten.values()
    switched_off = len(run.book.rules) - len(run.book.executable)
    assert f"总表中另有 {switched_off + 1} 条规则没有执行" in page
    assert re.search(rf'id="rule-{entry.id}".*?{entry.title}.*?{entry.why}', page, re.S)


def test_it_leaves_out_what_has_nothing_to_show(run: Run) -> None:
    clean = render(Overview.of(replace(run, findings=found.empty())))
    assert not {"cases", "findings", "months"} & set(re.findall(r'<section id="(\w+)"', clean))
    only_hints = replace(run, findings=run.findings.filter(pl.col("nature") != "violation"))
    hints = render(Overview.of(only_hints))
    assert {"months", "findings"} < set(re.findall(r'<section id="(\w+)"', hints))
    assert '<section id="cases"' not in hints
    assert "在已判断的范围内未发现违法线索" in hints


def test_it_says_simulated_only_of_simulated_records(run: Run) -> None:
    records = Records.of(
        {**run.records.frames, "bodies": run.records["bodies"].with_columns(confirmation=pl.lit(None, dtype=pl.String)),
         "cases": run.records["cases"].with_columns(fact=pl.lit("占道经营"))}
    )  # fmt: skip
    real = replace(run, submission=replace(run.submission, records=records))
    assert "模拟数据" not in render(Overview.of(real)).replace(real.submission.path.name, "")


def test_it_escapes_whatever_comes_from_outside(with_findings: Callable[..., Run]) -> None:
    run = with_findings(
        says=NASTY, right=NASTY, case_id=NASTY, body_id=NASTY, evidence=[f"{NASTY}：{NASTY}"]
    )
    page = render(Overview.of(run))
    assert page.count("<script") == 3
    assert "<img" not in page
    data = _data(page)
    assert NASTY in data["texts"]


def test_it_quotes_the_installed_passage_beside_the_rule(
    run: Run, page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HENGJIAN_HOME", str(tmp_path))
    assert "<blockquote" not in render(Overview.of(run))
    articles = {"20": ["第一款试装。", f"第二款试装{NASTY}。", "第三款试装。"]}
    install(LawText("行政处罚法", "行政处罚法", "a.md", "0" * 64, articles))
    page = render(Overview.of(run))
    (entry,) = re.findall(r'<article id="rule-A02".*?</article>', page, re.S)
    assert entry.count("第二款试装&lt;/script&gt;") == 1
    assert entry.count("第一款试装。") == 1
    assert "第三款试装。" not in entry
    assert "<img" not in page
    assert "<blockquote" not in re.findall(r'<article id="rule-F08".*?</article>', page, re.S)[0]


def test_it_says_which_rules_were_not_run_by_their_grounds(page: str, run: Run) -> None:
    reasons = re.findall(r'<ul class="reasons">(.*?)</ul>', page, re.S)[0]
    assert re.findall(r"<b>(\d+)</b> 条：([^<]+)<", reasons) == [
        (str(len(run.book.rules) - len(run.book.executable)), "依据均为外地规范，只作参考"),
        ("1", "须由人判断，或者数据标准不载所需的资料"),
    ]


def test_it_names_a_parameter_that_is_not_entered_without_calling_it_data(run: Run) -> None:
    tally = next(tally for tally in run.tallies if tally.rule.id == "C01")
    label = unverified(tally.rule.chosen[0].parameter)
    first = replace(tally, not_judged=9, missing={label: 9, "立案日期": 1})
    assert RuleLine(tally.rule, first, Counts()).lacking == label
    second = replace(tally, not_judged=9, missing={"立案日期": 9, label: 1})
    assert RuleLine(tally.rule, second, Counts()).lacking == "缺：立案日期"
    assert RuleLine(tally.rule, Tally(tally.rule), Counts()).lacking == ""


def test_it_packs_json_that_cannot_end_its_element() -> None:
    text = script_json({"a": NASTY + "\u2028"})
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text) == {"a": NASTY + "\u2028"}


def test_it_carries_every_finding_of_a_small_run(page: str, run: Run) -> None:
    data = _data(page)
    assert data["id"] == run.findings["finding"].to_list()
    assert "本页载入" not in page


def test_it_carries_the_gravest_of_a_large_run_and_says_so(book: Book) -> None:
    run = fabricated_run(MOST + 4_000, book=book)
    view = Overview.of(run)
    kept = chosen(view.findings)
    assert kept.height == MOST
    for key in ("rule", "body_id"):
        wanted = view.findings.group_by(key).len().with_columns(pl.col("len").clip(upper_bound=20))
        got = kept.group_by(key).len(name="kept")
        both = wanted.join(got, on=key, how="left", nulls_equal=True)
        assert (both["kept"] >= both["len"]).all()
    assert "共 24,000 条，本页载入最重的 20,000 条（每条规则、每个机关至少各 20 条" in render(view)


def test_it_promises_of_each_body_only_what_a_page_can_carry(run: Run) -> None:
    many = pl.concat([run.findings] * 60).with_columns(
        body_id=pl.format("B{}", pl.int_range(pl.len()) % 15_000)
    )
    assert assured(many) == 1
    kept = chosen(many)
    assert kept.height == MOST
    assert kept["body_id"].n_unique() == 15_000
    assert assured(many.with_columns(body_id=pl.int_range(pl.len()).cast(pl.String))) == 0


def test_it_reads_in_english(run: Run, content: Content) -> None:
    choose_language("en")
    page = render(Overview.of(run))
    assert '<html lang="en">' in page
    assert "Enforcement check report" in page
    assert "Simulated data" in page
    for chinese in ("结论", "按机关", "线索明细", "方法说明", "查找"):
        assert f">{chinese}<" not in page
    judged_in_english = judged(content, {"events": ["filed 2024-03-01"], "covered": []}, {"F08"})
    lacking = re.findall(r'class="lacking">([^<]*)', render(Overview.of(judged_in_english)))
    assert lacking
    assert not re.search("[一-鿿]", "".join(lacking)), lacking


def test_it_concludes_nothing_from_nothing(run: Run) -> None:
    nothing = replace(
        run,
        submission=replace(run.submission, records=Records.of({}), sources=[]),
        tallies=[Tally(tally.rule) for tally in run.tallies],
        findings=found.empty(),
    )
    page = render(Overview.of(nothing))
    text = re.sub(r"</?b>|\xa0", "", page)
    assert re.search(r'<p class="verdict nothing" role="alert">[^\n]*本次检查没有结论', text)
    assert "<dt>违法线索</dt><dd>—</dd>" in page
    assert "没有一处得到判断" in page
    assert "没有一行数据符合任何一条规则的适用条件" in page
    assert "没有机关的数据" in page
    assert "未发现违法线索" not in page


def test_it_gives_the_same_page_for_the_same_run(run: Run, page: str) -> None:
    assert render(Overview.of(run)) == page


def test_its_charts_say_in_words_what_they_show() -> None:
    chart = str(months([("2024-01", Counts(fatal=1)), ("2024-02", Counts(serious=7, other=2))]))
    assert "最多的是 2024-02，9 条" in chart
    assert "<title>2024-02：严重 7、提示及争议 2</title>" in chart
    bar = str(proportions([("fine", "符合", 3), ("broken", "不符", 1)]))
    assert 'aria-label="符合 3 (75.0%)、不符 1 (25.0%)"' in bar


def test_its_result_keeps_each_count_with_its_word(page: str) -> None:
    (sentence,) = re.findall(r'<p class="verdict">(.*?)</p>', page)
    for word in ("致命", "严重", "一般"):
        assert re.search(rf'<span class="d">{word}\xa0<b>\d+</b></span>', sentence)
    assert "<b>1,200</b>\xa0件案件" in sentence
