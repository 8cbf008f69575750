#!/bin/sh
# 测试所需的系统软件：浏览器、中文字体和 PostgreSQL。以 root 运行时自动安装，否则说明一条命令。
# What the tests need from Debian: a browser, Chinese fonts, PostgreSQL (the tests start their own
# server; Debian's cluster is not made). Installed when run as root; else the
# one command is named. Nothing is skipped in silence.
set -eu

missing=""
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
if ! fc-list :lang=zh 2>/dev/null | grep -q .; then missing="$missing fonts-noto-cjk fontconfig"; fi
[ -x "${HENGJIAN_POSTGRESQL_BIN:-/usr/lib/postgresql/15/bin}/initdb" ] || missing="$missing postgresql-15"
[ -z "$missing" ] && exit 0

command="apt-get update && apt-get install -y --no-install-recommends$missing"
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "安装测试所需的软件 / installing$missing …"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >/dev/null
    case $missing in *postgresql*)  # before its package, so that it makes and starts no cluster
        mkdir -p /etc/postgresql-common/createcluster.d
        echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.d/hengjian.conf ;;
    esac
    # shellcheck disable=SC2086
    apt-get install -y -qq --no-install-recommends $missing >/dev/null
else
    echo "测试还需要 / the tests also need:$missing" >&2
    echo "  sudo sh -c '$command'" >&2
    exit 1
fi
