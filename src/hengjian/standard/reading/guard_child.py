"""The child of a guarded reading: runs one function and leaves its frames in a folder.

Serves `guard`, which starts it with one line of JSON on standard input and hears one line of JSON
per message. It keeps the real standard output to itself, so that nothing a library prints can be
taken for a message, and ends as soon as its parent has gone.
"""

import contextlib
import importlib
import inspect
import json
import os
import re
import resource
import shutil
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

from hengjian.standard.reading.limits import MB, Limits

ROWS_AT_ONCE = 1 << 14  # of a frame that is written; more of them cost memory and save no time


def main() -> None:
    spec = json.loads(sys.stdin.buffer.readline())
    channel = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    folder = Path(spec["folder"])
    limits = Limits(**spec["limits"])
    _fence_in(limits)
    threading.Thread(target=_end_with_parent, args=(folder,), daemon=True).start()
    try:
        done = _run(spec["function"], spec["arguments"], limits, folder, _teller(channel))
        exceeded = _peak_memory() > limits.memory_mb * MB
        message: dict[str, Any] = {"memory": True} if exceeded else {"done": done}
    except MemoryError:
        message = {"memory": True}
    except BaseException as error:  # a panic of a library is no Exception
        message = _said(error)
    _tell(channel, message)


def _run(
    function: str,
    arguments: dict[str, Any],
    limits: Limits,
    folder: Path,
    progress: Callable[[float], None],
) -> dict[str, Any]:
    module, _, name = function.partition(":")
    read = getattr(importlib.import_module(module), name)
    if "path" in arguments:
        arguments["path"] = Path(arguments["path"])
    offered = {"limits": limits, "progress": progress}
    wanted = inspect.signature(read).parameters
    result = read(**{key: value for key, value in offered.items() if key in wanted}, **arguments)
    frames, meta = result if isinstance(result, tuple) else (result, {})
    for number, frame in enumerate(frames.values()):
        frame.write_ipc(
            folder / f"{number}.arrow", compression="lz4", record_batch_size=ROWS_AT_ONCE
        )
    return {"frames": list(frames), "meta": meta}


def _peak_memory() -> int:
    """The most bytes held at once so far; 0 where the system does not tell.

    The parent looks now and then, and on a busy machine too late. Whether a reading is refused must
    not hang on that.
    """
    with contextlib.suppress(OSError):
        status = Path("/proc/self/status").read_text()
        if peak := re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE):
            return int(peak[1]) * 1024
    return 0


def _said(error: BaseException) -> dict[str, Any]:
    from hengjian.standard.problems import UnreadableError

    if isinstance(error, UnreadableError):
        return {"unreadable": [error.message, error.remedy]}
    what = f"{type(error).__name__}: {error}"[:200]
    return {"failed": what, "trace": traceback.format_exc()[-4000:]}


def _teller(channel: TextIO) -> Callable[[float], None]:
    """Progress by whole percents: readers call it as often as they like."""
    told = 0.0

    def tell(share: float) -> None:
        nonlocal told
        if share >= told + 0.01:
            told = share
            _tell(channel, {"share": float(share)})

    return tell


def _tell(channel: TextIO, message: dict[str, Any]) -> None:
    channel.write(json.dumps(message) + "\n")
    channel.flush()


def _fence_in(limits: Limits) -> None:
    """Second line of defence: no core dump of personal data, and a ceiling between two looks.

    The ceiling is wide, because it counts what is reserved, not only what is used.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError, ValueError):
        ceiling = 2 * limits.memory_mb * MB + 1024 * MB
        resource.setrlimit(resource.RLIMIT_DATA, (ceiling, ceiling))
    with contextlib.suppress(OSError):  # if the machine runs short, this process goes first
        Path("/proc/self/oom_score_adj").write_text("500")


def _end_with_parent(folder: Path) -> None:
    """Standard input stays open as long as the parent lives."""
    while os.read(0, 4096):
        pass
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(1)


if __name__ == "__main__":
    main()
