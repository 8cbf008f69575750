"""What happens to matters: one is opened, a step is taken, somebody takes it over, a secret is read.

Serves pages, the founding and other nouns. `take` is the one way along the kind's table; each step is a row
and an entry in the ledger, and who comes second is told. What is filled in does not go into the ledger.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from hengjian.content.errors import PlainError
from hengjian.content.matters import OPEN, Asked, MatterKind, Step
from hengjian.core.clock import CHINA, day_of
from hengjian.core.entries.actions import record
from hengjian.core.files.guard import Arrived
from hengjian.core.organisation.models import Division
from hengjian.core.people.duties import RefusedError
from hengjian.core.people.models import Post
from hengjian.core.rights.routing import section_for
from hengjian.core.wording import say
from hengjian.domain.registry.models import Body
from hengjian.domain.supervision.cases.access import speaks_for_body, supervises
from hengjian.domain.supervision.duties.actions import fulfilled
from hengjian.domain.supervision.duties.owing import Bureaus, Owing
from hengjian.domain.supervision.duties.powers import list_to_show
from hengjian.domain.supervision.matters import access, clock
from hengjian.domain.supervision.matters.answers import (
    AnswerError,
    Values,
    checked,
    merged,
    need_change,
)
from hengjian.domain.supervision.matters.attaching.actions import attach
from hengjian.domain.supervision.matters.conditions import conditions_of, last_entered
from hengjian.domain.supervision.matters.following import follow, give_rise
from hengjian.domain.supervision.matters.kinds import kind_named, kinds_offered, step_name
from hengjian.domain.supervision.matters.models import (
    OPEN_TERMS,
    Matter,
    MatterParty,
    MatterSecret,
    MatterStep,
    MatterTerm,
)
from hengjian.domain.supervision.matters.registering.actions import carry_out
from hengjian.domain.supervision.matters.secrets import keep_silent
from hengjian.domain.supervision.matters.telling import tell_next
from hengjian.domain.supervision.numbers import next_number
from hengjian.domain.supervision.refusing import faster, need

QUARTERS = {"第一季度": (3, 31), "第二季度": (6, 30), "第三季度": (9, 30), "第四季度": (12, 31)}


@transaction.atomic
def open_matter(
    code: str, given: Mapping[str, Any], *, files: Sequence[Arrived] = (), by: Post, at: datetime
) -> Matter:
    """A body asks or files, or the bureau begins: the matter gets its number and its first terms."""
    day = day_of(at)
    kind = next((one for one in kinds_offered(day) if one.code == code), None)
    if kind is None:
        raise PlainError(
            say("现行权责清单没有这一类事项", "the list of powers in force has no such matter"),
            say("请核对权责清单的施行日期。", "See from when the list is in force."),
        )
    if not access.may_open(kind, by, at):
        raise RefusedError(
            say(f"“{kind.opens.name}”不由您的岗位办理", f"“{kind.opens.name}” is not for your post")
        )
    body, values = _opened_with(kind, given, by, at)
    others = _bodies(values.get("bodies", ()))
    whose = _whose(kind, body, others, by, at)
    year = at.astimezone(CHINA).year
    serial = next_number(whose.bureau, kind.mark, year, by=by, at=at)
    matter = Matter.objects.create(
        kind=kind.code, bureau=whose.bureau, unit=whose.handler, year=year, serial=serial,
        number=f"{kind.mark}〔{year}〕{serial:04d}号", title=_title(kind, values, body),
        place=body.unit if body is not None else whose.bureau, body=body,
        invited_id=values.get("invited"), handler=by if supervises(by) else None,
        state=kind.opens.to, told=kind.opens.told, opened_by=by, opened_at=at,
    )  # fmt: skip
    parties = {one.pk: one for one in others}
    MatterParty.objects.bulk_create(
        [MatterParty(matter=matter, body=one) for one in parties.values()]
    )
    _keep_secret(matter, kind.opens.fields, values)
    _begin(matter, kind, kind.opens.starts, values, at)
    step = MatterStep.objects.create(
        matter=matter, step=OPEN, to=matter.state, power=kind.power, values=values,
        inside=kind.opens.inside, post=by, at=at,
    )  # fmt: skip
    secret = any(one.secret for one in kind.opens.fields)
    kept = attach(step, files, secret=secret, by=by, at=at)
    payload = {"kind": kind.code, "bureau": whose.bureau.pk, "number": matter.number}
    payload |= {"files": [one.sha256 for one in kept]} if kept else {}
    payload |= {"body": body.pk} if body is not None else {}
    record("matter.opened", subject=matter, payload=payload, by=by, at=at)
    give_rise(matter, kind.opens, by=by, at=at)
    saved(matter, step, kind, by=by, at=at)
    return matter


@transaction.atomic
def take(
    matter: Matter,
    code: str,
    given: Mapping[str, Any],
    *,
    files: Sequence[Arrived] = (),
    seen: int,
    by: Post,
    at: datetime,
) -> MatterStep:
    """Take one step of the kind's table. ``seen`` is the version that was on the screen.

    Raises ChangedError where somebody was faster, RefusedError where the step is another's, AnswerError
    where something filled in is missing or wrong, PlainError where state or conditions stand in the way.
    """
    matter = held(matter, seen, by=by, at=at)
    kind, step = _kind_and_step(matter, code)
    if matter.state not in step.from_:
        now = kind.state(matter.state).name
        raise PlainError(
            say(
                f"事项现在是“{now}”，不能“{step.name}”", f"it is “{now}”: “{step.name}” is not open"
            ),
            say("请看事项页上可以办理的步骤。", "See its page for what may be done."),
        )
    if not access.may_take(step, matter, by):
        raise RefusedError(
            say(f"“{step.name}”不由您的岗位办理", f"“{step.name}” is not for your post"),
            say("请看事项页上轮到谁。", "Its page says whose turn it is."),
        )
    lacking = [one for one in conditions_of(kind, step, matter, by, day_of(at)) if not one.holds]
    if lacking:
        raise PlainError(
            say("；", "; ").join(say("未具备：", "not so: ") + one.words for one in lacking),
            " ".join(one.remedy for one in lacking if one.remedy),
        )
    own = _acting_body(step, matter, by)
    values = checked(step.fields, given, body=own or matter.body)
    if step.mends and not files:
        need_change(step, values, merged(matter))
    _within(step.fields, values, by, at)
    _keep_secret(matter, step.fields, values)
    values |= carry_out(matter, step, merged(matter) | values, by=by, at=at)
    was = matter.state
    made = MatterStep.objects.create(
        matter=matter, step=code, frm=was, to=was, power=kind.power, values=values,
        inside=step.inside, body=own, post=by, at=at,
    )  # fmt: skip
    attach(made, files, secret=any(one.secret for one in step.fields), by=by, at=at)
    _move(matter, kind, step, made, by, at)
    return made


@transaction.atomic
def give_to(matter: Matter, handler: Post, *, seen: int, by: Post, at: datetime) -> Matter:
    """A supervisor of the bureau takes the matter over, or its head gives it to one."""
    matter = held(matter, seen, by=by, at=at)
    if not access.may_take_over(matter, by) or (
        by.pk != handler.pk and not access.heads_it(matter, by)
    ):
        raise RefusedError(
            say("指定他人承办由监督机构负责人决定", "the head of the bureau appoints somebody else")
        )
    if matter.handler_id == handler.pk:
        raise PlainError(say("此人已是承办人", "this person handles it already"))
    kind = kind_named(matter.kind)
    matter.handler, matter.unit = handler, handler.unit
    made = MatterStep.objects.create(
        matter=matter, step="take_over", frm=matter.state, to=matter.state,
        power=kind.power if kind else "", values={"handler": handler.person.name}, inside=True,
        post=by, at=at,
    )  # fmt: skip
    saved(matter, made, kind, by=by, at=at)
    return matter


@transaction.atomic
def read_secret(matter: Matter, *, purpose: str, by: Post, at: datetime) -> Values:
    """Who complained and in which words, for whoever handles the matter; each reading is in the ledger."""
    if not access.reads_secret(matter, by):
        raise RefusedError(
            say(
                "投诉人的身份只有承办人可以查看", "only who handles the matter reads who complained"
            ),
            say("需要查看的，请先由负责人指定您承办。", "Let the head appoint you first."),
        )
    need(purpose, say("查看的用途", "the purpose"))
    found = MatterSecret.objects.filter(matter=matter).first()
    payload = {"purpose": purpose.strip()[:200]}
    record("matter.secret_read", subject=matter, payload=payload, by=by, at=at)
    return dict(found.values) if found is not None else {}


# --- opening ------------------------------------------------------------------------------------------


def _opened_with(
    kind: MatterKind, given: Mapping[str, Any], by: Post, at: datetime
) -> tuple[Body | None, Values]:
    """The body that it is about and what was filled in; a body that asks asks for itself."""
    given, own = dict(given), None
    if speaks_for_body(by):
        own = Body.objects.select_related("unit__division").filter(unit=by.unit_id).first()
        given |= {"body": own.code} if own is not None else {}
    named = str(given.get("body") or "")
    body = own or Body.objects.select_related("unit__division").filter(code=named).first()
    values = checked(kind.opens.fields, given, body=body)
    _within(kind.opens.fields, values, by, at)
    return (body if "body" in values else None), values


def _within(fields: Any, values: Values, by: Post, at: datetime) -> None:
    """The bodies that are named must be ones that the post may name."""
    named: dict[str, list[str]] = {}
    for one in fields:
        if one.type in ("body", "bodies") and one.name in values:
            value = values[one.name]
            named[one.name] = value if isinstance(value, list) else [value]
    if not named:
        return
    codes = {code for some in named.values() for code in some}
    rows = access.bodies_to_choose(post=by, at=at).filter(code__in=codes)
    known = set(rows.order_by().values_list("code", flat=True))
    faults = {
        name: say(
            f"机关 {'、'.join(lost[:5])} 不在您的监督范围", f"{lost[:5]}: not within your reach"
        )
        for name, some in named.items()
        if (lost := [code for code in some if code not in known])
    }
    if faults:
        raise AnswerError(faults)


def _whose(
    kind: MatterKind, body: Body | None, others: list[Body], by: Post, at: datetime
) -> Owing:
    """The bureau and section that have it: the own one, or for a body the nearest over all concerned."""
    if supervises(by):
        bureau = by.unit.as_bureau
        section = section_for(body.unit, tier=bureau.division) if body is not None else None
        return Owing(bureau, section or by.unit)
    assert body is not None
    power = list_to_show(day_of(at))[kind.power]
    division = _common([body, *others]) or body.unit.division
    owing = Bureaus().owing(power, division, body.unit)
    if owing is None:
        raise PlainError(
            say("没有找到负责的监督机构", "no supervision body is in charge"),
            say("请系统管理员核对机构设置。", "Ask the administrator to look at the units."),
        )
    return owing


def _common(bodies: list[Body]) -> Division | None:
    """The lowest division over all of them."""
    ways = [one.unit.division.path.strip("/").split("/") for one in bodies]
    shared = [keys[0] for keys in zip(*ways, strict=False) if len(set(keys)) == 1]
    return Division.objects.filter(pk=int(shared[-1])).first() if shared else None


def _bodies(codes: Any) -> list[Body]:
    rows = Body.objects.filter(code__in=list(codes)).select_related("unit__division")
    return list(rows.order_by("code"))


def _title(kind: MatterKind, values: Values, body: Body | None) -> str:
    shown = {one.name: str(values.get(one.name, "")) for one in kind.opens.fields if not one.secret}
    shown |= {"body": body.name if body is not None else ""}
    return kind.heading.format_map(shown)[:200]


# --- moving -------------------------------------------------------------------------------------------


def _move(
    matter: Matter, kind: MatterKind, step: Step, made: MatterStep, by: Post, at: datetime
) -> None:
    whole = not step.when_all or _all_did(matter, step)
    if step.to is not None and whole:
        matter.state = made.to = step.to
        made.save(update_fields=["to"])
    if step.tells:
        matter.told = True
    if step.by == "handler" and matter.handler_id is None:
        matter.handler = by
    if whole:
        _end(matter, step.ends, MatterTerm.State.MET, at)
    _begin(matter, kind, step.starts, merged(matter), at)
    for event in step.fulfils:
        fulfilled((event,), about=matter, words=step.name, by=by, at=at)
    give_rise(matter, step, by=by, at=at)
    state = kind.state(matter.state)
    if state.ended and not matter.ended:
        matter.ended, matter.ended_at = True, at
        matter.counts_on = _counts_on(matter, at) if state.counts_as else None
        _end(matter, [one.code for one in kind.terms], MatterTerm.State.DROPPED, at)
        fulfilled((), about=matter, dropped=True, by=by, at=at)
    saved(matter, made, kind, by=by, at=at)


def _all_did(matter: Matter, step: Step) -> bool:
    since = last_entered(matter, step)
    did = set(matter.steps.filter(step=step.code, pk__gt=since).values_list("body", flat=True))
    return set(matter.parties.values_list("body", flat=True)) <= did


def _counts_on(matter: Matter, at: datetime) -> date:
    """The day to which it counts: the end of the quarter that was named, else the day it ended."""
    values = merged(matter)
    if values.get("quarter") in QUARTERS and values.get("year"):
        month, day = QUARTERS[values["quarter"]]
        return date(int(values["year"]), month, day)
    return day_of(at)


def _keep_secret(matter: Matter, fields: tuple[Asked, ...], values: Values) -> None:
    """Who complained is put apart; nothing else that is filled in may tell who it was."""
    told = {one.name: values.pop(one.name) for one in fields if one.secret and one.name in values}
    if told:
        row, _ = MatterSecret.objects.get_or_create(matter=matter)
        row.values |= told
        row.save(update_fields=["values"])
    texts = {one.label: values[one.name] for one in fields
             if one.type in ("line", "text") and one.name in values}  # fmt: skip
    keep_silent(matter, texts)


def _begin(
    matter: Matter, kind: MatterKind, codes: tuple[str, ...], values: Values, at: datetime
) -> None:
    """Terms begin today; one that runs already begins anew."""
    for code in codes:
        term = kind.term(code)
        assert term is not None
        _end(matter, [code], MatterTerm.State.DROPPED, at)
        due = clock.due_of(term, day_of(at), values)
        MatterTerm.objects.create(
            matter=matter, term=code, of_body=term.whose == "body", start=day_of(at),
            due_on=due.due, sum=due.sum, source=due.source[:300], provisional=due.provisional,
        )  # fmt: skip


def _end(matter: Matter, codes: Any, state: MatterTerm.State, at: datetime) -> None:
    day = day_of(at)
    running = matter.terms.filter(term__in=list(codes), state__in=OPEN_TERMS)
    if state == MatterTerm.State.MET:
        running.filter(due_on__lt=day, state=MatterTerm.State.RUNNING).update(
            state=MatterTerm.State.MISSED, ended_on=day
        )
    running.update(state=state, ended_on=day)


def saved(
    matter: Matter, step: MatterStep, kind: MatterKind | None, *, by: Post, at: datetime
) -> None:
    """The matter's next version, with its nearest day; the entry names codes and no words."""
    running = matter.terms.filter(state=MatterTerm.State.RUNNING).order_by("due_on")
    matter.due_on = running.values_list("due_on", flat=True).first()
    if step.step != OPEN:
        matter.version += 1
        payload = {"kind": matter.kind, "step": step.step, "state": matter.state,
                   "version": matter.version}  # fmt: skip
        hashes = list(step.files.values_list("sha256", flat=True))
        payload |= {"files": hashes} if hashes else {}
        record("matter.step", subject=matter, payload=payload, by=by, at=at)
    matter.save()
    if kind is not None:
        follow(matter, kind, by=by, at=at)
        moved = step.step == OPEN or step.to != step.frm
        tell_next(matter, kind, moved=moved, by=by, at=at)


# --- looking -----------------------------------------------------------------------------------------


def held(matter: Matter, seen: int, *, by: Post, at: datetime) -> Matter:
    """The matter, locked; refused where somebody changed it since it was on the screen."""
    rows = Matter.objects.select_for_update(of=("self",)).select_related(
        "body__unit__division",
        "bureau__division",
        "handler__person",
        "opened_by",
        "unit",
        "invited",
    )
    now = rows.get(pk=matter.pk)
    if now.version != seen:
        last = now.steps.select_related("post__person").last()
        what = step_name(kind_named(now.kind), last.step if last else OPEN)
        raise faster(last.post if last else None, what)
    return now


def _kind_and_step(matter: Matter, code: str) -> tuple[MatterKind, Step]:
    kind = kind_named(matter.kind)
    step = kind.step(code) if kind is not None else None
    if kind is None or step is None:
        raise PlainError(
            say("这种事项没有这一步", "this kind of matter has no such step"),
            say("设定文件改过的，请刷新页面。", "Reload the page if its file was changed."),
        )
    return kind, step


def _acting_body(step: Step, matter: Matter, by: Post) -> Body | None:
    if step.by not in ("body", "party"):
        return None
    return Body.objects.select_related("unit__division").get(unit=by.unit_id)
