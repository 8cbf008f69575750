"""Persons, for the three administrators: each does his own part of the work, on the same pages."""

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from hengjian.core import clock
from hengjian.core.people.access import check_administers, check_enrols, person_for
from hengjian.core.people.actions import (
    correct_person,
    enrol_person,
    forget_factors,
    lock_person,
    reset_password,
    unlock_person,
)
from hengjian.core.people.duties import Duty, has_duty
from hengjian.core.people.forms import CorrectForm, EnrolForm, ReasonForm
from hengjian.core.people.logins import locked_out
from hengjian.core.people.models import ADMINISTRATORS, Person, Post
from hengjian.core.people.passwords import first_password
from hengjian.core.people.queries import (
    numbers_of_people,
    people_matching,
    people_named,
    posts_of_person,
)
from hengjian.core.wording import said, say
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.joining import Entry, Figure, Finder, Found, Group, Hit, found_in
from hengjian.surfaces.desk.paging import page_of
from hengjian.surfaces.desk.sheet import Column, Table, exports

STANDINGS = [
    ("", said("全部", "all")),
    ("locked", said("已停用", "locked")),
    ("new", said("待改初始密码", "first password")),
    ("idle", said("没有岗位", "no post")),
]


@login_required
def people(request: StaffRequest) -> HttpResponse:
    at = clock.now()
    by = acting_post(request, at=at)
    check_administers(by)
    told = {
        "page": page_of(_found(request, at), request),
        "standings": STANDINGS,
        "may_enrol": has_duty(by, Duty.ENROL),
    }
    return render(request, "desk/people/list.html", told)


def _found(request: StaffRequest, at: datetime) -> QuerySet[Person]:
    asked = request.GET
    return people_matching(asked.get("q", ""), standing=asked.get("standing", ""), at=at)


COLUMNS = [
    Column(said("姓名", "Name"), lambda one: one.name),
    Column(said("登录名", "Login"), lambda one: one.login),
    Column(said("手机号", "Phone"), lambda one: one.phone),
    Column(said("上次登录", "Last login"), lambda one: one.last_login, 20),
    Column(said("账户", "Account"), lambda one: _standing(one)),
]


def tables(request: StaffRequest, at: datetime) -> list[Table]:
    """What is taken away: the persons of the list."""
    check_administers(acting_post(request, at=at))
    return [Table(say("人员", "People"), COLUMNS, _found(request, at))]


def _standing(one: Person) -> str:
    if not one.is_active:
        return say("已停用", "locked")
    if one.must_change_password:
        return say("待改初始密码", "first password")
    return say("正常", "active")


@login_required
def suggestions(request: StaffRequest) -> HttpResponse:
    """Options for a field in which somebody is looked up."""
    check_administers(acting_post(request, at=clock.now()))
    told = {"people": people_named(request.GET.get("login", ""))}
    return render(request, "desk/people/_options.html", told)


@login_required
def enrol(request: StaffRequest) -> HttpResponse:
    at = clock.now()
    by = acting_post(request, at=at)
    check_enrols(by)
    form = EnrolForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        entered = form.cleaned_data
        password = None if entered.pop("sign_on_only") else first_password()
        person = enrol_person(
            **entered, password=password, must_change_password=bool(password), by=by, at=at
        )
        return _hand_over(request, person.pk, by, password)
    return render(request, "desk/people/enrol.html", {"form": form})


@login_required
def person(request: StaffRequest, pk: int) -> HttpResponse:
    at = clock.now()
    by = acting_post(request, at=at)
    one = person_for(by, pk)
    told = {
        "person": one,
        "posts": posts_of_person(one),
        "day": clock.day_of(at),
        "self": one == request.user,
        "guessed": locked_out(at=at, login=one.login).exists(),
        "may_correct": has_duty(by, Duty.ENROL),
        "may_lock": has_duty(by, Duty.LOCK),
        "may_reset": has_duty(by, Duty.CREDENTIALS),
        "may_audit": has_duty(by, Duty.AUDIT),
        "reason": ReasonForm(),
    }
    return render(request, "desk/people/page.html", told)


