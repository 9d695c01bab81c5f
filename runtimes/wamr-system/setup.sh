#!/bin/bash
# setup.sh DIR
#
# Finds an installed library of WAMR, puts a copy into DIR under the name by which the worker looks for it, and prints
# where that is.
set -euo pipefail
[ $# = 1 ] || { echo "usage: setup.sh DIR" >&2; exit 2; }

library=
for folder in ${WAMR_DIR:+"$WAMR_DIR" "$WAMR_DIR/lib"} /usr/local/lib /usr/local/lib/*-linux-gnu /usr/lib /usr/lib/*-linux-gnu /usr/lib64; do
    if [ -e "$folder/libiwasm.so" ]; then
        library=$folder/libiwasm.so
        break
    fi
done
[ -n "$library" ] || {
    echo "libiwasm.so is neither in WAMR_DIR nor in the system's folders, and no package registry has it
fix: build WAMR as a library (cmake -DBUILD_SHARED_LIBS=1 -S product-mini/platforms/linux, in the source of \
https://github.com/bytecodealliance/wasm-micro-runtime), and set WAMR_DIR to the folder of that build" >&2
    exit 1
}

python3 -c 'import ctypes, sys; ctypes.CDLL(sys.argv[1]).wasm_runtime_set_wasi_args' "$library" || {
    echo "$library has no WASI, or does not open
fix: build it with WAMR_BUILD_LIBC_WASI=1, the default" >&2
    exit 1
}

mkdir -p "$1"
copy=$(cd "$1" && pwd)/libwamr-installed.so
if ! cmp -s "$library" "$copy"; then
    cp "$library" "$copy.partial"
    mv "$copy.partial" "$copy"
fi
echo "LIBIWASM=$copy"
echo "LIBIWASM_SHA256=$(sha256sum < "$copy" | cut -d ' ' -f 1)" # another library is another worker
