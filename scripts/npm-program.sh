#!/bin/bash
# npm-program.sh FOLDER DIR NAME X86_64 AARCH64
#
# Puts what FOLDER/package-lock.json pins, from npm, into DIR, and prints NAME=program. X86_64 and AARCH64 are the
# program's paths within node_modules. When all is there, it ends at once.
set -euo pipefail
[ $# = 5 ] || { echo "usage: npm-program.sh FOLDER DIR NAME X86_64 AARCH64" >&2; exit 2; }
folder=$1 dir=$2 name=$3

arch=${WASMETER_ARCH:-$(uname -m)}
case $arch in
    x86_64) program=node_modules/$4 ;;
    aarch64) program=node_modules/$5 ;;
    *) printf 'npm has no %s for %s\nfix: use a machine with x86_64 or aarch64\n' "$name" "$arch" >&2; exit 1 ;;
esac
"$(dirname "$0")/npm-packages.sh" "$folder" "$dir" "$name" "$program"
echo "$name=$(cd "$dir" && pwd)/$program"
