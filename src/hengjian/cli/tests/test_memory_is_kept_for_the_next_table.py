"""Whoever starts the software gets memory that is kept a while, unless he has said otherwise himself."""

import os
import subprocess
import sys

import pytest

CONF = "_RJEM_MALLOC_CONF"
KEPT = f"dirty_decay_ms:3000,narenas:{os.cpu_count()}"
SAYS = f"import os, sys, hengjian; print(os.environ[{CONF!r}], 'polars' in sys.modules)"


@pytest.mark.parametrize(
    ("own", "told"),
    [({}, f"{KEPT} False"), ({CONF: "narenas:1"}, "narenas:1 False")],
)
def test_it_is_said_before_tables_are_loaded(own: dict[str, str], told: str) -> None:
    bare = {name: value for name, value in os.environ.items() if name != CONF}
    run = [sys.executable, "-c", SAYS]
    done = subprocess.run(run, env=bare | own, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == told
