#!/bin/bash
# C guests, and C++ ones through c++.sh. `setup DIR` prints the environment that `wasm` wants, `setup-native DIR` that of `native`;
# see README.md.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
guests=$(dirname "$here")
llvm=22
# One for all guests and both builds: what objects are kept by holds the compiler's name.
work=${WORK:-}/c
. "$here/wrapper.sh"

# located DIR: sets `bin` to the folder of the compilers, which are unpacked into DIR if none are here.
located() {
    if [ -n "${WASI_SDK_PATH:-}" ]; then
        bin=$WASI_SDK_PATH/bin
    else
        local root
        root=$(absolute "$1")
        bin=$root/bin
        if [ ! -e "$root/debs.sha256" ]; then
            echo "c: unpacking Debian's clang-$llvm and wasi-libc (60 MiB to fetch, 280 MiB on disk, about 15 s)" >&2
            rm -rf "$root.partial"
            unpack "$root.partial" || { echo "fix: install a WASI SDK and set WASI_SDK_PATH" >&2; exit 1; }
            rm -rf "$root"
            mv "$root.partial" "$root"
        fi
        [ -x "$bin/native-clang++" ] || wrappers "$root"
    fi
}

setup() {
    local bin
    located "$1"
    echo "WASM_CC=$bin/wasm32-wasip1-clang"
    echo "WASM_CXX=$bin/wasm32-wasip1-clang++"
    local version
    version=$("$bin/wasm32-wasip1-clang" --version)
    echo "TOOLCHAIN=${version%%$'\n'*}"
}

# The module's compiler also builds for this machine, so that a ratio to native is not one of two compilers. Nothing is printed where it
# cannot: a WASI SDK knows WebAssembly alone, and a machine may lack what a C compiler links with.
setup_native() {
    local bin cc cxx probe kept
    located "$1"
    cc=$bin/native-clang cxx=$bin/native-clang++
    [ -x "$cc" ] || { cc=$bin/clang cxx=$bin/clang++; }
    # Every command asks, and three languages do. What is linked with comes along with the system's compiler.
    kept=$(absolute "$1")/builds-${NATIVE_TARGET:-for-host}
    if [ "$(cat "$kept" 2> /dev/null)" != "$(linked_with)" ]; then
        probe=$(mktemp -d)
        native_flags
        if echo 'int main(void) { return 0; }' | "$cc" "${native_flags[@]}" -x c - -o "$probe/c" > "$probe/log" 2>&1 &&
            printf '#include <vector>\nint main() { return 0; }' | "$cxx" "${native_flags[@]}" -x c++ - -o "$probe/cxx" >> "$probe/log" 2>&1; then
            linked_with > "$kept"
        else
            echo "c: the module's compiler does not build for this machine, the system's does that: $(grep -m1 error "$probe/log")" >&2
            rm -f "$kept"
        fi
        rm -rf "$probe"
    fi
    [ ! -e "$kept" ] || printf 'NATIVE_CC=%s\nNATIVE_CXX=%s\n' "$cc" "$cxx"
}

linked_with() { echo "$cc ${SYSROOT:-}"; "${CXX:-c++}" --version 2>&1 | head -n 1; }

# For another processor, its compiler's headers and libraries.
native_flags() { native_flags=(${NATIVE_TARGET:+"--target=$NATIVE_TARGET" "--sysroot=$SYSROOT"}); }

# Debian 12 has this clang itself, to run on the machine's libc; only its wasi-libc is too old. Elsewhere all
# comes from a newer suite, and runs on that suite's libc by its own loader.
unpack() {
    local packages="clang-$llvm lld-$llvm libclang-rt-$llvm-dev-wasm32 libc++-$llvm-dev-wasm32 wasi-libc"
    if grep -q VERSION_CODENAME=bookworm /etc/os-release; then
        "$here/../../scripts/private-root.sh" "$1" host+bookworm-backports $packages/bookworm-backports || return
    else
        "$here/../../scripts/private-root.sh" "$1" forky $packages || return
    fi
    wrappers "$1"
}

