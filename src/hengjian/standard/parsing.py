"""Turns a column of submitted values into typed ones, and says of each bad one what is wrong with it.

Serves validation with whole columns at a time: the usual spellings are read by Polars, what is left
over by the plain functions here. It never repairs a doubtful value; it refuses it with a reason.
"""

import difflib
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import polars as pl

from hengjian.content import models, say
from hengjian.standard.fields import Field, Kind
from hengjian.standard.records import DTYPES

FIRST_YEAR, LAST_YEAR = 1900, 2078
FEW_CODES = 6
"""How many codes a message lists."""
MOST_MONEY = 10**15
"""Ten thousand billion yuan, in fen: more is a typing error."""

_UTC = ZoneInfo("UTC")
_LIST_SEPARATORS = re.compile(r"[;；,，、|]")
_DATE = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$|^(\d{4})(\d{2})(\d{2})$")
_TIME = re.compile(
    r"^(?P<date>\d{4}[-/.年]?\d{1,2}[-/.月]?\d{1,2}日?)[T\s]*"
    r"(?P<hour>\d{1,2})[:：时](?P<minute>\d{1,2})分?(?:[:：]?(?P<second>\d{1,2})(?:\.\d+)?秒?)?"
    r"\s*(?P<offset>Z|[+-]\d{2}:?\d{2})?$"
)
_HASH = "[0-9a-f]{64}"
_TRUE = {"是", "有", "true", "yes", "y", "1", "√", "在场"}
_FALSE = {"否", "无", "false", "no", "n", "0", "×", "不在场"}
_USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


@dataclass(frozen=True)
class Fault:
    """Why a value is refused, and what to do about it."""

    reason: str
    remedy: str


@dataclass
class Parsed:
    """A typed column; ``faults`` maps each bad raw value to its fault; ``bad`` marks its rows.

    ``day``: for moments, the local date, which is known even where the hour is not.
    """

    values: pl.Series
    bad: pl.Series
    faults: dict[str, Fault]
    day: pl.Series | None = None


