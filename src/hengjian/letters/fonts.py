"""Which fonts there are, and which one plays which part in an official document.

Serves everything that is set by typst. It looks in the deployment's own folder first (HENGJIAN_FONTS),
then in HENGJIAN_HOME, TeX's folder and the system; it ships no font and says what to install where
none is found, instead of printing empty boxes.
"""

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from hengjian.content import PlainError, say
from hengjian.content.wording import home

TEX = Path("/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol")

_ANY = (
    "Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "FandolSong", "LXGW WenKai",
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Droid Sans Fallback",
)  # fmt: skip
"""Fonts with most Chinese characters: the last resort of every part, so that no rare name fails."""

PARTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "fang": (
        ("方正仿宋_GBK", "FZFangSong-Z02", "仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong",
         "STFangsong", "FandolFang R", "FandolFang"), (),
    ),
    "kai": (
        ("方正楷体_GBK", "FZKai-Z03", "楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi", "STKaiti",
         "FandolKai"), ("LXGW WenKai",),
    ),
    "hei": (
        ("方正黑体_GBK", "FZHei-B01", "黑体", "SimHei", "STHeiti", "FandolHei"),
        ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC"),
    ),
    "title": (
        ("方正小标宋_GBK", "方正小标宋简体", "FZXiaoBiaoSong-B05", "FZXiaoBiaoSong-B05S"), (),
    ),
    "song": (("方正书宋_GBK", "宋体", "SimSun", "FandolSong"), ()),
}  # fmt: skip
"""Part → the fonts that the standard means (or its free equals), then those that merely stand in."""

_NAMED = {"fang": "仿宋", "kai": "楷体", "hei": "黑体", "title": "小标宋", "song": "宋体"}


class FontsMissingError(PlainError):
    """No font with Chinese characters was found."""

    def __init__(self) -> None:
        super().__init__(
            say("没有找到中文字体", "no Chinese font was found"),
            say(
                "请安装字体（apt-get install fonts-noto-cjk），或者把字体放进 HENGJIAN_FONTS 所指的文件夹。",
                "Install one (apt-get install fonts-noto-cjk) or name a folder in HENGJIAN_FONTS.",
            ),
        )


@dataclass(frozen=True)
class Fonts:
    """The fonts found, opened once; `loaded` goes to the compiler."""

    loaded: Any
    families: frozenset[str]

    def of(self, part: str) -> list[str]:
        """The families for a part, best first, with the last resorts behind."""
        meant, stand_ins = PARTS[part]
        wanted = (*meant, *stand_ins, *_ANY)
        return [name for name in dict.fromkeys(wanted) if name in self.families]

    def parts(self) -> dict[str, list[str]]:
        return {part: self.of(part) for part in PARTS}

    def standing_in(self) -> dict[str, str]:
        """Parts whose own font is not there → what is used instead: 仿宋 → Noto Serif CJK SC."""
        return {
            _NAMED[part]: self.of(part)[0]
            for part, (meant, _) in PARTS.items()
            if not self.families & set(meant)
        }


def folders() -> tuple[str, ...]:
    """Where fonts are looked for before the system's own."""
    named = os.environ.get("HENGJIAN_FONTS", "")
    places = [Path(part) for part in named.split(os.pathsep) if part]
    places += [home() / "fonts", TEX]
    return tuple(str(place) for place in places if place.is_dir())


def fonts() -> Fonts:
    """The fonts of this installation. Raises FontsMissingError where none is Chinese."""
    return _found(folders(), system=True)


@lru_cache(maxsize=4)
def _found(places: tuple[str, ...], *, system: bool) -> Fonts:
    from hengjian.letters.setting import typst

    loaded = typst().Fonts(
        include_system_fonts=system, include_embedded_fonts=False, font_paths=list(places)
    )
    families = frozenset(loaded.families())
    known = {*_ANY, *(name for meant, more in PARTS.values() for name in (*meant, *more))}
    if not families & known:
        raise FontsMissingError
    return Fonts(loaded, families)
