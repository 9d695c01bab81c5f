#!/bin/bash
# actionlint.sh FILE...
#
# Checks workflows of GitHub's CI with actionlint, which is built from Go's registry into wasmeter's folder, and with shellcheck
# where the machine has it. The Go is the machine's, or the one that guests in Go are built with.
set -euo pipefail
[ $# -ge 1 ] || { echo "usage: actionlint.sh FILE..." >&2; exit 2; }
version=v1.7.12
here=$(cd "$(dirname "$0")" && pwd)
home=${WASMETER_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/wasmeter}
mkdir -p "$home/toolchains/shared"
program=$(cd "$home/toolchains/shared" && pwd)/actionlint-$version
if [ ! -x "$program" ]; then
    go=$("$here/../guests/languages/go.sh" setup "$home/toolchains/go" | sed -n 's/^GO=//p')
    echo "building actionlint $version (about 20 s)" >&2
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    GOBIN=$folder GOFLAGS=-trimpath "$go" install "github.com/rhysd/actionlint/cmd/actionlint@$version" >&2 ||
        { echo "fix: let Go reach its module proxy" >&2; exit 1; }
    mv "$folder/actionlint" "$program"
fi
"$program" -no-color "$@"
