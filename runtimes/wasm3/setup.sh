#!/bin/bash
# setup.sh DIR
#
# Finds a C compiler that guarantees tail calls, which wasm3's instructions are chained by: what compiles wasm3
# without is noticeably slower. Unpacks Debian's clang into DIR if there is none, and prints `CC=…`.
# Where there is none to be had, wasm3 is built by whatever cc is.
set -euo pipefail
[ $# = 1 ] || { echo "usage: setup.sh DIR" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
major=22

guarantees() {
    printf '#if !__has_attribute(musttail)\n#error\n#endif\n' | "$1" -fsyntax-only -x c - > /dev/null 2>&1
}

# For another processor, clang is told which; wasm3 is only compiled with it.
target=${CARGO_BUILD_TARGET:-} flags=()
if [ -n "$target" ]; then
    flags=("--target=$target" "--sysroot=$SYSROOT" "-isystem$SYSROOT/usr/${target/-unknown/}/include")
fi

found() {
    echo "CC${target:+_${target//-/_}}=$1"
    exit 0
}

for compiler in "${CC:-cc}" clang; do
    if [ -z "$target" ] && guarantees "$compiler"; then
        found "$compiler"
    fi
done

mkdir -p "$1"
root=$(cd "$1" && pwd)/clang
if [ ! -e "$root/cc" ]; then
    echo "wasm3: unpacking Debian's clang $major (50 MB to fetch, 260 MB on disk, about 20 s)" >&2
    rm -rf "$root" "$root.partial"
    # Of the machine's own suites only: it links with the machine's libc.
    if ! "$here/../../scripts/private-root.sh" "$root.partial" host "clang-$major"; then
        rm -rf "$root.partial"
        echo "wasm3: no compiler with guaranteed tail calls to be had: it will be slower than it can be" >&2
        exit 0
    fi
    # Its libraries, where the machine lacks them.
    cat > "$root.partial/cc" <<WRAPPER
#!/bin/bash
p=\$(cd "\$(dirname "\$0")" && pwd)/root/usr/lib
LD_LIBRARY_PATH=\$(echo "\$p"/*-linux-gnu) exec "\$p/llvm-$major/bin/clang" ${flags[*]@Q} "\$@"
WRAPPER
    chmod +x "$root.partial/cc"
    mv "$root.partial" "$root"
fi
if guarantees "$root/cc"; then
    found "$root/cc"
else
    echo "wasm3: Debian's clang $major does not run here: it will be slower than it can be" >&2
fi
