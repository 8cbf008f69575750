"""The ledger held against itself and against heads kept elsewhere, straight from the database.

Serves the self-check. The whole check writes an export and has it verified by the very program that an
auditor uses; what an export does not show (the columns that lists filter by, the stored tree, the
guards, gaps in the numbers) is compared here. It repairs nothing.
"""

import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection

from hengjian.core.audit.models import Confirmation
from hengjian.core.audit.witnesses import laid_down
from hengjian.core.entries.export import export, numbered
from hengjian.core.entries.models import LedgerEntry, Log, SignedHead, TreeNode
from hengjian.core.entries.sealing import POST
from hengjian.core.entries.snapshot import snapshot
from hengjian.core.triggers import standing
from hengjian.ledger import (
    Algorithm,
    Frontier,
    LedgerError,
    Node,
    algorithm,
    auditor,
    commitment,
    heads_in,
)

SHOWN = 10
PENDING_TOO_LONG = timedelta(seconds=60)
PORTION = 4096
COLUMNS = (
    "line", "leaf", "kind", "subject_type", "subject_id", "actor_post_id", "moment", "content",
    "salt",
)  # fmt: skip
MESSAGES = {
    "columns": ("第 {n} 条用于筛选的字段与条目不符", "the columns of entry {n} do not match its line"),
    "leaf": ("第 {n} 条与登记时的散列值不符", "entry {n} does not give its recorded leaf hash"),
    "payload": ("第 {n} 条的内容与账本中的承诺不符", "the payload of entry {n} does not open its commitment"),
    "gap": ("第 {n} 条缺失：编号不连续", "entry {n} is missing: the numbers have a gap"),
    "frontier": ("账本状态（条数、前沿）与条目不符", "the state of the log does not fit its entries"),
    "node": ("存储的散列树在第 {n} 条附近与条目不符", "the stored tree does not fit the entries near {n}"),
    "guards": ("数据库中缺少防改触发器：{n}。请运行 hengjian migrate", "triggers are missing: {n}; run `hengjian migrate`"),
    "head": ("{n} 条处的账头与条目不符", "the head at {n} does not fit the entries"),
    "shrunk": ("条目比上次核对时少：上次 {n} 条", "there are fewer entries than the {n} of the last check"),
    "before": ("上次核对过的部分有改动（前 {n} 条）", "something among the first {n} entries, checked before, was changed"),
    "pending": ("有条目登记一分钟以上还没有编号：{n} 条", "{n} entries have been pending for over a minute"),
}  # fmt: skip


@dataclass
class Findings:
    """What a check found; each problem is told in both languages, for whoever reads it later."""

    size: int = 0
    root: str = ""
    frontier: bytes = b""
    outside: int = 0
    problems: list[dict[str, str]] = field(default_factory=list)
    notes: list[dict[str, str]] = field(default_factory=list)

    def wrong(self, code: str, n: object = "") -> None:
        zh, en = (words.format(n=n) for words in MESSAGES[code])
        self.tell(self.problems, code, zh, en)

    def tell(self, among: list[dict[str, str]], code: str, zh: str, en: str) -> None:
        """Note it once, and of each sort so many as one can read."""
        alike = [one["zh"] for one in among if one["code"] == code]
        if len(alike) < SHOWN and zh not in alike:
            among.append({"code": code, "zh": zh, "en": en})


def check_whole(at: datetime) -> Findings | None:
    """Everything; None where the log has not begun."""
    with snapshot():
        return _check_whole(at)


def _check_whole(at: datetime) -> Findings | None:
    if not Log.objects.exclude(log_id="").exists():
        return None
    found = Findings()
    _compare_the_rest(found, Frontier(_hash()), {})
    with tempfile.TemporaryDirectory(prefix=".check-", dir=settings.HOME) as folder:
        place = Path(folder) / "export"
        export(place, at=at)
        report = auditor.verify(place, _kept_elsewhere(Path(folder)))
    found.size, found.root, found.outside = report.size, report.root, report.witnessed
    for remark in (*report.problems, *report.notes):
        # a lost key needs a witness; where none is named that is no fault of the entries
        known = remark in report.notes or remark.code == "unbound_key"
        told = found.notes if known else found.problems
        found.tell(told, remark.code, remark.words("zh"), remark.words("en"))
    _look_around(found, at)
    return found


def check_since(size: int, frontier: bytes, at: datetime) -> Findings:
    """What came after a check that found ``size`` entries right; the guards; the last head."""
    with snapshot():
        return _check_since(size, frontier, at)


