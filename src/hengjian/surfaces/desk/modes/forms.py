"""The forms of requests: why, to whom, who does what, who handles. Built for the bureaus there are."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from hengjian.core.organisation.models import Unit
from hengjian.core.wording import said, say
from hengjian.domain.registry.models import Certificate
from hengjian.domain.supervision.cases import access as cases
from hengjian.domain.supervision.cases.queries import able_supervisors
from hengjian.domain.supervision.modes import access, superiors
from hengjian.domain.supervision.modes.actions import Given, Task
from hengjian.domain.supervision.modes.grounds import Judged
from hengjian.domain.supervision.modes.models import ModeRequest
from hengjian.domain.supervision.modes.workflow import Mode
from hengjian.surfaces.desk.posted import LONGEST

TWO = 2


def day_input() -> forms.DateInput:
    """A browser takes a day in this form only, whatever the language of the page."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def _words(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class AskForm(forms.Form):
    """Why it is asked for, and what somebody says of grounds that the system cannot see."""

    reason = forms.CharField(
        label=said("申请的理由", "Why"), widget=_words(4), max_length=LONGEST,
    )  # fmt: skip

    def __init__(self, data: Any, *, mode: Mode, grounds: list[Judged], own: Unit, superior: Unit):
        super().__init__(data)
        self.grounds = grounds
        for one in grounds:
            if one.needs_word:
                self.fields[f"said_{one.ground.code}"] = forms.CharField(
                    label=str(one.ground.label), required=False, max_length=1000,
                    widget=forms.Textarea(
                        attrs={"rows": 2, "placeholder": say("成立的，写明事实；不成立的留空",
                                                            "the facts, if it holds")}
                    ),
                )  # fmt: skip
        if mode == Mode.DESIGNATED:
            put_target(self, superiors.to_designate(superior, holder=own), required=False)
        self.partners = superiors.to_join(superior, holder=own) if mode == Mode.JOINT else []
        put_partners(self, self.partners, {})

    def said(self) -> dict[str, str]:
        """What was said, by ground."""
        return {
            name.removeprefix("said_"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("said_") and value.strip()
        }

    def given(self) -> Given:
        return Given(target=chosen_target(self), **partners_given(self, self.partners))

    @property
    def ground_rows(self) -> list[dict[str, Any]]:
        """Each ground with what the case shows, and the field for a person's word."""
        return [
            {"judged": one,
             "field": self[f"said_{one.ground.code}"] if one.needs_word else None}
            for one in self.grounds
        ]  # fmt: skip

    @property
    def partner_rows(self) -> list[dict[str, Any]]:
        return rows_of_partners(self, self.partners)


class StepForm(forms.Form):
    """The words of a step, and what that step alone asks for."""

    words = forms.CharField(
        label=said("意见或者理由", "Words"), widget=_words(), max_length=LONGEST, required=False
    )

    def __init__(self, data: Any, *, code: str, one: ModeRequest, day: date):
        super().__init__(data)
        self.partners: list[Unit] = []
        if code == "decide" and one.mode == Mode.DESIGNATED:
            among = superiors.to_designate(one.superior, holder=one.case.bureau)
            put_target(self, among, required=one.target_id is None)
            self.fields["target"].initial = one.target_id
        if code in ("decide", "convene"):
            self.fields["report_by"] = forms.DateField(
                label=say("报告办理结果的期限", "To be reported by"), required=False,
                widget=day_input(),
            )  # fmt: skip
        if code == "convene":
            self.partners = superiors.to_join(one.superior, holder=one.case.bureau)
            put_partners(self, self.partners, _parts(one), others=one.others, plan=one.plan)
        self.able: list[Any] = []
        receiver = access.receiver_of(one)
        if code in ("receive", "receive_back") and receiver is not None:
            self._put_handlers(receiver, day)

    def _put_handlers(self, receiver: Unit, day: date) -> None:
        self.able = able_supervisors(receiver, day=day)
        named = [(f"{post.pk}:{card.pk}", supervisor_words(post, card)) for post, card in self.able]
        for place, label in enumerate((say("新的主办人", "Leading handler"),
                                       say("新的承办人", "Second handler"))):  # fmt: skip
            self.fields[f"handler_{place}"] = forms.ChoiceField(
                label=label, choices=[("", "—"), *named], required=False
            )

    def given(self) -> Given:
        chosen = []
        for place in range(TWO):
            text = self.cleaned_data.get(f"handler_{place}", "")
            post, _, card = text.partition(":")
            if post.isdecimal() and card.isdecimal():
                chosen.append(cases.supervisor_chosen(int(post), int(card)))
        unique = {post.person_id: (post, card) for post, card in reversed(chosen)}
        return Given(
            target=chosen_target(self), report_by=self.cleaned_data.get("report_by"),
            handlers=list(reversed(unique.values())), **partners_given(self, self.partners),
        )  # fmt: skip

    @property
    def partner_rows(self) -> list[dict[str, Any]]:
        return rows_of_partners(self, self.partners)


class PlanForm(forms.Form):
    """Who does what in a joint supervision, as the leading bureau changes it."""

    def __init__(self, data: Any, *, one: ModeRequest):
        super().__init__(data)
        self.partners = superiors.to_join(one.superior, holder=one.case.bureau)
        put_partners(self, self.partners, _parts(one), others=one.others, plan=one.plan)

    def given(self) -> Given:
        return Given(**partners_given(self, self.partners))

    @property
    def partner_rows(self) -> list[dict[str, Any]]:
        return rows_of_partners(self, self.partners)


def supervisor_words(post: Any, card: Certificate) -> str:
    """A supervisor in a choice: name, certificate, and from where he is lent until when."""
    lent = ""
    if post.lent_from is not None:
        lent = say(f"，借自{post.lent_from.unit}，至 {post.until}", f", lent until {post.until}")
    return f"{post.person.name}（{card.code}{lent}）"


def put_target(form: Any, among: Iterable[Unit], *, required: bool) -> None:
    form.among = list(among)
    form.fields["target"] = forms.TypedChoiceField(
        label=say("由哪个监督机关办理", "Who is to have it"), coerce=int, empty_value=None,
        required=required, choices=[("", "—"), *((one.pk, str(one)) for one in form.among)],
    )  # fmt: skip


def chosen_target(form: Any) -> Unit | None:
    key = form.cleaned_data.get("target")
    return access.bureau_chosen(key, form.among) if key else None


def put_partners(
    form: Any, units: list[Unit], parts: dict[int, Any], *, others: str = "", plan: str = ""
) -> None:
    """For each bureau that may join its task and the day, beside who else joins and the plan."""
    if not units:
        return
    for one in units:
        part = parts.get(one.pk)
        form.fields[f"task_{one.pk}"] = forms.CharField(
            label=str(one), required=False, max_length=1000, initial=part.task if part else "",
            widget=forms.Textarea(attrs={"rows": 2, "placeholder": say("请它做什么；不参加的留空",
                                                                       "its task, if it joins")}),
        )  # fmt: skip
        form.fields[f"due_{one.pk}"] = forms.DateField(
            label=say("完成期限", "Due"), required=False, initial=part.due_on if part else None,
            widget=day_input(),
        )  # fmt: skip
    form.fields["others"] = forms.CharField(
        label=say("其他协同单位（部门、检察院、法院等，由文书告知）", "Others, told by paper"),
        required=False, max_length=400, initial=others,
    )  # fmt: skip
    form.fields["plan"] = forms.CharField(
        label=say("安排", "Plan"), required=False, max_length=LONGEST, initial=plan, widget=_words()
    )


def partners_given(form: Any, units: list[Unit]) -> dict[str, Any]:
    if not units:
        return {}
    given = form.cleaned_data
    tasks = [
        Task(one, given[f"task_{one.pk}"], given.get(f"due_{one.pk}"))
        for one in units
        if given.get(f"task_{one.pk}", "").strip()
    ]
    return {"tasks": tasks, "others": given.get("others", ""), "plan": given.get("plan", "")}


def rows_of_partners(form: Any, units: list[Unit]) -> list[dict[str, Any]]:
    return [
        {"unit": one, "task": form[f"task_{one.pk}"], "due": form[f"due_{one.pk}"]} for one in units
    ]


def _parts(one: ModeRequest) -> dict[int, Any]:
    return {part.unit_id: part for part in one.parts.filter(until=None, leading=False)}
