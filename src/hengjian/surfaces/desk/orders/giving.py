"""An order is given: what is asked, of which units, until when; from a lead, from a case, or handed down."""

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
from hengjian.core.organisation.models import Unit
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
    units = list(access.units_to_give(kind or Kind.ASSIGN, by=post, parent=about["parent"]))
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
        "form": form, **about, "groups": _grouped(units),
        "leading": {one.pk for one in leading}, "joint": {one.pk for one in joint},
        "default_due": term.due, "default_source": term.source,
        "above": access.bureau_above(post),
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


def _grouped(units: list[Unit]) -> list[tuple[str, list[Unit]]]:
    """The units under their division, in the order of the tree."""
    found: dict[str, list[Unit]] = {}
    for one in units:
        found.setdefault(str(one.division), []).append(one)
    return list(found.items())


urlpatterns = [path("orders/new/", new, name="give_order")]
