"""What a web process reads and compiles before it answers: its pages, their templates, what they bring.

Serves whoever asks first after a start or a restart, who would wait for all of it (1.4 s of processor).
Nothing here may hold up a start: what cannot be made ready is told by the page that needs it.
"""

import gc
import logging
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Thread
from typing import Any

from django.db import connections
from django.template import engines
from django.template.backends.django import DjangoTemplates
from django.urls import get_resolver

import hengjian

log = logging.getLogger(__name__)
OURS = Path(hengjian.__file__).parent


def make_ready() -> None:
    """Make everything ready. In a thread: the server imports us within its loop, where no database may
    be asked."""
    thread = Thread(target=_apart, name="beforehand")
    thread.start()
    thread.join()
    gc.collect()
    gc.freeze()  # what stays for good is not searched for rubbish again, while somebody waits


def _apart() -> None:
    try:
        read_all()
    finally:
        connections.close_all()


def read_all() -> None:
    """Read and compile what is dear the first time, one after another, whatever becomes of any."""
    from hengjian.surfaces.desk.joining import joined

    for make in (_addresses, _templates, *joined("beforehand")):
        _tried(make)


def _tried(make: Callable[[], object]) -> None:
    try:
        make()
    except Exception:  # a broken archive, a database that is away: the pages that need it say so
        log.warning("%s was not made ready", make.__name__, exc_info=True)


def _addresses() -> None:
    def walk(patterns: Iterable[Any]) -> None:
        for one in patterns:
            one.pattern.match("")  # which compiles it
            walk(getattr(one, "url_patterns", ()))

    resolver = get_resolver()
    walk(resolver.url_patterns)
    _ = resolver.reverse_dict


def _templates() -> None:
    for engine in engines.all():
        if isinstance(engine, DjangoTemplates):
            _ = engine.engine.template_context_processors
        for folder in map(Path, engine.template_dirs):
            if folder.is_relative_to(OURS):
                for file in sorted(folder.rglob("*.html")):
                    engine.get_template(str(file.relative_to(folder)))
