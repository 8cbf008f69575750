#!/bin/sh
# 从 Debian 的软件源取 Fandol（仿宋、楷体、黑体、宋体）和霞鹜文楷，放进给定的文件夹；不安装软件包，不需要 root。
# Gets Fandol and LXGW WenKai from Debian's archive into the folder given; installs no package, wants
# no root. A bureau with licensed fonts needs none of this: it puts them into the folder of
# HENGJIAN_FONTS.
set -eu

folder=${1:?"usage: fonts.sh FOLDER"}
if ! command -v apt-get >/dev/null 2>&1 || ! command -v dpkg >/dev/null 2>&1; then
    echo "这台机器没有 apt-get。请把仿宋、楷体、黑体、小标宋字体文件（.ttf .otf）自行放进 $folder" >&2
    echo "no apt-get here: put font files (.ttf .otf) into $folder yourself" >&2
    exit 1
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work"
if ! apt-get download -qq texlive-lang-chinese fonts-lxgw-wenkai; then
    echo "下载不了。先以 root 运行 apt-get update，再试一次。 / run apt-get update as root first" >&2
    exit 1
fi
for package in *.deb; do dpkg -x "$package" x; done
mkdir -p "$folder"
find x -path '*/fandol/*' -name 'Fandol[FHKS]*.otf' -exec cp {} "$folder" \;
find x -name 'LXGWWenKai-Regular.ttf' -exec cp {} "$folder" \;
find x -path '*fonts-lxgw-wenkai/copyright' -exec cp {} "$folder/LXGWWenKai-copyright.txt" \;
find x -path '*texlive-lang-chinese/copyright' -exec cp {} "$folder/Fandol-copyright.txt" \;
echo "已放进 / now in $folder："
ls "$folder"
