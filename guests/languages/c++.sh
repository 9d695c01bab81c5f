#!/bin/bash
# C++ guests are built as C ones are, by the same toolchain, which is set up once.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
case ${1:-} in setup | setup-native) set -- "$1" "$(dirname "${2:?a folder}")/c" ;; esac
exec "$here/c.sh" "$@"
