"""What happens to papers. Each step is on the 审批单 and in the ledger; who comes second is told.

Serves pages and the founding. From the signature on the wording is closed: the database refuses to
change it, and a correction is another paper that names the first.
"""

import secrets
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from hengjian.content.errors import PlainError
from hengjian.core.clock import day_of
from hengjian.core.entries.actions import record
from hengjian.core.notices.actions import notify
from hengjian.core.people.duties import RefusedError
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.supervision.cases.access import speaks_for_body
from hengjian.domain.supervision.cases.actions import ChangedError, note_served
from hengjian.domain.supervision.cases.models import Case
from hengjian.domain.supervision.notice_kinds import paper_asked, paper_returned, paper_sent
from hengjian.domain.supervision.numbers import next_number
from hengjian.domain.supervision.papers import access, making, sealing, store, telling
from hengjian.domain.supervision.papers.documents import document, exists, for_the_body
from hengjian.domain.supervision.papers.filling import prefilled
from hengjian.domain.supervision.papers.models import (
    Delivery,
    Edition,
    Paper,
    PaperFile,
    PaperStep,
    Sealing,
    Turn,
)
from hengjian.domain.supervision.papers.workflow import (
    IN_HAND,
    SIGNED,
    TURNS,
    State,
    after_number,
    after_seal,
    after_signing,
    approved_by_somebody,
    is_served,
)

SEAL_MARK = "用印"
"""The series of the seal register."""
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
STEP_OF = {State.CHECK: "checked", State.COUNTERSIGN: "countersigned", State.SIGN: "signed"}


@transaction.atomic
def draft(
    case: Case,
    kind: str,
    *,
    move: str = "",
    inside: bool = False,
    corrects: Paper | None = None,
    fields: Mapping[str, Any] | None = None,
    by: Post | None,
    at: datetime,
) -> Paper:
    """Begin a document of the case; without ``fields`` it is prefilled from the case, or from the paper
    that it corrects."""
    if by is not None and not access.may_draft(case, by):
        raise _not_yours()
    if not exists(kind):
        raise PlainError(say(f"没有文书“{kind}”", f"there is no document {kind}"))
    if corrects is not None and (corrects.case_id != case.pk or corrects.signed_at is None):
        raise PlainError(
            say("只能更正本案已经签发的文书", "only a signed paper of this case is corrected"),
            say("没有签发的，退回修改即可。", "One that is not signed can simply be changed."),
        )
    found = document(kind)
    if fields is None:
        fields = corrects.fields if corrects else prefilled(case, found, move=move, at=at)
    paper = Paper(
        case=case, kind=kind, bureau=case.bureau, move=move, corrects=corrects,
        inside=inside or found.volume == "annex", fields=dict(fields),
        copies=list(corrects.copies) if corrects else [], code=_code(), drafted_by=by, drafted_at=at,
    )  # fmt: skip
    paper.title = making.title_of(paper)
    paper.save()
    _step(paper, "drafted", by=by, at=at, words=_correction(corrects))
    return paper


def _correction(corrects: Paper | None) -> str:
    return f"更正《{corrects.title}》（{corrects.number}）" if corrects else ""


def _code() -> str:
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(12))


@transaction.atomic
def write(
    paper: Paper,
    fields: Mapping[str, Any],
    *,
    copies: Iterable[str] = (),
    inside: bool | None = None,
    seen: int,
    by: Post | None,
    at: datetime,
) -> Paper:
    """Change what a draft says."""
    now = _held(paper, seen, by, {State.DRAFT})
    if by is not None and not access.may_write(now, by):
        raise _not_yours()
    now.fields, now.copies = dict(fields), [one.strip() for one in copies if one.strip()]
    if inside is not None:
        now.inside = inside or document(now.kind).volume == "annex"
    now.title = making.title_of(now)
    _step(now, "written", by=by, at=at)
    return now


