#!/usr/bin/env bash
# Guess: Which paths a host of wasi:http takes is decided by the runtime's version, and a patch release of a library that it is built with
#   changes nothing of that.
# Seen: The crate `http` takes "a/b/c" and "" as a path up to 1.4.0 and puts a slash before it. From 1.4.1 on it refuses both. 1.4.1
#   also refuses "*", which 1.4.2 takes again.
# Versions: crate http 1.3.1, 1.4.0, 1.4.1, 1.4.2, 1.5.0; 2026-11-30.
# Source: wasmtime-wasi-http 48 and 50 hand what a guest sets as path-with-query to PathAndQuery of any http 1.x. wasi-testsuite's http-request
#   (WASI 0.3) sets "a/b/c" and wants it taken.
#   For wasmeter: the same release of Wasmtime passes that test, or fails it, by the lockfile that its embedder has. Its makers' own
#   lockfile of 50.0.1 has 1.5.0.
set -euo pipefail
trap 'echo "a step failed: line $LINENO"; exit 3' ERR

command -v cargo > /dev/null || { echo 'install cargo'; exit 2; }
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
mkdir src
cat > src/main.rs <<'END'
use http::uri::PathAndQuery;

fn main() {
    for path in ["/a/b/c", "a/b/c", "", "*"] {
        match PathAndQuery::try_from(path) {
            Ok(taken) => println!("{path:?} is taken as {taken}"),
            Err(_) => println!("{path:?} is refused"),
        }
    }
}
END
got=
for version in 1.3.1 1.4.0 1.4.1 1.4.2 1.5.0; do
    cat > Cargo.toml <<END
[package]
name = "finding"
edition = "2021"
[dependencies]
http = "=$version"
END
    rm -f Cargo.lock
    cargo build --quiet > build.log 2>&1 || { cat build.log; echo 'the crates could not be had'; exit 3; }
    got+="http $version
$(timeout 60 target/debug/finding)
"
done
old='"/a/b/c" is taken as /a/b/c
"a/b/c" is taken as /a/b/c
"" is taken as /
"*" is taken as *'
new='"/a/b/c" is taken as /a/b/c
"a/b/c" is refused
"" is refused
"*" is'
expected="http 1.3.1
$old
http 1.4.0
$old
http 1.4.1
$new refused
http 1.4.2
$new taken as *
http 1.5.0
$new taken as *
"

printf '%s' "$got"
if [ "$got" != "$expected" ]; then
    printf 'changed. Expected:\n%s' "$expected"
    exit 1
fi
echo 'as stated'
