"""A log kept in memory as the web part keeps it in its tables, to be exported and tampered with."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hengjian.ledger import (
    Contents,
    Entry,
    Frontier,
    Head,
    Sealed,
    SigningKey,
    Statement,
    algorithm,
    begin_log,
    generate_key,
    recover_key,
    rotate_key,
    seal,
    write_export,
)

START = datetime(2026, 11, 20, 8, tzinfo=UTC)


@dataclass
class Book:
    """The log; ``lines[0]`` is entry 1."""

    key: SigningKey
    name: str = "sha256"
    lines: list[bytes] = field(default_factory=list)
    leaves: list[bytes] = field(default_factory=list)
    heads: list[Head] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    openings: dict[int, Sealed] = field(default_factory=dict)
    pending: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.algorithm = algorithm(self.name)
        self.frontier = Frontier(self.algorithm)
        self.log, begun = begin_log(self.key, self.algorithm, START)
        self.state(begun)

    @property
    def now(self) -> datetime:
        return START + timedelta(minutes=len(self.lines))

    def add(self, entry: Entry) -> int:
        self.lines.append(entry.line())
        self.leaves.append(self.algorithm.leaf(entry.line()))
        self.frontier, _ = self.frontier.extended(self.leaves[-1:])
        return len(self.lines)

    def state(self, statement: Statement) -> None:
        self.statements.append(statement)
        self.add(statement.entry(self.algorithm, self.now))

    def act(self, kind: str, subject: str, payload: dict[str, object]) -> int:
        sealed = seal(self.algorithm, payload)
        number = self.add(Entry(self.now, kind, subject, "post:7", sealed.commitment))
        self.openings[number] = sealed
        return number

    def fill(self, count: int) -> None:
        for case in range(count):
            self.act("case.opened", f"case:{case}", {"party": "张三", "fine": 500 + case})

    def sign(self, key: SigningKey | None = None) -> Head:
        root = self.frontier.root()
        head = Head.sign(key or self.key, self.log, self.name, len(self.lines), root, self.now)
        self.heads.append(head)
        return head

    def rotate(self, new: SigningKey) -> None:
        self.state(rotate_key(self.log, self.key, new, self.now))
        self.key = new

    def recover(self, new: SigningKey, last: Head, *witnesses: object) -> None:
        self.state(recover_key(last, new, self.now, witnesses))  # type: ignore[arg-type]
        self.key = new

    def erase(self, number: int, ground: str) -> None:
        nonce = self.lines[number - 1].split(b"\t")[5].decode()
        self.act("payload.erased", f"entry:{nonce}", {"ground": ground})
        del self.openings[number]

    def export(self, place: Path, *, complete: bool = True) -> Path:
        openings = [(n, one.salt, one.payload) for n, one in sorted(self.openings.items())]
        contents = Contents(
            self.log,
            self.name,
            zip(self.lines, self.leaves, strict=True),
            self.heads,
            [one.text() for one in self.statements],
            openings,
            complete,
            self.pending,
        )
        write_export(place, contents, self.now, self.key)
        return place


@pytest.fixture
def make_key(tmp_path: Path) -> Callable[[], SigningKey]:
    def made() -> SigningKey:
        made.count += 1  # type: ignore[attr-defined]
        return generate_key(tmp_path / f"key{made.count}.pem")  # type: ignore[attr-defined]

    made.count = 0  # type: ignore[attr-defined]
    return made


@pytest.fixture
def book(make_key: Callable[[], SigningKey]) -> Book:
    """Twelve entries; heads at 5 and at 12."""
    made = Book(make_key())
    made.fill(4)
    made.sign()
    made.fill(7)
    made.sign()
    return made
