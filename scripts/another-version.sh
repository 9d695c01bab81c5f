#!/usr/bin/env bash
# Makes a worker for another version of a runtime that is in runtimes/, to be measured beside it:
#     scripts/another-version.sh RUNTIME VERSION FOLDER
# VERSION is a release in the registry, or the folder of a working copy. The worker goes to
# FOLDER/runtimes/RUNTIME-VERSION, and FOLDER/runtimes is then what --runtime-dir wants.
set -euo pipefail
fail() {
    printf 'another-version.sh: %s\n' "$1" >&2
    exit 2
}

[ $# -eq 3 ] || fail "wants RUNTIME VERSION FOLDER, such as: wasmi 2.0.0 target/versions"
runtime=$1 version=$2 folder=$3
root=$(cd "$(dirname "$0")/.." && pwd)
[ -f "$root/runtimes/$runtime/runtime.toml" ] || fail "there is no runtimes/$runtime"
copy=
if [ -d "$version" ]; then
    copy=$(realpath "$version")
fi

to=$folder/runtimes/$runtime-$(basename "$version")
[ ! -e "$to" ] || fail "$to is there already"
mkdir -p "$folder/runtimes"
# What a worker finds beside its folder.
ln -sfn "$root/scripts" "$folder/scripts"
ln -sfn "$root/runtimes/kit" "$folder/runtimes/kit"
cp -r "$root/runtimes/$runtime" "$to"
cd "$to"
trap 'rm -rf "$PWD"; fail "$to was not made"' ERR

# Its worker still says the runtime's name, and is built again when the working copy has changed.
sed '/^\[/q' runtime.toml | grep -q '^name = ' || sed -i "1i name = \"$runtime\"" runtime.toml
[ -z "$copy" ] || sed -i "/^\[worker\]/a sources = [\"$copy\"]" runtime.toml

if [ -f go.mod ]; then
    module=$(sed -nE "s|^\s*(\S+/$runtime(/v[0-9]+)?) v.*|\1|p" go.mod)
    if [ -n "$copy" ]; then
        go mod edit -replace "$module=$copy"
    else
        go get "$module@v${version#v}"
    fi
    go mod tidy
elif crates=$(sed -nE "s/^($runtime([_-][a-z_-]+)?) = .*/\1/p" Cargo.toml 2>/dev/null) && [ -n "$crates" ]; then
    if [ -n "$copy" ]; then
        packages=$(cargo metadata --no-deps --format-version 1 --manifest-path "$copy/Cargo.toml")
        for crate in $crates; do
            manifest=$(python3 -c 'import json, sys
print(*[p["manifest_path"] for p in json.load(sys.stdin)["packages"] if p["name"] == sys.argv[1]])' \
                "$crate" <<<"$packages")
            cargo add --quiet "$crate" --path "$(dirname "$manifest")"
        done
        cargo update --quiet --workspace
    else
        # In one command, because they only fit together. Some are numbered otherwise than the runtime.
        cargo add --quiet $(printf "%s@=$version " $crates) 2>/dev/null ||
            cargo add --quiet $(printf '%s@* ' $crates | sed "s/\b$runtime@\*/$runtime@=$version/")
        cargo update --quiet --workspace
        # What these depend on would else be newer where cargo allows it. Twice, for one may be held by the next.
        inner=$(sed -nE "s/^name = \"($runtime[_-].*)\"/\1/p" Cargo.lock)
        for crate in $inner $inner; do
            cargo update --quiet --precise "$version" "$crate" 2>/dev/null || true
        done
    fi
else
    rm -rf "$PWD"
    fail "runtimes/$runtime names no crate and no module of that name: copy and change it by hand"
fi
echo "$to"
