"""Posts: who holds which, why one may see it, its history; asking for, approving and ending them."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import cast
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from hengjian.core import clock
from hengjian.core.entries.queries import entries_about
from hengjian.core.organisation.access import unit_of
from hengjian.core.people.access import check_appoints, post_for
from hengjian.core.people.actions import approve_post, end_post, give_post, refuse_post
from hengjian.core.people.duties import Duty, has_duty
from hengjian.core.people.forms import EndForm, PostForm, ReasonForm
from hengjian.core.people.models import Person, Post, PostState, Role
from hengjian.core.people.queries import holders, lent_to, posts_asked, posts_matching
from hengjian.core.people.wording import steps
from hengjian.core.rights.access import post_seen, posts_seen
from hengjian.core.rights.policy import granted_to
from hengjian.core.rights.wording import why_words
from hengjian.core.wording import said, say
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.joining import (
    MOST,
    Concern,
    Entry,
    Finder,
    Found,
    Group,
    Hit,
    Section,
    Tone,
    Waiting,
    Waits,
    found_in,
)
from hengjian.surfaces.desk.paging import page_of
from hengjian.surfaces.desk.sheet import Column, Table, exports

STANDINGS = [
    ("now", said("在任", "held now")),
    ("asked", said("待批准", "to be approved")),
    ("past", said("已离任", "ended")),
    ("all", said("全部", "all")),
]


def waiting(post: Post, at: datetime) -> Iterable[Concern]:
    """What the security administrator has to approve."""
    if has_duty(post, Duty.APPROVE):
        count = posts_asked().count()
        if count:
            yield Concern(
                Section.TODAY, Tone.WARN, say("待批准的岗位", "Posts to be approved"),
                f"{reverse('desk:posts')}?standing=asked", count,
            )  # fmt: skip


def posts_waiting(post: Post, at: datetime) -> Iterable[Waiting]:
    """Posts that wait for the security administrator's yes or no."""
    if not has_duty(post, Duty.APPROVE):
        return
    for one in posts_asked().select_related("person", "unit").order_by("pk")[: MOST + 1]:
        yield Waiting(
            say(f"{one.person.name}：{one.get_role_display()}", f"{one.person.name}: {one.get_role_display()}"),
            reverse("desk:post", args=[one.pk]), say("批准或者退回", "approve or refuse"), tone="warn",
            detail=str(one.unit),
        )  # fmt: skip


@login_required
def posts(request: StaffRequest) -> HttpResponse:
    at = clock.now()
    by = acting_post(request, at=at)
    told = {
        "page": page_of(_found(request, by, at), request),
        "roles": Role.choices,
        "standings": STANDINGS,
        "standing": request.GET.get("standing", "now"),
        "day": clock.day_of(at),
        "may_appoint": has_duty(by, Duty.APPOINT),
    }
    return render(request, "desk/posts/list.html", told)


def _found(request: StaffRequest, by: Post, at: datetime) -> QuerySet[Post]:
    asked = request.GET
    return posts_matching(
        posts_seen(by, at=at), asked.get("q", ""), role=asked.get("role", ""),
        standing=asked.get("standing", "now"), at=at,
    )  # fmt: skip


def tables(request: StaffRequest, at: datetime) -> list[Table]:
    """What is taken away: the posts of the list."""
    day, rows = clock.day_of(at), _found(request, acting_post(request, at=at), at)
    columns = [
        Column(said("姓名", "Name"), lambda one: one.person.name),
        Column(said("登录名", "Login"), lambda one: one.person.login),
        Column(said("单位", "Unit"), lambda one: one.unit, 30),
        Column(said("区划", "Division"), lambda one: one.unit.division),
        Column(said("岗位", "Post"), lambda one: one.get_role_display()),
        Column(said("任期起", "From"), lambda one: one.since, 12),
        Column(said("任期止", "To"), lambda one: one.until, 12),
        Column(said("状态", "State"), lambda one: _standing(one, day)),
        Column(said("为什么看得到", "Why you see it"), lambda one: why_words(one.why), 40),
    ]
    return [Table(say("岗位", "Posts"), columns, rows)]


def _standing(one: Post, day: date) -> str:
    if one.state != PostState.APPROVED:
        return str(PostState(one.state).label)
    if one.until and one.until < day:
        return say("已离任", "ended")
    return say("未到任", "not yet") if one.since > day else say("在任", "held")


