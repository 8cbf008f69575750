"""What is filled in about rules: a switch, a lower severity, a value, a custom rule."""

from datetime import date
from typing import Any

from django import forms

from hengjian.content import models
from hengjian.core.wording import said, say
from hengjian.rules.custom import Definition
from hengjian.rules.custom.definition import SUBJECTS
from hengjian.rules.rule import Severity

UNITS = {
    "day": said("日（按该法的计算方法）", "days (as the law counts them)"),
    "working_day": said("个工作日", "working days"),
    "calendar_day": said("日（自然日）", "calendar days"),
    "hour": said("小时", "hours"),
    "month": said("个月", "months"),
    "year": said("年", "years"),
    "yuan": said("元", "yuan"),
}
EXCEPTIONS = 3
"""Pairs of name and condition that the editor offers."""


def _day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label, required=required, help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}),
    )  # fmt: skip


class OffForm(forms.Form):
    """A rule is switched off."""

    reason = forms.CharField(
        label=said("理由", "Reason"), max_length=300,
        help_text=said("留在账本和检查报告里。", "Kept in the ledger and in reports."),
    )  # fmt: skip
    until = _day(
        said("停用至", "Off until"),
        help_text=said("含当日，最长两年；到期自动恢复。", "That day included; two years at most."),
    )