@transaction.atomic
def submit(
    paper: Paper,
    *,
    checker: Post,
    signer: Post,
    countersigners: Iterable[Post] = (),
    words: str = "",
    seen: int,
    by: Post | None,
    at: datetime,
) -> Paper:
    """The draft goes to be checked, countersigned and signed. It must be whole, and set without fault."""
    now = _held(paper, seen, by, {State.DRAFT})
    if by is not None and not access.may_write(now, by):
        raise _not_yours()
    if not approved_by_somebody(document(now.kind)):
        raise PlainError(
            say("这种文书不经审批，请直接成文入卷", "nobody approves this kind: file it instead")
        )
    others = list(dict.fromkeys(countersigners))
    _among(checker, access.checkers(now, at=at), say("核稿人", "the checker"))
    _among(signer, access.signers(now, at=at), say("签发人", "the signer"))
    for one in others:
        _among(one, access.countersigners(now, at=at), say("会签人", "a countersigner"))
    making.pdf_of(now)
    asked = [(State.CHECK, checker), *((State.COUNTERSIGN, one) for one in others),
             (State.SIGN, signer)]  # fmt: skip
    Turn.objects.bulk_create([Turn(paper=now, stage=stage, post=post) for stage, post in asked])
    Edition.objects.create(paper=now, number=now.edition, fields=now.fields, by=by, at=at)
    now.state = State.CHECK
    _step(now, "submitted", by=by, at=at, words=words)
    _ask(now, by=by, at=at)
    return now


@transaction.atomic
def agree(paper: Paper, *, words: str = "", seen: int, by: Post, at: datetime) -> Paper:
    """Whose turn it is agrees: checks, countersigns or signs. The signature closes the wording."""
    now = _held(paper, seen, by, TURNS)
    stage = State(now.state)
    turn = access.turn_of(now, by)
    if turn is None:
        raise RefusedError(
            say(f"这份文书{stage.label}，不在您这里", f"it is {stage.label}, and not with you"),
            say("请看文书页上轮到谁。", "The paper's page says whose turn it is."),
        )
    if now.drafted_by and by.person_id == now.drafted_by.person_id:
        raise RefusedError(say("拟稿人不能核稿、签发自己的文书", "nobody checks his own draft"))
    if stage is State.SIGN:
        _may_be_signed(now, day_of(at))
    turn.open, turn.agreed = False, True
    turn.save()
    stands_for = turn.post if turn.post_id != by.pk else None
    now.state = _next(now, stage)
    if stage is State.SIGN:
        now.signed_by, now.signed_at, now.dated = by, at, day_of(at)
        now.state = after_signing(document(now.kind))
    _step(now, STEP_OF[stage], by=by, at=at, words=words, stands_for=stands_for)
    if stage is not State.SIGN:
        if now.state != stage:
            _ask(now, by=by, at=at)
    elif now.state != State.NUMBER:
        _issue(now, by=by, at=at)
    return now


def _next(paper: Paper, stage: State) -> State:
    """The next stage in which somebody is still asked."""
    open_ones = set(paper.turns.filter(open=True).values_list("stage", flat=True))
    order = (State.CHECK, State.COUNTERSIGN, State.SIGN)
    return next((one for one in order if one in open_ones), stage)


def _may_be_signed(paper: Paper, day: date) -> None:
    """What a signature needs beyond the signer: the government's approval, where the kind asks it."""
    if document(paper.kind).approval != "government":
        return
    approval = paper.case.approvals.order_by("-pk").first()
    if approval is None or approval.dated_on > day:
        raise PlainError(
            say("这种文书签发以前须经本级政府批准，或者录入授权依据",
                "the government must approve it before it is signed"),
            say("请先在案件页录入批准文件。", "Enter the approval on the case page first."),
        )  # fmt: skip


@transaction.atomic
def send_back(paper: Paper, *, words: str, seen: int, by: Post, at: datetime) -> Paper:
    """Whose turn it is returns it to its drafter, with the reason; all agree anew to the next edition."""
    now = _held(paper, seen, by, TURNS)
    turn = access.turn_of(now, by)
    if turn is None:
        raise _not_yours()
    _need(words, say("退回理由", "the reason"))
    stands_for = turn.post if turn.post_id != by.pk else None
    _to_draft(now)
    _step(now, "returned", by=by, at=at, words=words, stands_for=stands_for)
    if now.drafted_by is not None:
        notify(paper_returned, to=now.drafted_by, about=now, url=f"/papers/{now.pk}/", by=by, at=at)
    return now


@transaction.atomic
def take_back(paper: Paper, *, words: str = "", seen: int, by: Post, at: datetime) -> Paper:
    """The drafter takes it back before it is signed, to change it or to ask others."""
    now = _held(paper, seen, by, TURNS)
    if not access.may_write(now, by):
        raise _not_yours()
    _to_draft(now)
    _step(now, "taken_back", by=by, at=at, words=words)
    return now


