"""Columns of numbers and of money, which is kept in fen so that sums are exact.

Serves the parser. Thousands separators and the sign of the yuan are read; units, ranges and words are
refused.
"""

import re
import unicodedata

import polars as pl

from hengjian.content import say
from hengjian.standard.fields import Field, Kind
from hengjian.standard.parsing.column import Fault, Parsed, none_bad, texts_of
from hengjian.standard.records import DTYPES

MOST_MONEY = 10**15
"""Ten thousand billion yuan, in fen: more is a typing error."""
MOST_INTEGER = 2**53
"""From here on a number with a fraction cannot tell one whole number from the next."""


def read_money(written: pl.Series) -> Parsed:
    """Yuan, as texts or as numbers."""
    numbers, texts = _numbers(written)
    fen = (numbers * 100).round()
    exact = (numbers * 100 - fen).abs() < 1e-3
    good = (numbers >= 0) & exact & (fen < MOST_MONEY)
    bad = texts.is_not_null() & ~good.fill_null(False)
    faults = {
        str(value): _money_fault(str(value))
        for value in texts.filter(bad).unique(maintain_order=True)
    }
    return Parsed(fen.cast(pl.Int64, strict=False).set(~good.fill_null(False), None), bad, faults)


def read_plain_integers(written: pl.Series) -> Parsed | None:
    """Texts of digits only, as the numbers of events are; None if any text is something else."""
    values = written.cast(pl.Int64, strict=False)
    if values.null_count() > written.null_count():
        return None
    if not values.is_between(-MOST_INTEGER, MOST_INTEGER, closed="none").all():
        return None
    return Parsed(values.rechunk(), none_bad(values), {})


def read_number(field: Field, written: pl.Series) -> Parsed:
    """Whole numbers or any, as texts or as numbers."""
    numbers, texts = _numbers(written)
    whole = field.kind is Kind.INTEGER
    good = numbers.is_not_null() & numbers.is_finite()
    if whole:
        good = good & (numbers == numbers.round()) & (numbers.abs() < MOST_INTEGER)
    bad = texts.is_not_null() & ~good.fill_null(False)
    fault = Fault(
        say("不是整数" if whole else "不是数", "not a whole number" if whole else "not a number"),
        say("请只写数字，不写单位", "write digits only, without a unit"),
    )
    values = numbers.set(~good.fill_null(False), None).cast(DTYPES[field.kind], strict=False)
    faulty = texts.filter(bad).unique(maintain_order=True)
    return Parsed(values, bad, dict.fromkeys(map(str, faulty), fault))


def _numbers(written: pl.Series) -> tuple[pl.Series, pl.Series]:
    if written.dtype.is_numeric():
        return written.cast(pl.Float64), written.cast(pl.String)
    texts = texts_of(written)
    return _plain_numbers(texts), texts


def _plain_numbers(texts: pl.Series) -> pl.Series:
    numbers = texts.cast(pl.Float64, strict=False)
    left = texts.filter(texts.is_not_null() & numbers.is_null()).unique(maintain_order=True)
    found: dict[str, float] = {}
    for text in left:
        plain = unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "")
        plain = plain.removesuffix("元").removeprefix("¥")
        if re.fullmatch(r"-?\d+(\.\d+)?", plain):
            found[text] = float(plain)
    if found:
        numbers = numbers.fill_null(
            texts.replace_strict(found, default=None, return_dtype=pl.Float64)
        )
    return numbers


def _money_fault(value: str) -> Fault:
    plain = unicodedata.normalize("NFKC", value).replace(",", "").strip()
    if plain.startswith("-"):
        return Fault(
            say("金额为负数", "a negative sum"),
            say("金额不得小于零；退还的款项请另行登记", "a sum cannot be below zero"),
        )
    if re.fullmatch(r"\d+\.\d{3,}", plain):
        return Fault(
            say("金额超过两位小数", "more than two decimals"),
            say("单位应为元；如果原数据以万元计，请使用相应的映射", "the unit is yuan"),
        )
    if re.fullmatch(r"\d+(\.\d+)?", plain):
        return Fault(
            say("金额过大", "the sum is too large"),
            say("请核对单位是否为元", "check that the unit is yuan"),
        )
    return Fault(
        say("不是金额", "not a sum of money"),
        say("请写成 12345.60 的样子，单位为元", "write it like 12345.60, in yuan"),
    )
