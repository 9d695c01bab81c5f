#!/bin/bash
# target.sh ARCH DIR
#
# Makes ready what builds programs for another processor (ARCH: aarch64 or x86_64) and QEMU's emulator of it, which
# counts the instructions that a program executes. What the machine lacks is unpacked into DIR from Debian packages;
# nothing is installed. Prints the environment of builds, EMULATOR (a program that runs others),
# COUNTER (the same, which also counts) and EMULATOR_VERSION.
# For the machine's own processor there is nothing to build with; only the emulator is told.
set -euo pipefail
[ $# = 2 ] || { echo "usage: target.sh ARCH DIR" >&2; exit 2; }
arch=$1
here=$(cd "$(dirname "$0")" && pwd)
triple=$arch-unknown-linux-gnu gnu=$arch-linux-gnu
case $arch in
    aarch64) debian=arm64 goarch=arm64 npm=arm64 ;;
    x86_64) debian=amd64 goarch=amd64 npm=x64 ;;
    *) printf 'there is no set-up for %s\nfix: name aarch64 or x86_64\n' "$arch" >&2; exit 1 ;;
esac
own=$(uname -m)
mkdir -p "$(dirname "$2")"
dir=$(cd "$(dirname "$2")" && pwd)/$(basename "$2")

# Where the compilers' headers and libraries are.
sysroot() { if [ -d "$dir/root/usr/$gnu" ]; then echo "$dir/root"; else echo /; fi; }

die() {
    printf '%s\nfix: %s\n' "$1" "$2" >&2
    exit 1
}

# Puts all into a folder that is moved to its place when it is complete.
unpack() {
    local partial=$dir.partial packages=(qemu-user) what="emulator of it (25 MB to fetch, 250 MB on disk, about 10 s)"
    if [ "$arch" != "$own" ]; then
        what="emulator and compilers for it (up to 260 MB to fetch, 1.5 GB on disk, about 60 s)"
        packages+=("gcc-${gnu//_/-}" "g++-${gnu//_/-}")
        [ -d "$(rustc --print target-libdir --target "$triple" 2> /dev/null)" ] ||
            packages+=(rustc-web libstd-rust-web-dev "libstd-rust-web-dev:$debian")
    fi
    echo "$arch: unpacking Debian's $what" >&2
    rm -rf "$partial"
    "$here/private-root.sh" "$partial" host "${packages[@]}" || exit 1
    rm -rf "$dir"
    mv "$partial" "$dir"
}

# program NAME FILE ARGUMENT...: DIR/bin/NAME runs FILE, one of DIR's programs or of the machine's, with these arguments before its
# own. DIR's find their libraries by LD_LIBRARY_PATH, which the programs that they start need too; only an emulator must not pass it on,
# and is started by the loader.
program() {
    local name=$1 file=$dir/root/usr/bin/$2 start=(env "LD_LIBRARY_PATH=$libraries")
    [[ $2 != qemu-* ]] || start=("$(ldd /bin/sh | grep -o '/[^ ]*/ld-linux[^ ]*')" --library-path "$libraries" --argv0 "$file")
    shift 2
    if [ ! -x "$file" ]; then
        start=()
        file=$(command -v "$(basename "$file")") || die "Debian's packages have no $(basename "$file")" "install it"
    fi
    { echo '#!/bin/sh'; printf 'exec'; printf ' %q' "${start[@]}" "$file" "$@"; echo ' "$@"'; } > "$dir/bin/$name"
    chmod +x "$dir/bin/$name"
}

programs() {
    local tool sysroot
    mkdir -p "$dir/bin"
    sysroot=$(sysroot)
    libraries=$(echo "$dir"/root/usr/lib/"$own"-linux-gnu)
    if [ "$arch" = "$own" ]; then
        program emulate "qemu-$arch"
        program count "qemu-$arch" -plugin "$dir/instructions.so,count=../instructions"
        return
    fi
    program emulate "qemu-$arch" -L "$sysroot/usr/$gnu"
    program count "qemu-$arch" -L "$sysroot/usr/$gnu" -plugin "$dir/instructions.so,count=../instructions"
    for tool in gcc g++; do program "$gnu-$tool" "$gnu-$tool" "--sysroot=$sysroot"; done
    for tool in ar ranlib; do program "$gnu-$tool" "$gnu-$tool"; done
    [ ! -x "$dir/root/usr/bin/rustc" ] || program rustc rustc --sysroot "$dir/root/usr"
    cat > "$dir/$arch.cmake" <<CMAKE
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR $arch)
set(CMAKE_C_COMPILER "$dir/bin/$gnu-gcc")
set(CMAKE_CXX_COMPILER "$dir/bin/$gnu-g++")
CMAKE
}

[ -e "$dir/debs.sha256" ] || unpack
# The plug-in is the last that is made.
if [ ! "$dir/instructions.so" -nt "$here/instructions.c" ] || [ ! "$dir/instructions.so" -nt "$here/target.sh" ]; then
    command -v cc > /dev/null || die "cc is not on PATH" "apt-get install gcc libc6-dev"
    programs
    cc -O2 -Wall -shared -fPIC "$here/instructions.c" -o "$dir/instructions.so" >&2
fi
version=$("$dir/bin/emulate" --version | sed -n '1s/.*version \([0-9.]*\).*/\1/p')
echo "EMULATOR=$dir/bin/emulate"
echo "COUNTER=$dir/bin/count"
echo "EMULATOR_VERSION=QEMU $version, user mode"
[ "$arch" != "$own" ] || exit 0
variable=${triple//-/_}
cat <<ENV
CARGO_BUILD_TARGET=$triple
CARGO_TARGET_${variable^^}_LINKER=$dir/bin/$gnu-gcc
CC=$dir/bin/$gnu-gcc
CXX=$dir/bin/$gnu-g++
AR=$dir/bin/$gnu-ar
CC_$variable=$dir/bin/$gnu-gcc
CXX_$variable=$dir/bin/$gnu-g++
AR_$variable=$dir/bin/$gnu-ar
HOST_CC=cc
HOST_CXX=c++
HOST_AR=ar
CMAKE_TOOLCHAIN_FILE=$dir/$arch.cmake
GOARCH=$goarch
RUNNER=$dir/bin/emulate
npm_config_cpu=$npm
WASMETER_ARCH=$arch
TARGET_DEBIAN_ARCH=$debian
SYSROOT=$(sysroot)
NATIVE_TARGET=$triple
ENV
[ ! -x "$dir/bin/rustc" ] || printf 'RUSTC=%s\nNATIVE_RUSTC=%s\n' "$dir/bin/rustc" "$dir/bin/rustc"
