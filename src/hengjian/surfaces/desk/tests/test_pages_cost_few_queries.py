"""What each page costs, held in query_counts.txt; who sees less never pays more."""

from pathlib import Path

import pytest
from django.test import Client

from hengjian.core.tests.query_counts import assert_query_count
from hengjian.core.tests.small_city import SmallCity

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
FILE = Path(__file__).with_name("query_counts.txt")


@pytest.mark.parametrize("who", ["county_a", "leader", "system_admin"])
def test_home_costs_what_is_held(client: Client, small_city: SmallCity, who: str) -> None:
    client.force_login(getattr(small_city, who).person, backend=BACKEND)
    assert_query_count(client, "/", FILE, f"home of {who}")