class LowerForm(forms.Form):
    """Findings of a rule weigh less."""

    severity = forms.ChoiceField(label=said("调低为", "Lower to"))
    reason = forms.CharField(label=said("理由", "Reason"), max_length=300)
    until = _day(
        said("截止", "Until"),
        required=False,
        help_text=said("不填则一直有效。", "Empty: for good."),
    )

    def __init__(self, *args: Any, now: Severity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lower = [one for one in Severity if one.weight < now.weight]
        self.fields["severity"].choices = [(one.value, one.label) for one in lower]  # type: ignore[attr-defined]


class ValueForm(forms.Form):
    """A value of a parameter, with where it is written."""

    value = forms.CharField(label=said("数值", "Value"), max_length=20)
    unit = forms.ChoiceField(label=said("单位", "Unit"), required=False)
    when = forms.ChoiceField(label=said("适用于", "For"), required=False)
    since = _day(
        said("自", "From"),
        help_text=said("按规则所认的日期，这一天起适用。", "By the date the rule goes by."),
    )
    source = forms.CharField(
        label=said("来源", "Source"), max_length=300,
        help_text=said("文件名称、文号和条款，显示在每条线索里。", "Shown in each finding."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, parameter: models.Parameter, whens: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._parameter = parameter
        units = list(dict.fromkeys(v.unit for v in parameter.values if v.unit))
        if parameter.kind == "term":
            units = list(dict.fromkeys([*units, "day", "working_day", "month"]))
        self.fields["unit"].choices = [(unit, UNITS[unit]) for unit in units]  # type: ignore[attr-defined]
        self.fields["when"].choices = whens  # type: ignore[attr-defined]
        for name in ("unit", "when"):
            if len(self.fields[name].choices) < 2:  # type: ignore[attr-defined]
                self.fields[name].widget = forms.HiddenInput()
        if parameter.kind == "switch":
            self.fields["value"] = forms.ChoiceField(
                label=said("数值", "Value"),
                choices=[("true", said("是", "yes")), ("false", said("否", "no"))],
            )

    def clean_value(self) -> Any:
        text = str(self.cleaned_data["value"]).strip().replace(",", "").replace("，", "")
        if self._parameter.kind == "switch":
            return text == "true"
        try:
            return int(text) if text.lstrip("-").isdecimal() else float(text)
        except ValueError:
            raise forms.ValidationError(say("请写一个数。", "Write a number.")) from None


def _area(
    label: Any,
    place: str,
    rows: int = 2,
    *,
    required: bool = True,
    help_text: Any = "",
    like: str = "",
) -> Any:
    """A field of the language, which the editor's script completes and checks; ``like``: an example."""
    attrs = {"rows": rows, "data-rule-text": place, "spellcheck": "false", "autocomplete": "off"}
    attrs |= {"placeholder": like} if like else {}
    return forms.CharField(
        label=label, required=required, max_length=4000, help_text=help_text,
        widget=forms.Textarea(attrs=attrs),
    )  # fmt: skip


class RuleForm(forms.Form):
    """A custom rule, part by part."""

    title = forms.CharField(
        label=said("名称", "Title"), max_length=60,
        help_text=said("说出问题，如“大额罚款未经集体讨论”。", "Names the wrong."),
    )  # fmt: skip
    statement = forms.CharField(
        label=said("要求", "Requirement"), max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=said("应当怎样做，一两句话。被查的机关看得到。", "Read by the bodies concerned."),
    )  # fmt: skip
    applies = _area(
        said("适用条件", "Applies when"), "applies", required=False,
        help_text=said("查哪些；不填则全部。", "Which ones; empty: all."),
        like="案件类型 = 行政处罚 且 程序 = 普通程序",
    )  # fmt: skip
    breaks = _area(
        said("违反条件", "Breaks when"), "breaks", 3,
        help_text=said("成立即为线索；涉及的字段没有数据时不作判断。", "Unknown is not judged."),
        like="立案日期 之后 90 日 < 作出决定日期 且 罚款 > 1 万元",
    )  # fmt: skip
    says = _area(
        said("认定的话", "Sentence"), "says", required=False,
        help_text=said("花括号里写字段，如“罚款 {罚款}”；不填则自动写出字段和条件。",
                       "Fields in braces; empty: made of the condition."),
    )  # fmt: skip
    right = _area(said("应当怎样", "What would be right"), "right")
    severity = forms.ChoiceField(label=said("严重程度", "Severity"))
    at = forms.CharField(
        label=said("以哪一日为准", "By which date"), max_length=60, required=False,
        widget=forms.TextInput(attrs={"data-rule-text": "at", "autocomplete": "off"}),
        help_text=said("日期字段；不填则用通常的日期。", "A date field; empty: the usual one."),
    )  # fmt: skip
    basis = forms.CharField(
        label=said("条文", "Articles"), max_length=600, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=said("一行一条，如 行政处罚法#60、行政处罚法#64(2)。", "One a line."),
    )  # fmt: skip
    own_basis = forms.CharField(
        label=said("本机关的要求", "The bureau's own requirement"), max_length=300, required=False,
        help_text=said("没有条文的，写文件名称、文号和条款。", "Where no article says it."),
    )  # fmt: skip
    since = _day(
        said("要求自何日起", "Requirement from"),
        required=False,
        help_text=said("只用于本机关的要求。", "For the bureau's own requirement."),
    )

    def __init__(self, *args: Any, subject: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._subject = subject if subject in SUBJECTS else SUBJECTS[0]
        levels = sorted(Severity, key=lambda one: one.weight)
        self.fields["severity"].choices = [(one.value, one.label) for one in levels]  # type: ignore[attr-defined]
        for number in range(EXCEPTIONS):
            self.fields[f"exception_name_{number}"] = forms.CharField(
                label=said("例外的名称", "Name of the exception"), max_length=60, required=False
            )
            self.fields[f"exception_{number}"] = _area(
                said("例外的条件", "Its condition"), "exceptions", 1, required=False
            )

    def definition(self, code: str = "") -> Definition:
        """What was filled in; whether it can be read is not said here."""
        told = self.cleaned_data
        exceptions = {}
        for number in range(EXCEPTIONS):
            condition = told.get(f"exception_{number}", "").strip()
            if condition:
                name = told.get(f"exception_name_{number}", "").strip()
                exceptions[name or say(f"例外{number + 1}", f"exception {number + 1}")] = condition
        since = told.get("since")
        return Definition(
            id=code,
            subject=self._subject,
            title=told["title"],
            statement=told["statement"],
            applies=told["applies"],
            breaks=told["breaks"],
            says=told["says"],
            right=told["right"],
            severity=told["severity"],
            basis=tuple(line.strip() for line in told["basis"].splitlines() if line.strip()),
            own_basis=told["own_basis"],
            exceptions=exceptions,
            at=told["at"],
            since=since if isinstance(since, date) else None,
        )


def filled(definition: Definition) -> dict[str, Any]:
    """The form's first values for a definition."""
    told: dict[str, Any] = {
        name: getattr(definition, name)
        for name in ("title", "statement", "applies", "breaks", "says", "right", "severity", "at",
                     "own_basis", "since")
    }  # fmt: skip
    told["basis"] = "\n".join(definition.basis)
    for number, (name, condition) in enumerate(definition.exceptions.items()):
        told[f"exception_name_{number}"], told[f"exception_{number}"] = name, condition
    return told


class ReasonForm(forms.Form):
    """Why something ends."""

    reason = forms.CharField(label=said("理由", "Reason"), max_length=300)