class Parser:
    """Parses columns under one content's code lists and time zone."""

    def __init__(self, code_lists: Mapping[str, models.CodeList], timezone: str) -> None:
        self._zone = ZoneInfo(timezone)
        self._timezone = timezone
        self._lists = code_lists
        self._codes = {name: _spellings(codes) for name, codes in code_lists.items()}

    def parse(self, field: Field, raw: pl.Series) -> Parsed:
        """``raw`` (strings, or typed as the file had it) as a column of ``field``."""
        match field.kind:
            case Kind.ID | Kind.TEXT | Kind.USCC:
                texts = _texts(raw)
                return Parsed(texts, _none_bad(texts), {})
            case Kind.HASH:
                return self._hash(raw)
            case Kind.CODE:
                return self._code(field, raw)
            case Kind.CODES | Kind.IDS:
                return self._list(field, raw)
            case Kind.DATE:
                return self._date(raw)
            case Kind.MOMENT:
                return self._moment(raw)
            case Kind.MONEY:
                return self._money(raw)
            case Kind.INTEGER | Kind.NUMBER:
                return self._number(field, raw)
        return self._one_by_one(_texts(raw), parse_boolean, DTYPES[field.kind])

    # --- text and codes ----------------------------------------------------------------------------

    def _hash(self, raw: pl.Series) -> Parsed:
        """No two hashes are alike, so they are not looked at one by one where Polars knows them."""
        texts = _texts(raw)
        plain = texts.str.to_lowercase()
        good = plain.str.contains(f"^{_HASH}$").fill_null(False)
        rest = self._one_by_one(texts.set(good, None), _check_hash, pl.String())
        return Parsed(plain.set(~good, None).fill_null(rest.values), rest.bad, rest.faults)

    def _code(self, field: Field, raw: pl.Series) -> Parsed:
        texts = _texts(raw)
        spellings = self._codes.get(field.codes or "", {})
        codes = texts.replace_strict(spellings, default=None, return_dtype=pl.String)
        unknown = texts.is_not_null() & codes.is_null()
        faults = {
            str(value): self._unknown_code(field, str(value))
            for value in texts.filter(unknown).unique(maintain_order=True)
        }
        rescued = {
            value: spellings[_folded(value)] for value in faults if _folded(value) in spellings
        }
        if rescued:
            codes = codes.fill_null(
                texts.replace_strict(rescued, default=None, return_dtype=pl.String)
            )
            unknown = texts.is_not_null() & codes.is_null()
            faults = {value: fault for value, fault in faults.items() if value not in rescued}
        return Parsed(codes, unknown, faults)

    def _unknown_code(self, field: Field, value: str) -> Fault:
        spellings = self._codes.get(field.codes or "", {})
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

    def _list(self, field: Field, raw: pl.Series) -> Parsed:
        texts = as_text(raw)
        spellings = self._codes.get(field.codes or "") if field.kind is Kind.CODES else None

        def split(text: str) -> list[str] | Fault:
            parts = [part.strip() for part in _LIST_SEPARATORS.split(text) if part.strip()]
            if spellings is None:
                return parts
            codes = [spellings.get(part) or spellings.get(_folded(part)) for part in parts]
            for part, code in zip(parts, codes, strict=True):
                if code is None:
                    fault = self._unknown_code(field, part)
                    return Fault(f"{fault.reason}：{part}", fault.remedy)
            return [code for code in codes if code is not None]

        return self._one_by_one(texts, split, DTYPES[field.kind])

    # --- numbers -----------------------------------------------------------------------------------

    def _money(self, raw: pl.Series) -> Parsed:
        if raw.dtype.is_numeric():
            numbers = raw.cast(pl.Float64)
            texts = raw.cast(pl.String)
        else:
            texts = _texts(raw)
            numbers = _plain_numbers(texts)
        fen = (numbers * 100).round()
        exact = (numbers * 100 - fen).abs() < 1e-3
        good = (numbers >= 0) & exact & (fen < MOST_MONEY)
        bad = texts.is_not_null() & ~good.fill_null(False)
        faults = {
            str(value): _money_fault(str(value))
            for value in texts.filter(bad).unique(maintain_order=True)
        }
        return Parsed(
            fen.cast(pl.Int64, strict=False).set(~good.fill_null(False), None), bad, faults
        )

    def _number(self, field: Field, raw: pl.Series) -> Parsed:
        if raw.dtype.is_numeric():
            numbers, texts = raw.cast(pl.Float64), raw.cast(pl.String)
        else:
            texts = _texts(raw)
            numbers = _plain_numbers(texts)
        whole = field.kind is Kind.INTEGER
        good = numbers.is_not_null() & numbers.is_finite()
        if whole:
            good = good & (numbers == numbers.round()) & (numbers.abs() < 2**53)
        bad = texts.is_not_null() & ~good.fill_null(False)
        fault = Fault(
            say(
                "不是整数" if whole else "不是数", "not a whole number" if whole else "not a number"
            ),
            say("请只写数字，不写单位", "write digits only, without a unit"),
        )
        values = numbers.set(~good.fill_null(False), None).cast(DTYPES[field.kind], strict=False)
        faulty = texts.filter(bad).unique(maintain_order=True)
        return Parsed(values, bad, dict.fromkeys(map(str, faulty), fault))

    # --- dates and moments -----------------------------------------------------------------------------

    def _date(self, raw: pl.Series) -> Parsed:
        if raw.dtype == pl.Date:
            values = raw
            texts = raw.cast(pl.String)
        elif isinstance(raw.dtype, pl.Datetime):
            values = self._local(raw).dt.date()
            texts = raw.cast(pl.String)
        else:
            texts = _texts(raw)
            values = texts.str.to_date("%Y-%m-%d", strict=False)
            values = values.set(texts.str.len_chars() != 10, None)
            return self._completed(texts, values, parse_date, pl.Date())
        return self._completed(texts, _in_years(values), parse_date, pl.Date())

    def _moment(self, raw: pl.Series) -> Parsed:
        dtype = pl.Datetime("us", "UTC")
        if raw.dtype == pl.Date:
            empty = pl.Series([None], dtype=dtype).new_from_index(0, len(raw))
            return Parsed(empty, _none_bad(raw), {}, day=raw)
        if isinstance(raw.dtype, pl.Datetime):
            local = self._local(raw)
            moments = local.dt.replace_time_zone(
                self._timezone, ambiguous="earliest", non_existent="null"
            ).dt.convert_time_zone("UTC")
            return Parsed(moments.cast(dtype), _none_bad(raw), {}, day=local.dt.date())
        texts = _texts(raw)
        days = texts.str.to_date("%Y-%m-%d", strict=False).set(texts.str.len_chars() != 10, None)
        local = texts.str.to_datetime("%Y-%m-%d %H:%M", strict=False, time_unit="us")
        for form in ("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M"):
            if (local.is_null() & days.is_null() & texts.is_not_null()).any():
                local = local.fill_null(texts.str.to_datetime(form, strict=False, time_unit="us"))
        moments = (
            local.dt.replace_time_zone(self._timezone, ambiguous="earliest", non_existent="null")
            .dt.convert_time_zone("UTC")
            .cast(dtype)
        )
        days = days.fill_null(local.dt.date())
        left = texts.filter(texts.is_not_null() & days.is_null()).unique(maintain_order=True)
        faults: dict[str, Fault] = {}
        if len(left):
            found_moments: dict[str, datetime | None] = {}
            found_days: dict[str, date] = {}
            for text in left:
                result = parse_moment(text, self._zone)
                if isinstance(result, Fault):
                    faults[text] = result
                else:
                    found_moments[text], found_days[text] = result
            moments = moments.fill_null(
                texts.replace_strict(found_moments, default=None, return_dtype=dtype)
            )
            days = days.fill_null(
                texts.replace_strict(found_days, default=None, return_dtype=pl.Date)
            )
        outside = ~_in_years(days).is_not_null() & days.is_not_null()
        for text in texts.filter(outside).unique(maintain_order=True):
            faults[text] = _year_fault()
        bad = texts.is_not_null() & (days.is_null() | outside)
        return Parsed(moments.set(bad, None), bad, faults, day=days.set(bad, None))

    def _local(self, raw: pl.Series) -> pl.Series:
        naive = raw.cast(pl.Datetime("us", raw.dtype.time_zone))  # type: ignore[attr-defined]
        if naive.dtype.time_zone is not None:  # type: ignore[attr-defined]
            naive = naive.dt.convert_time_zone(self._timezone).dt.replace_time_zone(None)
        return naive

    # --- what Polars did not read ----------------------------------------------------------------------

    def _completed(
        self,
        texts: pl.Series,
        values: pl.Series,
        parse: Callable[[str], object],
        dtype: pl.DataType,
    ) -> Parsed:
        values = _in_years(values)
        rest = self._one_by_one(texts.set(values.is_not_null(), None), parse, dtype)
        values = values.fill_null(rest.values)
        return Parsed(values, texts.is_not_null() & values.is_null(), rest.faults)

    def _one_by_one(
        self, texts: pl.Series, parse: Callable[[str], object], dtype: pl.DataType
    ) -> Parsed:
        found: dict[str, object] = {}
        faults: dict[str, Fault] = {}
        for text in texts.drop_nulls().unique(maintain_order=True):
            result = parse(text)
            if isinstance(result, Fault):
                faults[text] = result
            else:
                found[text] = result
        old = pl.Series(list(found), dtype=pl.String)
        new = pl.Series(list(found.values()), dtype=dtype)
        table = pl.DataFrame({"text": old, "value": new})
        values = pl.DataFrame({"text": texts}).join(
            table, on="text", how="left", maintain_order="left"
        )["value"]
        return Parsed(values, texts.is_in(list(faults)).fill_null(False), faults)


