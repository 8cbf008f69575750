"""All writes to persons and posts. The table of duties says which administrator may do which."""

from datetime import date, datetime

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from axes.models import AccessAttempt
from django.db import transaction
from django.db.models import Q

from hengjian.content.errors import PlainError
from hengjian.core.clock import day_of
from hengjian.core.entries.actions import record
from hengjian.core.organisation.models import Unit, UnitKind
from hengjian.core.people.duties import Duty, RefusedError, check_duty
from hengjian.core.people.models import (
    ADMINISTRATORS,
    PLACES,
    Person,
    Post,
    PostState,
    Role,
)
from hengjian.core.wording import say


@transaction.atomic
def enrol_person(
    login: str,
    name: str,
    *,
    password: str | None = None,
    phone: str = "",
    email: str = "",
    must_change_password: bool = False,
    by: Post | None,
    at: datetime,
) -> Person:
    """A person can log in from now on; without ``password`` only by single sign-on."""
    check_duty(by, Duty.ENROL)
    if Person.objects.filter(login=login).exists():
        raise PlainError(
            say(f"登录名 {login} 已有人使用", f"the login name {login} is taken"),
            say("请换一个登录名，例如工号。", "Choose another, such as the staff number."),
        )
    person = Person(login=login, name=name, phone=phone, email=email)
    person.must_change_password = must_change_password
    person.set_password(password)
    person.save()
    record("person.enrolled", subject=person, payload={}, by=by, at=at)
    return person


@transaction.atomic
def correct_person(
    person: Person, *, name: str, phone: str, email: str, by: Post | None, at: datetime
) -> Person:
    """Name, phone or address are entered anew; the login name stays."""
    check_duty(by, Duty.ENROL)
    given = {"name": name, "phone": phone, "email": email}
    changed = sorted(field for field, value in given.items() if getattr(person, field) != value)
    for field in changed:
        setattr(person, field, given[field])
    if changed:
        person.save(update_fields=changed)
        record("person.corrected", subject=person, payload={"fields": changed}, by=by, at=at)
    return person


@transaction.atomic
def choose_language(person: Person, language: str, *, by: Post | None, at: datetime) -> Person:
    """The person reads the program in this language from now on; an unknown one changes nothing."""
    known = {code for code, _ in Person._meta.get_field("locale").choices or ()}
    if language in known and language != person.locale:
        person.locale = language
        person.save(update_fields=["locale"])
        record("person.language", subject=person, payload={"to": language}, by=by, at=at)
    return person


@transaction.atomic
def choose_password(person: Person, password: str, *, by: Post | None, at: datetime) -> None:
    """A person sets his own password."""
    person.set_password(password)
    person.must_change_password = False
    person.save(update_fields=["password", "must_change_password"])
    record("person.password_chosen", subject=person, payload={}, by=by, at=at)


@transaction.atomic
def reset_password(person: Person, password: str, *, by: Post | None, at: datetime) -> None:
    """Somebody else sets a password; it must be changed at the next login, and old sessions end."""
    check_duty(by, Duty.CREDENTIALS, about=person)
    person.set_password(password)
    person.must_change_password = True
    person.save(update_fields=["password", "must_change_password"])
    record("person.password_reset", subject=person, payload={}, by=by, at=at)


@transaction.atomic
def lock_person(person: Person, reason: str, *, by: Post | None, at: datetime) -> None:
    """The person cannot log in any more, and his sessions end; his posts and history stay."""
    check_duty(by, Duty.LOCK, about=person)
    _check_reason(reason)
    person.is_active = False
    person.lock_reason = reason.strip()
    person.save(update_fields=["is_active", "lock_reason"])
    record("person.locked", subject=person, payload={}, by=by, at=at)


