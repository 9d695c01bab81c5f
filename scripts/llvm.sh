#!/bin/bash
# llvm.sh [unpack]
#
# Finds an LLVM 22.1 with its static libraries: the machine's, or one that `llvm.sh unpack` has put into wasmeter's
# folder, from Debian packages. Prints `LLVM_PREFIX=…`, and what programs linked with an unpacked one need beside it.
# Where there is none: exit code 1, and why.
set -euo pipefail
[ $# = 0 ] || [ "$*" = unpack ] || { echo "usage: llvm.sh [unpack]" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
root=${WASMETER_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/wasmeter}/toolchains/shared/llvm
major=22 version=22.1

if [ "${WASMETER_ARCH:-$(uname -m)}" != "$(uname -m)" ]; then
    echo "an LLVM of this machine serves no other processor" >&2
    exit 1
fi

usable() {
    local library
    "$1/bin/llvm-config" --version 2> /dev/null | grep -q "^$version\." || return 1
    # Runtimes link LLVM statically, and distributions pack some of the libraries apart (Debian: Polly).
    for library in $("$1/bin/llvm-config" --link-static --libfiles --system-libs); do
        [[ $library != /* || -e $library ]] || { echo "LLVM in $1 lacks $library" >&2; return 1; }
    done
}

for prefix in "${LLVM_SYS_221_PREFIX:-}" "/usr/lib/llvm-$major" /usr/local /usr "$(llvm-config --prefix 2> /dev/null || true)"; do
    if [ -n "$prefix" ] && usable "$prefix"; then
        echo "LLVM_PREFIX=$prefix"
        exit 0
    fi
done

if [ ! -e "$root/debs.sha256" ]; then
    [ "${1:-}" = unpack ] || { echo "no LLVM $version with static libraries is installed" >&2; exit 1; }
    mkdir -p "$root"
    root=$(cd "$root" && pwd)
    echo "unpacking Debian's LLVM $major with its static libraries (160 MB to fetch, 720 MB on disk, about 30 s)" >&2
    rm -rf "$root" "$root.partial"
    # Of the machine's own suites only: these libraries end up in programs that run on the machine's libc.
    "$here/private-root.sh" "$root.partial" host "llvm-$major-dev" "libpolly-$major-dev" libzstd-dev zlib1g-dev || {
        rm -rf "$root.partial"
        exit 1
    }
    mv "$root.partial" "$root"
fi
prefix=$root/root/usr/lib/llvm-$major
config=$prefix/bin/llvm-config
if [ ! -e "$config.debian" ]; then
    cat > "$config.partial" <<'SH'
#!/bin/bash
# Debian's llvm-config, which names some libraries by where they are when installed: of these, what the machine lacks is here.
bin=$(dirname "$(readlink -f "$0")")
root=${bin%/usr/lib/llvm-*/bin}
said=$("$bin/llvm-config.debian" "$@") || exit
for file in $(tr ' ' '\n' <<< "$said" | sort -u); do
    [[ $file != /usr/* || -e $file || ! -e $root$file ]] || said=${said//"$file"/$root$file}
done
echo "$said"
SH
    chmod +x "$config.partial"
    cp -p "$config" "$config.debian"
    mv "$config.partial" "$config"
fi
usable "$prefix" || { echo "Debian's LLVM $major is not $version" >&2; exit 1; }
echo "LLVM_PREFIX=$prefix"
# What LLVM itself is linked with and the machine lacked.
libraries=$(echo "$root"/root/usr/lib/*-linux-gnu)
if [ -n "$(find "$libraries" -maxdepth 1 -name '*.so*' ! -name 'libLLVM*' ! -name 'libclang*' | head -n 1)" ]; then
    printf 'LIBRARY_PATH=%s\nLD_LIBRARY_PATH=%s\n' "$libraries" "$libraries"
fi
