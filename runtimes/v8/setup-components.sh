#!/bin/bash
# setup-components.sh DIR
#
# As setup.sh; puts jco and its shims, which components/package-lock.json pins, into DIR-components too, and prints where.
set -euo pipefail
[ $# = 1 ] || { echo "usage: setup-components.sh DIR" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
"$here/setup.sh" "$1"
"$here/../../scripts/npm-packages.sh" "$here/components" "$1-components" "jco and its shims"
echo "JCO=$(cd "$1-components" && pwd)"
