"""What goes into the 正卷 and what into the 副卷 of a case, in which order.

Serves the job that binds. The 正卷 has the papers that stand, with their receipts; the 副卷 has the
approval slips and whatever is inside. A void paper is in neither; its slip is in the 副卷.
"""

from collections.abc import Mapping

from django.conf import settings

from hengjian.core.clock import day_of
from hengjian.domain.supervision.cases.conditions import present_handlers
from hengjian.domain.supervision.cases.models import Case
from hengjian.domain.supervision.papers import making, store
from hengjian.domain.supervision.papers.documents import form
from hengjian.domain.supervision.papers.models import Paper, PaperFile
from hengjian.domain.supervision.papers.workflow import STANDS, State
from hengjian.domain.supervision.secrecy.behind import reporters_behind
from hengjian.letters import Envelope, Letter, make_pdf
from hengjian.letters.dossier import Piece

BOUND = ("pdf", "jpg", "png")
"""What of a reporter can be put on paper."""


def pieces_of(case: Case, *, annex: bool) -> list[Piece]:
    """The pieces of a volume by date; files are read and compared with their hashes."""
    rows = case.papers.filter(signed_at__isnull=False).order_by("dated", "pk")
    papers = list(
        rows.select_related("bureau__division", "drafted_by__person", "signed_by__person", "case")
        .prefetch_related("files", "deliveries")
    )  # fmt: skip
    found: list[Piece] = []
    for paper in papers:
        if paper.state in STANDS and paper.inside == annex:
            found += _whole(paper)
        if annex and paper.state != State.DROPPED:
            slip = making.approval_slip(paper)
            note = "作废" if paper.state == State.VOID else ""
            found.append(
                Piece(f"发文审批单：{paper.title}", slip, number=paper.number,
                      author=paper.bureau.name_on_documents, dated=paper.dated, note=note)
            )  # fmt: skip
    return [*reported(case), *found] if annex else found


def reported(case: Case) -> list[Piece]:
    """Who reported the case: a sheet for each, then what he brought; a voice is named and stays apart."""
    found: list[Piece] = []
    for one in reporters_behind(case).select_related("lead").prefetch_related("files"):
        files = list(one.files.all())
        bound = [file for file in files if file.kind in BOUND]
        values: dict[str, object] = {
            "lead": one.lead.number, "person": one.name or "（未留姓名）", "phone": one.phone,
            "place": one.place, "received_on": one.received_on, "due": one.due_on,
            "words": one.words, "answered_on": one.answered_on, "answer": one.answer,
            "materials": [
                {"name": file.name,
                 "note": "附后" if file in bound else f"另存于音像档案，散列 {file.sha256[:16]}"}
                for file in files
            ],
        }  # fmt: skip
        kept = {name: value for name, value in values.items() if value not in ("", None, [])}
        sheet = make_pdf(Letter(form("report-entry"), kept, envelope_of(case))).data
        author = case.bureau.name_on_documents
        found.append(Piece("投诉举报登记表", sheet, author=author, dated=one.received_on))
        found += [
            Piece(f"反映人提供：{file.name}", file.data(), author="反映人", dated=day_of(file.at))
            for file in bound
        ]
    return found


def _whole(paper: Paper) -> list[Piece]:
    """The file that counts, then the receipts of its service."""
    files = list(paper.files.all())
    best = making.best_file(files)
    author = paper.bureau.name_on_documents
    if best is None:
        return []
    found = [
        Piece(paper.title, store.read(best.sha256), number=paper.number, author=author,
              dated=paper.dated)
    ]  # fmt: skip
    receipts = (one for one in files if one.role == PaperFile.Role.RECEIPT)
    found += [
        Piece(f"送达回证：{paper.title}", store.read(one.sha256), number=paper.number, author=author,
              dated=paper.served_on)
        for one in receipts
    ]  # fmt: skip
    return found


def cover_of(case: Case, *, annex: bool) -> Mapping[str, object]:
    """The cover's fields but the count of pages."""
    handlers = "、".join(one.post.person.name for one in present_handlers(case))
    cover: dict[str, object] = {
        "volume": "副卷" if annex else "正卷",
        "case_number": case.number or "（未编号）",
        "title": case.title,
        "body": case.body.name,
        "filed_on": day_of(case.opened_at or case.proposed_at),
        "result": case.get_state_display(),
        "handlers": handlers[:100] or "（未指定）",
        "keep": "30年",
    }
    if case.ended_at is not None:
        cover["closed_on"] = day_of(case.ended_at)
    return cover


def envelope_of(case: Case) -> Envelope:
    return Envelope(issuer=case.bureau.name_on_documents, simulated=settings.DEMO)
