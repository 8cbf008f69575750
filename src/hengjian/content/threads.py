"""Threads that speak the language of whoever gave them their work.

Serves work that is split over the cores of the machine. A language that was chosen for one request
would otherwise be unknown to them.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
Thing = TypeVar("Thing")


class Threads(ThreadPoolExecutor):
    """A pool of threads in which each work has the context of the one who asked for it."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        context = copy_context()
        return super().submit(lambda: context.run(fn, *args, **kwargs))


def side_by_side(work: Callable[[Thing], T], things: Iterable[Thing], count: int) -> Iterator[T]:
    """What ``work`` makes of each of these things, in their order.

    ``count`` of them are at work at once; no more are begun before a result is taken, so that results
    do not pile up.
    """
    with Threads(count) as pool:
        begun: deque[Future[T]] = deque()
        try:
            for thing in things:
                begun.append(pool.submit(work, thing))
                if len(begun) > count:
                    yield begun.popleft().result()
            while begun:
                yield begun.popleft().result()
        finally:
            for future in begun:
                future.cancel()
