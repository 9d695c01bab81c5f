#!/bin/bash
# setup.sh DIR
#
# Puts the Bun that package-lock.json pins, from npm, into DIR, and prints where its program is.
set -euo pipefail
[ $# = 1 ] || { echo "usage: setup.sh DIR" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
"$here/../../scripts/npm-program.sh" "$here" "$1" BUN @oven/bun-linux-x64/bin/bun @oven/bun-linux-aarch64/bin/bun
echo "BUN_RUNTIME_TRANSPILER_CACHE_PATH=0" # no copy of the worker's script in the user's own folders
