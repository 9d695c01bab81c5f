#!/bin/bash
# setup.sh DIR
#
# Finds an installed WAVM, and prints where it is. No package registry has one.
set -euo pipefail
for candidate in "${WAVM_DIR:-}/bin/wavm" "${WAVM_DIR:-}/wavm" "$(command -v wavm || true)"; do
    if [ -x "$candidate" ]; then
        echo "WAVM=$candidate"
        exit 0
    fi
done
echo "wavm is neither on PATH nor in WAVM_DIR, and no package registry has it
fix: install WAVM from https://github.com/WAVM/WAVM/releases, and put wavm on PATH or set WAVM_DIR" >&2
exit 1
