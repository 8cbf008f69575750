"""All writes to persons and posts."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from hengjian.content.errors import PlainError
from hengjian.core.entries.actions import Actor, record
from hengjian.core.organisation.models import Unit, UnitKind
from hengjian.core.people.models import ADMINISTRATORS, PLACES, Person, Post, Role
from hengjian.core.wording import say


@transaction.atomic
def enrol_person(
    login: str,
    name: str,
    *,
    password: str | None = None,
    phone: str = "",
    email: str = "",
    by: Actor | None,
    at: datetime,
) -> Person:
    """A person can log in from now on; without ``password`` only by single sign-on."""
    if Person.objects.filter(login=login).exists():
        raise PlainError(
            say(f"登录名 {login} 已有人使用", f"the login name {login} is taken"),
            say("请换一个登录名，例如工号。", "Choose another, such as the staff number."),
        )
    person = Person(login=login, name=name, phone=phone, email=email)
    person.set_password(password)
    person.save()
    record("person.enrolled", subject=person, payload={}, by=by, at=at)
    return person


@transaction.atomic
def choose_language(person: Person, language: str, *, by: Actor | None, at: datetime) -> Person:
    """The person reads the program in this language from now on; an unknown one changes nothing."""
    known = {code for code, _ in Person._meta.get_field("locale").choices or ()}
    if language in known and language != person.locale:
        person.locale = language
        person.save(update_fields=["locale"])
        record("person.language", subject=person, payload={"to": language}, by=by, at=at)
    return person


@transaction.atomic
def give_post(
    person: Person,
    unit: Unit,
    role: Role,
    *,
    since: date,
    until: date | None = None,
    acting_for: Post | None = None,
    note: str = "",
    by: Actor | None,
    at: datetime,
) -> Post:
    """The person holds this post from ``since`` to ``until``, both days included."""
    _check_term(since, until)
    _check_place(unit, role)
    if role in ADMINISTRATORS:
        Person.objects.select_for_update().filter(pk=person.pk).first()  # one appointment at a time
        _check_apart(person, role, since, until)
    post = Post(
        person=person,
        unit=unit,
        role=role,
        since=since,
        until=until,
        acting_for=acting_for,
        note=note,
    )
    post.save()
    payload = {
        "person": person.pk,
        "unit": unit.pk,
        "role": role.value,
        "since": since.isoformat(),
        "until": until.isoformat() if until else None,
        "acting_for": acting_for.pk if acting_for else None,
    }
    record("post.given", subject=post, payload=payload, by=by, at=at)
    return post


@transaction.atomic
def end_post(post: Post, last_day: date, *, by: Actor | None, at: datetime) -> Post:
    """The post is held up to and including ``last_day``."""
    _check_term(post.since, last_day)
    post.until = last_day
    post.save(update_fields=["until"])
    payload = {"until": last_day.isoformat()}
    record("post.ended", subject=post, payload=payload, by=by, at=at)
    return post


def _check_term(since: date, until: date | None) -> None:
    if until is not None and until < since:
        raise PlainError(
            say(
                f"任职止日 {until} 早于起日 {since}",
                f"the post would end on {until}, before it begins on {since}",
            ),
            say("请改正止日，或者留空。", "Mend the last day, or leave it empty."),
        )


def _check_place(unit: Unit, role: Role) -> None:
    """Refuse a role that such a unit does not have."""
    if unit.kind not in PLACES[role]:
        kind = unit.get_kind_display()
        places = "、".join(str(UnitKind(one).label) for one in sorted(PLACES[role]))
        raise PlainError(
            say(
                f"{unit}是{kind}，没有“{role.label}”岗位",
                f"{unit} is a {kind}: it has no post of {role.label}",
            ),
            say(f"这一岗位设在：{places}。", f"Such a post is held in: {places}."),
        )


def _check_apart(person: Person, role: Role, since: date, until: date | None) -> None:
    """Refuse a second administrator's post at the same time."""
    same_time = Q(until__isnull=True) | Q(until__gte=since)
    if until is not None:
        same_time &= Q(since__lte=until)
    held = person.posts.filter(same_time, role__in=ADMINISTRATORS - {role}).first()
    if held is not None:
        had = Role(held.role).label
        raise PlainError(
            say(
                f"{person.name}同时任{had}，不能再任{role.label}：三员必须分设",
                f"{person.name} is {had}; the three administrators are three persons",
            ),
            say(
                "请另选一人，或者先免去原任岗位。", "Choose somebody else, or end that post first."
            ),
        )
