"""Columns of codes: one of a list, or several of it in one cell.

Serves the parser. A code is known by itself, its label or an alias, in full-width forms and any case;
an unknown one is refused with the nearest known ones.
"""

import difflib
import re
from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from hengjian.content import models, say
from hengjian.standard.fields import Field
from hengjian.standard.parsing.column import Fault, Parsed, as_text, none_bad, one_by_one, texts_of
from hengjian.standard.parsing.single import folded

FEW_CODES = 6
"""How many codes a message lists."""
_SIGN = ";"
_SEPARATORS = re.compile(r"[;；,，、|]")
_UNUSUAL = rf"[；，,、|\s\x1c-\x1f]|^{_SIGN}|{_SIGN}{_SIGN}|{_SIGN}$"
"""In a text of numbers that are not parted by the usual sign alone."""


class Codes:
    """The code lists of one content, by every spelling of their codes."""

    def __init__(self, code_lists: Mapping[str, models.CodeList]) -> None:
        self._lists = code_lists
        self._spellings = {name: _spellings(codes) for name, codes in code_lists.items()}

    def read_one(self, field: Field, written: pl.Series) -> Parsed:
        """Distinct texts, each as one code."""

        def parse(text: str) -> str | Fault:
            return self._code(field, text) or self._unknown(field, text)

        return one_by_one(texts_of(written), parse, pl.String())

    def read_several(self, field: Field, written: pl.Series) -> Parsed:
        """Distinct texts or lists, each as several codes."""

        def parse(text: str) -> str | Fault:
            codes = []
            for part in parts_of(text):
                code = self._code(field, part)
                if code is None:
                    fault = self._unknown(field, part)
                    return Fault(f"{fault.reason}：{part}", fault.remedy)
                codes.append(code)
            return _SIGN.join(codes)

        return _as_lists(one_by_one(as_text(written), parse, pl.String()))

    def _code(self, field: Field, text: str) -> str | None:
        spellings = self._spellings.get(field.codes or "", {})
        return spellings.get(text) or spellings.get(folded(text))

    def _unknown(self, field: Field, value: str) -> Fault:
        spellings = self._spellings.get(field.codes or "", {})
        near = difflib.get_close_matches(value, list(spellings), n=3, cutoff=0.6)
        where = self._codes_of(field)
        if near:
            hint, hint_en = "”“".join(near), ", ".join(near)
            where = say(f"是不是“{hint}”？{where}", f"did you mean {hint_en}? {where}")
        return Fault(say(f"“{field.label}”没有这个代码", f"no such code of {field.name}"), where)

    def _codes_of(self, field: Field) -> str:
        """What may be written: the first few, and where the whole list stands."""
        listed = self._lists.get(field.codes or "")
        if listed is None:
            return ""
        first, first_en = (
            [getattr(code, name) for code in listed.codes[:FEW_CODES]] for name in ("label", "code")
        )
        more = len(listed.codes) > FEW_CODES
        return say(
            f"可以写：{'、'.join(first)}{'……' if more else ''}（共 {len(listed.codes)} 项，见退回文件或者"
            f"填报工作簿“代码表”中“{listed.label} {field.codes}”一列）",
            f"one of {', '.join(first_en)}{', …' if more else ''} ({len(listed.codes)} in all: see "
            f"column {field.codes} of the code lists in the template or the file of refused rows)",
        )


def read_ids(written: pl.Series) -> Parsed:
    """Distinct texts or lists, each as several numbers or names that are in no list."""
    texts = as_text(written)
    if texts.str.contains(_UNUSUAL).any():
        return _as_lists(one_by_one(texts, lambda text: _SIGN.join(parts_of(text)), pl.String()))
    return _as_lists(Parsed(texts, none_bad(texts), {}))


def _as_lists(joined: Parsed) -> Parsed:
    """Polars makes lists of texts much faster than of Python's lists."""
    frame = joined.values.to_frame("joined")
    none = pl.lit([], dtype=pl.List(pl.String))
    lists = frame.select(
        pl.when(pl.col("joined") == "").then(none).otherwise(pl.col("joined").str.split(_SIGN))
    )
    return replace(joined, values=lists.to_series())


def parts_of(text: str) -> list[str]:
    """What stands between the usual separators."""
    return [part.strip() for part in _SEPARATORS.split(text) if part.strip()]


def _spellings(codes: models.CodeList) -> dict[str, str]:
    spellings: dict[str, str] = {}
    for code in codes.codes:
        for name in (code.code, code.label, *code.aliases):
            spellings.setdefault(name, code.code)
            spellings.setdefault(folded(name), code.code)
    return spellings
