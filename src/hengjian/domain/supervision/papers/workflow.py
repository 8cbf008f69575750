"""The way of a paper: what it waits for, one stage after another, as its kind of document asks.

Serves the actions, which do nothing else, and the pages, which show who is next. 拟稿 → 核稿 → 会签 →
签发 → 编号 → 用印 → 送达; a record goes from its draft straight into the dossier.
"""

from django.db import models

from hengjian.content.documents import Document
from hengjian.core.wording import said


class State(models.TextChoices):
    """What a paper waits for, or how it ended."""

    DRAFT = "draft", said("拟稿", "draft")
    CHECK = "check", said("待核稿", "to be checked")
    COUNTERSIGN = "countersign", said("待会签", "to be countersigned")
    SIGN = "sign", said("待签发", "to be signed")
    NUMBER = "number", said("待编号", "to be numbered")
    SEAL = "seal", said("待用印", "to be sealed")
    SERVE = "serve", said("待送达", "to be served")
    SERVED = "served", said("已送达", "served")
    FILED = "filed", said("已成文入卷", "filed")
    VOID = "void", said("作废", "void")
    DROPPED = "dropped", said("撤稿", "dropped")


S = State
IN_HAND = frozenset({S.DRAFT, S.CHECK, S.COUNTERSIGN, S.SIGN})
"""Not signed yet: its wording may still change."""
TURNS = frozenset({S.CHECK, S.COUNTERSIGN, S.SIGN})
"""Somebody named is asked to agree."""
SIGNED = frozenset({S.NUMBER, S.SEAL, S.SERVE})
"""Signed and still on its way; only from here a paper becomes void."""
ENDED = frozenset({S.SERVED, S.FILED, S.VOID, S.DROPPED})
STANDS = frozenset({S.SERVE, S.SERVED, S.FILED})
"""It is whole, and belongs into the dossier."""

STEPS: dict[str, tuple[str, str]] = {
    "drafted": ("拟稿", "drafted"),
    "written": ("修改", "changed"),
    "submitted": ("送核", "submitted"),
    "checked": ("核稿", "checked"),
    "countersigned": ("会签", "countersigned"),
    "signed": ("签发", "signed"),
    "returned": ("退回", "returned"),
    "taken_back": ("撤回", "taken back"),
    "dropped": ("撤稿", "dropped"),
    "filed": ("成文入卷", "filed"),
    "numbered": ("编号", "numbered"),
    "sealed": ("用印", "sealed"),
    "scanned": ("上传签字、盖章的扫描件", "scan uploaded"),
    "sent": ("送出", "sent"),
    "served": ("送达", "served"),
    "voided": ("作废", "made void"),
}
"""The steps that a paper's own story and the ledger name."""


def approved_by_somebody(document: Document) -> bool:
    """Whether others than its drafter must agree; a record needs nobody's approval."""
    return document.approval != "none"


def is_served(document: Document) -> bool:
    """Whether it is handed to somebody; a form or a record only goes into the dossier."""
    return document.receipt or document.seal


def after_signing(document: Document) -> State:
    """What a signed paper waits for first."""
    return S.NUMBER if document.abbreviation else after_number(document)


def after_number(document: Document) -> State:
    return S.SEAL if document.seal else after_seal(document)


def after_seal(document: Document) -> State:
    return S.SERVE if is_served(document) else S.FILED
