"""What is done with a paper before it is sent: submitted, agreed to, returned, numbered, sealed, void."""

from datetime import datetime
from functools import partial
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.urls import path

from hengjian.content.errors import PlainError
from hengjian.core.people.models import Post
from hengjian.core.wording import said, say
from hengjian.domain.supervision.papers import access, actions
from hengjian.domain.supervision.papers.chain import actions as chain
from hengjian.domain.supervision.papers.issuing import actions as issuing
from hengjian.domain.supervision.papers.models import Paper, PaperFile
from hengjian.domain.supervision.papers.store import MOST_MB
from hengjian.surfaces.desk import posted
from hengjian.surfaces.desk.acting import StaffRequest
from hengjian.surfaces.desk.papers.page import seen
from hengjian.surfaces.desk.posted import taken_on, version

LONGEST = 2000
done = taken_on("desk:paper", seen)
text = partial(posted.text, longest=LONGEST)


def number(request: HttpRequest, name: str, otherwise: int) -> int:
    value = request.POST.get(name, "")
    return int(value) if value.isdecimal() and 0 < int(value[:4]) < 1000 else otherwise


def upload(request: HttpRequest, name: str) -> bytes:
    """The file that was chosen, never more of it than is taken; empty where none was."""
    given = request.FILES.get(name)
    if not isinstance(given, UploadedFile):
        return b""
    return bytes(given.read(MOST_MB * 2**20 + 1))


def _chosen(request: HttpRequest, name: str, allowed: Any, what: str) -> list[Post]:
    keys = {int(one) for one in request.POST.getlist(name) if one.isdecimal() and len(one) < 18}
    found = [one for one in allowed if one.pk in keys]
    if not found and what:
        raise PlainError(say(f"请选择{what}", f"choose {what}"))
    return found


@done
def submit(request: StaffRequest, paper: Paper, by: Post, at: datetime) -> str:
    checker = _chosen(request, "checker", access.checkers(paper, at=at), say("核稿人", "a checker"))
    signer = _chosen(request, "signer", access.signers(paper, at=at), say("签发人", "a signer"))
    others = _chosen(request, "countersigner", access.countersigners(paper, at=at), "")
    chain.submit(
        paper, checker=checker[0], signer=signer[0], countersigners=others,
        words=text(request, "words"), aware=text(request, "aware"), seen=version(request),
        by=by, at=at,
    )  # fmt: skip
    return say(f"已送{checker[0].person.name}核稿。", f"Sent to {checker[0].person.name}.")


@done
def agree(request: StaffRequest, paper: Paper, by: Post, at: datetime) -> str:
    now = chain.agree(paper, words=text(request, "words"), seen=version(request), by=by, at=at)
    return say(f"已办理，现在{now.get_state_display()}。", f"Done: {now.get_state_display()}.")


_worded = partial(posted.worded, longest=LONGEST)
send_back = done(_worded(chain.send_back, said("已退回拟稿人。", "Returned.")))
take_back = done(_worded(chain.take_back, said("已撤回，可以修改。", "Taken back.")))
drop = done(_worded(actions.drop, said("已撤稿。", "Given up.")))


@done
def file_record(request: StaffRequest, paper: Paper, by: Post, at: datetime) -> str:
    actions.file_record(paper, aware=text(request, "aware"), seen=version(request), by=by, at=at)
    return say("已成文入卷。打印签字后请上传扫描件。", "Filed; upload its signed scan.")


@done
def give_number(request: StaffRequest, paper: Paper, by: Post, at: datetime) -> str:
    now = issuing.give_number(paper, seen=version(request), by=by, at=at)
    return say(f"文号：{now.number}", f"Number: {now.number}")


@done
def seal(request: StaffRequest, paper: Paper, by: Post, at: datetime) -> str:
    """By the adapter, or by hand with the scan."""
    copies = number(request, "copies", 1)
    if request.POST.get("way") == "electronic":
        issuing.seal(paper, copies=copies, seen=version(request), by=by, at=at)
        return say("已加盖电子印章，用印已登记。", "Sealed and registered.")
    scan = upload(request, "scan")
    if not scan:
        raise PlainError(
            say("请选择盖章后的扫描件", "choose the scan of the sealed paper"),
            say("PDF、JPG 或者 PNG。", "PDF, JPG or PNG."),
        )
    issuing.seal_by_hand(paper, scan, copies=copies, seen=version(request), by=by, at=at)
    return say("扫描件已与文书绑定，用印已登记。", "Bound and registered.")


@done
def scan(request: StaffRequest, paper: Paper, by: Post, at: datetime) -> str:
    data = upload(request, "scan")
    if not data:
        raise PlainError(say("请选择扫描件", "choose a scan"))
    role = PaperFile.Role.RECEIPT if request.POST.get("role") == "receipt" else PaperFile.Role.SCAN
    issuing.add_scan(paper, data, role, seen=version(request), by=by, at=at)
    return say("扫描件已绑定。", "Bound.")


@done
def void(request: StaffRequest, paper: Paper, by: Post, at: datetime) -> str:
    actions.void(
        paper, reason=text(request, "words", longest=400), seen=version(request), by=by, at=at
    )
    return say("已作废；文号登记在册，不再使用。", "Void; its number is not given again.")


urlpatterns = [
    path("papers/<int:pk>/submit/", submit, name="paper_submit"),
    path("papers/<int:pk>/agree/", agree, name="paper_agree"),
    path("papers/<int:pk>/return/", send_back, name="paper_return"),
    path("papers/<int:pk>/take-back/", take_back, name="paper_take_back"),
    path("papers/<int:pk>/drop/", drop, name="paper_drop"),
    path("papers/<int:pk>/file/", file_record, name="paper_file_record"),
    path("papers/<int:pk>/number/", give_number, name="paper_number"),
    path("papers/<int:pk>/seal/", seal, name="paper_seal"),
    path("papers/<int:pk>/scan/", scan, name="paper_scan"),
    path("papers/<int:pk>/void/", void, name="paper_void"),
]
