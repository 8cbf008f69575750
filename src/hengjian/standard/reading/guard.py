"""Reads foreign files in a child process that may use so much time and memory and no more.

Serves everything that takes in a submission: the command line, web workers, notebooks. Whatever
happens to the child (out of memory, endless, aborted, killed) becomes a plain `UnreadableError`; the
parent refuses to share its memory, its output and its life with a hostile file.
"""

# Polars, psutil and the content are imported where they are needed, not here: the child should be
# starting while the parent is still loading them.

import contextlib
import json
import os
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hengjian.standard.reading.limits import (
    MB,
    Limits,
    checked_size,
    human,
    shown,
    unreadable,
)
from hengjian.standard.reading.unpacking import bounded_unzip

if TYPE_CHECKING:
    import polars as pl

    from hengjian.standard.problems import UnreadableError

__all__ = [
    "GuardedResult",
    "Limits",
    "Reading",
    "bounded_unzip",
    "checked_size",
    "environment",
    "read_guarded",
    "start_guarded",
]

CHILD = "hengjian.standard.reading.guard_child"
LOOK_EVERY = 0.05
LONGEST_LINE = 16 * MB
KEPT_OF_STDERR = 64 * 1024  # a panic first says why, then prints kilobytes of addresses

_SPLIT = "请按月份拆分后再提交，或者用 {} 提高上限。"
_SPLIT_EN = "Split it by month before you submit it, or raise the limit with {}."


@dataclass(frozen=True)
class GuardedResult:
    """What the reading function returned: frames by name, and what it says about them."""

    frames: dict[str, "pl.DataFrame"]
    meta: dict[str, Any]


def read_guarded(
    function: str,
    arguments: Mapping[str, Any],
    limits: Limits | None = None,
    progress: Callable[[float], None] | None = None,
) -> GuardedResult:
    """Start a guarded reading and wait for it."""
    return start_guarded(function, arguments, limits).result(progress)


def start_guarded(
    function: str, arguments: Mapping[str, Any], limits: Limits | None = None
) -> "Reading":
    """Start ``function`` ("package.module:name") in a child; the caller goes on and asks later.

    ``arguments`` are values of JSON, passed by keyword. ``path``, if there is one, names the file in
    messages, is held to ``limits.file_mb`` here if it is a file, and reaches the function as a
    `Path`. A function with parameters ``limits`` or ``progress`` is given them. It returns a dict of
    data frames, or a pair of that and a dict of JSON values.
    """
    limits = limits or Limits()
    name = function
    if "path" in arguments:
        path = Path(arguments["path"])
        name = path.name or str(path)
        if not path.is_dir():
            checked_size(path, limits)
    return Reading(function, {**arguments}, limits, shown(name))


