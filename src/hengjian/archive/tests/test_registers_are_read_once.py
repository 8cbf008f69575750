"""Registers are read again only where something was written; whoever looks back sees what was then."""

from collections.abc import Callable

from hengjian.archive import Archive, Receipt
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
