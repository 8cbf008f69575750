"""A paper as letter, PDF and DOCX: what it says with the bureau's name, number, date and signer.

Serves previews, issuing and downloads. A draft may have empty fields; what is issued has none. It draws
no seal, and marks everything that a demo makes as simulated data.
"""

from collections.abc import Iterable
from copy import copy
from datetime import datetime

from django.conf import settings

from hengjian.core.clock import CHINA, day_of
from hengjian.core.organisation.models import Unit
from hengjian.domain.supervision.papers import store
from hengjian.domain.supervision.papers.documents import document, form
from hengjian.domain.supervision.papers.filling import values_of
from hengjian.domain.supervision.papers.models import (
    Edition,
    Office,
    Paper,
    PaperFile,
    PaperStep,
    Template,
)
from hengjian.domain.supervision.papers.workflow import STEPS
from hengjian.letters import Envelope, Letter, MadePdf, make_pdf

BEST = (PaperFile.Role.SEALED, PaperFile.Role.SCAN, PaperFile.Role.ISSUED)
"""Which file of a paper counts: the sealed one before the one that was only made."""


def letter_of(paper: Paper, *, blank: bool = False) -> Letter:
    """The paper as it stands. Raises LetterError naming the fields, unless ``blank`` lets them be empty."""
    found = document(paper.kind)
    bureau = paper.bureau.name_on_documents
    signer = paper.signed_by.person.name if paper.signed_by and found.upward else ""
    envelope = Envelope(
        issuer=bureau,
        number=paper.number,
        dated=paper.dated,
        signer=signer or ("待签发" if found.upward else ""),
        copies=tuple(paper.copies),
        printed_by=f"{bureau}办公室" if found.layout == "head" else "",
        printed_on=paper.dated if found.layout == "head" else None,
        verify_url=verify_url(paper),
        simulated=settings.DEMO,
    )
    return Letter(form(paper.kind), values_of(found, paper.fields), envelope, blank=blank)


def verify_url(paper: Paper) -> str:
    """Where the public looks the paper up; nothing where this installation has no address."""
    base = settings.NOTICES["HENGJIAN_URL"] or ("http://localhost:8000" if settings.DEMO else "")
    return f"{base.rstrip('/')}/verify/{paper.code}/" if base else ""


def pdf_of(paper: Paper, *, blank: bool = False) -> MadePdf:
    return make_pdf(letter_of(paper, blank=blank))


def pdf_of_edition(edition: Edition) -> bytes:
    """What was submitted then, without number and date."""
    then = copy(edition.paper)
    then.fields, then.number, then.dated = edition.fields, "", None
    return pdf_of(then, blank=True).data


def docx_of(paper: Paper) -> bytes:
    """Editable; by the bureau's own template where it has one."""
    from hengjian.letters.replaced import make_docx  # python-docx is read when it is needed

    numbered = paper.serial is not None  # it keeps the template of that day
    own = paper.template if numbered else template_in_use(paper.bureau, paper.kind)
    data = store.read(own.sha256) if own is not None else None
    return make_docx(letter_of(paper, blank=paper.signed_at is None), data)


def template_in_use(bureau: Unit, kind: str) -> Template | None:
    """The bureau's own template of a kind, if it has one."""
    return Template.objects.filter(bureau=bureau, kind=kind, until=None).first()


def title_of(paper: Paper) -> str:
    """Its heading with the fields filled in, or the document's name; registers show it to the whole bureau,
    so that one for the 副卷 has its kind's name alone."""
    if paper.inside:
        return document(paper.kind).name
    heading = letter_of(paper, blank=True).heading
    return (heading or document(paper.kind).name)[:300]


def office_word(bureau: Unit) -> str:
    """The word before the bureau's numbers: the one entered, else the place's first sign and 司."""
    entered = Office.objects.filter(bureau=bureau).values_list("word", flat=True).first()
    return entered or f"{bureau.division.name[:1]}司"


def seal_name(bureau: Unit) -> str:
    entered = Office.objects.filter(bureau=bureau).values_list("seal_name", flat=True).first()
    return entered or f"{bureau.name_on_documents}印章"


def best_file(files: Iterable[PaperFile]) -> PaperFile | None:
    """The file that counts."""
    ranked = [one for one in files if one.role in BEST]
    return min(
        ranked, key=lambda one: (BEST.index(PaperFile.Role(one.role)), -one.pk), default=None
    )


def who(step: PaperStep) -> str:
    """温以宁（代顾闻笙）"""
    if step.post is None:
        return "系统"
    name = step.post.person.name
    return f"{name}（代{step.stands_for.person.name}）" if step.stands_for else name


def approval_slip(paper: Paper) -> bytes:
    """The 发文审批单: every step with who, what and when."""
    steps = list(paper.steps.select_related("post__person", "stands_for__person"))
    receivers = "、".join(dict.fromkeys(one.receiver for one in paper.deliveries.all()))
    copies = f"，抄送{'、'.join(paper.copies)}" if paper.copies else ""
    sealing = getattr(paper, "sealing", None)
    values: dict[str, object] = {
        "title": paper.title,
        "kind": document(paper.kind).name,
        "receivers": (f"主送{receivers or letter_of(paper, blank=True).to or '存卷'}{copies}")[:500],
        "drafter": paper.drafted_by.person.name if paper.drafted_by else "系统",
        "drafted_on": day_of(paper.drafted_at),
        "publicity": "不予公开" if paper.inside else "依申请公开",
        "steps": [
            {"step": STEPS[one.step][0], "who": who(one)[:60], "opinion": one.words[:500],
             "at": _moment(one.at)}
            for one in steps
        ],
        "copies_printed": f"{sealing.copies}份" if sealing else "",
        "sealed": f"用印登记第{sealing.year}-{sealing.serial}号" if sealing else "",
    }  # fmt: skip
    envelope = Envelope(
        issuer=paper.bureau.name_on_documents, number=paper.number, simulated=settings.DEMO
    )
    return make_pdf(Letter(form("draft-approval"), values, envelope)).data


def _moment(at: datetime) -> str:
    return at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
