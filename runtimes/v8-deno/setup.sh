#!/bin/bash
# setup.sh DIR
#
# Puts the Deno that package-lock.json pins, from npm, into DIR, and prints where its program is.
set -euo pipefail
[ $# = 1 ] || { echo "usage: setup.sh DIR" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
"$here/../../scripts/npm-program.sh" "$here" "$1" DENO @deno/linux-x64-glibc/deno @deno/linux-arm64-glibc/deno
# Nothing of Deno's goes to the user's own folders, nor does it look for a newer one.
echo "DENO_DIR=$(cd "$1" && pwd)/cache"
echo "DENO_NO_UPDATE_CHECK=1"
