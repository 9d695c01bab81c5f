#!/bin/bash
# setup.sh DIR
#
# Finds what wasm3 is built with, and puts Debian's into DIR where the machine has a Debian mirror. What is not to be had
# is named on standard error, and wasm3 is built without.
#
# - A C compiler that guarantees tail calls, which wasm3's instructions are chained by: what compiles wasm3 without is
#   noticeably slower. Prints `CC=…`.
# - The source of uvwasi, which Node's source package carries, and libuv, which it stands on: what wasm3's WASI is made of
#   by default. Prints `UVWASI_SOURCE=…`, `UV_INCLUDE=…` and `UV_LIBRARY=…`, all or none.
set -euo pipefail
[ $# = 1 ] || { echo "usage: setup.sh DIR" >&2; exit 2; }
private_root=$(cd "$(dirname "$0")" && pwd)/../../scripts/private-root.sh
major=22
mkdir -p "$1"
dir=$(cd "$1" && pwd)

# The folder of uvwasi's source, of the newest suite that the mirror has.
uvwasi() {
    local suite partial=$dir/uvwasi.partial
    if [ ! -e "$dir/uvwasi/debs.sha256" ]; then
        echo "wasm3: unpacking uvwasi from the source of Debian's nodejs (34 MB to fetch, 1 MB on disk)" >&2
        rm -rf "$dir/uvwasi"
        for suite in forky trixie bookworm; do
            rm -rf "$partial"
            "$private_root" "$partial" "$suite" src:nodejs &&
                tar -xf "$partial"/sources/nodejs_*.orig.tar.* -C "$partial" --no-same-owner --strip-components=3 \
                    --wildcards '*/deps/uvwasi' && rm -r "$partial"/{root,sources} && mv "$partial" "$dir/uvwasi" && break
        done
    fi
    rm -rf "$partial"
    [ -e "$dir/uvwasi" ] && echo "$dir/uvwasi"
}

# The `usr` above libuv's header and static library: the machine's, or unpacked.
libuv() {
    local root=$dir/libuv/root package=libuv1-dev${TARGET_DEBIAN_ARCH:+:$TARGET_DEBIAN_ARCH}
    if [ -z "${TARGET_DEBIAN_ARCH:-}" ] && [ -e /usr/include/uv.h ] && libuv_a /usr > /dev/null; then
        root=
    elif [ ! -e "$dir/libuv/debs.sha256" ]; then
        echo "wasm3: unpacking Debian's libuv (1 MB to fetch)" >&2
        rm -rf "$dir/libuv" "$dir/libuv.partial"
        "$private_root" "$dir/libuv.partial" host "$package" || { rm -rf "$dir/libuv.partial"; return 1; }
        mv "$dir/libuv.partial" "$dir/libuv"
    fi
    [ -e "$root/usr/include/uv.h" ] && libuv_a "$root/usr" > /dev/null && echo "$root/usr"
}

# libuv's static library under a `usr`, as one or the other of Debian's releases calls it.
libuv_a() {
    local file
    for file in "$1/lib/${WASMETER_ARCH:-$(uname -m)}-linux-gnu"/libuv{_a,}.a; do
        if [ -e "$file" ]; then
            echo "$file"
            return
        fi
    done
    return 1
}

if uvwasi=$(uvwasi) && uv=$(libuv); then
    printf '%s\n' "UVWASI_SOURCE=$uvwasi" "UV_INCLUDE=$uv/include" "UV_LIBRARY=$(libuv_a "$uv")"
else
    echo "wasm3: uvwasi or libuv is not to be had: there is only the simple WASI" >&2
fi

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

root=$dir/clang
if [ ! -e "$root/cc" ]; then
    echo "wasm3: unpacking Debian's clang $major (50 MB to fetch, 260 MB on disk, about 20 s)" >&2
    rm -rf "$root" "$root.partial"
    # Of the machine's own suites only: it links with the machine's libc.
    if ! "$private_root" "$root.partial" host "clang-$major"; then
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
