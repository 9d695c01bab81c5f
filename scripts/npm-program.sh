#!/bin/bash
# npm-program.sh FOLDER DIR NAME X86_64 AARCH64
#
# Puts what FOLDER/package-lock.json pins, from npm, into DIR, and prints NAME=program. X86_64 and AARCH64 are the
# program's paths within node_modules. When all is there, it ends at once.
set -euo pipefail
[ $# = 5 ] || { echo "usage: npm-program.sh FOLDER DIR NAME X86_64 AARCH64" >&2; exit 2; }
folder=$1 dir=$2 name=$3

die() {
    printf '%s\nfix: %s\n' "$1" "$2" >&2
    exit 1
}

arch=${WASMETER_ARCH:-$(uname -m)}
case $arch in
    x86_64) program=node_modules/$4 ;;
    aarch64) program=node_modules/$5 ;;
    *) die "npm has no $name for $arch" "use a machine with x86_64 or aarch64" ;;
esac

# The folder is moved to its place when it is complete, so where the lockfile is the same, all is there.
if ! cmp -s "$folder/package-lock.json" "$dir/package-lock.json"; then
    command -v npm >/dev/null || die "npm is not on PATH" "apt-get install npm"
    echo "downloading $name from npm (up to 60 MB)" >&2
    partial=$dir.partial
    rm -rf "$partial"
    mkdir -p "$partial"
    cp "$folder/package.json" "$folder/package-lock.json" "$partial/"
    (cd "$partial" && npm ci --ignore-scripts --no-audit --no-fund >&2) ||
        die "npm could not install $name" "let npm reach its registry (npm ping), and try again"
    [ -f "$partial/$program" ] || die "npm installed no $program" "update npm"
    chmod +x "$partial/$program"
    # RUNNER starts programs for another processor.
    ${RUNNER:+"$RUNNER"} "$partial/$program" --version >/dev/null || die "$name does not start here" "use a current Linux with glibc"
    rm -rf "$dir"
    mv "$partial" "$dir"
fi
echo "$name=$(cd "$dir" && pwd)/$program"
