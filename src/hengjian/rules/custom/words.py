"""The fixed words of the language: operators, tests and functions, in Chinese and in English.

Serves reader, printer and completion with one list. Whatever is not in it and is no field is refused.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Spelling:
    """One meaning: how it may be written (the first Chinese and English form is printed) and what
    it does. ``arguments``: of a function, how many it takes at least and at most."""

    meaning: str
    zh: tuple[str, ...]
    en: tuple[str, ...]
    doc_zh: str
    doc_en: str
    arguments: tuple[int, int] | None = None


OPERATORS = (
    Spelling("and", ("且", "并且", "而且"), ("and", "&&"), "两边都成立", "both hold"),
    Spelling("or", ("或", "或者"), ("or", "||"), "至少一边成立", "at least one holds"),
    Spelling("not", ("非", "并非"), ("not", "!"), "后面的条件不成立", "what follows does not hold"),
    Spelling("==", ("=", "等于", "为", "是"), ("=", "==", "is"), "相等", "equal"),
    Spelling("!=", ("≠", "不等于", "不为", "不是"), ("!=", "<>"), "不相等", "not equal"),
    Spelling("<=", ("≤", "不超过", "不大于", "不晚于", "不多于"), ("<=",),
             "不超过；日期不晚于", "at most; not after"),
    Spelling(">=", ("≥", "达到", "不少于", "不小于", "不早于", "不低于"), (">=",),
             "达到；日期不早于", "at least; not before"),
    Spelling("<", ("<", "＜", "小于", "少于", "早于", "低于"), ("<", "before"),
             "小于；日期早于", "less; before"),
    Spelling(">", (">", "＞", "大于", "超过", "多于", "晚于", "高于"), (">", "after"),
             "大于；日期晚于", "more; after"),
    Spelling("empty", ("为空", "没有记载", "无记载"), ("is empty",),
             "这一项没有记载", "nothing is stated"),
    Spelling("filled", ("不为空", "有记载"), ("is not empty",),
             "这一项有记载", "something is stated"),
    Spelling("in", ("属于",), ("in",), "是花括号中的一个", "one of those in braces"),
    Spelling("not in", ("不属于",), ("not in",), "不是花括号中的任何一个", "none of those"),
    Spelling("has", ("包括", "包含"), ("contains",), "其中有这一项", "the list holds it"),
    Spelling("has not", ("不包括", "不包含"), ("lacks",), "其中没有这一项", "the list lacks it"),
    Spelling("later", ("之后",), (), "某日之后若干日、个工作日、个月", "so long after a day"),
    Spelling("earlier", ("之前",), (), "某日之前若干日、个月", "so long before a day"),
    Spelling("+", ("+", "＋", "加"), ("+",), "相加；日期加若干日", "sum; a date plus days"),
    Spelling("-", ("-", "－", "减"), ("-",), "相减；两个日期相减得日数", "difference; days between"),
    Spelling("*", ("*", "×", "乘", "乘以"), ("*",), "相乘", "product"),
)  # fmt: skip

VALUES = (
    Spelling("true", ("是",), ("yes", "true"), "成立", "holds"),
    Spelling("false", ("否",), ("no", "false"), "不成立", "does not hold"),
    Spelling("today", ("检查日", "检查截至日"), ("today", "as_of"),
             "检查截至的那一日", "the day of the run"),
)  # fmt: skip

FUNCTIONS = (
    Spelling("days", ("日数",), ("days",), "日数(甲日, 乙日)：从甲日到乙日有多少日",
             "days(a, b): calendar days from a to b", (2, 2)),
    Spelling("years", ("周年数",), ("years",), "周年数(甲日, 乙日)：满多少周年，如年龄",
             "years(a, b): completed years", (2, 2)),
    Spelling("overdue", ("逾期",), ("overdue",),
             "逾期(事项日期, 期限届满日)：晚于届满日才办，或者过了届满日还没有办",
             "overdue(done, due): done after due, or still open then", (2, 2)),
    Spelling("coalesce", ("先取",), ("first_of",), "先取(甲, 乙)：取甲；甲没有记载的取乙",
             "first_of(a, b): a, or b where a is missing", (2, 8)),
    Spelling("least", ("较小",), ("least",), "较小(甲, 乙)：较小的数，较早的日期",
             "least(a, b): the smaller, the earlier", (2, 8)),
    Spelling("greatest", ("较大",), ("greatest",), "较大(甲, 乙)：较大的数，较晚的日期",
             "greatest(a, b): the larger, the later", (2, 8)),
    Spelling("choose", ("如果",), ("if",), "如果(条件, 甲, 乙)：条件成立取甲，不成立取乙",
             "if(condition, a, b)", (3, 3)),
    Spelling("certain", ("确定",), ("certain",), "确定(条件)：只有确知成立才算，不明的算不成立",
             "certain(condition): unknown counts as no", (1, 1)),
    Spelling("holiday", ("法定节日",), ("holiday",), "法定节日(日期)：这一日是法定节日",
             "holiday(date): a statutory holiday", (1, 1)),
    Spelling("hour", ("钟点",), ("hour",), "钟点(时刻)：0 到 23 点",
             "hour(moment): 0 to 23", (1, 1)),
    Spelling("overlaps", ("有相同",), ("overlaps",), "有相同(甲, 乙)：两份名单有相同的一项",
             "overlaps(a, b): the lists share something", (2, 2)),
    Spelling("adds", ("有多出",), ("adds",), "有多出(甲, 乙)：甲中有乙所没有的一项",
             "adds(a, b): a holds something b lacks", (2, 2)),
)  # fmt: skip

UNITS = {
    "": ("", ""),
    "yuan": ("元", "yuan"),
    "day": ("日", "days"),
    "working_day": ("个工作日", "working days"),
    "month": ("个月", "months"),
    "year": ("年", "years"),
    "percent": ("%", "%"),
}
"""How the unit of a number is printed."""

WRITTEN_UNITS = {
    "working days": "working_day", "working day": "working_day", "个工作日": "working_day",
    "工作日": "working_day", "months": "month", "month": "month", "个月": "month", "月": "month",
    "years": "year", "year": "year", "周年": "year", "年": "year", "days": "day", "day": "day",
    "日": "day", "天": "day", "万元": "wan", "万": "wan", "元": "yuan", "yuan": "yuan",
    "%": "percent", "％": "percent",
}  # fmt: skip
"""How it may be written, longer forms before the shorter ones they begin with."""

BY_MEANING = {word.meaning: word for word in (*OPERATORS, *VALUES, *FUNCTIONS)}
FUNCTION_OF = {form: word for word in FUNCTIONS for form in (*word.zh, *word.en)}
VALUE_OF = {form: word.meaning for word in VALUES for form in (*word.zh, *word.en)}
OPERATOR_OF = {form: word.meaning for word in OPERATORS for form in (*word.zh, *word.en)}


def is_word(form: str) -> bool:
    """Whether a spelling is made of letters, so that it may be mistaken for part of a field."""
    return all(sign.isalpha() or sign == "_" for sign in form)


WORDS = frozenset(
    form for table in (FUNCTION_OF, VALUE_OF, OPERATOR_OF) for form in table if is_word(form)
)
SIGNS = tuple(sorted((form for form in OPERATOR_OF if not is_word(form) and " " not in form),
                     key=len, reverse=True))  # fmt: skip