def _to_draft(paper: Paper) -> None:
    paper.turns.filter(open=True).update(open=False)
    paper.state, paper.edition = State.DRAFT, paper.edition + 1


@transaction.atomic
def drop(paper: Paper, *, words: str, seen: int, by: Post, at: datetime) -> Paper:
    """A paper that was not signed is given up."""
    now = _held(paper, seen, by, IN_HAND)
    if not access.may_write(now, by):
        raise _not_yours()
    _need(words, say("撤稿理由", "the reason"))
    now.turns.filter(open=True).update(open=False)
    now.state = State.DROPPED
    _step(now, "dropped", by=by, at=at, words=words)
    return now


@transaction.atomic
def file_record(paper: Paper, *, seen: int, by: Post, at: datetime) -> Paper:
    """A record or form that nobody approves is finished by its drafter; its signed scan may follow."""
    now = _held(paper, seen, by, {State.DRAFT})
    if not access.may_write(now, by):
        raise _not_yours()
    if approved_by_somebody(document(now.kind)):
        raise PlainError(say("这种文书须经核稿和签发", "this kind must be checked and signed"))
    now.signed_by, now.signed_at, now.dated = by, at, day_of(at)
    now.state = State.FILED
    _step(now, "filed", by=by, at=at)
    _issue(now, by=by, at=at)
    return now


# --- number and seal ------------------------------------------------------------------------------------


@transaction.atomic
def give_number(paper: Paper, *, seen: int, by: Post, at: datetime) -> Paper:
    """The next number of the bureau, the kind and the year; the file is made with it. A file that cannot
    be made gives its number back."""
    now = _held(paper, seen, by, {State.NUMBER})
    _issues(now, by)
    found, year = document(now.kind), day_of(at).year
    serial = next_number(now.bureau, found.abbreviation or "", year, by=by, at=at)
    now.mark, now.year, now.serial = found.abbreviation or "", year, serial
    now.number = found.numbered(year, serial, place=making.office_word(now.bureau))
    now.template = making.template_in_use(now.bureau, now.kind)
    now.state = after_number(found)
    _step(now, "numbered", by=by, at=at, words=now.number)
    _issue(now, by=by, at=at)
    return now


@transaction.atomic
def seal(paper: Paper, *, copies: int = 1, seen: int, by: Post, at: datetime) -> Paper:
    """Seal it by the unified e-seal, at the place that the layout keeps for it."""
    now = _held(paper, seen, by, {State.SEAL})
    _issues(now, by)
    name = making.seal_name(now.bureau)
    issued = now.files.filter(role=PaperFile.Role.ISSUED).last()
    if issued is None:
        raise PlainError(say("没有要用印的正本", "there is nothing to be sealed"))
    place = making.pdf_of(now).seal
    sealed = sealing.applied(
        store.read(issued.sha256), name=name, place=place, person=by.person.name
    )
    file = _file(now, PaperFile.Role.SEALED, "pdf", sealed.data, by=by, at=at)
    return _sealed(now, Sealing.Way.ELECTRONIC, file, copies, sealed.receipt, by=by, at=at)


@transaction.atomic
def seal_by_hand(
    paper: Paper, scan: bytes, *, copies: int = 1, seen: int, by: Post, at: datetime
) -> Paper:
    """It was printed and sealed by hand; its scan is bound to the paper by its hash."""
    now = _held(paper, seen, by, {State.SEAL})
    _issues(now, by)
    kind = store.scan_kind(scan)
    file = _file(now, PaperFile.Role.SEALED, kind, scan, by=by, at=at)
    return _sealed(now, Sealing.Way.SCAN, file, copies, "", by=by, at=at)


