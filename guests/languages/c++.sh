#!/bin/bash
# C++ guests are built as C ones are, by the same toolchain, which is set up once.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
[ "${1:-}" != setup ] || set -- setup "$(dirname "${2:?a folder}")/c"
exec "$here/c.sh" "$@"
