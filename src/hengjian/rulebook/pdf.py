"""The rule book as one PDF, set by typst.

Serves the bureau that prints it. Fonts and setting are those of the letters; where no Chinese font is
found it says which package brings one instead of printing empty boxes.
"""

from dataclasses import asdict
from pathlib import Path

from hengjian import __version__
from hengjian.content import say
from hengjian.letters.fonts import Fonts, FontsMissingError, fonts
from hengjian.letters.setting import compiler, pdf
from hengjian.rulebook.entries import RuleBook

TEMPLATE = Path(__file__).parent / "templates" / "book.typ"


def write_pdf(book: RuleBook, path: Path) -> None:
    """Write the whole book. Raises FontsMissingError, or PlainError where typst is not installed."""
    found = fonts()
    path.write_bytes(pdf(compiler(TEMPLATE, _data(book, found), found)))


def _data(book: RuleBook, found: Fonts) -> dict[str, object]:
    return {
        "place": book.place,
        "version": __version__,
        "serif": found.of("song"),
        "sans": found.of("hei"),
        "running": book.running,
        "switched_off": book.switched_off,
        "unwritten": book.unwritten,
        "total": len(book.entries),
        "groups": [
            {"name": name, "entries": [asdict(entry) for entry in entries]}
            for name, entries in book.groups.items()
        ],
        "parameters": [asdict(parameter) for parameter in book.parameters],
        "steps": book.steps,
        "profiles": [asdict(profile) for profile in book.profiles],
        "laws": [{"law": law, "rules": ids} for law, ids in book.laws.items()],
        "words": _words(),
    }


def _words() -> dict[str, str]:
    return {
        "title": say("规则书", "Rule book"),
        "brand": say("衡鉴", "Hengjian"),
        "contents": say("目录", "Contents"),
        "rules": say("条规则", "rules"),
        "counts": say("执行", "running"),
        "statement": say("要求", "Requirement"),
        "applies": say("对象", "Concerns"),
        "breaks": say("不符合的条件", "Broken if"),
        "exceptions": say("例外", "Exceptions"),
        "grades": say("程度减轻", "Weighs less"),
        "right": say("应当怎样", "What would have been right"),
        "parameters": say("参数", "Parameters"),
        "cases": say("案例", "Cases"),
        "history": say("沿革", "History"),
        "basis": say("依据", "Basis"),
        "behind": say("参数的依据", "Basis of parameters"),
        "subject": say("对象", "Subject"),
        "off": say("本地不执行", "not executed here"),
        "unwritten": say("不由系统判断", "not judged by the system"),
        "reference": say("外地规范，仅供参考", "from elsewhere, reference only"),
        "laws": say("规范索引", "Norms"),
        "all_parameters": say("参数总表", "All parameters"),
        "profiles": say("监督程序的期限", "Terms of the supervision procedure"),
        "here": say("本地", "here"),
        "ours": say("本书说明", "Our statement"),
        "text": say("条文", "Wording"),
        "used_by": say("使用", "used by"),
    }


__all__ = ["FontsMissingError", "write_pdf"]
