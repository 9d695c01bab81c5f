#!/bin/bash
# setup.sh DIR
#
# Lunatic is built with OpenSSL. If pkg-config finds none with its headers, unpacks Debian's into DIR and prints the environment
# by which the crate finds it there; it is then linked statically, so that the program runs where no OpenSSL is installed.
set -euo pipefail
[ $# = 1 ] || { echo "usage: setup.sh DIR" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)

if [ -n "${OPENSSL_DIR:-}" ] || pkg-config --exists openssl 2> /dev/null; then
    exit 0
fi

mkdir -p "$1"
dir=$(cd "$1" && pwd)/openssl
if [ ! -e "$dir/include/openssl/ssl.h" ]; then
    echo "lunatic: unpacking Debian's OpenSSL with its headers (5 MB to fetch, 20 MB on disk)" >&2
    rm -rf "$dir" "$dir.partial"
    # Of the machine's own suites only: it is linked with the machine's libc.
    "$here/../../scripts/private-root.sh" "$dir.partial" host libssl-dev || true
    mkdir -p "$dir.partial/include/openssl" "$dir.partial/lib"
    # Some of the headers are in the processor's own folder.
    root=$dir.partial/root
    if ! cp "$root"/usr/include/{,*-linux-gnu/}openssl/* "$dir.partial/include/openssl" ||
        ! cp "$root"/usr/lib/*-linux-gnu/lib{ssl,crypto}.a "$dir.partial/lib"; then
        rm -rf "$dir.partial"
        printf '%s\nfix: %s\n' "no OpenSSL with headers is to be had" "apt-get install libssl-dev pkg-config" >&2
        exit 1
    fi
    rm -rf "$root"
    mv "$dir.partial" "$dir"
fi
printf 'OPENSSL_INCLUDE_DIR=%s\nOPENSSL_LIB_DIR=%s\nOPENSSL_STATIC=1\n' "$dir/include" "$dir/lib"
