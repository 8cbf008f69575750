"""An order is given: what is asked, of which units, until when; from a lead, from a case, or handed down."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from hengjian.content.errors import PlainError
from hengjian.core import clock
from hengjian.core.organisation.models import Division, Level, Unit, UnitKind
from hengjian.core.people.models import Post
from hengjian.core.wording import said, say
from hengjian.domain.supervision.access import lead_seen
from hengjian.domain.supervision.cases.access import case_seen
from hengjian.domain.supervision.cases.models import Case
from hengjian.domain.supervision.models import Lead
from hengjian.domain.supervision.orders import access
from hengjian.domain.supervision.orders.giving.actions import LONGEST_TERM, Told, give
from hengjian.domain.supervision.orders.models import Order
from hengjian.domain.supervision.orders.terms import term_of
from hengjian.domain.supervision.orders.workflow import Kind
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.posted import LONGEST

MOST_UNITS = 60
ORDER = (
    (*access.OURS, UnitKind.GOVERNMENT),
    (UnitKind.BODY,),
    (UnitKind.PROCURATORATE, UnitKind.COURT),
)
TOWNSHIP, ELSEWHERE = 3, 4


class OrderForm(forms.Form):
    """What an order says."""

    kind = forms.ChoiceField(label=said("类型", "Kind"), choices=Kind.choices)
    title = forms.CharField(label=said("事项", "Matter"), max_length=200)
    words = forms.CharField(
        label=said("情况和办理要求（承办单位看得到，不写反映人）", "What is asked; names no reporter"),
        widget=forms.Textarea(attrs={"rows": 6}), max_length=LONGEST,
    )  # fmt: skip
    days = forms.IntegerField(
        label=said("办理期限（日）", "Term (days)"),
        min_value=1,
        max_value=LONGEST_TERM,
        required=False,
    )
    leader = forms.CharField(label=said("批示领导", "Leader"), max_length=64, required=False)
    leader_on = forms.DateField(
        label=said("批示日期", "Instructed on"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    leader_words = forms.CharField(
        label=said("批示内容", "The instruction"), widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000, required=False,
    )  # fmt: skip

    def told(self) -> Told:
        given = dict(self.cleaned_data)
        return Told(kind=Kind(given.pop("kind")), **given)


@login_required
def new(request: StaffRequest) -> HttpResponse:
    """The form, and the order. ``?lead=``, ``?case=``, ``?parent=``: what it is about."""
    at = clock.now()
    post, day = acting_post(request, at=at), clock.day_of(at)
    if not access.gives(post):
        raise PermissionDenied(
            say("您的岗位不交办、督办；请由监督机关的监督人员办理。", "Your post gives no orders.")
        )
    about = _about(request, post, at)
    data = request.POST if request.method == "POST" else None
    kind = (data or request.GET).get("kind", "")
    form = OrderForm(data, initial=_initial(about, kind))
    units = access.units_to_give(Kind.TRANSFER, by=post, parent=about["parent"])
    leading = _chosen(request, "leading", kind, post, about["parent"])
    joint = _chosen(request, "joint", kind, post, about["parent"])
    if data is not None and form.is_valid():
        try:
            made = _given(request, form, leading, joint, about, post, at)
        except PlainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, say(f"已发出：{made.number}。", f"Given: {made.number}."))
            return redirect("desk:order", pk=made.pk)
    term = term_of(day, None)
    told = {
        "form": form, **about, "groups": (groups := _grouped(units, post)),
        "leads": [one for one in groups if one.leads],
        "joins": [one for one in groups if one.joins],
        "leading": {one.pk for one in leading}, "joint": {one.pk for one in joint},
        "default_due": term.due, "default_source": term.source,
        "lead_version": request.POST.get("lead_seen") or (about["lead"].version if about["lead"] else ""),
    }  # fmt: skip
    return render(request, "desk/orders/new.html", told, status=422 if form.errors else 200)


def _about(request: StaffRequest, post: Post, at: Any) -> dict[str, Any]:
    """The lead, case or larger order in the address; whoever does not see it gets 404."""
    lead: Lead | None = None
    case: Case | None = None
    parent: Order | None = None
    if key := _key(request, "lead"):
        lead = lead_seen(key, post=post, at=at)
    if key := _key(request, "case"):
        case = case_seen(key, post=post, at=at)
        if case is None:
            raise Http404
    if key := _key(request, "parent"):
        parent = access.order_seen(key, post=post, at=at)
    return {"lead": lead, "case": case, "parent": parent}


def _key(request: StaffRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    if text and not (text.isdecimal() and len(text) < 18):
        raise Http404
    return int(text) if text else None


def _initial(about: dict[str, Any], kind: str) -> dict[str, Any]:
    lead, case, parent = about["lead"], about["case"], about["parent"]
    first: dict[str, Any] = {"kind": kind if kind in Kind.values else Kind.ASSIGN}
    if lead is not None:
        first |= {"title": lead.title, "words": lead.shown_words}
    elif case is not None:
        first |= {"title": case.title, "words": case.facts}
    elif parent is not None:
        first |= {"title": parent.title, "words": parent.words}
    return first


def _chosen(
    request: StaffRequest, name: str, kind: str, post: Post, parent: Order | None
) -> list[Unit]:
    keys = [int(one) for one in request.POST.getlist(name)[:MOST_UNITS]
            if one.isdecimal() and len(one) < 18]  # fmt: skip
    return access.units_chosen(keys, kind, by=post, parent=parent) if keys else []


def _given(
    request: StaffRequest, form: OrderForm, leading: list[Unit], joint: list[Unit],
    about: dict[str, Any], post: Post, at: Any,
) -> Order:  # fmt: skip
    if not leading:
        raise PlainError(
            say("请选择牵头单位；“转办”以外的只能交给辖区内的单位", "choose the unit that leads"),
        )
    seen = request.POST.get("lead_seen", "")
    return give(
        form.told(), leading=leading[0], joint=joint, lead=about["lead"],
        lead_seen=int(seen) if seen.isdecimal() and len(seen) < 10 else None,
        case=about["case"], parent=about["parent"], by=post, at=at,
    )  # fmt: skip


@dataclass(frozen=True)
class Group:
    """Units that are chosen from together: a place and what they are there."""

    label: str
    units: list[Unit]
    leads: bool
    joins: bool


def _grouped(units: Iterable[Unit], post: Post) -> list[Group]:
    """By place, and within it by what they are; townships under their county, bureaus elsewhere last."""
    own = post.unit.division
    found: dict[tuple[Division, int], list[Unit]] = {}
    for one in units:
        place, rank = (
            one.division,
            next((n for n, kinds in enumerate(ORDER) if one.kind in kinds), 1),
        )
        if not place.path.startswith(own.path):
            place, rank = own, ELSEWHERE
        elif place.level in (Level.TOWNSHIP, Level.VILLAGE):
            place, rank = place.parent or place, TOWNSHIP
        found.setdefault((place, rank), []).append(one)
    groups = sorted(
        found.items(), key=lambda one: (one[0][1] == ELSEWHERE, one[0][0].path, one[0][1])
    )
    return [
        Group(_label(str(place), rank), rows, leads=rank != TOWNSHIP, joins=rank != ELSEWHERE)
        for (place, rank), rows in groups
    ]


def _label(place: str, rank: int) -> str:
    what = {
        0: say("监督机构和政府", "bureau and government"), 1: say("执法机关", "bodies"),
        2: say("检察院、法院", "procuratorate and court"), TOWNSHIP: say("乡镇（街道）", "townships"),
    }  # fmt: skip
    if rank == ELSEWHERE:
        return say(
            "上级和辖区以外的监督机关（只能转办）", "bureaus above and elsewhere (passing on only)"
        )
    return f"{place} · {what[rank]}"


urlpatterns = [path("orders/new/", new, name="give_order")]
