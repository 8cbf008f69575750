"""What the tests of the web part stand in: an empty home, SQLite or a real PostgreSQL, a small city.

Loaded by pytest before the settings are (`-p`, pyproject.toml), and itself free of Django, so that
tests of pure packages pay nothing. `HENGJIAN_TEST_DATABASE=postgresql pytest …` runs the same tests
on a server that is started here, once for all workers.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from hengjian.project.tests.postgresql import Server

if TYPE_CHECKING:
    from hengjian.core.tests.small_city import SmallCity

# No test is timed: a busy machine is no fault of the code (bench/ measures). What a change is judged by
# is the same at every run; whoever works on the code searches further each time.
settings.register_profile("untimed", deadline=None)
settings.register_profile("judged", deadline=None, derandomize=True)
settings.load_profile("judged" if os.environ.get("CI") else "untimed")

_server: Server | None = None
_home: str | None = None


def _prepare() -> None:
    """Runs once, in the first process; workers inherit its environment."""
    global _server, _home
    if "HENGJIAN_TEST_HOME" in os.environ:
        return
    _home = tempfile.mkdtemp(prefix="hengjian-tests-")
    os.environ["HENGJIAN_TEST_HOME"] = os.environ["HENGJIAN_HOME"] = _home
    os.environ["HENGJIAN_SECRET_KEY"] = "of the tests only"
    for name in ("HENGJIAN_DEMO", "HENGJIAN_DEBUG", "HENGJIAN_TLS", "HENGJIAN_HOSTS"):
        os.environ.pop(name, None)
    if os.environ.get("HENGJIAN_TEST_DATABASE") == "postgresql":
        _server = Server.start()
        os.environ["HENGJIAN_DATABASE"] = _server.url("postgres")


_prepare()


def _with_dependents(statements: Any, *arguments: Any, **asked: Any) -> Any:
    return statements(*arguments, **(asked | {"allow_cascade": True}))


@pytest.hookimpl(trylast=True)
def pytest_configure() -> None:
    """Passwords are hashed fast, where the settings are loaded anyway; tables can be emptied."""
    from django.conf import settings
    from django.test import TransactionTestCase

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    empty = TransactionTestCase._fixture_teardown

    def empty_without_guards(case: TransactionTestCase) -> None:
        """The ledger's triggers refuse to empty its tables; they come back after it. With them go
        tables that no model knows and that hang on one (the search's pairs on PostgreSQL)."""
        from django.db import connection

        from hengjian.core.triggers import standing

        for guards in standing():
            guards.remove(connection)
        statements = connection.ops.sql_flush
        connection.ops.sql_flush = partial(_with_dependents, statements)  # type: ignore[method-assign]
        try:
            empty(case)  # its post_migrate installs the guards anew
        finally:
            del connection.ops.sql_flush

    TransactionTestCase._fixture_teardown = empty_without_guards  # type: ignore[method-assign]


def pytest_unconfigure() -> None:
    global _server, _home
    if _server is not None:
        _server.stop()
        _server = None
    if _home is not None:
        shutil.rmtree(_home, ignore_errors=True)
        os.environ.pop("HENGJIAN_TEST_HOME", None)
        _home = None


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A real PostgreSQL for a test that asks for one, whatever the others run on."""
    server = Server.start()
    yield server
    server.stop()


@pytest.fixture
def small_city(db: Any) -> "SmallCity":
    """A city with two counties and persons in posts: see `hengjian.core.tests.small_city`."""
    from hengjian.core.tests.small_city import SmallCity

    return SmallCity.founded()


@pytest.fixture
def own_archive(settings: Any, tmp_path: Path) -> Path:
    """An archive, and a place for what is handed in, of the test's own; their folder."""
    settings.ARCHIVE = str(tmp_path / "archive")
    settings.SUBMISSIONS = str(tmp_path / "submissions")
    settings.ARCHIVE_WAIT = 1.0
    return tmp_path


@pytest.fixture
def empty_home(tmp_path: Path) -> Path:
    """A home in which nothing was ever started."""
    return tmp_path / "home"
