#!/usr/bin/env bash
# All tests, from nothing: formats, lints, workers, then the tests themselves, on real runtimes and guests.
# The first time, building the workers takes most of it; they are kept in the cache folder.
set -euo pipefail
cd "$(dirname "$0")/.."

# Tells on one line what is missing and what would fix it.
need() {
    command -v "$1" >/dev/null && return
    echo "test.sh: $1 is not here; fix: $2" >&2
    missing=1
}

step() {
    printf '\n== %s (%d s so far)\n' "$1" "$SECONDS"
}

missing=
need cargo "install Rust 1.95 or newer, see https://rustup.rs"
need cc "apt-get install gcc libc6-dev"
need c++ "apt-get install g++"
need python3 "apt-get install python3"
[ -z "$missing" ] || exit 2

if cargo fmt --version >/dev/null 2>&1; then
    step "cargo fmt"
    for manifest in Cargo.toml guests/Cargo.toml runtimes/*/Cargo.toml; do
        cargo fmt --all --check --manifest-path "$manifest"
    done
else
    echo "test.sh: rustfmt is not here, formats go unchecked; fix: rustup component add rustfmt" >&2
fi

if command -v gofmt >/dev/null; then
    step "gofmt and go vet"
    unformatted=$(gofmt -l runtimes guests)
    [ -z "$unformatted" ] || { echo "test.sh: not as gofmt would have it: $unformatted" >&2; exit 1; }
    # The modules with code of ours: others only pin what is built from them.
    for main in runtimes/*/main.go; do
        go vet -C "$(dirname "$main")" ./...
    done
else
    echo "test.sh: Go is not here, Go workers go unchecked and unbuilt; fix: install Go, see https://go.dev/doc/install" >&2
fi

if cargo clippy --version >/dev/null 2>&1; then
    step "cargo clippy"
    cargo clippy --workspace --all-targets --locked -- -D warnings
else
    echo "test.sh: clippy is not here, lints go unchecked; fix: rustup component add clippy" >&2
fi

# Tests look at outcomes and at no times: where no worker is built yet, they are built faster, to slower programs. Workers are kept
# by how they were built, so these are never measured.
if [ ! -d "${WASMETER_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/wasmeter}/workers" ]; then
    export WASMETER_FAST_BUILDS=1
fi

step "the workers"
# A runtime that cannot be had here is told, with its fix; the tests know which ones they demand.
cargo run --quiet --locked -- runtimes build || [ $? -eq 1 ]

# Here and not in the tests: several of these run at once, and a toolchain is to be set up once.
step "the guests"
cargo run --quiet --locked -- guests build || [ $? -eq 1 ]
cargo run --quiet --locked -- guests build go cpython words-python || [ $? -eq 1 ]

# For tests of the page; they say what is missing where there is none.
step "a browser, and rules of accessibility"
scripts/chromium.sh unpack || true
scripts/axe.sh fetch || true

step "the tests"
cargo test --workspace --locked --no-fail-fast
step "done"