@login_required
def post(request: StaffRequest, pk: int) -> HttpResponse:
    at = clock.now()
    by = acting_post(request, at=at)
    one = post_seen(by, pk, at=at)
    waits = one.state == PostState.ASKED
    own = one.person_id == by.person_id
    told = {
        "post": one,
        "holders": holders(one),
        "lent": lent_to(one),
        "steps": steps(entries_about(one)),
        "day": clock.day_of(at),
        "grants": [why_words(grant.why) for grant in granted_to(one.role, one.unit.kind)],
        "may_approve": waits and not own and has_duty(by, Duty.APPROVE),
        "may_end": has_duty(by, Duty.APPOINT) and one.state == PostState.APPROVED,
        "reason": ReasonForm(),
        "ending": EndForm(initial={"until": clock.day_of(at)}),
    }
    return render(request, "desk/posts/page.html", told)


@login_required
def appoint(request: StaffRequest, unit: int) -> HttpResponse:
    at = clock.now()
    by = acting_post(request, at=at)
    check_appoints(by)
    home = unit_of(unit)
    first = {"since": clock.day_of(at), "login": request.GET.get("person", "")}
    form = PostForm(request.POST or None, initial=first, unit=home)
    if request.method == "POST" and form.is_valid():
        entered = dict(form.cleaned_data)
        person, role = cast(Person, entered.pop("login")), cast(Role, entered.pop("role"))
        made = give_post(person, home, role, **entered, by=by, at=at)
        messages.success(
            request, say("已报安全保密管理员批准。", "The security administrator is to approve it.")
        )
        return redirect("desk:post", pk=made.pk)
    return render(request, "desk/posts/appoint.html", {"form": form, "unit": home})


@require_POST
@login_required
def approve(request: StaffRequest, pk: int) -> HttpResponse:
    at = clock.now()
    by = acting_post(request, at=at)
    approve_post(post_for(by, pk), by=by, at=at)
    messages.success(request, say("已批准。", "Approved."))
    return redirect("desk:post", pk=pk)


@require_POST
@login_required
def refuse(request: StaffRequest, pk: int) -> HttpResponse:
    at = clock.now()
    by = acting_post(request, at=at)
    refuse_post(post_for(by, pk), request.POST.get("reason", ""), by=by, at=at)
    messages.success(request, say("已退回，不予批准。", "Refused."))
    return redirect("desk:post", pk=pk)


@require_POST
@login_required
def end(request: StaffRequest, pk: int) -> HttpResponse:
    at = clock.now()
    by = acting_post(request, at=at)
    check_appoints(by)
    form = EndForm(request.POST)
    if form.is_valid():
        end_post(post_for(by, pk), form.cleaned_data["until"], by=by, at=at)
        messages.success(request, say("已记下最后一天。", "The last day is entered."))
    else:
        messages.error(request, say("请写明最后一天。", "Give the last day."))
    return redirect("desk:post", pk=pk)


def find_posts(words: str, by: Post, at: datetime, limit: int) -> Found:
    """Who holds a post now, by his name, login or unit, as far as the post reaches."""
    rows = posts_matching(posts_seen(by, at=at), words, at=at)
    return found_in(rows, limit, _hit, url=f"{reverse('desk:posts')}?{urlencode({'q': words})}")


def _hit(one: Post) -> Hit:
    return Hit(
        one.person.name,
        reverse("desk:post", args=[one.pk]),
        f"{one} · {one.unit.division}",
    )


urlpatterns = [
    path("posts/", posts, name="posts"),
    *exports("posts/", "posts", tables),
    path("posts/<int:pk>/", post, name="post"),
    path("posts/<int:pk>/approve/", approve, name="approve_post"),
    path("posts/<int:pk>/refuse/", refuse, name="refuse_post"),
    path("posts/<int:pk>/end/", end, name="end_post"),
    path("units/<int:unit>/appoint/", appoint, name="appoint"),
]
menu = [Entry(Group.SYSTEM, said("岗位", "Posts"), "desk:posts", "officer", 12)]
concerns = [waiting]
finders = [Finder(said("任职", "Posts"), "officer", find_posts, 70)]
waits = [Waits("posts", said("岗位", "Posts"), "officer", posts_waiting, 200)]
