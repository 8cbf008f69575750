"""Roots and proofs are those of RFC 9162, however the leaves came in; both programs agree on them."""

import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hengjian.ledger import (
    Frontier,
    LedgerError,
    StoredTree,
    algorithm,
    auditor,
    consistency_proof,
    hashing,
    inclusion_proof,
    is_consistent,
    is_included,
    root_of,
)
from hengjian.ledger.tree import in_memory

SHA = algorithm("sha256")
# The vectors that the Certificate Transparency projects share (RFC 6962 hashing, kept by RFC 9162).
INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657",
          "606162636465666768696a6b6c6d6e6f"]  # fmt: skip
LEAVES = SHA.leaves(bytes.fromhex(one) for one in INPUTS)
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
FIRST_OF_EIGHT = [
    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
]
SIX_TO_EIGHT = [
    "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
]


def by_the_book(leaves: Sequence[bytes]) -> bytes:
    """MTH as RFC 9162, 2.1.1 writes it down."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    return hashlib.sha256(b"\1" + by_the_book(leaves[:k]) + by_the_book(leaves[k:])).digest()


def made(count: int) -> list[bytes]:
    return [hashlib.sha256(b"%d" % one).digest() for one in range(count)]


@pytest.mark.parametrize("size", range(9))
def test_it_gives_the_known_roots(size: int) -> None:
    assert root_of(SHA, LEAVES[:size]).hex() == ROOTS[size]


def test_it_gives_the_known_proofs() -> None:
    tree = in_memory(SHA, LEAVES)
    assert [one.hex() for one in inclusion_proof(tree, 0, 8)] == FIRST_OF_EIGHT
    assert [one.hex() for one in consistency_proof(tree, 1, 8)] == FIRST_OF_EIGHT
    assert [one.hex() for one in consistency_proof(tree, 6, 8)] == SIX_TO_EIGHT
    assert [one.hex() for one in consistency_proof(tree, 2, 5)] == [
        FIRST_OF_EIGHT[1],
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ]


@given(batches=st.lists(st.integers(0, 700), max_size=6))
@settings(max_examples=40, deadline=None)
def test_it_does_not_matter_in_which_batches_leaves_come(batches: list[int]) -> None:
    leaves = made(sum(batches))
    frontier, nodes, told = Frontier(SHA), {}, auditor.Tree(hashlib.sha256)
    for batch in batches:
        some = leaves[frontier.size : frontier.size + batch]
        frontier, stored = frontier.extended(some)
        frontier = Frontier.load(SHA, frontier.size, frontier.dump())
        nodes |= {(one.level, one.index): one.hash for one in stored}
        told.append(some)
    assert frontier.root() == by_the_book(leaves)
    assert told.root() == frontier.root().hex()
    assert nodes == {
        (8, index): by_the_book(leaves[256 * index : 256 * index + 256])
        for index in range(len(leaves) // 256)
    }


@given(data=st.data(), size=st.integers(1, 700))
@settings(max_examples=60, deadline=None)
def test_a_proof_holds_for_what_it_proves_and_for_nothing_else(
    data: st.DataObject, size: int
) -> None:
    leaves = made(size)
    tree = in_memory(SHA, leaves)
    index = data.draw(st.integers(0, size - 1))
    old = data.draw(st.integers(1, size))
    root, old_root = by_the_book(leaves), by_the_book(leaves[:old])
    path, link = inclusion_proof(tree, index, size), consistency_proof(tree, old, size)
    assert is_included(SHA, leaves[index], index, size, path, root)
    assert is_consistent(SHA, old, size, link, old_root, root)
    wrong = hashlib.sha256(b"other").digest()
    assert not is_included(SHA, wrong, index, size, path, root)
    assert not is_included(SHA, leaves[index], index, size, path, wrong)
    assert not is_included(SHA, leaves[index], index, size, [*path, wrong], root)
    assert not is_consistent(SHA, old, size, link, wrong, root)
    assert not is_consistent(SHA, old, size, link, old_root, wrong)
    assert not is_consistent(SHA, old, size, [*link, wrong], old_root, root)
    for proof in (path, link):
        for place in range(len(proof)):
            bent = [*proof[:place], wrong, *proof[place + 1 :]]
            if proof is path:
                assert not is_included(SHA, leaves[index], index, size, bent, root)
            else:
                assert not is_consistent(SHA, old, size, bent, old_root, root)
    if size > 1:
        other = (index + 1) % size
        assert not is_included(SHA, leaves[index], other, size, path, root)


def test_a_proof_is_made_from_few_stored_hashes() -> None:
    leaves = made(70_000)
    whole, asked = in_memory(SHA, leaves), []

    def fetch(level: int, first: int, stop: int) -> Sequence[bytes]:
        asked.append(stop - first)
        return whole.fetch(level, first, stop)

    proof = inclusion_proof(StoredTree(SHA, 70_000, fetch), 4711, 70_000)
    assert is_included(SHA, leaves[4711], 4711, 70_000, proof, root_of(SHA, leaves))
    assert sum(asked) < 1024


def test_a_frontier_of_another_size_is_refused() -> None:
    frontier, _ = Frontier(SHA).extended(made(11))
    assert Frontier.load(SHA, 11, frontier.dump()) == frontier
    with pytest.raises(LedgerError, match="账本状态损坏：12 条"):
        Frontier.load(SHA, 12, frontier.dump())


def test_sm3_is_that_of_the_standard_wherever_it_comes_from(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    abc = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert algorithm("sm3").new(b"abc").digest().hex() == abc
    assert auditor.constructor("sm3")(b"abc").hexdigest() == abc
    monkeypatch.setattr(hashing, "_sm3_of_openssl", lambda: None)
    assert algorithm.__wrapped__("sm3").new(b"abc").digest().hex() == abc


def test_a_hash_that_cannot_be_computed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import hashes

    def refuse(*_: object) -> None:
        raise UnsupportedAlgorithm("sm3")

    monkeypatch.setattr(hashing, "_sm3_of_openssl", lambda: None)
    monkeypatch.setattr(hashes, "SM3", refuse)
    with pytest.raises(LedgerError, match="这台机器不能计算 SM3"):
        algorithm.__wrapped__("sm3")
    with pytest.raises(LedgerError, match="只能是 sha256 或者 sm3"):
        algorithm("md5")
