"""Registers are read again only where something was written; whoever looks back sees what was then."""

from collections.abc import Callable

import pytest

from hengjian.archive import Archive, Receipt, register
from hengjian.archive.tests.conftest import told

Accept = Callable[..., Receipt]


def test_a_register_that_nobody_wrote_is_not_read_again(archive: Archive, accept: Accept) -> None:
    accept(told("C1"))
    before = archive.snapshot()
    before.made["noted"] = True
    accept(told("C1", fine=9, bodies=()))
    now = archive.snapshot()
    assert all(before.registers[name] is frame for name, frame in now.registers.items())
    assert now.made == {"noted": True}


def test_what_was_written_is_read_and_what_was_made_of_it_before_is_gone(
    archive: Archive, accept: Accept
) -> None:
    accept(told("C1"))
    before = archive.snapshot()
    before.made["noted"] = True
    accept(told("C1", fine=9, bodies=("B1", "B2")))
    now = archive.snapshot()
    assert now.registers["bodies"]["body_id"].to_list() == ["B1", "B2"]
    assert now.registers["officers"] is before.registers["officers"]
    assert now.made == {}
    assert archive.snapshot(1).registers["bodies"]["body_id"].to_list() == ["B1"]
    assert before.registers["bodies"]["body_id"].to_list() == ["B1"]


def test_what_was_made_of_other_registers_stays(archive: Archive, accept: Accept) -> None:
    def made(name: str) -> object:
        records = archive.snapshot().no_case()
        return records.making(name, lambda given: given[name].clone())

    accept(told("C1"))
    bodies, officers = made("bodies"), made("officers")
    assert made("bodies") is bodies
    accept(told("C1", fine=9, bodies=("B1", "B2")))
    assert made("officers") is officers
    assert made("bodies") is not bodies
    assert archive.snapshot().made.keys() == {"bodies", "officers"}


def test_only_the_register_that_is_asked_for_is_read(
    archive: Archive, accept: Accept, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    counting = register.counting
    monkeypatch.setattr(
        register, "counting", lambda name, *how: read.append(name) or counting(name, *how)
    )
    accept(told("C1"))
    registers = archive.snapshot().registers
    assert read == []
    assert registers["bodies"] is registers["bodies"]
    assert read == ["bodies"]
    with pytest.raises(KeyError):
        registers["cases"]


def test_what_was_let_go_is_read_again(archive: Archive, accept: Accept) -> None:
    accept(told("C1"))
    snapshot = archive.snapshot()
    before = snapshot.register("bodies")
    assert snapshot.register("bodies") is before
    snapshot.let_go(["bodies"])
    assert snapshot.register("bodies") is not before
    assert snapshot.register("bodies").equals(before)


def test_whoever_looks_back_does_not_take_from_others_what_stands(
    archive: Archive, accept: Accept
) -> None:
    accept(told("C1"))
    accept(told("C1", fine=9, bodies=("B1", "B2")))
    now, before = archive.snapshot(), archive.snapshot(1)
    stands = now.register("bodies")
    assert before.register("bodies") is before.register("bodies")
    assert now.register("bodies") is stands
    assert [one.register("bodies").height for one in (now, before)] == [2, 1]
