#!/bin/sh
# 建立 .venv 并按锁文件安装。有 uv 用 uv，没有则用 venv 和 pip。
# Makes .venv and installs what the lock file names: with uv if it is there, else with venv and pip.
set -eu
export UV_PYTHON_DOWNLOADS=never

python=""
for candidate in python3.13 python3.12 python3.11 python3; do
    if command -v "$candidate" >/dev/null 2>&1 &&
        "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    echo "需要 Python 3.11 至 3.13 / Python 3.11 to 3.13 is needed：apt-get install python3 python3-venv" >&2
    exit 1
fi

echo "安装到 .venv / installing into .venv …"
if command -v uv >/dev/null 2>&1; then
    [ -x .venv/bin/python ] || uv venv --quiet --seed --python "$python" .venv
    uv pip install --quiet --python .venv/bin/python --require-hashes -r requirements.lock
    # built anew each time: uv would else take an earlier build, from before the pages' style changed
    uv pip install --quiet --python .venv/bin/python --no-deps --reinstall-package hengjian \
        --refresh-package hengjian --editable .
    exit 0
fi
if [ ! -x .venv/bin/pip ]; then
    "$python" -m venv .venv || {
        echo "不能建立虚拟环境 / cannot make a virtual environment：apt-get install python3-venv" >&2
        exit 1
    }
fi
.venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
.venv/bin/pip install --quiet --disable-pip-version-check --no-deps --editable .
