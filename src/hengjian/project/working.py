"""The worker as a process, and the child that `hengjian serve` keeps beside the web.

Serves the commands `worker` and `serve`. The child is a process of its own, so that its crash takes
no page down; it ends when its parent does, however that ended.
"""

import argparse
import os
import signal
import subprocess
import sys
import threading
import time
from types import FrameType

from hengjian.content.speech import say

LONGEST_PAUSE = 30.0
SECONDS_TO_STOP = 8.0


def work(*, threads: int, lease: float, until_eof: bool = False) -> None:
    """Do jobs until a signal, or until standard input ends; a second signal ends at once."""
    from hengjian.core import clock
    from hengjian.core.jobs.worker import Worker

    worker = Worker(clock=clock.now, steady=time.monotonic, threads=threads, lease=lease)

    def stop(number: int, frame: FrameType | None) -> None:
        if worker.stopping.is_set():
            os._exit(128 + number)
        worker.stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    if until_eof:
        threading.Thread(target=_stop_at_eof, args=(worker.stopping,), daemon=True).start()
    if not worker.run():
        sys.stderr.write(
            say(
                "有任务没有及时停下，稍后由其他后台进程重做。\n",
                "A job did not stop in time; another worker will do it again.\n",
            )
        )
    sys.stderr.flush()
    os._exit(0)  # a hand that hangs would hold the interpreter


def _stop_at_eof(stopping: threading.Event) -> None:
    while os.read(0, 4096):
        pass
    stopping.set()


class WorkerBeside:
    """Keeps one worker process running beside the web; starts it anew when it dies."""

    def __init__(self, threads: int) -> None:
        self._threads, self._stopping = threads, threading.Event()
        self._keeper = threading.Thread(target=self._keep, name="worker-beside", daemon=True)

    def __enter__(self) -> "WorkerBeside":
        self._keeper.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._keeper.join(SECONDS_TO_STOP + 2)

    def _start(self) -> subprocess.Popen[bytes]:
        code = "from hengjian.project.working import main; main()"
        return subprocess.Popen(  # noqa: S603 - ourselves
            [sys.executable, "-c", code, "--threads", str(self._threads)],
            stdin=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is the parent's to pass on
        )

    def _keep(self) -> None:
        pause = 1.0
        while not self._stopping.is_set():
            begun = time.monotonic()
            child = self._start()
            while child.poll() is None and not self._stopping.wait(0.2):
                pass
            if self._stopping.is_set():
                _end(child)
                return
            pause = 1.0 if time.monotonic() - begun > 60 else min(pause * 2, LONGEST_PAUSE)
            sys.stderr.write(
                say(
                    f"后台进程中断（{child.returncode}），{pause:.0f} 秒后重新启动。\n",
                    f"The worker ended ({child.returncode}); it starts again in {pause:.0f} s.\n",
                )
            )
            self._stopping.wait(pause)


def _end(child: subprocess.Popen[bytes]) -> None:
    assert child.stdin is not None
    child.stdin.close()
    try:
        child.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def main() -> None:
    """The child's own beginning."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--threads", type=int, default=4)
    parser.add_argument("--lease", type=float, default=15.0)
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hengjian.project.settings")
    import django

    django.setup()
    work(threads=asked.threads, lease=asked.lease, until_eof=True)
