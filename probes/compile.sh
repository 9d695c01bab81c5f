#!/bin/sh
# compile.sh CLANG SOURCE OUT: one probe. The oldest instructions, no libc, no names and no path: the same bytes
# everywhere. What a probe needs beyond these instructions stands in it, in a line `// flags: …`.
set -eu
flags=$(sed -n 's,^// flags: ,,p' "$2")
exec "$1" --target=wasm32 -mcpu=mvp $flags -std=c17 -Oz -ffreestanding -nostdlib -Wall -Wextra --no-wasm-opt \
    -Wl,--no-entry -Wl,--strip-all -Wl,--compress-relocations -Wl,--stack-first -Wl,-z,stack-size=16384 "$2" -o "$3"
