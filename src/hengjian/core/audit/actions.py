"""All that happens to the ledger as an audited thing: checks, heads sent out, erasures, exports."""

import time
from datetime import datetime
from pathlib import Path

from django.db import transaction

from hengjian.content.errors import PlainError
from hengjian.core.audit.access import DECIDES, ERASURE_ROLES
from hengjian.core.audit.checking import Findings, check_since, check_whole
from hengjian.core.audit.models import CheckKind, Confirmation, SelfCheck, Sending
from hengjian.core.audit.witnesses import Witness, send, witnesses
from hengjian.core.clock import day_of
from hengjian.core.entries.actions import Actor, record
from hengjian.core.entries.export import export
from hengjian.core.entries.heads.actions import number_at_once, sequence_pending, sign_head
from hengjian.core.entries.heads.queries import public_keys
from hengjian.core.entries.models import Erasure, ErasureState, LedgerEntry, Log, SignedHead
from hengjian.core.entries.sealing import sealed
from hengjian.core.people.models import Post, Role
from hengjian.core.wording import say
from hengjian.ledger import heads_in

# --- checks


def check_all(*, by: Post | None, at: datetime) -> SelfCheck | None:
    """Hold the whole ledger against itself and against heads kept elsewhere; None before it began."""
    begun = time.monotonic()
    found = check_whole(at)
    return None if found is None else _keep(CheckKind.WHOLE, found, begun, at)


def check_news(*, by: Post | None, at: datetime) -> SelfCheck | None:
    """The same for what came since the last check; the whole where that one found something wrong.

    A check that says the same of the same entries as the one before is not kept.
    """
    last = SelfCheck.objects.first()
    if last is None or not last.whole:
        return check_all(by=by, at=at)
    begun = time.monotonic()
    found = check_since(last.size, bytes(last.frontier), at)
    if found.size == last.size and not found.problems:
        return last
    return _keep(CheckKind.SINCE, found, begun, at)


def _keep(kind: CheckKind, found: Findings, begun: float, at: datetime) -> SelfCheck:
    return SelfCheck.objects.create(
        kind=kind,
        at=at,
        seconds=round(time.monotonic() - begun, 3),
        size=found.size,
        root=found.root,
        frontier=found.frontier,
        whole=not found.problems,
        heads_outside=found.outside,
        problems=found.problems,
        notes=found.notes,
    )


# --- witnesses


def send_heads(*, by: Post | None, at: datetime) -> list[Sending]:
    """Bring the latest head to every witness that has none of today's; gives what was tried."""
    sequence_pending(at=at)
    sign_head(at=at)
    head = SignedHead.objects.first()
    if head is None:
        return []
    day = day_of(at)
    served = set(Sending.objects.filter(day=day, arrived=True).values_list("witness", flat=True))
    tried = [_send(one, head, by, at) for one in witnesses() if one.name not in served]
    if any(one.arrived for one in tried):
        with transaction.atomic():
            names = [one.witness for one in tried if one.arrived]
            payload = {"size": head.size, "witnesses": names}
            record("head.sent", subject=Log.objects.get(), payload=payload, by=by, at=at)
    return tried


def _send(witness: Witness, head: SignedHead, by: Post | None, at: datetime) -> Sending:
    fault, answer = "", ""
    try:
        answer = send(witness, head.text, head.size, at)
    except PlainError as error:
        fault = str(error)
    tried = Sending.objects.create(
        witness=witness.name, way=witness.way, size=head.size, at=at, day=day_of(at),
        arrived=not fault, fault=fault[:300],
    )  # fmt: skip
    if "hengjian-head/" in answer.lower():
        keep_confirmation(witness.name, answer, by=by, at=at)
    return tried


@transaction.atomic
def keep_confirmation(
    witness: str, text: str, *, by: Post | None, at: datetime
) -> list[Confirmation]:
    """Keep what a witness answered; a head that is not of this history is kept too, and raises the
    alarm. What was mistyped on its way, so that no key of ours signed it, is refused."""
    log = Log.objects.get()
    kept, keys = [], public_keys()
    for head in heads_in(text):
        if head.log == log.log_id and not any(head.is_signed_by(key) for key in keys):
            raise PlainError(
                say("账头的签名不对，可能在抄录、转发中有改动",
                    "the signature of this head is wrong; it may have been altered on its way"),
                say("请向见证方索取原文再试。", "Ask the witness for the text as he holds it."),
            )  # fmt: skip
        ours = SignedHead.objects.filter(size=head.size).first()
        known = [] if ours is None else heads_in(ours.text)
        agrees = head.log == log.log_id and any(one.root == head.root for one in known)
        kept.append(
            Confirmation.objects.create(
                witness=witness[:64], size=head.size, at=at, agrees=agrees, text=head.text()
            )
        )
        payload = {"witness": witness, "size": head.size, "agrees": agrees}
        record("head.confirmed", subject=kept[-1], payload=payload, by=by, at=at)
    return kept


