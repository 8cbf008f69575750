"""Starts and stops the provider of `identity_provider.py`; it picks its own port."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROGRAM = Path(__file__).with_name("identity_provider.py")


@contextmanager
def running() -> Iterator[str]:
    """The issuer's address, while the process lives."""
    process = subprocess.Popen(
        [sys.executable, str(PROGRAM), "0"], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        issuer = process.stdout.readline().strip()
        assert issuer.startswith("http://"), "the provider did not start"
        yield issuer
    finally:
        process.terminate()
        process.wait(10)
        process.stdout.close()
