"""From `HENGJIAN_DATABASE` to Django's settings: the path of an SQLite file, or `postgresql://…`."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from hengjian.content.errors import PlainError
from hengjian.content.speech import say

BUSY_SECONDS = 20


def database(named: str, home: Path) -> dict[str, Any]:
    """The settings of the database that is named; without a name an SQLite file in ``home``."""
    if "://" not in named:
        return _sqlite(Path(named) if named else home / "hengjian.sqlite3")
    url = urlsplit(named)
    if url.scheme not in {"postgresql", "postgres"} or not url.path.strip("/"):
        raise PlainError(
            say(
                f"HENGJIAN_DATABASE 的值不能用：{url.scheme}://…",
                f"HENGJIAN_DATABASE cannot be used: {url.scheme}://…",
            ),
            say(
                "写 SQLite 文件的路径，或者 postgresql://用户:密码@主机:端口/库名。",
                "Give the path of an SQLite file, or postgresql://user:password@host:port/name.",
            ),
        )
    asked = dict(parse_qsl(url.query))
    # Translating a list's query into machine code takes longer (0.3 s) than the query does.
    asked["options"] = f"-c jit=off {asked.get('options', '')}".strip()
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.strip("/")),
        "USER": asked.pop("user", unquote(url.username or "")),
        "PASSWORD": asked.pop("password", unquote(url.password or "")),
        "HOST": asked.pop("host", unquote(url.hostname or "")),
        "PORT": asked.pop("port", str(url.port or "")),
        # A pool, because under ASGI a request may run in any thread; it wants CONN_MAX_AGE 0.
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 10, "timeout": BUSY_SECONDS}, **asked},
        "CONN_MAX_AGE": 0,
    }


def _sqlite(path: Path) -> dict[str, Any]:
    """Readers never wait (WAL); writers queue from their first statement on (IMMEDIATE)."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": BUSY_SECONDS,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
    }
