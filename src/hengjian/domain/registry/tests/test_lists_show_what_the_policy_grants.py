"""A list, walked or led by bodies, shows exactly the rows that a page of a row would."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hengjian.core.keyset import PAGE
from hengjian.core.people.models import Post
from hengjian.domain.registry import access
from hengjian.domain.registry.queries import Wanted, listed, page_of
from hengjian.domain.registry.registers import CERTIFICATES, ITEMS, OFFICERS, REGISTERS, TIERS
from hengjian.domain.registry.tests.register import AT, LittleRegister, card, entered, officer


def posts(little: LittleRegister) -> list[Post]:
    return list(Post.objects.select_related("unit__division"))


@pytest.mark.parametrize("name", sorted(REGISTERS))
def test_both_ways_of_listing_agree_with_the_policy(little: LittleRegister, name: str) -> None:
    entered(ITEMS, item_id="I2", name="多家共用的检查", kind="inspection")
    entered(TIERS, item_id="I2", tier="一般")
    entered(TIERS, item_id="I1", tier="一般")
    register, seen_by = REGISTERS[name], {}
    for post in posts(little):
        rows = {row.pk: row.why for row in access.seen(register, post=post, at=AT)}
        for counted in (False, True):
            listable = access.listable(register, post=post, at=AT, counted=counted)
            assert sorted(listable.values_list("pk", flat=True)) == sorted(rows), post
        assert all(access.why_seen(why) for why in rows.values())
        for row in register.rows():
            assert (access.row_seen(register, row.pk, post=post, at=AT) is not None) == (row.pk in rows)  # fmt: skip
        seen_by[post.person.login] = set(rows)
    assert seen_by["system_admin"] == seen_by["security_admin"] == seen_by["audit_admin"] == set()
    assert seen_by["county_a"] <= seen_by["city"], "the section for counties sees county A"
    assert seen_by["county_a"] != seen_by["county_b"]


def test_who_is_handed_down_and_who_handed_it_down_both_see_it(little: LittleRegister) -> None:
    down = REGISTERS["delegations"]
    assert access.seen(down, post=little.city.county_a, at=AT).count() == 1
    assert access.seen(down, post=little.city.county_b, at=AT).count() == 0


def test_a_longer_list_asks_no_more(little: LittleRegister) -> None:
    def cost(register: Any) -> int:
        rows = listed(register, access.listable(register, post=little.city.county_a, at=AT), Wanted(), day=AT.date())  # fmt: skip
        with CaptureQueriesContext(connection) as asked:
            for row in page_of(register, rows, Wanted()).rows:
                assert str(row.body)
        return len(asked)

    before = {register.name: cost(register) for register in (OFFICERS, CERTIFICATES)}
    for number in range(PAGE + 5):
        entered(OFFICERS, **officer(f"Q{number}", "A1"))
        entered(CERTIFICATES, **card(f"D{number}", f"Q{number}"))
    assert {register.name: cost(register) for register in (OFFICERS, CERTIFICATES)} == before
