"""A paper on its way through a little case: drafted, checked, signed, numbered, sealed, served."""

import hashlib
from dataclasses import dataclass
from typing import Any

from hengjian.core.people.models import Post
from hengjian.domain.supervision.cases.models import Case
from hengjian.domain.supervision.cases.tests.little_case import LittleCase
from hengjian.domain.supervision.papers import actions
from hengjian.domain.supervision.papers.chain import actions as chain
from hengjian.domain.supervision.papers.issuing import actions as issuing
from hengjian.domain.supervision.papers.models import Delivery, Paper
from hengjian.domain.supervision.papers.sealing import Sealed
from hengjian.domain.supervision.papers.serving import actions as serving
from hengjian.letters import SealPlace

MODULES = (actions, chain, issuing, serving)
SCAN = b"%PDF-1.4\n% a scan\n%%EOF\n"
NOTICE = {
    "body": "甲县市场监督管理局", "matter": "超期作出处罚决定", "facts": "三件案件超过九十日才作出决定。",
    "basis": "《行政执法监督条例》第十九条", "demands": [{"what": "（一）书面说明超期的原因。"}],
    "reply_by": "2026-03-16", "contact": "王二", "phone": "0453-0000000",
}  # fmt: skip


class TestSeal:
    """A pretended e-seal: it adds a comment, so that the file is another one."""

    __test__ = False

    def seal(self, data: bytes, *, name: str, place: SealPlace | None, person: str) -> Sealed:
        mark = f"\n% sealed: {hashlib.sha256(data).hexdigest()}\n".encode()
        return Sealed(data + mark, "回执 0001")


class LazySeal:
    """One that gives the file back as it was."""

    def seal(self, data: bytes, *, name: str, place: SealPlace | None, person: str) -> Sealed:
        return Sealed(data, "")


@dataclass
class LittlePaper:
    """The drafter is the first handler, the checker the second, the signer the head."""

    little: LittleCase
    case: Case

    def drafted(self, kind: str = "supervision-notice", **more: Any) -> Paper:
        fields = more.pop("fields", NOTICE)
        return actions.draft(
            self.case, kind, move=more.pop("move", "notify"), fields=fields,
            by=more.pop("by", self.little.first), at=self.little.at, **more,
        )  # fmt: skip

    def do(self, paper: Paper, name: str, *, by: Post | None = None, **more: Any) -> Any:
        """Take one action with the version that is on the screen."""
        paper.refresh_from_db()
        seen = more.pop("seen", paper.version)
        module = next(one for one in MODULES if hasattr(one, name))
        done = getattr(module, name)(
            paper, seen=seen, by=by or self.little.first, at=self.little.at, **more
        )
        paper.refresh_from_db()
        return done

    def submitted(self, paper: Paper | None = None, **more: Any) -> Paper:
        paper = paper or self.drafted()
        self.do(paper, "submit", checker=self.little.second, signer=self.little.head, **more)
        return paper

    def signed(self, paper: Paper | None = None) -> Paper:
        paper = self.submitted(paper)
        self.do(paper, "agree", by=self.little.second, words="同意。")
        self.do(paper, "agree", by=self.little.head, words="同意，请印发。")
        return paper

    def numbered(self, paper: Paper | None = None) -> Paper:
        paper = self.signed(paper)
        self.do(paper, "give_number")
        return paper

    def sealed(self, paper: Paper | None = None) -> Paper:
        paper = self.numbered(paper)
        self.do(paper, "seal_by_hand", scan=SCAN)
        return paper

    def sent(self, paper: Paper | None = None) -> Delivery:
        paper = self.sealed(paper)
        delivery: Delivery = self.do(paper, "send")
        return delivery

    def served(self, paper: Paper | None = None) -> Paper:
        delivery = self.sent(paper)
        serving.receive(delivery, by=self.little.clerk, at=self.little.at)
        delivery.paper.refresh_from_db()
        return delivery.paper