wrappers() {
    local lib name loader start bin=root/usr/lib/llvm-$llvm/bin
    if grep -q VERSION_CODENAME=bookworm /etc/os-release; then
        lib=$(cd "$1" && echo root/usr/lib/*-linux-gnu)
        start=(env "LD_LIBRARY_PATH=\$p/$lib")
    else
        lib=$(cd "$1" && echo root/usr/lib/*-linux-gnu)
        loader=$(cd "$1" && echo "$lib"/ld-linux-*.so.*)
        start=("\$p/$loader" --library-path "\$p/$lib:\$p/root/usr/lib/llvm-$llvm/lib")
    fi
    wrapper "$1" wasm-ld-$llvm "${start[@]}" "\$p/$bin/wasm-ld"
    wrapper "$1" ld.lld "${start[@]}" "\$p/$bin/ld.lld"
    for name in clang clang++; do
        wrapper "$1" native-$name "${start[@]}" "\$p/$bin/$name" \
            "-resource-dir=\$p/root/usr/lib/llvm-$llvm/lib/clang/$llvm" -fuse-ld=lld "-B\$p/bin"
        wrapper "$1" wasm32-wasip1-$name "${start[@]}" "\$p/$bin/$name" --target=wasm32-wasip1 \
            "-resource-dir=\$p/root/usr/lib/llvm-$llvm/lib/clang/$llvm" "--sysroot=\$p/root/usr" "-B\$p/bin"
    done
}

# The folders of the crates that carry C sources: "NAME FOLDER" a line, kept until the lockfile changes.
crates() {
    local list
    mkdir -p "$work"
    list=$work/crates-$(sha256sum < "$guests/sources/Cargo.lock" | cut -c1-16)
    if [ ! -e "$list" ]; then
        cargo metadata --quiet --locked --format-version 1 --manifest-path "$guests/sources/Cargo.toml" |
            python3 -c 'import json, os, sys
for p in json.load(sys.stdin)["packages"]: print(p["name"], os.path.dirname(p["manifest_path"]))' > "$list.$$"
        mv "$list.$$" "$list"
    fi
    cat "$list"
}

# Puts folders in the place of `crate:NAME` in the lines of stdin.
resolve() {
    local text
    text=$(cat)
    if [[ $text == *crate:* ]]; then
        local name folder
        while IFS=' ' read -r name folder; do text=${text//crate:$name\//$folder/}; done < <(crates)
        [[ $text != *crate:* ]] || { echo "no such crate in guests/sources/Cargo.toml: $(grep -o -m1 "crate:.*" <<< "$text")" >&2; exit 1; }
    fi
    printf '%s\n' "$text"
}

# compile SOURCE: prints its object. Objects are kept by what the compiler gets to see, so two guests that use
# the same source share them, and a changed header is never missed.
compile() {
    local source=$1 compiler=$cc flags=("${cflags[@]}") flag seen object
    case $source in *.cc | *.cpp) compiler=$cxx flags+=(-fno-exceptions) ;; esac
    seen=$("$compiler" "${flags[@]}" -E "$source" | sha256sum) || return
    for flag in "${flags[@]}"; do
        case $flag in -D* | -I*) ;; *) seen+=" $flag" ;; esac
    done
    object=$work/objects/$(sha256sum <<< "$compiler ${TOOLCHAIN:-} $seen" | cut -c1-32).o
    ( # Another build that runs now may be making the same object.
        flock 9
        [ -e "$object" ] || { "$compiler" "${flags[@]}" -c "$source" -o "$object.partial" && mv "$object.partial" "$object"; }
    ) 9> "$object.lock" || return
    printf '%s\n' "$object"
}

# build LINK_FLAG...
build() {
    mkdir -p "$work/objects" "$(dirname "$OUT")"
    local IFS= sources=() objects patterns pattern file compiler=$cc
    cd "$GUEST"
    patterns=$(resolve <<< "$SOURCES")
    while read -r pattern; do
        for file in $pattern; do sources+=("$(realpath "$file")"); done
    done <<< "$patterns"
    for file in "${sources[@]}"; do
        case $file in *.cc | *.cpp) compiler=$cxx ;; esac
    done

    objects=$(for file in "${sources[@]}"; do compile "$file" || exit; done)
    readarray -t objects <<< "$objects"
    "$compiler" "${cflags[@]}" "${objects[@]}" "$@" -o "$OUT.partial"
    mv "$OUT.partial" "$OUT"
}

# What both builds share. Contracting a*b+c would give other bits on other machines.
flags() {
    cflags=(-O3 -DNDEBUG -ffp-contract=off -fno-ident "-ffile-prefix-map=$guests=guests" "-I$guests/kit")
    add_flags "${FLAGS:-}"
}

add_flags() {
    local lines flag
    lines=$(resolve <<< "$1")
    while read -r flag; do [ -z "$flag" ] || cflags+=("$flag"); done <<< "$lines"
}

wasm() {
    cc=$WASM_CC cxx=$WASM_CXX
    flags
    cflags+=(-Wno-unused-command-line-argument -Wl,-z,stack-size=262144 -Wl,--stack-first -Wl,--strip-all)
    add_flags "${WASM_FLAGS:-}"
    if [ "$KIND" = bench ]; then
        build -mexec-model=reactor
    else
        build
    fi
}

# The module's compiler, or the system's, where that is asked for or there is no other.
native_compiler() {
    native_flags=()
    if [ "${NATIVE_COMPILER:-}" = system ] || [ -z "${NATIVE_CC:-}" ]; then
        cc=${CC:-cc} cxx=${CXX:-c++}
    else
        cc=$NATIVE_CC cxx=$NATIVE_CXX
        native_flags
    fi
}

native() {
    native_compiler
    flags
    cflags+=("${native_flags[@]}")
    # A command does not need these, but so it can share its objects with libraries.
    cflags+=(-fPIC -fvisibility=hidden)
    if [ "$KIND" = bench ]; then
        build -shared -s -lm
    else
        build -s -lm
    fi
}

case ${1:-} in
depends) printf '%s\n' kit/bench.h kit/no-setjmp kit/sqlite_no_os.c sources languages/wrapper.sh ;;
setup) setup "${2:?a folder}" ;;
setup-native) setup_native "${2:?a folder}" ;;
wasm | native) "$1" ;;
native-toolchain) native_compiler && "$cc" --version | head -n 1 ;;
*) echo "usage: c.sh depends | setup DIR | setup-native DIR | wasm | native | native-toolchain" >&2; exit 2 ;;
esac
