"""What was filled in at a step, checked field by field against what the kind asks for.

Serves the actions, whoever calls them: a page, an import or the founding. It takes texts as a form sends
them or values as a program has them, and gives plain values for JSON; every fault names its field.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from hengjian.content.errors import PlainError
from hengjian.content.matters import Asked, Column, Step
from hengjian.core.people.models import Role
from hengjian.core.wording import say
from hengjian.domain.registry.models import Body, Certificate, Item, Officer
from hengjian.domain.supervision.matters.access import invited_post
from hengjian.domain.supervision.matters.models import Matter

Values = dict[str, Any]
MOST_ROWS = 500
MOST_BODIES = 500


class AnswerError(PlainError):
    """Something is missing or wrong; ``faults``: by the fields' names."""

    def __init__(self, faults: dict[str, str]) -> None:
        self.faults = faults
        super().__init__(
            "；".join(faults.values()), say("请改正后再提交。", "Mend it and send it again.")
        )


def checked(
    fields: Iterable[Asked], given: Mapping[str, Any], *, body: Body | None = None
) -> Values:
    """The values; raises AnswerError naming all that is wrong. ``body``: whose officers and items are meant."""
    found: Values = {}
    faults: dict[str, str] = {}
    for one in fields:
        try:
            value = _value(one, given.get(one.name), body)
        except PlainError as error:
            faults[one.name] = f"{one.label}：{error.message}"
            continue
        if value in (None, "", []) and one.required:
            faults[one.name] = say(f"{one.label}：没有填写", f"{one.label}: is missing")
        elif value not in (None, "", []):
            found[one.name] = value
    if faults:
        raise AnswerError(faults)
    return found


def need_change(step: Step, values: Values, before: Values) -> None:
    """Raises PlainError where a step that mends what was said says all of it again."""

    def same(name: str) -> bool:
        now, then = (
            one.replace("\r\n", "\n") if isinstance(one, str) else one
            for one in (values.get(name), before.get(name))
        )
        return bool(now == then)

    if all(same(one.name) for one in step.fields):
        names = say("、", ", ").join(one.label for one in step.fields)
        raise PlainError(
            say(f"和上次报送的一样，没有改动（{names}）", f"nothing differs from before ({names})"),
            say(
                "请按监督机关的要求修改后再提交；只换了文件的，请附上新的文件。",
                "Change what was asked for; if only the file is new, attach it.",
            ),
        )


def merged(matter: Matter) -> Values:
    """All that was filled in so far, the later before the earlier; without secrets."""
    found: Values = {}
    for values in matter.steps.order_by("at", "pk").values_list("values", flat=True):
        found |= values
    return found


def _value(one: Asked, raw: Any, body: Body | None) -> Any:
    if one.type == "rows":
        return _rows(one, raw, body)
    if one.type == "bodies":
        return _bodies(raw)
    if one.type == "invited":
        return _invited(raw)
    return _single(one, raw, body)


def _single(one: Asked | Column, raw: Any, body: Body | None) -> Any:
    """A field, or a cell of a table."""
    if one.type == "yes":
        return raw in (True, "1", "on", "true", "是")
    text = "" if raw is None else str(raw).strip()
    if not text:
        return None
    if one.type == "date":
        return _day(raw if isinstance(raw, date) else text)
    if one.type == "number":
        return _number(text)
    if one.type == "choice":
        if text not in one.choices:
            raise PlainError(say(f"没有“{text}”这个选项", f"{text} is no choice"))
        return text
    if one.type in KNOWN:
        return KNOWN[one.type](text, body)
    if one.type == "line":
        text = " ".join(text.split())
    if len(text) > one.max:
        raise PlainError(
            say(f"最多 {one.max} 字，现在 {len(text)} 字", f"at most {one.max} characters")
        )
    return text


def _day(raw: date | str) -> str:
    try:
        day = raw if isinstance(raw, date) else date.fromisoformat(raw)
    except ValueError:
        raise PlainError(say("日期写得不对，例如 2026-03-01", "no date")) from None
    if not 1949 <= day.year <= 2199:
        raise PlainError(say(f"{day.year} 年不在可以登记的范围", "a year out of range"))
    return day.isoformat()