def _check_since(size: int, frontier: bytes, at: datetime) -> Findings:
    chosen = _hash()
    found = Findings(size=size)
    try:
        before = Frontier.load(chosen, size, frontier)
    except LedgerError:
        found.wrong("before", size)
        return found
    last = SignedHead.objects.first()
    noted = {last.size: ""} if last is not None and last.size >= size else {}
    _compare_the_rest(found, before, noted, open_payloads=True)
    if Log.objects.values_list("size", flat=True)[0] < size:
        found.wrong("shrunk", size)
    if last is not None and last.size in noted:
        _check_head(found, last, noted[last.size])
    _look_around(found, at)
    return found


def _hash() -> Algorithm:
    return algorithm(Log.objects.values_list("algorithm", flat=True)[0])


def _kept_elsewhere(folder: Path) -> list[Path]:
    """Heads that witnesses confirmed, or whose folders hold them, as files for the verifier."""
    texts = [
        (f"{one.witness}-{one.size}-{one.pk}.txt", one.text)
        for one in Confirmation.objects.order_by("id")
    ]
    places = []
    for name, text in [*texts, *laid_down()]:
        place = folder / name.replace("/", "_")
        place.write_text(text, encoding="utf-8")
        places.append(place)
    return places


def _compare_the_rest(
    found: Findings, frontier: Frontier, noted: dict[int, str], *, open_payloads: bool = False
) -> None:
    """One pass: numbers, columns, leaves, tree; ``noted`` gets the roots at its sizes."""
    chosen, expected, begun = frontier.algorithm, frontier.size, frontier.size
    nodes, waiting = list[Node](), list[bytes]()
    if begun in noted:
        noted[begun] = frontier.root().hex()

    def grow(frontier: Frontier, leaves: list[bytes]) -> Frontier:
        grown, more = frontier.extended(leaves)
        nodes.extend(more)
        leaves.clear()
        return grown

    for position, line, leaf, *columns, content, salt in numbered(*COLUMNS, after=frontier.size):
        expected += 1
        if position != expected:
            found.wrong("gap", expected)
            expected = position
        if not _columns_fit(line, *columns):
            found.wrong("columns", position)
        computed = chosen.leaf(line.encode())
        if bytes(leaf) != computed:
            found.wrong("leaf", position)
        if open_payloads and content is not None and not _opens(chosen, line, content, salt):
            found.wrong("payload", position)
        waiting.append(computed)
        if len(waiting) == PORTION or position in noted:
            frontier = grow(frontier, waiting)
            if position in noted:
                noted[position] = frontier.root().hex()
    frontier = grow(frontier, waiting)
    found.size, found.root, found.frontier = frontier.size, frontier.root().hex(), frontier.dump()
    log = Log.objects.get()
    if (log.size, bytes(log.frontier)) != (frontier.size, found.frontier):
        found.wrong("frontier")
    _compare_nodes(found, nodes, begun)


def _columns_fit(
    line: str, kind: str, noun: str, key: str, actor: int | None, moment: datetime
) -> bool:
    who = "-" if actor is None else f"{POST}:{actor}"
    when = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return line.startswith(f"1\t{when}\t{kind}\t{noun}:{key}\t{who}\t")


def _opens(chosen: Algorithm, line: str, content: str, salt: bytes | None) -> bool:
    if salt is None or len(salt) != 32:
        return False
    return line.split("\t")[6] == commitment(chosen, content.encode(), bytes(salt)).hex()


def _compare_nodes(found: Findings, nodes: list[Node], begun: int) -> None:
    """The stored inner nodes over what was just read."""
    computed = {(node.level, node.index): node.hash for node in nodes}
    rows = TreeNode.objects.all()
    stored = {
        (level, place): bytes(one)
        for level, place, one in rows.values_list("level", "place", "hash")
        if (place + 1) << level > begun
    }
    for level, place in computed.keys() | stored.keys():
        if computed.get((level, place)) != stored.get((level, place)):
            found.wrong("node", (place << level) + 1)


def _check_head(found: Findings, head: SignedHead, root: str) -> None:
    """The last head is of this tree; its signature is looked at by the whole check."""
    try:
        told = heads_in(head.text)[0]
    except LedgerError:
        found.wrong("head", head.size)
        return
    if root and (told.size, told.root.hex(), told.key) != (head.size, root, head.key_id):
        found.wrong("head", head.size)


def _look_around(found: Findings, at: datetime) -> None:
    """The triggers of every noun, and pending entries."""
    missing = [name for guards in standing() for name in guards.missing(connection)]
    if missing:
        found.wrong("guards", "、".join(missing))
    late = LedgerEntry.objects.filter(position__isnull=True, moment__lt=at - PENDING_TOO_LONG)
    if count := late.count():
        found.wrong("pending", count)
