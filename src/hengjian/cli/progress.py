"""Progress of long work, on the error stream and only after a second, so that short work is quiet."""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from hengjian.cli.look import colon
from hengjian.content.speech import say

Tell = Callable[[str, float], None]
QUIET_SECONDS = 1.0
_WIDTH = 24


@contextmanager
def progress(title: str) -> Iterator[Tell]:
    """Yields a function to call with what is being done and the share done (0 to 1).

    On a terminal one line is redrawn, with the seconds gone by, even while nothing new is told;
    elsewhere each new stage is a line of its own. A stage that began within the quiet second is
    shown when that second is over: one long stage does not pass in silence.
    """
    line = _Line(title)
    watch = threading.Thread(target=line.watch, daemon=True)
    watch.start()
    try:
        yield line.tell
    finally:
        line.over.set()
        watch.join()
        line.clear()


class _Line:
    """What was told last, and how it is drawn."""

    def __init__(self, title: str) -> None:
        self.over = threading.Event()
        self._title = title
        self._began = time.monotonic()
        self._terminal = sys.stderr.isatty()
        self._doing, self._share = "", 0.0
        self._drawn = ""
        self._pen = threading.Lock()

    def tell(self, doing: str, share: float) -> None:
        self._doing, self._share = doing, min(1.0, max(0.0, share))
        if time.monotonic() - self._began >= QUIET_SECONDS:
            self._draw()

    def watch(self) -> None:
        while not self.over.wait(QUIET_SECONDS):
            self._draw()

    def clear(self) -> None:
        if self._terminal and self._drawn:
            click.echo("\r\x1b[K", nl=False, err=True)

    def _draw(self) -> None:
        with self._pen:
            doing, share = self._doing, self._share
            if self._terminal:
                seconds = int(time.monotonic() - self._began)
                bar = f"{'█' * int(share * _WIDTH):░<{_WIDTH}}"
                gone = say(f"{seconds} 秒", f"{seconds} s")
                text = f"\r\x1b[K{self._title} {bar} {share:4.0%} {doing} {gone}"
                click.echo(text, nl=False, err=True)
            elif doing and doing != self._drawn:
                click.echo(f"{self._title}{colon()}{doing} {share:.0%}", err=True)
            self._drawn = doing or self._title
