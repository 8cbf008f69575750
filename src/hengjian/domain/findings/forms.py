"""What a deed is told with: a reason, words, a day, and of a finding about a person what one saw oneself."""

from datetime import date
from typing import Any

from django import forms

from hengjian.core.wording import said, say
from hengjian.domain.findings.actions import LONGEST
from hengjian.domain.findings.terms import term_words
from hengjian.domain.findings.workflow import REASONS, Deed

_WORDS = {
    Deed.DISMISS: said("说明（选“其他”时必填）", "Words (needed with “other”)"),
    Deed.ASK: said("请机关说明什么", "What the body is to explain"),
    Deed.RAISE: said("情况和理由", "What it is about"),
    Deed.ANSWER: said("说明", "Explanation"),
    Deed.APPEAL: said("异议的理由和依据", "Why the finding is wrong"),
    Deed.UPHOLD: said("审查意见", "Why the body is right"),
    Deed.REJECT: said("审查意见", "Why the body is not right"),
    Deed.REOPEN: said("为什么重新打开", "Why"),
    Deed.NOTE: said("备注", "Note"),
}
_QUESTION = said(
    "请就线索所列问题作出书面说明：情况是否属实、依据是什么、是否已经纠正，并说明能够证明的材料。",
    "Please explain: is it so, on what ground, has it been corrected, and what proves it.",
)


class DeedForm(forms.Form):
    """The fields of one deed; ``person``: it is about a person, so somebody looked himself."""

    def __init__(self, deed: Deed, *args: Any, person: bool, due: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if deed is Deed.DISMISS:
            choices = [
                ("", say("请选择", "choose")),
                *((one.value, REASONS[one]) for one in REASONS),
            ]
            self.fields["reason"] = forms.ChoiceField(label=say("理由", "Reason"), choices=choices)
        if deed is Deed.RAISE:
            self.fields["title"] = forms.CharField(
                label=say("事由（不写则用问题标题）", "Title (else that of the finding)"),
                required=False, max_length=200,
            )  # fmt: skip
        self.fields["words"] = forms.CharField(
            label=str(_WORDS[deed]),
            widget=forms.Textarea(attrs={"rows": 5}),
            max_length=LONGEST,
            required=deed is not Deed.DISMISS,
            initial=str(_QUESTION) if deed is Deed.ASK else "",
        )
        if deed is Deed.ASK:
            self.fields["due"] = forms.DateField(
                label=say("答复期限", "Answer due"),
                initial=due,
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
                help_text=say(
                    f"按 {term_words()} 推算，可以改", f"By {term_words()}; may be changed"
                ),
            )
        if person:
            self.fields["ticked"] = forms.BooleanField(
                label=say(
                    "我已人工核对案卷和人员、证件情况，不是仅凭系统提示",
                    "I have looked at the file and at the officer's standing myself",
                )
            )
            self.fields["looked"] = forms.CharField(
                label=say("核查结果", "What I saw"),
                widget=forms.Textarea(attrs={"rows": 3}),
                max_length=LONGEST,
            )

    def said_of(self, name: str) -> Any:
        """The value of a field, or what stands for none."""
        return self.cleaned_data.get(name) or ("" if name != "due" else None)


class FilterForm(forms.Form):
    """The name of a saved filter."""

    name = forms.CharField(max_length=40)
    query = forms.CharField(required=False, max_length=1000)
    default = forms.BooleanField(required=False)