@login_required
def correct(request: StaffRequest, pk: int) -> HttpResponse:
    at = clock.now()
    by = acting_post(request, at=at)
    check_enrols(by)
    one = person_for(by, pk)
    now = {"name": one.name, "phone": one.phone, "email": one.email}
    form = CorrectForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        correct_person(one, **form.cleaned_data, by=by, at=at)
        return redirect("desk:person", pk=one.pk)
    return render(request, "desk/people/correct.html", {"form": form, "person": one})


@require_POST
@login_required
def lock(request: StaffRequest, pk: int) -> HttpResponse:
    at = clock.now()
    by = acting_post(request, at=at)
    one = person_for(by, pk)
    lock_person(one, request.POST.get("reason", ""), by=by, at=at)
    messages.success(request, say(f"已停用{one.name}的账户。", f"{one.name} is locked out."))
    return redirect("desk:person", pk=one.pk)


@require_POST
@login_required
def unlock(request: StaffRequest, pk: int) -> HttpResponse:
    at = clock.now()
    by = acting_post(request, at=at)
    one = person_for(by, pk)
    unlock_person(one, by=by, at=at)
    messages.success(request, say(f"{one.name}可以登录了。", f"{one.name} can log in again."))
    return redirect("desk:person", pk=one.pk)


@require_POST
@login_required
def reset(request: StaffRequest, pk: int) -> HttpResponse:
    at = clock.now()
    by = acting_post(request, at=at)
    password = first_password()
    reset_password(person_for(by, pk), password, by=by, at=at)
    return _hand_over(request, pk, by, password)


@require_POST
@login_required
def forget(request: StaffRequest, pk: int) -> HttpResponse:
    at = clock.now()
    by = acting_post(request, at=at)
    one = person_for(by, pk)
    forget_factors(one, by=by, at=at)
    messages.success(
        request, say("已清除，本人可重新设置。", "Cleared; the person can set them up anew.")
    )
    return redirect("desk:person", pk=one.pk)


def _hand_over(request: StaffRequest, pk: int, by: Post, password: str | None) -> HttpResponse:
    """Show the first password, this once; it is kept nowhere in the clear."""
    told = {"person": person_for(by, pk), "password": password}
    page = render(request, "desk/people/password.html", told)
    page.headers["Cache-Control"] = "no-store"
    return page


def find_people(words: str, by: Post, at: datetime, limit: int) -> Found:
    """Persons, for the administrators; others find them by their posts."""
    if by.role not in ADMINISTRATORS:
        return Found([], 0)
    url = f"{reverse('desk:people')}?{urlencode({'q': words})}"
    return found_in(people_matching(words, at=at), limit, _hit, url=url)


def _hit(one: Person) -> Hit:
    return Hit(one.name, reverse("desk:person", args=[one.pk]), one.login)


def accounts(post: Post, at: datetime) -> Iterator[Figure]:
    """What the administrators see of the accounts at once."""
    if post.role in ADMINISTRATORS:
        numbers = numbers_of_people(at=at)
        yield Figure(say("账户", "Accounts"), numbers["all"], reverse("desk:people"))
        for standing, words in STANDINGS[1:]:
            url = f"{reverse('desk:people')}?{urlencode({'standing': standing})}"
            yield Figure(str(words), numbers[standing], url)


urlpatterns = [
    path("people/", people, name="people"),
    *exports("people/", "people", tables),
    path("people/new/", enrol, name="enrol"),
    path("people/suggestions/", suggestions, name="people_suggestions"),
    path("people/<int:pk>/", person, name="person"),
    path("people/<int:pk>/correct/", correct, name="correct_person"),
    path("people/<int:pk>/lock/", lock, name="lock_person"),
    path("people/<int:pk>/unlock/", unlock, name="unlock_person"),
    path("people/<int:pk>/reset/", reset, name="reset_password"),
    path("people/<int:pk>/forget/", forget, name="forget_factors"),
]
menu = [
    Entry(
        Group.SYSTEM, said("人员", "People"), "desk:people", "people", 10,
        shown=lambda post: post.role in ADMINISTRATORS,
    )
]  # fmt: skip
finders = [Finder(said("账户", "Accounts"), "people", find_people, 80)]
figures = [accounts]
