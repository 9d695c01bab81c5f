#!/bin/bash
# rust.sh VERSION [TARGET]
#
# Finds a rustc that is VERSION or newer, and has the standard library for TARGET (by default for what cargo builds for). VERSION may
# be a Cargo.toml, which says it as rust-version. Prints `RUSTC=…`, or nothing where the one that cargo takes by itself will do: $RUSTC
# or the machine's. Else one of rustup's toolchains serves, or Debian's, which is unpacked into wasmeter's folder once for workers,
# guests and cross builds; cargo stays the machine's.
set -euo pipefail
[ $# = 1 ] || [ $# = 2 ] || { echo "usage: rust.sh VERSION [TARGET]" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
wanted=$1
[[ $wanted != *.toml ]] || wanted=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' "$1")
target=${2:-${CARGO_BUILD_TARGET:-}}
root=${WASMETER_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/wasmeter}/toolchains/shared/rust
. "$here/../guests/languages/wrapper.sh"

die() { printf '%s\nfix: %s\n' "$1" "$2" >&2; exit 1; }

version() { "$1" --version 2> /dev/null | cut -d' ' -f2; }

new_enough() {
    local found
    found=$(version "$1") && printf '%s\n' "$wanted" "${found%%-*}" | sort -V -C
}

has_target() { [ -z "$target" ] || [ -d "$("$1" --print target-libdir --target "$target" 2> /dev/null)" ]; }

# Its programs run on its own libc, so each is started by its own loader. (An LD_LIBRARY_PATH would reach
# the programs they start in turn.)
wrap() {
    local lib llvm loader start
    lib=$(cd "$1" && echo root/usr/lib/"$(uname -m)"-linux-gnu)
    llvm=$(cd "$1" && echo root/usr/lib/llvm-*)
    loader=$(cd "$1" && echo "$lib"/ld-linux-*.so.*)
    start=("\$p/$loader" --library-path "\$p/$lib:\$p/$llvm/lib" --argv0)
    wrapper "$1" rustc "${start[@]}" rustc "\$p/root/usr/bin/rustc" --sysroot "\$p/root/usr"
    wrapper "$1" wasm-ld "${start[@]}" wasm-ld "\$p/$llvm/bin/wasm-ld"
}

# The folder is moved to its place when it is complete. Standard libraries fit their compiler alone: one more is unpacked with all.
unpack() {
    local packages=(rustc libstd-rust-dev-wasm32 lld-22) triple
    for triple in x86_64:amd64 aarch64:arm64; do
        [[ ${triple%:*} == "$(uname -m)" || ! (-d $root/root/usr/lib/rustlib/${triple%:*}-unknown-linux-gnu ||
            $target == "${triple%:*}"-*) ]] || packages+=("libstd-rust-dev:${triple#*:}")
    done
    echo "unpacking Debian's rustc and its libraries (190 MiB to fetch, 1.2 GiB on disk, about 30 s)" >&2
    rm -rf "$root.partial"
    "$here/private-root.sh" "$root.partial" forky "${packages[@]}" || { echo "fix: $fix" >&2; exit 1; }
    wrap "$root.partial"
    # A build that runs may be using the one that is there.
    rm -rf "$root.old"
    [ ! -e "$root" ] || mv "$root" "$root.old"
    mv "$root.partial" "$root"
    rm -rf "$root.old"
}

if new_enough "${RUSTC:-rustc}" && has_target "${RUSTC:-rustc}"; then exit; fi

for toolchain in $(rustup toolchain list 2> /dev/null | grep -oE '^(stable|[0-9])[^ ]*' || true); do
    found=$(rustup which rustc --toolchain "$toolchain" 2> /dev/null) || continue
    if new_enough "$found" && has_target "$found"; then
        echo "RUSTC=$found"
        exit
    fi
done

fix="rustup toolchain install stable${target:+ --target $target}"
mkdir -p "$root"
root=$(cd "$root" && pwd)
exec 9> "$root.lock"
flock 9 # Builds that run side by side want it at once.
if [ ! -e "$root/debs.sha256" ] || ! has_target "$root/bin/rustc"; then unpack; fi
new_enough "$root/bin/rustc" ||
    die "Rust $wanted is wanted, and Debian's in $root is $(version "$root/bin/rustc")" "$fix, or delete that folder to have a newer one"
has_target "$root/bin/rustc" || die "Debian's rustc has no standard library for $target" "$fix"
echo "RUSTC=$root/bin/rustc"