class Reading:
    """One child at work. Ask for its `result`, or leave the ``with`` block to end it early."""

    def __init__(self, function: str, arguments: dict[str, Any], limits: Limits, name: str) -> None:
        self.limits, self.name = limits, name
        self.share = 0.0
        self._result: GuardedResult | None = None
        self._error: BaseException | None = None
        self._stderr = b""
        self._cancelled = False
        self._deadline = time.monotonic() + limits.seconds
        self._folder = Path(tempfile.mkdtemp(prefix="hengjian-"))
        try:
            spec = {
                "function": function,
                "arguments": arguments,
                "limits": asdict(limits),
                "folder": str(self._folder),
            }
            line = json.dumps(spec, default=str).encode() + b"\n"
            # -P: the working directory may be full of foreign files, one of them a polars.py.
            self._child = subprocess.Popen(  # noqa: S603
                [sys.executable, "-P", "-m", CHILD],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=environment(),
                start_new_session=True,
                bufsize=0,
            )
        except BaseException:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise
        self._watcher = threading.Thread(target=self._watch, args=(line,), daemon=True)
        self._watcher.start()

    def result(self, progress: Callable[[float], None] | None = None) -> GuardedResult:
        """Wait for the child; what it read, or the reason why nothing could be read."""
        told = 0.0
        try:
            while self._watcher.is_alive():
                self._watcher.join(0.1)
                if progress is not None and self.share > told:
                    told = self.share
                    progress(told)
        except BaseException:
            self.cancel()
            raise
        if self._error is not None:
            raise self._error
        assert self._result is not None
        return self._result

    def cancel(self) -> None:
        """End the child, if it still runs, and remove what it wrote."""
        self._cancelled = True
        self._watcher.join()

    def __enter__(self) -> "Reading":
        return self

    def __exit__(self, *raised: object) -> None:
        self.cancel()

    # --- the watching thread ----------------------------------------------------------------------

    def _watch(self, spec: bytes) -> None:
        try:
            try:
                message = self._listen(spec)
            finally:
                self._end()  # before anything else: it may still be eating memory
            if "done" in message:
                self._result = self._collect(message["done"])
            else:
                self._error = self._refusal(message)
        except BaseException as error:  # it must reach the thread that asks for the result
            self._error = error
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _listen(self, spec: bytes) -> dict[str, Any]:
        """Hear the child until it has said how it ended, or has ended, or must be ended."""
        import psutil

        stdin, stdout, stderr = self._child.stdin, self._child.stdout, self._child.stderr
        assert stdin is not None
        assert stdout is not None
        assert stderr is not None
        process = psutil.Process(self._child.pid)
        with contextlib.suppress(BrokenPipeError):
            stdin.write(spec)  # and keep it open: its end tells the child to end
        heard = b""
        with selectors.DefaultSelector() as selector:
            selector.register(stdout, selectors.EVENT_READ)
            selector.register(stderr, selectors.EVENT_READ)
            while True:
                if ended := _has_ended(self._child.pid):
                    self._kill_group()  # so that nobody is left who could go on writing
                for key, _ in selector.select(0 if ended else LOOK_EVERY):
                    piece = os.read(key.fd, MB)
                    if not piece:
                        selector.unregister(key.fileobj)
                    elif key.fileobj is stderr:
                        self._stderr = (self._stderr + piece)[-KEPT_OF_STDERR:]
                    else:
                        *lines, heard = (heard + piece).split(b"\n")
                        for line in lines:
                            if message := self._understood(line):
                                return message
                if time.monotonic() > self._deadline:
                    return {"time": True}
                if len(heard) > LONGEST_LINE:
                    return {"failed": "output without end"}
                if self._cancelled:
                    return {"cancelled": True}
                if ended:
                    if selector.get_map() and selector.select(0):
                        continue  # what it wrote before its end may be longer than one read
                    return {"ended": True}
                with contextlib.suppress(psutil.Error):
                    if process.memory_info().rss > self.limits.memory_mb * MB:
                        return {"memory": True}

    def _understood(self, line: bytes) -> dict[str, Any] | None:
        """A line that says how the reading ended; progress is noted, rubbish passed over."""
        try:
            message = json.loads(line)
        except ValueError:
            return None
        if not isinstance(message, dict):
            return None
        if isinstance(share := message.get("share"), float):
            self.share = min(max(self.share, share), 1.0)
            return None
        return message if message.keys() & {"done", "unreadable", "failed", "memory"} else None

    def _collect(self, done: dict[str, Any]) -> GuardedResult:
        import polars as pl

        # The child names frames, never files: the n-th frame lies in the n-th file.
        frames = {
            str(name): pl.read_ipc(self._folder / f"{number}.arrow")
            for number, name in enumerate(done["frames"])
        }
        return GuardedResult(frames, done["meta"])

    def _end(self) -> None:
        self._kill_group()
        self._child.wait()
        for stream in (self._child.stdin, self._child.stdout, self._child.stderr):
            if stream is not None:
                stream.close()

    def _kill_group(self) -> None:
        """Only as long as the child is not reaped: then its number may belong to somebody else."""
        if self._child.returncode is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._child.pid, signal.SIGKILL)

    # --- refusals ---------------------------------------------------------------------------------

    def _refusal(self, message: dict[str, Any]) -> "UnreadableError":
        if "unreadable" in message:
            from hengjian.standard.problems import UnreadableError

            return UnreadableError(*map(str, message["unreadable"]))
        starved = b"memory allocation of" in self._stderr  # last words of a Rust library
        if "memory" in message or ("ended" in message and starved):
            most = human(self.limits.memory_mb * MB)
            return unreadable(
                (
                    f"读取“{self.name}”用去的内存超过 {most} 上限，已停止",
                    f"reading “{self.name}” took more than the {most} of memory allowed; stopped",
                ),
                (_SPLIT.format("--max-memory"), _SPLIT_EN.format("--max-memory")),
            )
        if "time" in message:
            return unreadable(
                (
                    f"读取“{self.name}”超过 {self.limits.seconds:g} 秒上限，已停止",
                    f"reading “{self.name}” took more than the {self.limits.seconds:g} seconds "
                    "allowed; stopped",
                ),
                (_SPLIT.format("--max-seconds"), _SPLIT_EN.format("--max-seconds")),
            )
        if "cancelled" in message:
            return unreadable(
                (f"读取“{self.name}”已取消", f"reading “{self.name}” was cancelled"), ("", "")
            )
        how = str(message.get("failed", "")) or _how_it_ended(self._child.returncode)
        error = unreadable(
            (
                f"读取“{self.name}”时程序中止（{how}），文件可能已损坏",
                f"reading “{self.name}” failed ({how}); the file may be damaged",
            ),
            (
                "请用原系统重新导出后再提交；仍然如此的，请把本提示告诉软件维护者。",
                "Export it again and submit it; if that does not help, report this message.",
            ),
        )
        if details := message.get("trace") or self._stderr.decode(errors="replace"):
            error.add_note(str(details))
        return error


def _has_ended(pid: int) -> bool:
    """Without reaping it: until then its number, and so its group's, cannot be given to another."""
    try:
        return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
    except ChildProcessError:  # the parent lets the system reap its children
        return True


def _how_it_ended(code: int | None) -> str:
    if code is not None and code < 0:
        with contextlib.suppress(ValueError):
            return signal.Signals(-code).name
    return f"exit code {code}"


def environment() -> dict[str, str]:
    """The child finds the same package and speaks the same language as the parent."""
    environment = dict(os.environ)
    root = Path(__file__).parents[3]
    if root.name not in {"site-packages", "dist-packages"}:
        paths = [str(root), environment.get("PYTHONPATH", "")]
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
    # Only a loaded module can have been told a language; the environment is inherited anyway.
    if speech := sys.modules.get("hengjian.content.speech"):
        environment["HENGJIAN_LANG"] = speech.language()
    return environment