def _number(text: str) -> int | float:
    try:
        value = float(text)
    except ValueError:
        raise PlainError(say(f"“{text[:20]}”不是数字", "no number")) from None
    if not -1e12 < value < 1e12:  # nan fails too
        raise PlainError(say("数字太大", "the number is too large"))
    return int(value) if value == int(value) else round(value, 4)


def _rows(one: Asked, raw: Any, body: Body | None) -> list[Values]:
    found: list[Values] = []
    for place, row in enumerate(raw or (), start=1):
        if not isinstance(row, Mapping) or not any(
            str(row.get(column.name) or "").strip() for column in one.columns
        ):
            continue
        cells: Values = {}
        for column in one.columns:
            try:
                value = _single(column, row.get(column.name), body)
            except PlainError as error:
                told = f"第 {place} 行“{column.label}”{error.message}"
                raise PlainError(
                    say(told, f"row {place}, {column.label}: {error.message}")
                ) from None
            if value is None and column.required:
                raise PlainError(
                    say(f"第 {place} 行没有填“{column.label}”", f"row {place} lacks {column.label}")
                )
            cells |= {} if value is None else {column.name: value}
        found.append(cells)
    if len(found) > MOST_ROWS:
        raise PlainError(say(f"最多 {MOST_ROWS} 行", f"at most {MOST_ROWS} rows"))
    return found


def _bodies(raw: Any) -> list[str]:
    codes = list(dict.fromkeys(str(one).strip() for one in raw or () if str(one).strip()))
    if len(codes) > MOST_BODIES:
        raise PlainError(say(f"最多 {MOST_BODIES} 个机关", f"at most {MOST_BODIES} bodies"))
    known = set(Body.objects.filter(code__in=codes).order_by().values_list("code", flat=True))
    lost = [one for one in codes if one not in known]
    if lost:
        raise PlainError(say(f"名录里没有机关 {'、'.join(lost[:5])}", f"no body {lost[:5]}"))
    return codes


def _invited(raw: Any) -> int | None:
    text = str(raw or "").strip()
    if not text:
        return None
    post = invited_post(int(text)) if text.isdecimal() and len(text) < 12 else None
    if post is None or post.role != Role.INVITED_SUPERVISOR:
        raise PlainError(say("不是特邀监督员", "no invited supervisor"))
    return int(post.pk)


def _known_body(code: str, body: Body | None) -> str:
    if not Body.objects.filter(code=code).exists():
        raise PlainError(say(f"名录里没有机关 {code}", f"no body {code}"))
    return code


def _known_officer(code: str, body: Body | None) -> str:
    found = Officer.objects.filter(code=code).order_by().values_list("body", flat=True).first()
    if found is None:
        raise PlainError(
            say(f"执法人员台账里没有编号 {code}", f"no officer {code}"),
            say("请先登记这名人员。", "Enter the officer first."),
        )
    if body is not None and found != body.pk:
        raise PlainError(say(f"{code} 不是{body.name}的人员", f"{code} is of another body"))
    return code


def _known_card(code: str, body: Body | None) -> str:
    found = Certificate.objects.filter(code=code).order_by().values_list("body", flat=True).first()
    if found is None:
        raise PlainError(say(f"证件台账里没有 {code}", f"no certificate {code}"))
    if body is not None and found != body.pk:
        raise PlainError(say(f"{code} 不是{body.name}的证件", f"{code} is of another body"))
    return code


def _known_item(code: str, body: Body | None) -> str:
    rows = Item.objects.filter(code=code).order_by().values_list("body", flat=True)
    found = list(rows[:1])
    if not found:
        raise PlainError(say(f"权责事项台账里没有 {code}", f"no item {code}"))
    if body is not None and found[0] not in (None, body.pk):
        raise PlainError(say(f"{code} 不是{body.name}的事项", f"{code} is of another body"))
    return code


KNOWN: dict[str, Callable[[str, Body | None], str]] = {
    "body": _known_body,
    "officer": _known_officer,
    "certificate": _known_card,
    "item": _known_item,
}