@transaction.atomic
def unlock_person(person: Person, *, by: Post | None, at: datetime) -> None:
    """The person can log in again, also where wrong passwords had locked him out."""
    check_duty(by, Duty.LOCK, about=person)
    AccessAttempt.objects.filter(username=person.login).delete()
    person.is_active = True
    person.lock_reason = ""
    person.save(update_fields=["is_active", "lock_reason"])
    record("person.unlocked", subject=person, payload={}, by=by, at=at)


@transaction.atomic
def forget_factors(person: Person, *, by: Post | None, at: datetime) -> None:
    """Lost phone or key: authenticator, passkeys, recovery codes and the tie to single sign-on go."""
    check_duty(by, Duty.CREDENTIALS, about=person)
    gone = Authenticator.objects.filter(user=person).delete()[0]
    gone += SocialAccount.objects.filter(user=person).delete()[0]
    record("person.factors_forgotten", subject=person, payload={"gone": gone}, by=by, at=at)


@transaction.atomic
def note_factor(person: Person, factor: str, *, added: bool, by: Post | None, at: datetime) -> None:
    """The login library has set up or removed a factor for its owner; the ledger has it too."""
    kind = "person.factor_added" if added else "person.factor_removed"
    record(kind, subject=person, payload={"factor": factor}, by=by, at=at)


@transaction.atomic
def drop_what_provider_told(person: Person, *, by: Post | None, at: datetime) -> None:
    """The login library keeps what the provider tells of a person; only the tie is ours to keep."""
    SocialAccount.objects.filter(user=person).update(extra_data={})


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
    by: Post | None,
    at: datetime,
) -> Post:
    """The person holds this post from ``since`` to ``until``, both days included.

    Asked for by the system administrator it gives no right until the security administrator approves
    it; by the program (installation, the demo) it is approved at once.
    """
    check_duty(by, Duty.APPOINT, about=person)
    _check_term(since, until)
    _check_place(unit, role)
    _check_there(unit, until)
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
        state=PostState.APPROVED if by is None else PostState.ASKED,
        asked_by=by,
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
    kind = "post.given" if by is None else "post.asked"
    record(kind, subject=post, payload=payload, by=by, at=at)
    return post


@transaction.atomic
def lend(
    post: Post,
    unit: Unit,
    *,
    since: date,
    until: date,
    note: str = "",
    by: Post | None,
    at: datetime,
) -> Post:
    """A supervisor is lent to another bureau from ``since`` to ``until``: a dated post there, beside his own.

    Decided by the head of a bureau over both; like every post it gives no right until the security
    administrator approves it. By the program it is approved at once.
    """
    _check_lends(post, unit, by, day_of(at))
    _check_term(since, until)
    _check_place(unit, Role(post.role))
    _check_there(unit, until)
    made = Post(
        person=post.person, unit=unit, role=post.role, since=since, until=until, lent_from=post,
        note=note, state=PostState.APPROVED if by is None else PostState.ASKED, asked_by=by,
    )  # fmt: skip
    made.save()
    payload = {
        "person": post.person_id, "unit": unit.pk, "role": Role(post.role).value, "lent_from": post.pk,
        "since": since.isoformat(), "until": until.isoformat(),
    }  # fmt: skip
    record("post.lent", subject=made, payload=payload, by=by, at=at)
    return made


@transaction.atomic
def recall(post: Post, last_day: date, *, by: Post | None, at: datetime) -> Post:
    """A lent supervisor goes back before the end of his term."""
    if post.lent_from is None:
        raise PlainError(say("这不是借用的岗位", "this is no lent post"))
    _check_lends(post.lent_from, post.unit, by, day_of(at))
    _check_term(post.since, last_day)
    post.until = min(last_day, post.until) if post.until else last_day
    post.save(update_fields=["until"])
    payload = {"until": post.until.isoformat()}
    record("post.recalled", subject=post, payload=payload, by=by, at=at)
    return post


