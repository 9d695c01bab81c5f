#!/bin/bash
# target.sh ARCH DIR
#
# Makes ready what builds programs for another processor (ARCH: aarch64 or x86_64) and QEMU's emulator of it, which
# counts the instructions that a program executes. What the machine lacks is unpacked into DIR from Debian packages;
# nothing is installed. Prints the environment of builds, EMULATOR (a program that runs others),
# COUNTER (the same, which also counts) and EMULATOR_VERSION, with the processor that is emulated.
# For the machine's own processor there is nothing to build with; only the emulator is told.
set -euo pipefail
[ $# = 2 ] || { echo "usage: target.sh ARCH DIR" >&2; exit 2; }
arch=$1
here=$(cd "$(dirname "$0")" && pwd)
triple=$arch-unknown-linux-gnu gnu=$arch-linux-gnu
# By default QEMU emulates a processor that is like no other: on x86_64, one repeated instruction (`rep stosb`) is said to be the fastest
# way to fill memory, and on aarch64 one instruction clears 512 bytes, where servers have 64. Libraries ask for that and take other
# ways than on hardware. With these processors filling and copying memory is a loop on both, and takes about as many instructions.
case $arch in
    aarch64) debian=arm64 goarch=arm64 npm=arm64 processor=neoverse-n1 ;;
    x86_64) debian=amd64 goarch=amd64 npm=x64 processor=max,-erms,-fsrm ;;
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
        what="emulator and compilers for it (70 MB to fetch, 320 MB on disk, about 30 s)"
        packages+=("gcc-${gnu//_/-}" "g++-${gnu//_/-}")
    fi
    echo "$arch: unpacking Debian's $what" >&2
    rm -rf "$partial"
    "$here/private-root.sh" "$partial" host "${packages[@]}" || exit 1
    rm -rf "$dir"
    mv "$partial" "$dir"
}

# program NAME FILE ARGUMENT...: DIR/bin/NAME runs FILE, a path or one of DIR's programs or of the machine's, with these arguments
# before its own. DIR's find their libraries by LD_LIBRARY_PATH, which the programs that they start need too; only an emulator must not
# pass it on, and is started by the loader.
program() {
    local name=$1 file=$2 start=() linked
    shift 2
    [[ $file == /* ]] || file=$dir/root/usr/bin/$file
    [ -x "$file" ] || file=$(type -P "$(basename "$file")") || die "Debian's packages have no $(basename "$file")" "install it"
    case $file in
        "$dir"/root/usr/bin/qemu-*)
            if linked=$(ldd "$file" 2> /dev/null) && [[ $linked != *"statically linked"* ]]; then
                start=("$(ldd /bin/sh | grep -o '/[^ ]*/ld-linux[^ ]*')" --library-path "$libraries" --argv0 "$file")
            fi
            ;;
        "$dir"/*) start=(env "LD_LIBRARY_PATH=$libraries") ;;
    esac
    { echo '#!/bin/sh'; printf 'exec'; printf ' %q' "${start[@]}" "$file" "$@"; echo ' "$@"'; } > "$dir/bin/$name"
    chmod +x "$dir/bin/$name"
}

# Whether DIR/bin/count runs a program and counts. What it says is in DIR/trial/said.
counts() {
    (cd "$dir/trial/folder" && "$dir/bin/count" "$1") > "$dir/trial/said" 2>&1 || return 1
    [ -s "$dir/trial/instructions" ] && [ -n "$(od -An -v -t u8 "$dir/trial/instructions" | tr -d ' 0\n')" ] && return
    echo "it counted nothing" > "$dir/trial/said"
    return 1
}

# DIR's emulator, or the machine's if only that one takes the plug-in: some of Debian's suites have a QEMU without plug-ins.
emulators() {
    local options=(-cpu "$processor") files=("$dir/root/usr/bin/qemu-$arch") file trial said=() packages suite
    [ "$arch" = "$own" ] || options+=(-L "$(sysroot)/usr/$gnu")
    rm -rf "$dir/trial"
    mkdir -p "$dir/trial/folder"
    trial=$(type -P true)
    if [ "$arch" != "$own" ]; then
        trial=$dir/trial/program
        echo 'int main(void) { return 0; }' | "$dir/bin/$gnu-gcc" -x c - -o "$trial" >&2
    fi
    ! file=$(type -P "qemu-$arch") || files+=("$file")
    for file in "${files[@]}"; do
        [ -x "$file" ] || continue
        program emulate "$file" "${options[@]}"
        program count "$file" "${options[@]}" -plugin "$dir/instructions.so,count=../instructions"
        ! counts "$trial" || return 0
        said+=("$(grep -m1 . "$dir/trial/said" || echo "it says nothing")")
    done
    packages=$(grep -o '[^ /]*qemu-user_.*\.deb' "$dir/debs.sha256") || packages="on this machine"
    suite=$(. /etc/os-release && echo "$PRETTY_NAME")
    die "qemu-$arch of $suite ($packages) takes no plug-in that counts instructions: ${said[*]:-there is no such program}" \
        "use a machine of Debian 12 (bookworm), whose qemu-user takes plug-ins (those from Debian 13 on are static and take none), or put a qemu-$arch 7.2 that was built with --enable-plugins on PATH"
}

programs() {
    local tool sysroot
    mkdir -p "$dir/bin"
    sysroot=$(sysroot)
    libraries=$(echo "$dir"/root/usr/lib/"$own"-linux-gnu)
    [ "$arch" != "$own" ] || return 0
    for tool in gcc g++; do program "$gnu-$tool" "$gnu-$tool" "--sysroot=$sysroot"; done
    for tool in ar ranlib; do program "$gnu-$tool" "$gnu-$tool"; done
    cat > "$dir/$arch.cmake" <<CMAKE
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR $arch)
set(CMAKE_C_COMPILER "$dir/bin/$gnu-gcc")
set(CMAKE_CXX_COMPILER "$dir/bin/$gnu-g++")
CMAKE
}

[ -e "$dir/debs.sha256" ] || unpack
if [ ! "$dir/ready" -nt "$here/instructions.c" ] || [ ! "$dir/ready" -nt "$here/target.sh" ]; then
    command -v cc > /dev/null || die "cc is not on PATH" "apt-get install gcc libc6-dev"
    programs
    cc -O2 -Wall -shared -fPIC "$here/instructions.c" -o "$dir/instructions.so" >&2
    emulators
    touch "$dir/ready"
fi
version=$("$dir/bin/emulate" --version | sed -n '1s/.*version \([0-9.]*\).*/\1/p')
echo "EMULATOR=$dir/bin/emulate"
echo "COUNTER=$dir/bin/count"
echo "EMULATOR_VERSION=QEMU $version, user mode, processor $processor"
[ "$arch" != "$own" ] || exit 0
env -u RUSTC "$here/rust.sh" 1.95 "$triple"
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
