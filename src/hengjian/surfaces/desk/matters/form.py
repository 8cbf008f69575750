"""The form of a step or an opening: one field for each that the kind asks for, tables as rows with some to spare.

Serves filling in without a script: three empty rows stand at the end of each table, or lines are pasted from
a spreadsheet. Whether it is right is judged by the actions; here their sentences are put beside the fields.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Q
from django.http import QueryDict

from hengjian.content.matters import Asked
from hengjian.core.files.guard import WRITTEN, Arrived, looked_at
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.registry.models import Body, Certificate, Item, Officer
from hengjian.domain.supervision.matters import access
from hengjian.domain.supervision.matters.answers import MOST_ROWS, AnswerError, Values
from hengjian.surfaces.desk.attached import FilesField

SPARE = 3
WIDE = 100
OFFERED = 300
"""So many numbers of a register are offered; of more than that one types."""
TICKED = 400
"""So many bodies are offered to tick; where there are more their numbers are typed."""
TABLES = {"officer": Officer, "certificate": Certificate, "item": Item}


class DayInput(forms.DateInput):
    input_type = "date"


class Asking:
    """The fields of a step for one reader, with what may be chosen in each."""

    def __init__(
        self, fields: Sequence[Asked], *, post: Post, at: datetime, body: Body | None,
        data: QueryDict | None = None, files: Any = None, first: Mapping[str, Any] | None = None,
    ) -> None:  # fmt: skip
        own = access.speaks_for_body(post)
        self.asked = [one for one in fields if not (one.name == "body" and own)]
        self.post, self.at, self.body, self.data = post, at, body, data
        self.first = dict(first or {})
        self.lists: dict[str, list[tuple[str, str]]] = {}
        self.form = forms.Form(data, files, initial=self.first)
        for one in self.asked:
            if one.type not in ("rows", "bodies"):
                self.form.fields[one.name] = self._field(one)
        if not any(one.secret for one in fields):
            self.form.fields["attached"] = FilesField()
        self.faults: dict[str, str] = {}

    @property
    def files(self) -> forms.BoundField | None:
        """The field for files; none where a file could tell who complained."""
        return self.form["attached"] if "attached" in self.form.fields else None

    def arrived(self) -> list[Arrived]:
        """The files that were sent. Raises PlainError naming the one that is not taken."""
        if "attached" not in self.form.fields or not hasattr(self.form, "files"):
            return []
        sent: Any = self.form.files.getlist("attached") if self.form.files else []
        return looked_at(sent, WRITTEN)

    def given(self) -> Values:
        """What was sent, for the action to judge."""
        assert self.data is not None
        found: Values = {}
        for one in self.asked:
            if one.type == "rows":
                found[one.name] = self._rows_sent(one)
            elif one.type == "bodies":
                typed = self.data.get(f"{one.name}-typed", "").replace("，", " ").replace(",", " ")
                found[one.name] = [*self.data.getlist(one.name), *typed.split()]
            else:
                found[one.name] = self.data.get(one.name, "")
        return found

    def refused(self, error: AnswerError) -> None:
        """Put the sentences of the action beside their fields."""
        for name, words in error.faults.items():
            if name in self.form.fields:
                self.form.add_error(name, words)
            else:
                self.faults[name] = words

    def parts(self) -> list[dict[str, Any]]:
        """The form as the page writes it, in the order of the kind."""
        told: list[dict[str, Any]] = []
        for one in self.asked:
            common = {"asked": one, "needed": one.required, "fault": self.faults.get(one.name, "")}
            if one.type == "rows":
                told.append(common | {"rows": self._rows(one), "columns": one.columns})
            elif one.type == "bodies":
                told.append(common | {"bodies": self._bodies(one)})
            else:
                told.append(common | {"field": self.form[one.name]})
        return told

    # --- single fields ------------------------------------------------------------------------------

    def _field(self, one: Asked) -> forms.Field:
        help_text = one.help
        if one.secret:
            told = say("只有承办人可以查看", "read by the handler only")
            help_text = f"{help_text}；{told}" if help_text else told
        common: dict[str, Any] = {"label": one.label, "required": False, "help_text": help_text}
        match one.type:
            case "text":
                area = forms.Textarea(attrs={"rows": 6 if one.max > 1000 else 3})
                return forms.CharField(widget=area, max_length=one.max, **common)
            case "date":
                return forms.CharField(widget=DayInput(), **common)
            case "number":
                attrs = {"inputmode": "decimal"}
                return forms.CharField(max_length=20, widget=forms.TextInput(attrs=attrs), **common)
            case "choice":
                choices = [("", "—"), *((name, name) for name in one.choices)]
                return forms.ChoiceField(choices=choices, **common)
            case "yes":
                return forms.BooleanField(**common)
            case "invited":
                return forms.ChoiceField(choices=[("", "—"), *self._invited()], **common)
            case "body" | "officer" | "certificate" | "item":
                self._offer(one.type)
                attrs = {"list": f"list-{one.type}", "autocomplete": "off"}
                common["help_text"] = help_text or say(
                    "输入编号，或者从列出的选择", "type or choose a number"
                )
                return forms.CharField(max_length=64, widget=forms.TextInput(attrs=attrs), **common)
            case _:
                return forms.CharField(max_length=one.max, **common)

    def _invited(self) -> list[tuple[str, str]]:
        rows = access.invited_to_choose(post=self.post, at=self.at)
        return [(str(one.pk), f"{one.person.name}（{one.unit}）") for one in rows]

    def _offer(self, kind: str) -> None:
        """The numbers that a page offers under ``kind``, with their names."""
        if kind in self.lists or kind not in ("body", *TABLES):
            return
        if kind == "body":
            rows: Any = access.bodies_to_choose(post=self.post, at=self.at)
        else:
            rows = TABLES[kind]._default_manager.all().order_by("code")
            own = self.body.pk if self.body is not None else self.post.unit_id
            rows = (
                rows.filter(Q(body=own) | Q(body=None)) if kind == "item" else rows.filter(body=own)
            )
        label = "officer__name" if kind == "certificate" else "name"
        self.lists[kind] = list(rows.values_list("code", label)[:OFFERED])

    # --- several bodies -----------------------------------------------------------------------------

    def _bodies(self, one: Asked) -> dict[str, Any]:
        rows = access.bodies_to_choose(post=self.post, at=self.at)
        pairs = list(rows.values_list("code", "name", "unit__division__name")[: TICKED + 1])
        ticked = (
            set(self.data.getlist(one.name)) if self.data else set(self.first.get(one.name, ()))
        )
        if len(pairs) > TICKED:
            return {"typed": self.data.get(f"{one.name}-typed", "") if self.data else ""}
        groups: dict[str, list[dict[str, Any]]] = {}
        for code, name, place in pairs:
            line = {"code": code, "name": name, "ticked": code in ticked}
            groups.setdefault(place, []).append(line)
        return {"groups": list(groups.items()), "many": len(pairs) > 12}

    # --- tables -------------------------------------------------------------------------------------

    def _rows(self, one: Asked) -> list[list[dict[str, Any]]]:
        if self.data is not None:
            held = self._rows_sent(one)
        else:
            held = list(self.first.get(one.name) or ())
        for column in one.columns:
            self._offer(column.type)
        return [
            [
                {
                    "name": f"{one.name}-{number}-{column.name}", "column": column,
                    "value": row.get(column.name, ""),
                    "wide": column.type == "line" and column.max > WIDE,
                    "list": f"list-{column.type}" if column.type in self.lists else "",
                }
                for column in one.columns
            ]
            for number, row in enumerate([*held, *({} for _ in range(SPARE))])
        ]  # fmt: skip

    def _rows_sent(self, one: Asked) -> list[Values]:
        assert self.data is not None
        rows: list[Values] = []
        for number in range(MOST_ROWS + SPARE):
            names = [f"{one.name}-{number}-{column.name}" for column in one.columns]
            if not any(name in self.data for name in names):
                if number > MOST_ROWS or not self._later(one, number):
                    break
                continue
            cells = {
                column.name: self.data.get(name, "").strip()
                for column, name in zip(one.columns, names, strict=True)
            }
            if any(cells.values()):
                rows.append(cells)
        return rows + self._pasted(one)

    def _later(self, one: Asked, number: int) -> bool:
        """Unticked rows send nothing where all their cells are ticks; then others may follow."""
        assert self.data is not None
        return any(name.startswith(f"{one.name}-{number + 1}-") for name in self.data)

    def _pasted(self, one: Asked) -> list[Values]:
        """Lines pasted from a spreadsheet: cells apart by tabs or commas, in the order of the columns."""
        assert self.data is not None
        rows: list[Values] = []
        for line in self.data.get(f"{one.name}-pasted", "").splitlines():
            cells = line.split("\t") if "\t" in line else line.replace("，", ",").split(",")
            named = zip(one.columns, (cell.strip() for cell in cells), strict=False)
            row = {column.name: cell for column, cell in named if cell}
            if row:
                rows.append(row)
        return rows
