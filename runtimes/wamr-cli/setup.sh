#!/bin/bash
# setup.sh DIR
#
# The crate that carries WAMR's source has no command line in it, so `WAMR_DIR` has to name the folder of a whole source
# tree. runtimes/wamr is then built from that too, and needs what this one does.
set -euo pipefail
if [ ! -e "${WAMR_DIR:-}/product-mini/platforms/linux/CMakeLists.txt" ]; then
    echo "iwasm has to be built from WAMR's source, and no package registry has that with the command line in it
fix: get https://github.com/bytecodealliance/wasm-micro-runtime at the release that runtimes/wamr has, and set WAMR_DIR to it" >&2
    exit 1
fi
exec ../wamr/setup.sh "$@"
