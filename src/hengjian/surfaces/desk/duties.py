"""Duties on the desk: the worklist of what a bureau owes, one duty with its sum, and how it ends.

Serves the sections that see to them, the heads, and the tiers above, who read how it goes below.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from hengjian.content.errors import PlainError
from hengjian.core import clock
from hengjian.core.organisation.models import Unit
from hengjian.core.people.models import Post
from hengjian.core.wording import said, say
from hengjian.domain.registry.lists import labels
from hengjian.domain.supervision.duties import access, actions, powers
from hengjian.domain.supervision.duties.owing import Bureaus
from hengjian.domain.supervision.duties.queries import (
    Wanted,
    duties_page,
    entries_listed,
    listed,
    load,
    order_of,
    with_names,
)
from hengjian.domain.supervision.duties.tasks import last_of_soon
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.asking import LONGEST, MARK, number, plain
from hengjian.surfaces.desk.duties_words import about, power_words, row_of, state_of, way_to_facts
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
from hengjian.surfaces.desk.registry.table import choice
from hengjian.surfaces.desk.sheet import Column, Table, exports

STATES = {
    "open": said("待履行", "open"), "soon": said("即将到期", "due soon"),
    "late": said("逾期未履行", "late"), "done": said("已履行", "done"),
    "missed": said("曾经逾期", "missed"), "dropped": said("不再需要", "no longer owed"),
    "all": said("全部", "all"),
}  # fmt: skip


class WordsForm(forms.Form):
    """How a duty ended."""

    words = forms.CharField(
        label=said("履行情况或者理由", "What was done, or why not"), max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


@login_required
def duties(request: StaffRequest) -> HttpResponse:
    """What is owed, the soonest first."""
    at = clock.now()
    post = concerned_post(request, at)
    day = clock.day_of(at)
    seen = access.duties_seen(post=post, at=at)
    asked, state = _wanted(request, day)
    rows = listed(seen, asked)
    page = duties_page(rows, asked)
    units = list(access.bureaus_seen(post=post, at=at))
    owed = load(
        seen.filter(unit=asked.unit) if asked.unit else seen, day=day, soon=last_of_soon(day)
    )
    told = {
        "rows": [row_of(one, day) for one in page.rows],
        "asked": asked,
        "state": state,
        "states": [(code, str(words)) for code, words in STATES.items()],
        "keep": address(request.GET, state=""),
        "load": owed,
        "choices": _choices(asked, units, day),
        "narrowed": asked.narrowed,
        "several": len(units) > 1,
        **foot(request, page, rows, measure="项"),
    }
    return render(request, "desk/duties/list.html", told)


@login_required
def duty(request: StaffRequest, pk: int) -> HttpResponse:
    """One duty: why it is owed, until when by which sum, and what became of it."""
    at = clock.now()
    return _page(request, concerned_post(request, at), pk, at)


def _page(
    request: StaffRequest, post: Post, pk: int, at: datetime, form: WordsForm | None = None
) -> HttpResponse:
    found, day = access.duty_seen(pk, post=post, at=at), clock.day_of(at)
    tone, state = state_of(found, day)
    words, in_list = power_words(found.power, day)
    told = {
        "duty": found, "tone": tone, "state": state, "power": words, "listed": in_list,
        "about": about(found), "event": powers.event_name(found.event),
        "facts": way_to_facts(found),
        "entry": getattr(found, "accountability", None),
        "performs": found.is_open and access.performs(post, found),
        "lets_go": found.is_open and access.lets_go(post, found, Bureaus().above(found.unit)),
        "form": form or WordsForm(),
    }  # fmt: skip
    return render(request, "desk/duties/page.html", told, status=422 if form else 200)


@login_required
@require_POST
def end_duty(request: StaffRequest, pk: int) -> HttpResponse:
    """It is done, or no longer owed; the button that was pressed says which."""
    at = clock.now()
    post = concerned_post(request, at)
    form = WordsForm(request.POST)
    deed = actions.let_go if request.POST.get("deed") == "let_go" else actions.perform
    found = access.duty_seen(pk, post=post, at=at)
    if done(form, "words", lambda given: deed(found, words=given["words"], by=post, at=at)):
        messages.success(request, say("已登记。", "Entered."))
        return redirect("desk:duty", pk=pk)
    return _page(request, post, pk, at, form)


def done(form: forms.Form, field: str | None, deed: Callable[[dict[str, Any]], object]) -> bool:
    """Whether the form was whole and the deed done with it; a refusal stands at the ``field``."""
    if form.is_valid():
        try:
            deed(form.cleaned_data)
        except PlainError as error:
            form.add_error(field, str(error))
    return form.is_valid()


def concerned_post(request: StaffRequest, at: datetime) -> Post:
    """The acting post, if duties are its business."""
    post = acting_post(request, at=at)
    if not access.concerned(post):
        raise PermissionDenied(
            say("监督职责由监督机构和领导查看。", "Duties are for supervision bodies and leaders.")
        )
    return post


def _wanted(request: StaffRequest, day: date) -> tuple[Wanted, str]:
    given = request.GET
    state = given.get("state", "open")
    state = state if state in STATES else "open"
    wanted = Wanted(
        q=plain(given.get("q", ""), LONGEST),
        state={"soon": "open", "all": ""}.get(state, state),
        unit=number(given.get("unit")),
        handler=number(given.get("handler")),
        power=plain(given.get("power", ""), LONGEST),
        event=plain(given.get("event", ""), LONGEST),
        body=number(given.get("body")),
        until=last_of_soon(day) if state == "soon" else None,
        after=plain(given.get("after", ""), MARK),
        before=plain(given.get("before", ""), MARK),
    )
    return wanted, state


def _choices(asked: Wanted, units: list[Unit], day: date) -> list[Any]:
    whole = powers.list_to_show(day)
    named = [(one.code, f"{one.number}. {one.name}") for one in whole.powers]
    raised = {duty.event for one in whole.powers for duty in one.duties}
    events = [pair for pair in labels("power_events").items() if pair[0] in raised]
    return [
        choice_of_bureau(units, asked.unit),
        choice("power", say("权责事项", "Power"), named, asked.power),
        choice("event", say("起因", "Event"), events, asked.event),
    ]


def choice_of_bureau(units: list[Unit], chosen: int | None) -> Any:
    pairs = [(str(one.pk), str(one)) for one in units]
    return choice("unit", say("监督机构", "Bureau"), pairs, str(chosen or ""))


# --- taken away, and the home page -----------------------------------------------------------------------


def _tables(request: StaffRequest, at: datetime) -> list[Table]:
    post, day = concerned_post(request, at), clock.day_of(at)
    asked, _ = _wanted(request, day)
    rows = with_names(listed(access.duties_seen(post=post, at=at), asked))
    columns = [
        Column(said("期限", "due"), lambda one: one.due_on, 12),
        Column(said("状态", "state"), lambda one: state_of(one, day)[1], 14),
        Column(said("权责事项", "power"), lambda one: power_words(one.power, day)[0], 36),
        Column(said("职责", "duty"), lambda one: one.says, 40),
        Column(said("事由", "about"), about, 40),
        Column(said("涉及机关", "body"), lambda one: str(one.body or ""), 30),
        Column(said("监督机构", "bureau"), lambda one: str(one.unit), 24),
        Column(said("承办", "handler"), lambda one: str(one.handler), 20),
        Column(said("起因", "event"), lambda one: powers.event_name(one.event), 18),
        Column(said("起算", "from"), lambda one: one.start, 12),
        Column(said("怎样计算", "how it is counted"), lambda one: one.sum, 50),
        Column(said("办结", "ended"), lambda one: one.ended_on, 12),
        Column(said("履行情况", "outcome"), lambda one: one.outcome, 40),
    ]
    return [Table(say("监督职责", "Duties"), columns, rows.order_by(*order_of(asked)))]


def concerns_of(post: Post, at: datetime) -> Iterable[Concern]:
    """What is late, what is due today or soon, and what waits to be explained or decided."""
    if not access.concerned(post):
        return
    day = clock.day_of(at)
    seen = access.duties_seen(post=post, at=at)
    owed = load(seen, day=day, soon=last_of_soon(day))
    url = reverse("desk:duties")
    if owed.late:
        yield Concern(Section.LATE, Tone.BAD, say("监督职责逾期未履行", "Duties are late"),
                      f"{url}?state=late", owed.late)  # fmt: skip
    if owed.soon:
        note = say(f"其中今天 {owed.today} 项", f"{owed.today} of them today") if owed.today else ""
        yield Concern(Section.TODAY, Tone.WARN, say("监督职责即将到期", "Duties are due soon"),
                      f"{url}?state=soon", owed.soon, note=note)  # fmt: skip
    waiting = entries_listed(access.entries_seen(post=post, at=at), "explained", None).count()
    if waiting:
        yield Concern(Section.TODAY, Tone.WARN, say("逾期原因已说明，待处理", "Explained, to be decided"),
                      f"{reverse('desk:accountability')}?state=explained", waiting)  # fmt: skip


def duties_waiting(post: Post, at: datetime) -> Iterable[Waiting]:
    """Duties that this post's section sees to; of a head those that his bureau missed."""
    rows = listed(access.duties_to_do(post=post, at=at), Wanted()).order_by("due_on", "id")
    told = rows.select_related("body").only(
        "says", "paused", "due_on", "arose_at", "event", "number", "words", "body__name", "about_type",
        "about_id",
    )  # fmt: skip
    for one in told[: MOST + 1]:
        yield Waiting(
            one.says, reverse("desk:duty", args=[one.pk]), say("履行职责", "perform it"),
            due=None if one.paused else one.due_on, since=one.arose_at,
            detail=say("，", ", ").join(filter(None, [about(one), str(one.body or "")])),
            about=way_to_facts(one) if one.about_id else "",
        )  # fmt: skip


urlpatterns = [
    path("duties/", duties, name="duties"),
    path("duties/<int:pk>/", duty, name="duty"),
    path("duties/<int:pk>/end/", end_duty, name="duty_end"),
    *exports("duties/", "duties", _tables),
]
menu = [
    Entry(
        Group.POWERS, said("监督职责", "Duties"), "desk:duties", "clock", 50, shown=access.concerned
    )
]
concerns = [concerns_of]
waits = [Waits("duties", said("监督职责", "Duties"), "clock", duties_waiting, 60)]
