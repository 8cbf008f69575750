"""The forms of the registers, made from the data standard's declaration.

Serves the desk. A form reads what people write as the standard reads a file: labels of codes, yuan,
是 and 否; what is wrong stands beside its field with what to do.
"""

from datetime import date
from typing import Any, ClassVar

import polars as pl
from django import forms

from hengjian.core.wording import say
from hengjian.domain.registry.checking import Fault
from hengjian.domain.registry.lists import labels, parser
from hengjian.domain.registry.models import PostKind, StaffingEntry
from hengjian.domain.registry.registers import REGISTERS, Register, Values
from hengjian.domain.registry.showing import written
from hengjian.standard.fields import Field, Kind

BODIES = "bodies"
"""The datalist of the page that offers the bodies in reach, by number and name."""
LONG = {"scope", "description", "basis"}


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class RowForm(forms.Form):
    """The fields of a row. Of one that exists, its number stands fixed, and it asks since when."""

    def __init__(
        self,
        register: Register,
        data: Any = None,
        *,
        initial: Values | None = None,
        row: Any = None,
        day: date | None = None,
    ) -> None:
        self.register, self.row = register, row
        super().__init__(data, initial=_initial(register, initial or {}))
        for one in register.fields:
            if row is not None and one.name in register.key:
                continue
            self.fields[one.name] = _field(register, one)
            self._tell_name(one)
        if row is not None:
            self.fields["since"] = forms.DateField(
                label=say("更改自何日起", "holds from"), required=False, initial=day,
                widget=DayInput(),
                help_text=say(
                    "情况从哪一天起变了；原来登记有误、一直如此的，留空。",
                    "The day of the change; empty for a correction of what was always so.",
                ),
            )  # fmt: skip
            self.fields["seen"] = forms.IntegerField(
                widget=forms.HiddenInput(), initial=row.version
            )

    def _tell_name(self, one: Field) -> None:
        """A number says little: of the row that it now names, the name stands beneath."""
        link = self.register.links.get(one.name)
        named = getattr(self.row, link.attribute) if link and self.row is not None else None
        if link is not None and named is not None:
            other = say("；输入名称可另选", "; type a name for another")
            told = say(f"现为{named}", f"now {named}")
            self.fields[one.name].help_text = told + (other if link.register == BODIES else "")

    @property
    def offers_bodies(self) -> bool:
        return any(one.register == "bodies" for one in self.register.links.values())

    @property
    def since(self) -> date | None:
        found: date | None = self.cleaned_data.get("since")
        return found

    @property
    def seen(self) -> int:
        return int(self.cleaned_data["seen"])

    def values(self) -> Values:
        """What was filled in, in the standard's words."""
        return {one.name: self.cleaned_data[one.name] for one in self.register.fields
                if one.name in self.cleaned_data}  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Each text is read as a cell of a file would be."""
        cleaned = dict(super().clean() or self.cleaned_data)
        for one in self.register.fields:
            if one.name not in cleaned:
                continue
            value = cleaned[one.name]
            if isinstance(value, list):
                value = ";".join(value)
            if isinstance(value, date):
                cleaned[one.name] = value.isoformat()
                continue
            text = str(value).strip() if value is not None else ""
            cleaned[one.name] = self._read(one, text) if text else None
        return cleaned

    def _read(self, one: Field, text: str) -> Any:
        raw = pl.Series("value", [text])
        parsed = parser().parse(one, raw)
        if parsed.bad[0]:
            fault = parsed.faults.get(text)
            told = f"{fault.reason}。{fault.remedy}" if fault else say("读不出来", "cannot be read")
            self.add_error(one.name, told)
            return None
        value = parsed.values[0]
        if isinstance(value, pl.Series):
            return ";".join(value)
        return value

    def tell(self, faults: list[Fault]) -> None:
        """Put what is wrong beside its field."""
        for one in faults:
            where = one.field if one.field in self.fields else None
            self.add_error(where, f"{one.reason}。{one.remedy}。")


def _initial(register: Register, values: Values) -> Values:
    found = {}
    for one in register.fields:
        value = values.get(one.name)
        if one.kind is Kind.MONEY and isinstance(value, int):
            value = written(one, value)
        elif one.kind is Kind.BOOLEAN:
            value = "" if value is None else "是" if value else "否"
        elif one.kind is Kind.CODES and value:
            value = str(value).split(";")
        found[one.name] = value
    return found


def _field(register: Register, one: Field) -> forms.Field:
    shared: dict[str, Any] = {
        "label": say(one.label, one.name.replace("_", " ")),
        "required": one.required,
        "help_text": say(one.doc, ""),
    }
    must = {"required": say(f"请填写{one.label}。", f"Fill in {one.name}.")}
    if one.kind is Kind.DATE:
        return forms.DateField(
            **shared, widget=DayInput(),
            error_messages={**must, "invalid": say("日期写成 2024-03-01。", "A date like 2024-03-01.")},
        )  # fmt: skip
    if one.kind is Kind.BOOLEAN:
        choices = [("", "—"), ("是", say("是", "yes")), ("否", say("否", "no"))]
        return forms.ChoiceField(**shared, choices=choices, error_messages=must)
    if one.codes is not None:
        known = list(labels(one.codes).items())
        if one.kind is Kind.CODES:
            return forms.MultipleChoiceField(
                **shared, choices=known, widget=forms.CheckboxSelectMultiple, error_messages=must
            )
        return forms.ChoiceField(**shared, choices=[("", "—"), *known], error_messages=must)
    widget = forms.Textarea(attrs={"rows": 3}) if one.name in LONG else forms.TextInput()
    if one.name in register.links:
        target = REGISTERS[register.links[one.name].register]
        if target.name == "bodies":
            widget.attrs["list"] = BODIES
        shared["help_text"] = say(
            f"填{target.zh}台账里的编号" + ("，输入名称可选" if target.name == "bodies" else ""),
            f"a number of the register of {target.en.lower()}",
        )
    elif one.name in register.key:
        shared["help_text"] = say("台账里不重复", "once in the register")
    if one.kind is Kind.MONEY:
        shared["help_text"] = say("元，最多两位小数", "yuan, two decimals at most")
    return forms.CharField(**shared, widget=widget, max_length=2000, error_messages=must)


class EndForm(forms.Form):
    """The last day of a row."""

    last_day = forms.DateField(widget=DayInput())
    seen = forms.IntegerField(widget=forms.HiddenInput())


class UploadForm(forms.Form):
    """A workbook, and whether it is the whole register."""

    file = forms.FileField(widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xlsm"}))
    complete = forms.BooleanField(required=False)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["file"].label = say("Excel 文件（.xlsx）", "Excel file (.xlsx)")
        self.fields["complete"].label = say(
            "这是完整的台账：台账里有而文件里没有的，列为终止",
            "This is the whole register: rows that the file lacks are to be ended",
        )


class ConfirmForm(forms.Form):
    """Since when the changes of an upload hold."""

    since = forms.DateField(widget=DayInput())

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["since"].label = say("变更自何日起", "changes hold from")


class LineForm(forms.Form):
    """A line of a staffing ledger."""

    ledger = forms.ChoiceField()
    unit = forms.ChoiceField()
    kind = forms.ChoiceField()
    change = forms.IntegerField(min_value=-999, max_value=999)
    since = forms.DateField(widget=DayInput())
    document = forms.CharField(max_length=128)
    note = forms.CharField(max_length=200, required=False)

    LABELS: ClassVar[dict[str, tuple[str, str]]] = {
        "ledger": ("哪本账", "ledger"), "unit": ("单位", "unit"), "kind": ("编制类别", "kind"),
        "change": ("增减（减少写负数）", "change (negative: fewer)"), "since": ("自何日起", "from"),
        "document": ("批准文件", "document"), "note": ("说明", "note"),
    }  # fmt: skip

    def __init__(self, units: list[tuple[int, str]], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        _choose(self, units)
        ledger: Any = self.fields["ledger"]
        ledger.choices = StaffingEntry.Ledger.choices


class OccupancyForm(forms.Form):
    """Somebody fills a post."""

    unit = forms.ChoiceField()
    kind = forms.ChoiceField()
    name = forms.CharField(max_length=64)
    leading = forms.BooleanField(required=False)
    since = forms.DateField(widget=DayInput())
    until = forms.DateField(widget=DayInput(), required=False)

    LABELS: ClassVar[dict[str, tuple[str, str]]] = {
        "unit": ("单位", "unit"), "kind": ("编制类别", "kind"), "name": ("姓名", "name"),
        "leading": ("领导职务", "leadership post"), "since": ("起", "from"), "until": ("止", "to"),
    }  # fmt: skip

    def __init__(self, units: list[tuple[int, str]], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        _choose(self, units)


def _choose(form: Any, units: list[tuple[int, str]]) -> None:
    form.fields["unit"].choices = units
    form.fields["kind"].choices = PostKind.choices
    for name, words in form.LABELS.items():
        form.fields[name].label = say(*words)
