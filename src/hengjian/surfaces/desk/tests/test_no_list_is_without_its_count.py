"""Every page of the desk that needs no number in its address has its line in query_counts.txt.

The pages are read from the addresses themselves, so a new list without a line fails here by itself.
Forms to fill in are left out; what only takes a POST, downloads and fragments leave themselves out.
"""

from pathlib import Path

import pytest
from django.test import Client

from hengjian.core.tests.query_counts import assert_query_count, query_count
from hengjian.core.tests.small_city import SmallCity
from hengjian.domain.registry.tests.register import LittleRegister
from hengjian.surfaces.desk.joining import joined

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
FILE = Path(__file__).with_name("query_counts.txt")
READERS = ("county_a", "system_admin", "security_admin", "audit_admin")
FORMS = ("new/", "divisions/import/")
ELSEWHERE = frozenset({"ledger", "ledger/checks", "ledger/witnesses", "papers/received"})
"""Measured with more to show in test_the_ledger_is_read and test_papers_on_the_desk; here it is asked
that their lines stand."""


def addresses() -> list[str]:
    routes = [str(one.pattern) for one in joined("urlpatterns")]
    whole = [one for one in routes if "<" not in one and not one.endswith(FORMS)]
    return sorted(one for one in whole if one)  # home has a line for each kind of reader


def clients_of(city: SmallCity) -> list[Client]:
    clients = []
    for who in READERS:
        client = Client()
        client.force_login(getattr(city, who).person, backend=BACKEND)
        clients.append(client)
    return clients


def named(file: Path) -> set[str]:
    return {line.partition(" ")[2] for line in file.read_text(encoding="utf-8").splitlines()}


def is_page(client: Client, url: str) -> bool:
    answer = client.get(url)
    html = answer.headers.get("Content-Type", "").startswith("text/html")
    return answer.status_code == 200 and html and b"<html" in answer.content


def test_every_list_of_the_desk_has_its_count(small_city: SmallCity) -> None:
    LittleRegister.entered(small_city)
    clients, faults, held = clients_of(small_city), [], 0
    for address in addresses():
        url = f"/{address}"
        client = next((one for one in clients if is_page(one, url)), None)
        if client is None:
            continue
        name = address.rstrip("/")
        try:
            if name not in ELSEWHERE:
                assert_query_count(client, url, FILE, name)
            assert name in named(FILE), f"no line for {name}"
        except AssertionError as error:
            faults.append(str(error).splitlines()[0])
        held += 1
    assert not faults, "\n".join(faults)
    assert held > 30


def test_a_list_without_a_line_fails(small_city: SmallCity, tmp_path: Path) -> None:
    client, file = clients_of(small_city)[0], tmp_path / "counts.txt"
    with pytest.raises(AssertionError, match=r"write the line: [0-9]+ units"):
        assert_query_count(client, "/units/", file, "units")
    file.write_text(f"{query_count(client, '/units/')} units\n", encoding="utf-8")
    assert_query_count(client, "/units/", file, "units")
