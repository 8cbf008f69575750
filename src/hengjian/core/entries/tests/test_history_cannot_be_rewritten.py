"""Whoever owns the database and the key can make a ledger that is whole; a head kept elsewhere tells.

Real databases: a copied SQLite file, or a copy of a PostgreSQL database by template.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from hengjian.core.entries.actions import record
from hengjian.core.entries.heads.actions import sequence_pending
from hengjian.core.entries.models import LedgerEntry, SignedHead
from hengjian.core.entries.tests.elsewhere import Elsewhere
from hengjian.core.tests.small_city import AT, SmallCity

ACT = """
from django.db import transaction
from hengjian.core.entries.actions import record_many
from hengjian.core.entries.heads.actions import sequence_pending, sign_head
from hengjian.core.entries.models import SignedHead
from hengjian.core.entries.sealing import Happening
with transaction.atomic():
    record_many((Happening("unit.seen", ("organisation.unit", "1"), {"n": n, "by": sys.argv[2]})
                 for n in range(int(sys.argv[1]))), by=None, at=AT)
sequence_pending(at=AT)
sign_head(at=AT)
print(SignedHead.objects.all()[0].text)
"""
REWRITE = """
from django.db import connection
from hengjian.core.entries.guards import GUARDS
from hengjian.core.entries.heads.actions import sign_head
from hengjian.core.entries.models import LedgerEntry, Log, SignedHead, TreeNode
from hengjian.ledger import Frontier, algorithm
sha = algorithm("sha256")
with GUARDS.lifted(connection):
    for entry in LedgerEntry.objects.filter(subject_type="people.post"):
        entry.line = entry.line.replace("post.given", "post.taken")
        entry.kind, entry.leaf = entry.kind.replace("given", "taken"), sha.leaf(entry.line.encode())
        entry.save()
    leaves = [bytes(one) for one in LedgerEntry.objects.order_by("position").values_list("leaf", flat=True)]
    frontier, nodes = Frontier(sha).extended(leaves)
    TreeNode.objects.all().delete()
    SignedHead.objects.all().delete()
    Log.objects.update(frontier=frontier.dump())
sign_head(at=AT)
"""


@pytest.fixture
def begun(elsewhere: Elsewhere) -> Elsewhere:
    """A founded city whose ledger has a head."""
    SmallCity.founded()
    sequence_pending(at=AT)
    elsewhere.copy()
    return elsewhere


@pytest.fixture
def older(begun: Elsewhere) -> Iterator[Elsewhere]:
    """The backup of that moment."""
    backup = begun.backup()
    yield backup
    backup.remove()


def test_a_restored_backup_shows_as_a_lost_tail_and_then_as_a_fork(
    begun: Elsewhere, older: Elsewhere, tmp_path: Path
) -> None:
    early, late = tmp_path / "early.txt", tmp_path / "late.txt"
    early.write_text(SignedHead.objects.order_by("size")[0].text)
    size = SignedHead.objects.order_by("size")[0].size
    begun_again = begun.run(ACT, 20, "first")
    late.write_text(begun_again)
    assert begun.verified(early, late) == f"True {size + 20}"

    assert older.verified(early) == f"True {size}"
    told = older.verified(early, late)
    assert told.startswith("False")
    assert "少 20 条" in told
    older.run(ACT, 30, "second")
    assert older.verified(early) == f"True {size + 30}"
    told = older.verified(early, late)
    assert told.startswith("False")
    assert f"第 {size + 1} 至 {size + 20} 条" in told
    assert "历史被改写" in told


def test_a_ledger_hashed_anew_is_whole_but_for_the_head_kept_elsewhere(
    begun: Elsewhere, tmp_path: Path
) -> None:
    kept = tmp_path / "kept.txt"
    kept.write_text(SignedHead.objects.order_by("size")[0].text)
    size = SignedHead.objects.order_by("size")[0].size
    assert begun.verified(kept) == f"True {size}"
    begun.run(REWRITE)
    assert begun.verified() == f"True {size}"
    told = begun.verified(kept)
    assert told.startswith("False")
    assert "历史被改写：与 kept.txt 中" in told
    assert f"第 1 至 {size} 条之间" in told


def test_no_line_holds_anything_of_a_person(small_city: SmallCity) -> None:
    secrets = {
        "name": "张三",
        "phone": "13800138000",
        "id": "330106199001011234",
        "at": "120.15507,30.27415",
    }
    record("party.heard", subject=small_city.bureau, payload=secrets, by=small_city.city, at=AT)
    sequence_pending(at=AT)
    lines = "\n".join(LedgerEntry.objects.values_list("line", flat=True))
    for post in ("city", "county_a", "leader", "audit_admin"):
        assert getattr(small_city, post).person.login not in lines.split()
    assert lines.isascii()  # no Chinese name fits
    for one in secrets.values():
        assert one not in lines
    without_hashes = re.sub(r"[0-9a-f]{32,64}|\d{4}-\d\d-\d\dT[\d:.]+Z", "", lines)
    assert not re.search(r"\d{11}|\d+\.\d{3,}", without_hashes)