def _sealed(
    paper: Paper, way: Sealing.Way, file: PaperFile, copies: int, receipt: str, *, by: Post,
    at: datetime,
) -> Paper:  # fmt: skip
    year, name = day_of(at).year, making.seal_name(paper.bureau)
    serial = next_number(paper.bureau, SEAL_MARK, year, by=by, at=at)
    Sealing.objects.create(
        bureau=paper.bureau, paper=paper, year=year, serial=serial, way=way, seal_name=name,
        pages=telling.pages(store.read(file.sha256), file.kind), copies=copies, file=file, by=by, at=at,
    )  # fmt: skip
    paper.state = after_seal(document(paper.kind))
    words = f"{name}，{way.label}，用印登记第{year}-{serial}号"
    _step(paper, "sealed", by=by, at=at, words=f"{words}，{receipt}" if receipt else words,
          more={"sealing": f"{year}-{serial}", "sha256": file.sha256})  # fmt: skip
    return paper


@transaction.atomic
def add_scan(
    paper: Paper, scan: bytes, role: PaperFile.Role, *, seen: int, by: Post, at: datetime
) -> PaperFile:
    """The signed scan of a record, or a receipt of service, is bound to the paper by its hash."""
    now = _held(paper, seen, by, {State.FILED, State.SERVE, State.SERVED})
    if not (access.may_write(now, by) or access.may_issue(now, by)):
        raise _not_yours()
    if role not in (PaperFile.Role.SCAN, PaperFile.Role.RECEIPT):
        raise PlainError(say("只能补签字件和送达回证", "only signed scans and receipts are added"))
    if role == PaperFile.Role.SCAN and is_served(document(now.kind)):
        raise PlainError(
            say("已用印的文书不能换文件", "a sealed paper keeps its file"),
            say("内容有误的，请另发更正文书。", "Correct it by another paper."),
        )
    file = _file(now, role, store.scan_kind(scan), scan, by=by, at=at)
    _step(now, "scanned", by=by, at=at, words=str(role.label), more={"sha256": file.sha256})
    return file


# --- service --------------------------------------------------------------------------------------------


@transaction.atomic
def send(paper: Paper, *, seen: int, by: Post, at: datetime) -> Delivery:
    """Send it to the supervised body through the system: served when its clerk opens it."""
    now = _held(paper, seen, by, {State.SERVE})
    _issues(now, by)
    if now.inside or not for_the_body(now.kind):
        raise PlainError(
            say(
                "这份文书不是发给被监督机关的，不能由系统送达", "it is not for the supervised body"
            ),
            say("请邮寄或者直接送达后登记。", "Serve it by post or in person."),
        )
    unit = now.case.body.unit
    if now.deliveries.filter(way=Delivery.Way.SYSTEM, unit=unit).exists():
        raise PlainError(say("已经由系统送出，等待签收", "it was sent; the receipt is awaited"))
    sent = Delivery.objects.create(
        paper=now, way=Delivery.Way.SYSTEM, unit=unit, receiver=now.case.body.name,
        sent_on=day_of(at), sent_by=by,
    )  # fmt: skip
    _step(now, "sent", by=by, at=at, words=f"{sent.get_way_display()}：{sent.receiver}",
          more={"way": "system", "unit": unit.pk})  # fmt: skip
    for post in telling.clerks_of(unit, at=at):
        notify(paper_sent, to=post, about=now, facts={"number": now.number},
               url="/papers/received/", by=by, at=at)  # fmt: skip
    return sent


@transaction.atomic
def receive(delivery: Delivery, *, by: Post, at: datetime) -> Delivery:
    """The body's clerk opens it: it is served at this moment. Opening it again changes nothing."""
    now = Paper.objects.select_for_update(of=("self",)).get(pk=delivery.paper_id)
    held = Delivery.objects.get(pk=delivery.pk)
    if not speaks_for_body(by) or held.unit_id != by.unit_id:
        raise _not_yours()
    if held.served_on is not None:
        return held
    if now.state == State.VOID:
        raise PlainError(say("这份文书已经作废", "this paper is void"))
    held.served_on, held.served_at = day_of(at), at
    held.received_by, held.signer = by, by.person.name
    held.save()
    _served(now, held, by=by, at=at)
    return held