def _check_lends(post: Post, unit: Unit, by: Post | None, day: date) -> None:
    """Refuse whoever does not head a bureau over both, and whatever is no supervisor's own post."""
    if post.role != Role.SUPERVISOR or post.lent_from_id is not None:
        raise PlainError(say("只能借用监督人员本人的岗位", "only a supervisor's own post is lent"))
    if by is None:
        return
    home = by.unit.division.path
    over = all(one.division.path.startswith(home) for one in (post.unit, unit))
    heads = by.role == Role.LEADER and by.unit.kind == UnitKind.BUREAU and by.held_on(day)
    if not heads or not over or by.person_id == post.person_id:
        raise RefusedError(
            say(
                "借用监督人员由双方共同的上一级监督机关负责人决定",
                "the head of a bureau over both decides on lending",
            ),
            say("请报共同的上一级。", "Ask the common superior."),
        )


@transaction.atomic
def approve_post(post: Post, *, by: Post | None, at: datetime) -> Post:
    """The post gives its rights, within its days."""
    check_duty(by, Duty.APPROVE, about=post.person)
    _check_asked(post)
    if post.role in ADMINISTRATORS:
        _check_apart(post.person, Role(post.role), post.since, post.until, but=post)
    return _decide(post, PostState.APPROVED, "", by=by, at=at)


@transaction.atomic
def refuse_post(post: Post, reason: str, *, by: Post | None, at: datetime) -> Post:
    """The post is not given."""
    check_duty(by, Duty.APPROVE, about=post.person)
    _check_asked(post)
    _check_reason(reason)
    return _decide(post, PostState.REFUSED, reason.strip(), by=by, at=at)


@transaction.atomic
def end_post(post: Post, last_day: date, *, by: Post | None, at: datetime) -> Post:
    """The post is held up to and including ``last_day``."""
    check_duty(by, Duty.APPOINT)
    _check_term(post.since, last_day)
    _check_there(post.unit, last_day)
    post.until = last_day
    post.save(update_fields=["until"])
    payload = {"until": last_day.isoformat()}
    record("post.ended", subject=post, payload=payload, by=by, at=at)
    return post


def _decide(post: Post, state: PostState, why: str, *, by: Post | None, at: datetime) -> Post:
    post.state, post.decision, post.decided_by, post.decided_at = state, why, by, at
    post.save(update_fields=["state", "decision", "decided_by", "decided_at"])
    record(f"post.{state.value}", subject=post, payload={}, by=by, at=at)
    return post


def _check_asked(post: Post) -> None:
    """Refuse to decide twice, whatever the caller's copy says."""
    state = Post.objects.select_for_update().values_list("state", flat=True).get(pk=post.pk)
    if state != PostState.ASKED:
        told = PostState(state).label
        raise PlainError(
            say(f"这个岗位{told}，不能再办", f"this post is {told} already"),
            say("请刷新页面。", "Load the page again."),
        )


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise PlainError(
            say("没有写理由", "no reason was given"),
            say("请写明理由，它会一直留在记录里。", "Give one; it stays on record."),
        )


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


def _check_there(unit: Unit, until: date | None) -> None:
    """Refuse a post that outlives its unit."""
    if unit.valid_to is not None and (until is None or until > unit.valid_to):
        raise PlainError(
            say(f"{unit}已于 {unit.valid_to} 撤销", f"{unit} was dissolved on {unit.valid_to}"),
            say(
                "任期不能超过这一天；单位还在的，请先恢复单位。",
                "The post cannot outlast it; if the unit is there, reopen it first.",
            ),
        )


def _check_apart(
    person: Person, role: Role, since: date, until: date | None, but: Post | None = None
) -> None:
    """Refuse a second administrator's post at the same time."""
    same_time = Q(until__isnull=True) | Q(until__gte=since)
    if until is not None:
        same_time &= Q(since__lte=until)
    others = person.posts.filter(same_time, role__in=ADMINISTRATORS - {role})
    if but is not None:
        others = others.exclude(pk=but.pk)
    held = others.exclude(state=PostState.REFUSED).first()
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
