"""The form of a paper: one field for each field of its document, lists as rows with some to spare.

Serves drafting without a script: the page has three empty rows at the end of each list, and every
saving gives three more. What may be left out in a draft is asked for when it is submitted.
"""

from collections.abc import Mapping
from typing import Any

from django import forms

from hengjian.content.documents import Document, FieldOf
from hengjian.core.wording import said, say
from hengjian.domain.supervision.papers.filling import Fields

SPARE = 3
MOST_ROWS = 300
WIDE = 60
"""A line with room for more signs than this is a text box."""


def form_of(found: Document, fields: Fields, data: Mapping[str, Any] | None = None) -> forms.Form:
    """The form with its values; bound where ``data`` was sent."""
    form = forms.Form(data, initial=fields)
    for field in found.fields:
        if field.type != "list":
            form.fields[field.name] = _field(field)
    return form


def _field(field: FieldOf) -> forms.Field:
    common: dict[str, Any] = {"label": field.label, "required": False, "help_text": field.help}
    match field.type:
        case "text":
            rows = 8 if field.max > 1500 else 4
            area = forms.Textarea(attrs={"rows": rows})
            return forms.CharField(widget=area, max_length=field.max, **common)
        case "date":
            day = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            return forms.CharField(widget=day, **common)
        case "moment":
            moment = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
            return forms.CharField(widget=moment, **common)
        case "number" | "money":
            return forms.CharField(max_length=20, **common)
        case "choice":
            choices = [("", "—"), *((one, one) for one in field.choices)]
            return forms.ChoiceField(choices=choices, **common)
        case "flag":
            return forms.BooleanField(**common)
        case _:
            return forms.CharField(max_length=field.max, **common)


def fields_of(found: Document, form: forms.Form, data: Mapping[str, Any]) -> Fields:
    """What was sent, as JSON: empty fields and rows are left out."""
    sent: Fields = {}
    for field in found.fields:
        value = _rows_sent(field, data) if field.type == "list" else form.cleaned_data[field.name]
        if value not in ("", None, []):
            sent[field.name] = _lines(value)
    return sent


def _lines(value: Any) -> Any:
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value


def _rows_sent(field: FieldOf, data: Mapping[str, Any]) -> list[dict[str, str]]:
    rows = []
    for number in range(MOST_ROWS):
        names = [f"{field.name}-{number}-{column.name}" for column in field.columns]
        if not any(name in data for name in names):
            break
        row = {
            column.name: _lines(str(data.get(name, "")))[: column.max]
            for column, name in zip(field.columns, names, strict=True)
        }
        if any(row.values()):
            rows.append({name: value for name, value in row.items() if value})
    return rows


def parts(found: Document, form: forms.Form, fields: Fields) -> list[dict[str, Any]]:
    """The form as the page writes it: fields and lists in the document's order."""
    told: list[dict[str, Any]] = []
    for field in found.fields:
        if field.type != "list":
            told.append({"field": form[field.name], "needed": field.required})
            continue
        held = fields.get(field.name)
        rows = held if isinstance(held, list) else []
        told.append(
            {
                "list": field.label,
                "needed": field.required,
                "columns": [column.label for column in field.columns],
                "rows": [
                    [
                        {"name": f"{field.name}-{number}-{column.name}", "label": column.label,
                         "value": row.get(column.name, ""), "max": column.max,
                         "wide": column.max > WIDE}
                        for column in field.columns
                    ]
                    for number, row in enumerate([*rows, *({} for _ in range(SPARE))])
                ],
            }
        )  # fmt: skip
    return told


class MoreForm(forms.Form):
    """What the office adds: copies, and whether the body may ever read it."""

    copies = forms.CharField(
        label=said("抄送（用顿号或者逗号分开）", "Copies to (separated by commas)"), required=False,
        max_length=500,
    )  # fmt: skip
    inside = forms.BooleanField(
        label=said("归入副卷（被监督机关看不到）", "Into the inside volume: never the body's"),
        required=False,
    )

    def named(self) -> list[str]:
        """The names in the order written."""
        text = self.cleaned_data["copies"]
        for sign in "，,；;":
            text = text.replace(sign, "、")
        return [one.strip() for one in text.split("、") if one.strip()]


def missing(found: Document, fields: Fields) -> str:
    """Which fields a draft still lacks, in one line."""
    left = [one.label for one in found.fields if one.required and not fields.get(one.name)]
    return say("、", ", ").join(left)
