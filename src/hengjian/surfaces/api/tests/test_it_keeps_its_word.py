"""Requests made from the interface's own description: none fails, none is answered as not described."""

from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from hengjian.domain.records.actions import Given
from hengjian.surfaces.api.version_one import api

pytestmark = pytest.mark.filterwarnings("ignore")
EXAMPLES = 12


@pytest.fixture
def one_connection() -> Iterator[None]:
    """No request closes the connection that holds the test's transaction, as with Django's own client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_every_answer_is_described(given: Given, one_connection: None) -> None:
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    header = {"Authorization": f"Bearer {given.secret}"}
    tried = 0

    def tries(case: Any) -> None:
        nonlocal tried
        cache.clear()
        # that a period has two ends no description can say
        case.call_and_validate(headers=header, excluded_checks=[positive_data_acceptance])
        tried += 1

    for found in described.get_all_operations():
        run = settings(
            max_examples=EXAMPLES, deadline=None, database=None,
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        run(hypothesis.given(found.ok().as_strategy())(tries))()
    assert tried > 6 * EXAMPLES // 2


def test_every_way_in_is_described() -> None:
    assert set(api.get_openapi_schema()["paths"]) == {
        "/api/v1/submissions",
        "/api/v1/submissions/{number}",
        "/api/v1/submissions/{number}/problems",
        "/api/v1/submissions/{number}/refused.xlsx",
        "/api/v1/submissions/{number}/receipt",
    }
