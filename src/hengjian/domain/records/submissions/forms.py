"""The form by which a file is handed in: what it holds, of which period, and what to do with errors.

Serves the desk. The file itself is measured while it is written to disk, not here.
"""

from datetime import date
from typing import Any

from django import forms

from hengjian.core.months import after, first_of, last_of
from hengjian.core.wording import say
from hengjian.domain.registry.forms import DayInput
from hengjian.domain.registry.models import Body

SEVERAL = "*"


class HandInForm(forms.Form):
    """``bodies``: those one may speak for; a clerk has one and is not asked."""

    def __init__(self, data: Any = None, files: Any = None, *, bodies: list[Body],
                 several: bool, initial: Any = None) -> None:  # fmt: skip
        super().__init__(data, files, initial=initial)
        self.bodies = {body.code: body for body in bodies}
        if several:
            choices = [(SEVERAL, say("几个机关（按各行的机关编号）", "several, as the rows say"))]
            choices += [(body.code, f"{body.name}（{body.code}）") for body in bodies]
            self.fields["body"] = forms.ChoiceField(
                label=say("机关", "body"), choices=choices,
                help_text=say(
                    "只报一个机关的数据时请选定，别的机关的行会退回。",
                    "Choose one if all rows are its; rows of others are refused.",
                ),
            )  # fmt: skip
        self.fields["file"] = forms.FileField(
            label=say("文件", "file"),
            help_text=say(
                "zip（内有各表的 CSV）、Excel 工作簿、CSV、Parquet、JSON 行或者 XES。改好的退回文件原样上传即可。",
                "zip of CSV files, workbook, CSV, Parquet, JSON lines or XES; mended refused rows as they are.",
            ),
            error_messages={
                "required": say("请选择要报送的文件。", "Choose a file."),
                "empty": say("文件是空的，请重新导出。", "The file is empty."),
            },
            widget=forms.FileInput(
                attrs={"accept": ".zip,.xlsx,.xlsm,.csv,.parquet,.jsonl,.ndjson,.xes,.gz"}
            ),
        )
        for name, label in (
            ("period_from", say("数据期间起", "period from")),
            ("period_to", say("数据期间止", "period to")),
        ):
            self.fields[name] = forms.DateField(label=label, required=False, widget=DayInput())
        self.fields["whole_period"] = forms.BooleanField(
            label=say("期间内的案件全部在内", "all cases of this period are in it"), required=False,
            help_text=say(
                "勾选后，以前报过、这次没有的同期案件会作为“消失的案件”提示核查。",
                "Then a case of the period that was known before and is missing now is looked into.",
            ),
        )  # fmt: skip
        self.fields["strict"] = forms.BooleanField(
            label=say("有一行不对就整批退回", "refuse all if one row is wrong"), required=False,
            help_text=say(
                "不勾选：有错的行连同它的案件退回，其余照常受理。",
                "Else a faulty row goes back with its case and the rest is accepted.",
            ),
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        told = dict(super().clean() or self.cleaned_data)
        begin, end = told.get("period_from"), told.get("period_to")
        if bool(begin) != bool(end):
            missing = "period_to" if begin else "period_from"
            self.add_error(missing, say("起止请都填写。", "Give both days of the period."))
        elif begin and end and begin > end:
            self.add_error("period_to", say("止日早于起日。", "It ends before it begins."))
        if told.get("whole_period") and not begin:
            self.add_error(
                "period_from", say("期间内全部案件：请写明期间。", "Say of which period.")
            )
        return told

    @property
    def period(self) -> tuple[date, date] | None:
        begin, end = self.cleaned_data.get("period_from"), self.cleaned_data.get("period_to")
        return (begin, end) if begin and end else None

    @property
    def chosen_body(self) -> Body | None:
        """The one body, if the file is of one."""
        if "body" not in self.fields:
            return next(iter(self.bodies.values()), None)
        return self.bodies.get(self.cleaned_data["body"])


class TokenForm(forms.Form):
    """A token's name and how long it is good for."""

    def __init__(self, data: Any = None, *, day: date) -> None:
        super().__init__(data, initial={"valid_to": a_year_on(day)})
        self.fields["name"] = forms.CharField(
            label=say("名称", "name"), max_length=64,
            help_text=say("哪个系统用它，例如“案件管理系统”。", "Which system uses it."),
        )  # fmt: skip
        self.fields["valid_to"] = forms.DateField(
            label=say("有效期止", "valid to"), widget=DayInput()
        )


def month_before(day: date) -> tuple[date, date]:
    """The whole month before ``day``: what is usually handed in."""
    month = after(first_of(day), -1)
    return month, last_of(month)


def a_year_on(day: date) -> date:
    return day.replace(year=day.year + 1, day=min(day.day, 28))
