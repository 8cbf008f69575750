"""A key lies in a file of its own; a head it signed fits on a receipt and is read back from one."""

import os
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hengjian.ledger import (
    Head,
    KeyFileError,
    LedgerError,
    SigningKey,
    generate_key,
    heads_in,
    load_key,
)
from hengjian.ledger.tests.conftest import START, Book


@pytest.mark.parametrize("passphrase", ["", "口令 一二三"])
def test_a_key_is_read_back_by_its_owner_alone(tmp_path: Path, passphrase: str) -> None:
    made = generate_key(tmp_path / "k.pem", passphrase)
    assert (tmp_path / "k.pem").stat().st_mode & 0o777 == 0o600
    read = load_key(tmp_path / "k.pem", passphrase)
    assert read.id == made.id
    assert made.public.is_signature(read.sign(b"x"), b"x")
    assert not made.public.is_signature(read.sign(b"x"), b"y")
    assert (b"ENCRYPTED" in (tmp_path / "k.pem").read_bytes()) == bool(passphrase)
    with pytest.raises(KeyFileError, match="没有覆盖"):
        generate_key(tmp_path / "k.pem")
    assert load_key(tmp_path / "k.pem", passphrase).id == made.id


def test_what_stands_in_the_way_of_a_key_is_told(tmp_path: Path) -> None:
    path = tmp_path / "k.pem"
    with pytest.raises(KeyFileError, match=r"没有这个文件.*确实丢失的，生成新密钥"):
        load_key(path)
    generate_key(path, "right")
    for passphrase in ("", "wrong"):
        with pytest.raises(KeyFileError, match="口令不对"):
            load_key(path, passphrase)
    path.chmod(0o640)
    with pytest.raises(KeyFileError, match=r"其他用户也能读.*chmod 600"):
        load_key(path, "right")
    path.chmod(0o600)
    assert load_key(path, "right")
    path.write_bytes(b"-----BEGIN")
    with pytest.raises(KeyFileError, match="损坏"):
        load_key(path, "right")
    with pytest.raises(KeyFileError, match="写不了密钥文件"):
        generate_key(tmp_path / "nowhere" / "k.pem")


def test_a_key_does_not_show_itself(tmp_path: Path) -> None:
    key = generate_key(tmp_path / "k.pem")
    assert repr(key) == f"SigningKey({key.id})"


def test_a_head_is_signed_as_it_stands(book: Book, make_key: Callable[[], SigningKey]) -> None:
    head = book.heads[0]
    assert head.is_signed_by(book.key.public)
    assert not head.is_signed_by(make_key().public)
    other = Head(
        head.log, head.algorithm, head.size + 1, head.root, head.at, head.key, head.signature
    )
    assert not other.is_signed_by(book.key.public)


def test_a_head_is_read_from_a_receipt_however_it_was_printed(book: Book) -> None:
    first, second = book.heads
    text = first.text()
    assert len(text) < 420
    groups = textwrap.fill(text.replace("root ", "root\n"), 32, break_on_hyphens=False)
    for printed in (
        text,
        f"受理回执　第 1 号\r\n{text.replace(chr(10), chr(13) + chr(10))}谢谢",
        text.upper(),
        groups,
        text.replace("\n", " "),
    ):
        assert heads_in(printed) == [first]
    assert heads_in(f"一月 {text} 二月 {second.text()}") == [first, second]


@given(data=st.data())
def test_half_a_head_is_no_head(data: st.DataObject) -> None:
    text = Head("a" * 32, "sm3", 7, bytes(32), START, "b" * 32, bytes(64)).text()
    cut = data.draw(st.integers(0, len(text) - 2))
    with pytest.raises(LedgerError, match="没有完整的账头"):
        heads_in(text[:cut])


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
def test_a_key_file_is_never_open_for_a_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    original = os.fsync

    def looked(descriptor: int) -> None:
        seen.append(os.fstat(descriptor).st_mode & 0o777)
        original(descriptor)

    monkeypatch.setattr(os, "fsync", looked)
    before = os.umask(0)
    try:
        generate_key(tmp_path / "k.pem")
    finally:
        os.umask(before)
    assert seen == [0o600]
