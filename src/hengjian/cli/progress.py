"""Progress of long work, on the error stream and only after a second, so that short work is quiet."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

Tell = Callable[[str, float], None]
_QUIET_SECONDS = 1.0
_WIDTH = 24


@contextmanager
def progress(title: str) -> Iterator[Tell]:
    """Yields a function to call with what is being done and the share done (0 to 1).

    On a terminal it redraws one line; elsewhere it says each new stage on a line of its own.
    """
    began = time.monotonic()
    terminal = sys.stderr.isatty()
    said = ""

    def tell(doing: str, share: float) -> None:
        nonlocal said
        if time.monotonic() - began < _QUIET_SECONDS:
            return
        share = min(1.0, max(0.0, share))
        if terminal:
            bar = "█" * int(share * _WIDTH)
            click.echo(f"\r\x1b[K{title} {bar:░<{_WIDTH}} {share:4.0%} {doing}", nl=False, err=True)
        elif doing != said:
            click.echo(f"{title}：{doing} {share:.0%}", err=True)
        said = doing

    try:
        yield tell
    finally:
        if terminal and said:
            click.echo("\r\x1b[K", nl=False, err=True)
