#!/bin/bash
# no-llvm.sh LIB OUT
#
# Makes a stand-in for the LLVM library that the libwasmedge in LIB is linked with, and puts it into OUT. It has the names that
# libwasmedge wants, and nothing behind them: who calls one ends. Only what compiles calls any. Where libwasmedge is linked with
# no LLVM library, OUT is left empty.
set -euo pipefail
[ $# = 2 ] || { echo "usage: no-llvm.sh LIB OUT" >&2; exit 2; }
lib=$1 out=$2
rm -rf "$out"
mkdir -p "$out"
symbols() { readelf --dyn-syms --wide "$1" | sed 's/@@*/@/'; }
name=$(readelf --dynamic --wide "$lib/libwasmedge.so.0" | grep -o 'libLLVM[^]]*') || exit 0

# NAME@VERSION of what libwasmedge wants, with its type in the library that has it.
join -1 1 -2 2 \
    <(symbols "$lib/libwasmedge.so.0" | awk '$7 == "UND" && $8 ~ /@LLVM/ { print $8 }' | sort -u) \
    <(symbols "$lib/$name" | awk '$7 != "UND" && $8 ~ /@LLVM/ { print $4, $8 }' | sort -u -k 2) > "$out/wanted"
version=$(sed 's/.*@//; s/ .*//' "$out/wanted" | sort -u)

{
    cat <<'C'
#include <stdlib.h>
#include <unistd.h>

__attribute__((used)) static void none(void) {
    static const char said[] = "this worker has no LLVM: another one compiles\n";
    if (write(2, said, sizeof said - 1) < 0) _exit(1);
    abort();
}
__attribute__((used)) static char zeros[4096];
C
    # Zeros do for what is read, of any type.
    sed 's/@[^ ]*//' "$out/wanted" | while read -r symbol type; do
        case $type in
            FUNC) echo "__asm__(\".globl $symbol\n.type $symbol, %function\n.set $symbol, none\");" ;;
            TLS) echo "__thread long $symbol;" ;;
            *) echo "__asm__(\".globl $symbol\n.type $symbol, %object\n.set $symbol, zeros\");" ;;
        esac
    done
} > "$out/none.c"
echo "$version { global: *; };" > "$out/version"
"${CC:-cc}" -O1 -shared -fPIC -Wl,--version-script="$out/version" -Wl,-soname="$name" "$out/none.c" -o "$out/$name"
rm "$out"/{wanted,none.c,version}