@transaction.atomic
def enter_service(
    paper: Paper,
    *,
    way: Delivery.Way,
    receiver: str,
    served_on: date | None,
    sent_on: date | None = None,
    signer: str = "",
    tracking: str = "",
    receipt: bytes | None = None,
    seen: int,
    by: Post,
    at: datetime,
) -> Delivery:
    """Service outside the system: by post (number and day; the day of receipt may follow), or in person
    (送达回证: day and signer)."""
    now = _held(paper, seen, by, {State.SERVE})
    _issues(now, by)
    _need(receiver, say("受送达人", "the receiver"))
    _in_time(served_on, now, day_of(at))
    if way == Delivery.Way.POST:
        _need(tracking, say("邮件号", "the number of the item"))
    else:
        _need(signer, say("签收人", "who signed"))
        if served_on is None:
            raise PlainError(say("请写明送达日期", "the day of service must be given"))
    same = receiver.strip() == now.case.body.name and for_the_body(now.kind)
    made = Delivery.objects.create(
        paper=now, way=way, unit=now.case.body.unit if same else None, receiver=receiver.strip(),
        tracking=tracking.strip(), sent_on=sent_on or served_on or day_of(at), sent_by=by,
        served_on=served_on, served_at=at if served_on else None, signer=signer.strip(),
    )  # fmt: skip
    if receipt:
        _file(now, PaperFile.Role.RECEIPT, store.scan_kind(receipt), receipt, by=by, at=at)
    words = f"{made.get_way_display()}：{made.receiver}" + (f"，{tracking}" if tracking else "")
    _step(now, "sent", by=by, at=at, words=words, more={"way": str(way)})
    if served_on is not None:
        _served(now, made, by=by, at=at)
    return made


@transaction.atomic
def enter_receipt(
    delivery: Delivery, *, served_on: date, signer: str, receipt: bytes | None = None, by: Post,
    at: datetime,
) -> Delivery:  # fmt: skip
    """What was posted has arrived: the day on its receipt is the day of service."""
    now = Paper.objects.select_for_update(of=("self",)).get(pk=delivery.paper_id)
    _issues(now, by)
    held = Delivery.objects.get(pk=delivery.pk)
    if held.served_on is not None:
        raise ChangedError(say("送达日期已经登记", "its service is entered already"))
    if held.way == Delivery.Way.SYSTEM:
        raise PlainError(say("系统送达由对方打开时签收", "the receiver's opening is the receipt"))
    _need(signer, say("签收人", "who signed"))
    _in_time(served_on, now, day_of(at))
    held.served_on, held.served_at, held.signer = served_on, at, signer.strip()
    held.save()
    if receipt:
        _file(now, PaperFile.Role.RECEIPT, store.scan_kind(receipt), receipt, by=by, at=at)
    _served(now, held, by=by, at=at)
    return held


def _in_time(served_on: date | None, paper: Paper, day: date) -> None:
    if served_on is not None and served_on > day:
        raise PlainError(say("送达日期在今天以后", "the day of service is after today"))
    if served_on is not None and paper.dated and served_on < paper.dated:
        raise PlainError(
            say(f"送达日期早于成文日期 {paper.dated}", f"it was served before {paper.dated}")
        )


def _served(paper: Paper, delivery: Delivery, *, by: Post, at: datetime) -> None:
    """The first service counts; terms that the document sets begin on its day."""
    first = paper.served_on is None
    if first:
        paper.served_on, paper.state = delivery.served_on, State.SERVED
    told = f"{delivery.get_way_display()}：{delivery.receiver}，{delivery.served_on}"
    _step(paper, "served", by=by, at=at, words=f"{told}，{delivery.signer}签收",
          more={"way": str(delivery.way), "on": str(delivery.served_on)})  # fmt: skip
    if first and delivery.served_on is not None:
        whose = delivery.unit_id == paper.case.body.unit_id and not paper.inside
        note_served(
            paper.case, f"《{paper.title}》{paper.number}，{told}", move=paper.move if whose else "",
            on=delivery.served_on, inside=not whose, by=by, at=at,
        )  # fmt: skip


@transaction.atomic
def void(paper: Paper, *, reason: str, seen: int, by: Post, at: datetime) -> Paper:
    """A signed paper that was not sent becomes void; its number stays in the register with the reason,
    and nobody gets it again."""
    now = _held(paper, seen, by, SIGNED)
    if not access.may_void(now, by):
        raise _not_yours()
    _need(reason, say("作废原因", "the reason"))
    if now.deliveries.exists():
        raise PlainError(
            say("文书已经送出，不能作废", "it was sent and cannot become void"),
            say("内容有误的，请另发更正文书。", "Correct it by another paper."),
        )
    now.state, now.void_reason = State.VOID, reason.strip()[:400]
    _step(now, "voided", by=by, at=at, words=reason, more={"number": now.number})
    return now


