"""The rule book as one PDF, set by typst.

Serves the bureau that prints it. Fonts are looked up in the deployment's folder (HENGJIAN_FONTS), then
in the system; where no Chinese font is found it says which package brings one instead of printing
empty boxes.
"""

import json
import os
from dataclasses import asdict
from importlib import resources
from pathlib import Path

from hengjian import __version__
from hengjian.content import PlainError, say
from hengjian.rulebook.entries import RuleBook

SERIF = ("FandolSong", "Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "LXGW WenKai")
SANS = ("FandolHei", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "LXGW WenKai")


class FontsMissingError(PlainError):
    """No font with Chinese characters was found."""


def write_pdf(book: RuleBook, path: Path) -> None:
    """Write the whole book. Raises FontsMissingError, or PlainError where typst is not installed."""
    try:
        import typst
    except ImportError as error:
        raise PlainError(
            say("制作 PDF 需要 typst", "making a PDF needs typst"),
            say("请安装：pip install 'hengjian[pdf]'", "Install it: pip install 'hengjian[pdf]'"),
        ) from error
    named = os.environ.get("HENGJIAN_FONTS")
    fonts = typst.Fonts(
        include_system_fonts=True, font_paths=[named] if named and Path(named).is_dir() else []
    )
    families = set(fonts.families()) if hasattr(fonts, "families") else None
    if families is not None and not families & {*SERIF, *SANS}:
        raise FontsMissingError(
            say("没有找到中文字体", "no Chinese font was found"),
            say(
                "请安装字体（apt-get install fonts-noto-cjk），或者把字体放进 HENGJIAN_FONTS 所指的文件夹。",
                "Install one (apt-get install fonts-noto-cjk) or name a folder in HENGJIAN_FONTS.",
            ),
        )
    template = resources.files(__package__).joinpath("templates", "book.typ").read_text()
    data = json.dumps(_data(book), ensure_ascii=False)
    compiler = typst.Compiler(template.encode(), font_paths=fonts, sys_inputs={"data": data})
    made = compiler.compile(format="pdf")
    if not isinstance(made, bytes):
        raise TypeError("one PDF was asked for")
    path.write_bytes(made)


def _data(book: RuleBook) -> dict[str, object]:
    return {
        "place": book.place,
        "version": __version__,
        "serif": SERIF,
        "sans": SANS,
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