# --- single values ------------------------------------------------------------------------------------


def parse_date(text: str) -> date | Fault:
    """A date in any usual spelling, or why it is none (2024年2月30日: no such day)."""
    plain = unicodedata.normalize("NFKC", text).replace(" ", "")
    match = _DATE.match(plain)
    if match is None:
        with_time = _TIME.match(unicodedata.normalize("NFKC", text).strip())
        if with_time is not None:
            return parse_date(with_time["date"])
        return Fault(
            say("不是日期", "not a date"),
            say("请写成 2024-03-01 的样子", "write it like 2024-03-01"),
        )
    year, month, day = (int(part) for part in match.groups() if part is not None)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return _year_fault()
    try:
        return date(year, month, day)
    except ValueError:
        return Fault(
            say(f"{year}年{month}月没有{day}日", f"{year}-{month:02} has no day {day}"),
            say("请核对原始文书上的日期", "check the date on the original document"),
        )


def parse_moment(text: str, zone: ZoneInfo) -> tuple[datetime | None, date] | Fault:
    """A moment (UTC, or None where only a date is given) and its local date, or the fault."""
    plain = unicodedata.normalize("NFKC", text).strip()
    match = _TIME.match(plain)
    if match is None:
        day = parse_date(plain)
        return day if isinstance(day, Fault) else (None, day)
    on = parse_date(match["date"])
    if isinstance(on, Fault):
        return on
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    if hour > 23 or minute > 59 or second > 59:
        return Fault(
            say("没有这个时刻", "no such time of day"),
            say("时刻应在 00:00 至 23:59 之间", "a time lies between 00:00 and 23:59"),
        )
    local = datetime(on.year, on.month, on.day, hour, minute, second)
    offset = match["offset"]
    if offset:
        sign = "+00:00" if offset == "Z" else offset
        aware = datetime.fromisoformat(f"{local.isoformat()}{sign}")
    else:
        aware = local.replace(tzinfo=zone)
    return aware.astimezone(_UTC), aware.astimezone(zone).date()