# --- parts ----------------------------------------------------------------------------------------------


def _held(paper: Paper, seen: int, by: Post | None, states: Iterable[State]) -> Paper:
    """The paper, locked; refused where somebody changed it since it was on the screen."""
    rows = Paper.objects.select_for_update(of=("self",)).select_related(
        "case__body__unit", "case__bureau", "bureau__division", "drafted_by__person", "template",
        "signed_by__person",
    )  # fmt: skip
    now = rows.get(pk=paper.pk)
    last = now.steps.select_related("post__person").last()
    if now.version != seen and last is not None:
        who = last.post.person.name if last.post else say("系统", "the system")
        label = telling.step_label(last.step)
        raise ChangedError(
            say(
                f"您打开页面以后，{who}已办理“{label}”", f"since you opened it {who} did “{label}”"
            ),
            say("请看新的情况再办理。", "Look at it again, then go on."),
        )
    if State(now.state) not in states:
        label = State(now.state).label
        raise PlainError(
            say(f"文书现在是“{label}”，不能这样办理", f"the paper is “{label}”: that is not open"),
            say("请看文书页上可以办理的事项。", "See its page for what may be done."),
        )
    return now


def _step(
    paper: Paper,
    step: str,
    *,
    by: Post | None,
    at: datetime,
    words: str = "",
    stands_for: Post | None = None,
    more: Mapping[str, Any] | None = None,
) -> None:
    """A line of the 审批单, the paper's next version, and the ledger's entry: codes, no words."""
    PaperStep.objects.create(
        paper=paper, step=step, words=words.strip(), edition=paper.edition, post=by,
        stands_for=stands_for, at=at,
    )  # fmt: skip
    if step != "drafted":
        paper.version += 1
        paper.save()
    payload = {"kind": paper.kind, "state": str(paper.state), "version": paper.version}
    payload |= {"number": paper.number} if step == "numbered" else {}
    payload |= {"stands_for": stands_for.pk} if stands_for else {}
    record(f"paper.{step}", subject=paper, payload=payload | dict(more or {}), by=by, at=at)


def _issue(paper: Paper, *, by: Post, at: datetime) -> None:
    """Make the file that is signed: from here on it is found by its hash."""
    made = making.pdf_of(paper)
    _file(paper, PaperFile.Role.ISSUED, "pdf", made.data, by=by, at=at)


def _file(
    paper: Paper, role: PaperFile.Role, kind: str, data: bytes, *, by: Post, at: datetime
) -> PaperFile:
    name = f"{paper.title}{f'（{paper.number}）' if paper.number else ''}-{role.label}.{kind}"
    file = PaperFile.objects.create(
        paper=paper, role=role, name=name[-200:], kind=kind, sha256=store.put(data), size=len(data),
        at=at, by=by,
    )  # fmt: skip
    payload = {"role": str(role), "sha256": file.sha256, "size": file.size}
    record("paper.file", subject=paper, payload=payload, by=by, at=at)
    return file


def _ask(paper: Paper, *, by: Post | None, at: datetime) -> None:
    """Tell those whose turn it is; core tells their deputies."""
    for turn in paper.turns.filter(open=True, stage=paper.state).select_related("post"):
        notify(
            paper_asked, to=turn.post, about=paper, url=f"/papers/{paper.pk}/", by=by, at=at,
        )  # fmt: skip


def _among(post: Post, allowed: Any, what: str) -> None:
    if not allowed.filter(pk=post.pk).exists():
        raise PlainError(
            say(f"{what}不合要求：{post.person.name}（{post}）", f"{what} cannot be {post.person.name}"),
            say("核稿、签发须由拟稿人以外的在岗人员办理。", "Choose somebody in post who did not draft it."),
        )  # fmt: skip


def _issues(paper: Paper, by: Post) -> None:
    if not access.may_issue(paper, by):
        raise _not_yours()


def _need(words: str, what: str) -> None:
    if not words.strip():
        raise PlainError(say(f"请写明{what}", f"{what} must be given"))


def _not_yours() -> RefusedError:
    return RefusedError(
        say("这份文书的这一步不由您的岗位办理", "this step of the paper is not for your post"),
        say("请看文书页上轮到谁。", "The paper's page says whose turn it is."),
    )
