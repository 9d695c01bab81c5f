#!/usr/bin/env bash
# Guess: `await WebAssembly.compile(bytes)` at the top of a module waits for V8, and the next line runs.
# Seen: Where V8 has to compile all functions at once, Node ends in that line with exit code 13 ("unsettled top-level
#   await"): V8's threads do not keep it running. With a timer that is pending, the next line runs. By default V8 compiles
#   functions when they are first called, and is done before Node looks.
# Versions: npm node 26.10.0 and @bytecodealliance/jco-transpile 0.15.0, whose module is compiled; 2026-11-30.
# Source: seen by running; `--no-wasm-lazy-compilation` is in `node --v8-options`. Node's documentation of exit codes has 13.
#   For wasmeter: V8's worker of components runs jco without flags, and with a timer.
set -euo pipefail
trap 'echo "a step failed: line $LINENO"; exit 3' ERR

for tool in npm; do
  command -v $tool > /dev/null || { echo "install $tool"; exit 2; }
done
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
npm install --silent --no-audit --no-fund --prefix . node@26.10.0 @bytecodealliance/jco-transpile@0.15.0 > install.log 2>&1 ||
  { cat install.log; echo 'the packages could not be installed'; exit 3; }

cat > plain.mjs <<'END'
import fs from 'node:fs'
const module = 'node_modules/@bytecodealliance/jco-transpile/vendor/js-component-bindgen-component.core.wasm'
await WebAssembly.compile(fs.readFileSync(module))
console.log('compiled')
END
{ echo 'const timer = setInterval(() => {}, 1000)'; cat plain.mjs; echo 'clearInterval(timer)'; } > timer.mjs

run() { # NAME FLAG...
  local code=0 name=$1
  shift
  said=$(timeout 120 node_modules/node/bin/node "$@" "$name.mjs" 2> err.txt) || code=$?
  echo "$name $*: exit code $code, printed [$said]"
}
got=$(run plain; run plain --no-wasm-lazy-compilation; run timer --no-wasm-lazy-compilation)
expected='plain : exit code 0, printed [compiled]
plain --no-wasm-lazy-compilation: exit code 13, printed []
timer --no-wasm-lazy-compilation: exit code 0, printed [compiled]'

echo "$got"
if [ "$got" != "$expected" ]; then
  printf 'changed. Expected:\n%s\n' "$expected"
  exit 1
fi
echo 'as stated'