def parse_boolean(text: str) -> bool | Fault:
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    if plain in _TRUE:
        return True
    if plain in _FALSE:
        return False
    return Fault(
        say("不是“是”或者“否”", "neither yes nor no"), say("请写 是 或者 否", "write yes or no")
    )


def uscc_is_valid(code: str) -> bool:
    """Whether the check digit of a unified social credit code is right (GB 32100)."""
    if len(code) != 18 or any(sign not in _USCC for sign in code):
        return False
    total = sum(
        _USCC.index(sign) * weight for sign, weight in zip(code, _USCC_WEIGHTS, strict=False)
    )
    return _USCC[(31 - total % 31) % 31] == code[17]


def _check_hash(text: str) -> str | Fault:
    plain = text.strip().lower()
    if re.fullmatch(_HASH, plain):
        return plain
    return Fault(
        say("不是 SHA-256 散列值", "not a SHA-256 hash"),
        say("应为 64 位十六进制字符", "64 hexadecimal digits are wanted"),
    )


# --- small things -------------------------------------------------------------------------------------


def as_text(raw: pl.Series) -> pl.Series:
    """A column as the texts by which its faults are named; lists joined by semicolons."""
    if isinstance(raw.dtype, pl.List):
        return raw.cast(pl.List(pl.String)).list.join(";")
    return _texts(raw)


def _texts(raw: pl.Series) -> pl.Series:
    """Strings without surrounding space; blank ones are null."""
    texts = raw if raw.dtype == pl.String else raw.cast(pl.String)
    texts = texts.str.strip_chars()
    return texts.set(texts == "", None)


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


def _year_fault() -> Fault:
    return Fault(
        say(
            f"年份不在 {FIRST_YEAR} 至 {LAST_YEAR} 之间",
            f"the year is not between {FIRST_YEAR} and {LAST_YEAR}",
        ),
        say("请核对年份", "check the year"),
    )


def _in_years(values: pl.Series) -> pl.Series:
    years = values.dt.year()
    return values.set(((years < FIRST_YEAR) | (years > LAST_YEAR)).fill_null(False), None)


def _none_bad(values: pl.Series) -> pl.Series:
    return pl.Series([False], dtype=pl.Boolean).new_from_index(0, len(values))


def _folded(text: str) -> str:
    """For a second look at codes: full-width forms, case and inner spaces do not matter."""
    return unicodedata.normalize("NFKC", text).replace(" ", "").lower()


def _spellings(codes: models.CodeList) -> dict[str, str]:
    spellings: dict[str, str] = {}
    for code in codes.codes:
        for name in (code.code, code.label, *code.aliases):
            spellings.setdefault(name, code.code)
            spellings.setdefault(_folded(name), code.code)
    return spellings
