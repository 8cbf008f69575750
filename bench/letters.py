"""Measures how long a document takes as PDF and as DOCX, and a whole dossier as one PDF.

Serves whoever touches the setting: an officer waits for a PDF, so it must come in half a second, and a
dossier of 300 pages in twenty. Times are CPU seconds of this process, the least of several rounds;
each is also told as a ratio to its target. The first PDF includes opening the fonts.

    python bench/letters.py --rounds 5
"""

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from hengjian.content import Content
from hengjian.letters import Envelope, Form, Letter, make_pdf
from hengjian.letters.dossier import Piece, bind
from hengjian.letters.replaced import check_template, make_docx
from hengjian.letters.word import base

PDF_TARGET, DOSSIER_TARGET = 0.5, 20.0
KINDS = ("supervision-notice", "opinion", "decision", "lead-transfer", "case-approval",
         "inquiry-record", "service-receipt", "circular", "draft-approval", "correction-report")  # fmt: skip


def seconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def varied(letter: Letter, round_: int) -> Letter:
    """The same letter with other words, so that nothing set before can be used again."""
    words = f"（第{round_}次）"
    values = {
        name: value + words
        if isinstance(value, str) and (field := letter.form.document.field(name))
        and field.type == "text" else value
        for name, value in letter.values.items()
    }  # fmt: skip
    envelope = replace(letter.envelope, number=f"衡司测〔2026〕{round_}号")
    return Letter(letter.form, values, envelope)


def told(name: str, spent: float, target: float | None = None) -> bool:
    ratio = "" if target is None else f"   {spent / target:6.1%} of {target:g} s"
    print(f"{name:<44}{spent * 1000:9.1f} ms{ratio}")
    return target is None or spent <= target


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--pages", type=int, default=300)
    rounds, pages = (arguments := parser.parse_args()).rounds, arguments.pages
    content = Content()
    forms = [Form.load(content, name) for name in KINDS]
    good = told("first PDF, fonts opened", seconds(lambda: make_pdf(forms[0].sample())), PDF_TARGET)
    worst, made = 0.0, []
    for form in forms:
        times = [seconds(lambda f=form, r=r: made.append(make_pdf(varied(f.sample(), r)).data))
                 for r in range(rounds)]  # fmt: skip
        good &= told(f"PDF  {form.id}", min(times), PDF_TARGET)
        worst = max(worst, *times)
    good &= told("PDF, the slowest of all rounds", worst, PDF_TARGET)
    sample, template = forms[1].sample(), base(forms[1])
    told("DOCX opinion", min(seconds(lambda: make_docx(sample)) for _ in range(rounds)))
    told("check of a template",
         min(seconds(lambda: check_template(template, forms[1])) for _ in range(rounds)))  # fmt: skip
    cover = dict(Form.load(content, "dossier-cover").sample().values)
    cover.pop("pages")
    for target in (pages, 10 * pages):
        pieces = [Piece(f"第{n}件", made[n % len(made)], author="某局", dated=date(2026, 3, 5))
                  for n in range(target * 2 // 3)]  # fmt: skip
        box: list[int] = []
        spent = seconds(lambda p=pieces, b=box: b.append(
            bind(p, content=content, cover=cover, envelope=Envelope("某局")).pages))  # fmt: skip
        name = f"dossier of {box[0]} pages, {len(pieces)} documents"
        good &= told(name, spent, DOSSIER_TARGET * max(1, box[0] / 300))
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
