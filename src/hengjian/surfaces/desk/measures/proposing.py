"""Proposing a measure, from a case or without one, and entering advice of a procuratorate or a court."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from hengjian.content.errors import PlainError
from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.core.wording import said, say
from hengjian.domain.registry.models import Body
from hengjian.domain.supervision.cases.access import case_seen
from hengjian.domain.supervision.cases.models import Case
from hengjian.domain.supervision.measures import access, actions
from hengjian.domain.supervision.measures.actions import Proposal
from hengjian.domain.supervision.measures.models import Measure
from hengjian.domain.supervision.measures.workflow import ABOUT_PERSON, PROPOSABLE, Kind
from hengjian.surfaces.desk.acting import StaffRequest, acting_post

RECEIVERS = {
    Kind.CIRCULAR: said("主送机关（用顿号分开）", "Whom it goes to"),
    Kind.DISCIPLINE: said("任免机关或者监察机关", "Appointing or supervisory organ"),
    Kind.CARD: said("发证机关", "Issuer of the certificate"),
    Kind.TRANSFER: said("接收机关（监察机关、检察机关等）", "Receiving organ"),
    Kind.ADVICE: said("提出建议的机关", "Who gave it"),
}
TITLES = {
    Kind.TALK: said("约谈事由", "What it is about"),
    Kind.CIRCULAR: said("通报事项", "What it is about"),
    Kind.TRANSFER: said("线索概要", "The lead in short"),
    Kind.ADVICE: said("建议名称和文号", "Name and number of the advice"),
}
NOTES = {
    Kind.TALK: said("决定书以后仍不整改、违法问题突出的，约谈机关负责人。",
                    "The heads of a body are talked with where much is wrong."),
    Kind.CIRCULAR: said("通报须经本级政府同意；批准前录入同意文件。",
                        "A circular needs the government's consent."),
    Kind.DISCIPLINE: said("向有权机关提出处理建议，由其决定。必须写明您的理由，并听取本人意见。",
                          "The competent body decides; give your reason and hear the person."),
    Kind.CARD: said("暂扣、收回由发证机关决定，这里只提出建议。必须写明您的理由，并听取本人意见。",
                    "The issuer decides; give your reason and hear the person."),
    Kind.TRANSFER: said("职务违法、职务犯罪和公益诉讼线索，移送监察、检察机关，当面交接、取得回执。",
                        "Handed over against a receipt."),
    Kind.ADVICE: said("检察建议、司法建议按期限书面答复。", "Advice is answered in its term."),
}  # fmt: skip


class MeasureForm(forms.Form):
    """What a measure is proposed with; the fields that a kind does not have are taken away."""

    body = forms.ChoiceField(label=said("被监督机关", "Body"), required=False)
    officer = forms.ChoiceField(label=said("有关人员", "Person"), required=False)
    card = forms.ChoiceField(label=said("证件", "Certificate"), required=False)
    form = forms.ChoiceField(
        label=said("建议的方式", "What is suggested"), choices=Measure.Form.choices, required=False
    )
    receiver = forms.CharField(label=said("接收机关", "Receiver"), max_length=300, required=False)
    title = forms.CharField(label=said("事由", "Title"), max_length=150)
    facts = forms.CharField(
        label=said("查明的事实（不写投诉举报人）", "Facts; name no reporter"),
        widget=forms.Textarea(attrs={"rows": 6}), max_length=2000,
    )  # fmt: skip
    reason = forms.CharField(
        label=said("采取这一措施的理由", "Why it is needed"),
        widget=forms.Textarea(attrs={"rows": 3}), max_length=800, required=False,
    )  # fmt: skip
    basis = forms.CharField(
        label=said("依据（法律名称和条款）", "Basis"), max_length=500, required=False
    )
    received_on = forms.DateField(
        label=said("收到日期", "Received"), widget=forms.DateInput(attrs={"type": "date"})
    )
    days = forms.IntegerField(
        label=said("建议写明的答复期限（日，不填按期限档案）", "Its own term in days"), min_value=1,
        max_value=365, required=False,
    )  # fmt: skip


@login_required
def propose(request: StaffRequest, kind: str) -> HttpResponse:
    """The form of one kind. A body is chosen first where people of it are to be chosen."""
    at = clock.now()
    post = acting_post(request, at=at)
    if kind not in Kind.values or not access.proposes(post):
        raise Http404
    case = _case(request, post, at)
    given = {**request.GET.dict(), **request.POST.dict()}
    body = case.body if case else _body(given, post, at)
    form = _form(Kind(kind), request, post, at, case, body)
    if request.method == "POST" and "choose" not in request.POST and form.is_valid():
        try:
            made = _make(Kind(kind), form.cleaned_data, case, body, post, at)
        except PlainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, say("已登记。", "Entered."))
            return redirect("desk:measure", pk=made.pk)
    told: dict[str, Any] = {
        "form": form, "kind": kind, "name": Kind(kind).label, "case": case, "note": NOTES[Kind(kind)],
        "choose": kind in ABOUT_PERSON and case is None, "body": body,
    }  # fmt: skip
    return render(request, "desk/measures/propose.html", told)


def _case(request: StaffRequest, post: Post, at: datetime) -> Case | None:
    asked = request.GET.get("case", "")
    if not asked.isdecimal() or len(asked) > 17:
        return None
    found = case_seen(int(asked), post=post, at=at)
    if found is None:
        raise Http404
    return found


def _body(given: dict[str, Any], post: Post, at: datetime) -> Body | None:
    asked = str(given.get("body", ""))
    if not asked.isdecimal() or len(asked) > 17:
        return None
    return access.body_chosen(int(asked), post=post, at=at)


def _form(
    kind: Kind,
    request: StaffRequest,
    post: Post,
    at: datetime,
    case: Case | None,
    body: Body | None,
) -> MeasureForm:
    first = {"title": case.title, "facts": case.facts} if case else dict(request.GET.items())
    form = MeasureForm(request.POST or None, initial=first)
    fields: Any = form.fields
    gone = {"received_on", "days"} if kind != Kind.ADVICE else {"reason", "basis"}
    if case is not None:
        gone.add("body")
    else:
        bodies = access.bodies_within(post=post, at=at).order_by("name").values_list("pk", "name")
        fields["body"].choices = [("", "—"), *bodies[:3000]]
    if kind in ABOUT_PERSON:
        people = body.officers.order_by("name", "code")[:2000] if body is not None else []
        fields["officer"].choices = [("", "—"), *((one.pk, f"{one} {one.code}") for one in people)]
        fields["reason"].required = True
    else:
        gone.add("officer")
    if kind == Kind.CARD:
        fields["card"].choices = [("", "—"), *_cards(body)]
    else:
        gone |= {"card", "form"}
    if kind == Kind.TALK:
        gone.add("receiver")
    else:
        fields["receiver"].label = RECEIVERS[kind]
    fields["title"].label = TITLES.get(kind, fields["title"].label)
    if kind == Kind.ADVICE:
        fields["facts"].label = say("建议的内容", "What it says")
    for name in gone:
        del fields[name]
    return form


def _cards(body: Body | None) -> list[tuple[int, str]]:
    if body is None:
        return []
    held = body.certificates.filter(withdrawn_on=None).select_related("officer").order_by("code")
    return [(one.pk, f"{one.officer} {one.code}") for one in held[:2000]]


def _make(
    kind: Kind,
    given: dict[str, Any],
    case: Case | None,
    body: Body | None,
    post: Post,
    at: datetime,
) -> Measure:
    def number(name: str) -> int:
        return int(given.get(name) or 0)

    officer = access.officer_chosen(number("officer"), body) if body is not None else None
    card = access.card_chosen(number("card"), officer) if officer is not None else None
    proposal = Proposal(
        kind=kind, title=given["title"], facts=given["facts"], reason=given.get("reason", ""),
        basis=given.get("basis", ""), receiver=given.get("receiver", ""),
        form=given.get("form", ""), body=body, case=case, officer=officer, card=card,
    )  # fmt: skip
    if kind not in PROPOSABLE:
        return actions.receive_advice(
            proposal, received_on=given["received_on"], days=given["days"], by=post, at=at
        )
    return actions.propose(proposal, by=post, at=at)


urlpatterns = [path("measures/new/<str:kind>/", propose, name="measure_new")]