# --- lawful erasure: one administrator asks, another of the other kind decides


@transaction.atomic
def ask_erasure(entry: LedgerEntry, ground: str, *, by: Post, at: datetime) -> Erasure:
    """Ask that an entry's payload be erased. ``ground`` names law and article, or the ruling; it
    stays in the ledger for ever, so it names no person."""
    _need_role(by)
    ground = ground.strip()
    if len(ground) < 4:
        raise PlainError(
            say("请写明法律依据", "name the legal ground"),
            say("例如：个人信息保护法第四十七条第一款第五项。", "Law and article, or the ruling."),
        )
    if entry.content is None:
        raise PlainError(
            say("这一条没有可以删除的内容", "this entry has no payload that could be erased")
        )
    if entry.kind == "payload.erased":
        raise PlainError(
            say("删除的依据本身不能删除", "the ground of an erasure is not erased itself")
        )
    if Erasure.objects.filter(entry=entry, state=ErasureState.ASKED).exists():
        raise PlainError(
            say("这一条已有待确认的删除申请", "an erasure of this entry awaits confirmation")
        )
    asked = Erasure.objects.create(
        entry=entry, ground=ground[:200], asked_by_post_id=by.pk, asked_at=at
    )
    payload = {"entry": entry.nonce, "ground": asked.ground}
    record("erasure.asked", subject=asked, payload=payload, by=by, at=at)
    return asked


@transaction.atomic
def confirm_erasure(asked: Erasure, *, by: Post, at: datetime) -> Erasure:
    """Erase payload and salts. The line, its hash and every proof stay."""
    asked = _decide(asked, ErasureState.DONE, "", by, at)
    entry = asked.entry
    payload = {"erasure": asked.pk, "asked_by": asked.asked_by_post_id, "ground": asked.ground}
    about = ("entry", entry.nonce)
    erased = sealed("payload.erased", subject=about, payload=payload, actor=by.pk, at=at)
    erased.save(force_insert=True)
    number_at_once(erased, by=by, at=at)  # a payload is never gone without its reason in the log
    entry.content = entry.salt = entry.rows_secret = None
    entry.save(update_fields=["content", "salt", "rows_secret"])
    return asked


@transaction.atomic
def refuse_erasure(asked: Erasure, note: str, *, by: Post, at: datetime) -> Erasure:
    """Leave the payload where it is, and say why."""
    if not note.strip():
        raise PlainError(say("请写明不同意的理由", "say why it is refused"))
    asked = _decide(asked, ErasureState.REFUSED, note.strip(), by, at)
    record("erasure.refused", subject=asked, payload={"note": asked.note}, by=by, at=at)
    return asked


def _need_role(post: Post) -> None:
    if post.role not in ERASURE_ROLES:
        raise PlainError(
            say("删除账本内容由安全保密管理员和安全审计员办理",
                "payloads are erased by the security and the audit administrator")
        )  # fmt: skip


def _decide(asked: Erasure, state: ErasureState, note: str, by: Post, at: datetime) -> Erasure:
    _need_role(by)
    asked = Erasure.objects.select_for_update(of=("self",)).select_related("entry").get(pk=asked.pk)
    if asked.state != ErasureState.ASKED:
        raise PlainError(say("这一申请已经处理过", "this has been decided already"))
    asker = Post.objects.get(pk=asked.asked_by_post_id)
    if asker.person_id == by.person_id or by.role != DECIDES[Role(asker.role)]:
        needed = Role(DECIDES[Role(asker.role)]).label
        raise PlainError(
            say(f"申请和确认必须是两个人：这一申请由{needed}确认",
                f"who asks does not confirm: this one is confirmed by the {needed}")
        )  # fmt: skip
    asked.state, asked.note = state, note[:200]
    asked.decided_by_post_id, asked.decided_at = by.pk, at
    asked.save(update_fields=["state", "note", "decided_by_post_id", "decided_at"])
    return asked


# --- exports


def export_ledger(place: Path, *, payloads: bool, by: Actor | None, at: datetime) -> int:
    """Write an export and record who took it, which the export itself shows as its last entry."""
    if not Log.objects.exclude(log_id="").exists():
        sequence_pending(at=at)
    with transaction.atomic():
        record(
            "ledger.exported",
            subject=Log.objects.get(),
            payload={"payloads": payloads},
            by=by,
            at=at,
        )
    sequence_pending(at=at)
    sign_head(at=at)
    return export(place, payloads=payloads, at=at)
