"""An entry is one line in one form; what it is about stays outside, salted, and can be erased."""

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hengjian.ledger import (
    Entry,
    LedgerError,
    Rows,
    algorithm,
    auditor,
    canonical,
    commitment,
    seal,
)

SHA = algorithm("sha256")
AT = datetime(2026, 11, 20, 8, 0, 0, 123456, tzinfo=UTC)
PERSONAL = {
    "party": "张三丰",
    "phone": "13812345678",
    "id_number": "230102199003071234",
    "where": "45.7732,126.6577",
    "cert": "黑A0012345",
}
ids = st.from_regex(r"[a-z][a-z0-9_.]{0,9}:[A-Za-z_][A-Za-z0-9_-]{0,20}", fullmatch=True) | st.just(
    ""
)
hashes = st.binary(min_size=32, max_size=32)
entries = st.builds(
    Entry,
    at=st.datetimes(datetime(2020, 1, 1), timezones=st.just(UTC)),
    kind=st.from_regex(r"[a-z][a-z0-9_.]{0,20}", fullmatch=True),
    subject=ids,
    actor=ids,
    commitment=st.none() | hashes,
    rows=st.none() | st.builds(Rows, st.integers(1, 10**12), hashes),
    nonce=st.binary(min_size=16, max_size=16),
)


@given(entry=entries)
def test_it_is_one_line_that_reads_back(entry: Entry) -> None:
    line = entry.line()
    assert b"\n" not in line
    assert Entry.parse(line) == entry
    assert Entry.parse(line).line() == line


@given(entry=entries, place=st.integers(0, 10**6), other=st.integers(0, 255))
def test_an_auditor_reads_every_line_that_we_read(entry: Entry, place: int, other: int) -> None:
    line = entry.line()
    assert auditor.is_entry(line)
    at = place % len(line)
    bent = line[:at] + bytes([other]) + line[at + 1 :]
    try:
        Entry.parse(bent)
    except LedgerError:
        return
    assert auditor.is_entry(bent)


@given(entry=entries, data=st.data())
def test_no_other_line_means_the_same(entry: Entry, data: st.DataObject) -> None:
    line = bytearray(entry.line())
    place = data.draw(st.integers(0, len(line) - 1))
    line[place] ^= data.draw(st.integers(1, 255))
    with suppress(LedgerError):
        assert Entry.parse(bytes(line)) != entry


def test_a_moment_is_written_in_one_way() -> None:
    here = AT.astimezone(timezone(timedelta(hours=8)))
    assert Entry(here, "a", nonce=bytes(16)).line() == Entry(AT, "a", nonce=bytes(16)).line()
    with pytest.raises(LedgerError, match="没有时区"):
        Entry(AT.replace(tzinfo=None), "a")


def test_nothing_of_the_payload_is_in_the_leaf() -> None:
    sealed = seal(SHA, PERSONAL)
    line = Entry(AT, "case.opened", "case:17", "post:7", sealed.commitment).line()
    for value in PERSONAL.values():
        for part in (value, *value.split(",")):
            assert part.encode() not in line
            assert part.encode() in sealed.payload
    assert sealed.commitment.hex().encode() in line


@pytest.mark.parametrize("value", [*PERSONAL.values(), "45.7732", "230102900307123", "张三", "a b"])
def test_what_looks_personal_is_no_id(value: str) -> None:
    assert Entry(AT, "case.opened", "case:1381234").subject == "case:1381234"
    for name in ("subject", "actor"):
        with pytest.raises(LedgerError, match=f"{name} 不能是"):
            Entry(AT, "case.opened", **{name: f"case:{value}"})  # type: ignore[arg-type]


def test_ids_of_machines_are_ids() -> None:
    for one in ("0190b5a8-13aa-7cc1-a137-812345678901", "13812345678901", "2026-00017", "B1.C17"):
        assert Entry(AT, "case.opened", f"case:{one}")


def test_a_commitment_hides_equal_payloads_and_opens_with_its_salt() -> None:
    one, other = seal(SHA, PERSONAL), seal(SHA, PERSONAL)
    assert one.payload == other.payload
    assert one.commitment != other.commitment
    assert commitment(SHA, one.payload, one.salt) == one.commitment
    assert commitment(SHA, one.payload, other.salt) != one.commitment
    with pytest.raises(ValueError, match="32 bytes"):
        commitment(SHA, one.payload, b"short")


plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(max_codepoint=127), min_size=1), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(
    payload=st.dictionaries(
        st.text(st.characters(max_codepoint=127), min_size=1), plain, max_size=5
    )
)
def test_a_payload_is_written_in_one_way(payload: dict[str, object]) -> None:
    data = canonical(payload)
    assert json.loads(data) == payload
    assert canonical(dict(reversed(payload.items()))) == data
    assert b"\n" not in data


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (0.1, "“fine.amount”：float 请写成文字"),
        (datetime(2026, 1, 1), "“fine.amount”：datetime 请写成文字"),
        (2**60, "“fine.amount”：整数太大"),
        ({"罚款": 1}, "“fine.amount.罚款”：字段名应为英文"),
        (["a", {"x": b""}], "“fine.amount[1].x”：bytes 请写成文字"),
        ("\ud800", "账本不能登记“内容”"),
    ],
    ids=["float", "datetime", "large", "name", "bytes", "surrogate"],
)
def test_what_could_be_written_in_two_ways_is_refused(value: object, told: str) -> None:
    assert canonical({"fine": {"amount": "0.1"}}) == b'{"fine":{"amount":"0.1"}}'
    with pytest.raises(LedgerError) as refused:
        canonical({"fine": {"amount": value}})
    assert told in refused.value.message
