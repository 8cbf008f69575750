"""Lending of supervisors on the desk: the list, asking, one lending with its dates, the decision.

Serves the bureaus that lend and borrow, and the one over both. Whether somebody may act in a lent post
the dates of the post say, not this page.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse

from hengjian.content.errors import PlainError
from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.core.wording import said, say
from hengjian.domain.supervision.cases.access import heads
from hengjian.domain.supervision.lending import access, actions
from hengjian.domain.supervision.lending.models import Lending
from hengjian.domain.supervision.lending.queries import (
    STANDINGS,
    Wanted,
    lendings_page,
    listed,
    standing,
)
from hengjian.domain.supervision.lending.workflow import STEPS, WORDS_NEEDED, State
from hengjian.domain.supervision.modes.grounds import set_to
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.asking import LONGEST, MARK, plain
from hengjian.surfaces.desk.findings.asking import address
from hengjian.surfaces.desk.foot import foot
from hengjian.surfaces.desk.joining import (
    MOST,
    Concern,
    Entry,
    Group,
    Section,
    Tone,
    Waiting,
    Waits,
)
from hengjian.surfaces.desk.modes.forms import day_input
from hengjian.surfaces.desk.posted import taken_on, text, version
from hengjian.surfaces.desk.registry.table import choice
from hengjian.surfaces.desk.sheet import Column, Table, exports

TABS = {
    "": said("全部", "all"), "asked": said("待决定", "to decide"),
    "running": said("正在借用", "in force"), "over": said("已结束", "over"),
}  # fmt: skip


class AskForm(forms.Form):
    """Who is lent to whom, from when to when, and why."""

    own = forms.TypedChoiceField(label=said("借用谁", "Who"), coerce=int)
    borrower = forms.TypedChoiceField(label=said("借到哪个监督机关", "To which bureau"), coerce=int)
    since = forms.DateField(label=said("借用起", "From"), widget=day_input())
    until = forms.DateField(
        label=said("借用止（含当日）", "To, that day too"),
        widget=day_input(),
    )
    reason = forms.CharField(
        label=said("事由", "Why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, data: Any, *, post: Post, at: datetime):
        day = clock.day_of(at)
        super().__init__(data, initial={"since": day, "borrower": post.unit.as_bureau.pk})
        people = access.lendable(post=post, at=at)
        bureaus = access.around(post)
        self.bureaus = {one.pk: one for one in bureaus}
        own, borrower = (cast(forms.ChoiceField, self.fields[name]) for name in ("own", "borrower"))
        own.choices = [("", "—"), *((one.pk, _named(one)) for one in people)]
        borrower.choices = [(one.pk, str(one)) for one in bureaus]


def _named(post: Post) -> str:
    return f"{post.person.name}（{post.unit.as_bureau}）"


@login_required
def lendings(request: StaffRequest) -> HttpResponse:
    at = clock.now()
    post, day = concerned_post(request, at), clock.day_of(at)
    wanted = _wanted(request)
    rows = listed(access.lendings_seen(post=post, at=at), wanted, day=day)
    page = lendings_page(rows, wanted)
    told = {
        "rows": [_row(one, at) for one in page.rows],
        "wanted": wanted,
        "tabs": [(code, str(label)) for code, label in TABS.items()],
        "keep": address(request.GET, standing=""),
        "choices": [choice("sort", say("排序", "Order"), [("until", say("到期从早到晚", "by end"))],
                           wanted.sort, first=say("申请从晚到早", "newest first"))],
        "may_ask": access.may_ask(post),
        **foot(request, page, rows, measure="项"),
    }  # fmt: skip
    return render(request, "desk/lending/list.html", told)


def concerned_post(request: StaffRequest, at: datetime) -> Post:
    post = acting_post(request, at=at)
    if not access.concerned(post):
        raise PermissionDenied(
            say("借用监督人员由监督机关办理。", "Lending is for supervision bodies.")
        )
    return post


def _wanted(request: StaffRequest) -> Wanted:
    given = request.GET
    return Wanted(
        q=plain(given.get("q", ""), LONGEST),
        standing=given.get("standing", "") if given.get("standing") in STANDINGS else "",
        sort="until" if given.get("sort") == "until" else "",
        after=plain(given.get("after", ""), MARK),
        before=plain(given.get("before", ""), MARK),
    )


def _row(one: Lending, at: datetime) -> dict[str, Any]:
    tone, words = standing(one, day=clock.day_of(at))
    return {"one": one, "tone": tone, "state": words}


@login_required
def lending(request: StaffRequest, pk: int) -> HttpResponse:
    at = clock.now()
    post = concerned_post(request, at)
    one = access.lending_seen(pk, post=post, at=at)
    mine = access.doers_as(one, post)
    steps = [
        {"code": code, "label": say(zh, en), "yours": doer in mine, "who": doer.value,
         "needs": code in WORDS_NEEDED}
        for code, (zh, en, doer, frm, _) in STEPS.items()
        if frm == one.state
    ]  # fmt: skip
    told = {**_row(one, at), "steps": sorted(steps, key=lambda step: not step["yours"])}
    return render(request, "desk/lending/page.html", told)


@login_required
def ask(request: StaffRequest) -> HttpResponse:
    at = clock.now()
    post = concerned_post(request, at)
    if not access.may_ask(post):
        raise PermissionDenied(
            say("由监督机关的负责人或者综合科申请。", "The head or the general section asks.")
        )
    form = AskForm(request.POST or None, post=post, at=at)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        own = access.lendable_post(given["own"], post=post, at=at)
        try:
            if own is None:
                raise PlainError(say("此人不能借用", "this person cannot be lent"))
            made = actions.ask(
                own, form.bureaus[given["borrower"]], since=given["since"], until=given["until"],
                reason=given["reason"], by=post, at=at,
            )  # fmt: skip
        except PlainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, say(f"已报{made.superior}决定。", f"{made.superior} is to decide.")
            )
            return redirect("desk:lending_one", pk=made.pk)
    told = {"form": form, "longest": set_to("lending_days", at)}
    return render(request, "desk/lending/ask.html", told)


def _seen(pk: int, post: Post, at: datetime) -> Lending:
    return access.lending_seen(pk, post=post, at=at)


@taken_on("desk:lending_one", _seen)
def decide(request: StaffRequest, one: Lending, by: Post, at: datetime) -> str:
    code = request.POST.get("code", "")
    if code not in STEPS:
        raise PlainError(say("请选择办理事项", "choose what to do"))
    actions.decide(one, code, words=text(request, "words"), seen=version(request), by=by, at=at)
    if code == "grant":
        return say("已同意，岗位报安全保密管理员批准。", "Granted; the post goes for approval.")
    return say("已办理。", "Done.")


def tables(request: StaffRequest, at: datetime) -> list[Table]:
    """What is taken away: the lendings of the list."""
    post, wanted, day = concerned_post(request, at), _wanted(request), clock.day_of(at)
    columns = [
        Column(said("编号", "Number"), lambda one: one.number, 28),
        Column(said("姓名", "Name"), lambda one: one.own.person.name),
        Column(said("监督证件", "Certificate"), lambda one: one.certificate.code),
        Column(said("借出", "From"), lambda one: one.lender, 24),
        Column(said("借入", "To"), lambda one: one.borrower, 24),
        Column(said("借用起", "Since"), lambda one: one.since, 12),
        Column(said("借用止", "Until"), lambda one: one.until, 12),
        Column(said("状态", "State"), lambda one: standing(one, day=day)[1], 24),
        Column(said("决定机关", "Superior"), lambda one: one.superior, 24),
        Column(said("事由", "Reason"), lambda one: one.reason, 40),
    ]
    rows = listed(access.lendings_seen(post=post, at=at), wanted, day=day)
    return [Table(say("借用监督人员", "Lendings"), columns, rows.order_by(*wanted.order))]


def _to_decide(post: Post, at: datetime) -> Any:
    if not heads(post):
        return Lending.objects.none()
    rows = access.lendings_seen(post=post, at=at)
    return rows.filter(state=State.ASKED, superior=post.unit).order_by("asked_at", "pk")


def concerns_of(post: Post, at: datetime) -> Iterable[Concern]:
    """What the head over both decides."""
    if heads(post) and (number := _to_decide(post, at).count()):
        yield Concern(Section.TODAY, Tone.WARN, say("借用监督人员等您决定", "Lendings to decide"),
                      f"{reverse('desk:lending')}?standing=asked", number)  # fmt: skip


def lendings_waiting(post: Post, at: datetime) -> Iterable[Waiting]:
    for one in _to_decide(post, at)[: MOST + 1] if heads(post) else ():
        yield Waiting(
            say(f"{one.borrower}借用{one.own.person.name}", f"{one.borrower}: {one.own.person.name}"),
            reverse("desk:lending_one", args=[one.pk]), say("作出决定", "decide"),
            due=one.since, since=one.asked_at, detail=one.number,
        )  # fmt: skip


urlpatterns = [
    path("lending/", lendings, name="lending"),
    *exports("lending/", "lending", tables),
    path("lending/new/", ask, name="ask_lending"),
    path("lending/<int:pk>/", lending, name="lending_one"),
    path("lending/<int:pk>/decide/", decide, name="decide_lending"),
]
menu = [
    Entry(Group.WORK, said("借用监督人员", "Lending"), "desk:lending", "people", 46,
          shown=access.concerned),
]  # fmt: skip
concerns = [concerns_of]
waits = [Waits("lending", said("借用监督人员", "Lending"), "people", lendings_waiting, 16)]
