"""The number of queries of a page, held in a checked-in file so that a reviewer sees it move.

    assert_query_count(client, "/people/", Path(__file__).with_name("query_counts.txt"), "people, city")

The file has one line per page and reader: the count, then the name. A page that costs another number
fails and prints the line to write.
"""

from pathlib import Path

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def query_count(client: Client, url: str) -> int:
    """How many queries the page costs once the session has begun, the session's own included."""
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(url)
    assert answer.status_code == 200, f"{url} answered {answer.status_code}"
    return len(
        [one for one in asked.captured_queries if not one["sql"].startswith(("SAVE", "REL"))]
    )


def assert_query_count(client: Client, url: str, file: Path, named: str = "") -> int:
    """The page costs what ``file`` says under ``named`` (or the url without its question)."""
    named = named or url.partition("?")[0]
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    held = {name: int(count) for count, _, name in (line.partition(" ") for line in lines if line)}
    found = query_count(client, url)
    if found != held.get(named):  # once a minute a session notes that its person is here
        found = query_count(client, url)
    assert held.get(named) == found, (
        f"{file.name}: {named!r} stands at {held.get(named, 'nothing')}; "
        f"if {found} queries are right, write the line: {found} {named}"
    )
    return found
