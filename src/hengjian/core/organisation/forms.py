"""Forms of divisions and units."""

from typing import Any

from django import forms

from hengjian.core.organisation.models import Division, Unit, UnitKind
from hengjian.core.organisation.queries import division_of_code
from hengjian.core.wording import said, say


class _PlacedForm(forms.Form):
    """The division of a unit."""

    division = forms.CharField(
        label=said("区划代码", "Code of its division"), max_length=12,
        help_text=said("县级以上六位，乡村十二位。", "Six digits, twelve below the county."),
    )  # fmt: skip

    def clean_division(self) -> Division:
        found = division_of_code(self.cleaned_data["division"])
        if found is None:
            raise forms.ValidationError(say("没有这个代码的区划。", "No division has this code."))
        return found


class UnitForm(_PlacedForm):
    """A unit that is set up: what it is, where it stands, how it is called."""

    kind = forms.ChoiceField(label=said("性质", "Kind"), choices=UnitKind.choices)
    inward_name = forms.CharField(label=said("内部名称", "Inward name"), max_length=200)
    outward_name = forms.CharField(
        label=said("对外名称", "Outward name"), max_length=200, required=False,
        help_text=said("文书上用的名称，与内部名称相同的不填。", "On documents; empty if the same."),
    )  # fmt: skip
    field_order = ("kind", "inward_name", "outward_name", "division")

    def clean_kind(self) -> UnitKind:
        return UnitKind(self.cleaned_data["kind"])


class NamesForm(forms.Form):
    """A unit's names."""

    inward_name = forms.CharField(label=said("内部名称", "Inward name"), max_length=200)
    outward_name = forms.CharField(
        label=said("对外名称", "Outward name"), max_length=200, required=False
    )


REASON = forms.CharField(
    label=said("依据和理由", "Basis and reason"), max_length=200,
    help_text=said("例如批准文件的名称和文号；写入账本。", "Such as the deciding document; it is kept."),
)  # fmt: skip


class CloseForm(forms.Form):
    """A unit that is dissolved: its last day, and why."""

    last_day = forms.DateField(
        label=said("最后一天", "Last day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reason = REASON


class ReopenForm(forms.Form):
    """Why a dissolved unit is there again."""

    reason = REASON


class MoveForm(_PlacedForm):
    """Where a unit moves: the division, beside the unit above it that was chosen; and why."""

    reason = REASON


class ListForm(forms.Form):
    """A list of divisions to be imported."""

    file = forms.FileField(
        label=said("区划清单（CSV）", "List of divisions (CSV)"),
        help_text=said(
            "第一行是 code,name,level,kind,above,aliases,note；level 写 city、county、township、village，"
            "above 写上级的代码。先看有什么变动，再决定写不写入。",
            "First line: code,name,level,kind,above,aliases,note; level is city, county, township or "
            "village, above the code of the one above. You see the changes before anything is written.",
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )  # fmt: skip


class AssignForm(forms.Form):
    """Another section for a body's matters, and why."""

    section = forms.ModelChoiceField(
        Unit.objects.none(), label=said("承办科室", "Section"),
        empty_label=said("请选择", "choose"),
    )  # fmt: skip
    reason = forms.CharField(label=said("理由", "Reason"), max_length=200)

    def __init__(self, *args: Any, sections: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["section"]
        field.queryset = sections
