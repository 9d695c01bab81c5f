#!/usr/bin/env bash
# Guess: Two `new WebAssembly.Module(bytes)` make two modules, each compiled for itself. A function of a fresh module
#   has no machine code before its first call, because V8 compiles lazily.
# Seen: While a module of the same bytes is alive in the process, a second one shares its machine code: its function is
#   compiled although nobody called it. That holds for a copy of the bytes, too. One other byte, and it is not shared.
#   `--no-wasm-native-module-cache` turns it off.
# Versions: npm node 26.10.0 (V8 14.6); 2026-11-30.
# Source: seen by running, with V8's own test functions; NativeModuleCache in V8's src/wasm/wasm-engine.cc. Node's and
#   V8's documentation of WebAssembly do not tell of it.
#   For wasmeter: repeated loads in one process would measure this cache, so V8's worker turns it off.
set -euo pipefail
trap 'echo "a step failed: line $LINENO"; exit 3' ERR

for tool in npm node; do
  command -v $tool > /dev/null || { echo "install $tool"; exit 2; }
done
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
npm install --silent --no-audit --no-fund --prefix . node@26.10.0 > install.log 2>&1 ||
  { cat install.log; echo 'the packages could not be installed'; exit 3; }

cat > host.cjs <<'END'
// (module (func (export "f") (result i32) (i32.const N)))
const bytes = number => Uint8Array.from([0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 127, 3, 2, 1, 0,
  7, 5, 1, 1, 102, 0, 0, 10, 6, 1, 4, 0, 65, number, 11])
const make = number => new WebAssembly.Instance(new WebAssembly.Module(bytes(number))).exports.f
const state = f => %IsUncompiledWasmFunction(f) ? 'not compiled' : 'compiled'
const first = make(42)
console.log('first module:', state(first))
first()
console.log('first module after a call:', state(first))
console.log('module of equal bytes:', state(make(42)))
console.log('module of other bytes:', state(make(43)))
first()
END
node=node_modules/node/bin/node
got=$(
  timeout 60 $node --allow-natives-syntax host.cjs
  echo 'without the cache:'
  timeout 60 $node --allow-natives-syntax --no-wasm-native-module-cache host.cjs
) || true
expected='first module: not compiled
first module after a call: compiled
module of equal bytes: compiled
module of other bytes: not compiled
without the cache:
first module: not compiled
first module after a call: compiled
module of equal bytes: not compiled
module of other bytes: not compiled'

echo "$got"
if [ "$got" != "$expected" ]; then
  printf 'changed. Expected:\n%s\n' "$expected"
  exit 1
fi
echo 'as stated'
