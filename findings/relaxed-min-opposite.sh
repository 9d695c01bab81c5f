#!/usr/bin/env bash
# Guess: Relaxed SIMD differs between processors. On one processor, engines agree, because each uses the one
#   instruction that the processor has for it.
# Seen: On x86_64, V8 and Wasmtime give opposite results in each of eight cases of `f32x4.relaxed_min` and
#   `relaxed_max`: of NaN and 1, V8 gives 1 and Wasmtime NaN; of 1 and NaN, the reverse; signed zeros likewise.
#   Both are right. `minps` returns its second operand in these cases, so the engines must pass them in opposite order.
# Versions: npm node 26.10.0, PyPI wasmtime 50.0.1; 2026-11-30.
# Source: seen by running; the specification of relaxed SIMD allows either operand as the result.
#   For wasmeter: the output of a guest with relaxed SIMD cannot be compared between engines bit by bit.
set -euo pipefail
trap 'echo "a step failed: line $LINENO"; exit 3' ERR

for tool in npm node python3; do
  command -v $tool > /dev/null || { echo "install $tool"; exit 2; }
done
[ "$(uname -m)" = x86_64 ] || { echo 'this finding is about x86_64: run it there'; exit 2; }
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
{
  npm install --silent --no-audit --no-fund --prefix . node@26.10.0
  python3 -m pip install -q --target py wasmtime==50.0.1
} > install.log 2>&1 || { cat install.log; echo 'the packages could not be installed'; exit 3; }

cat > host.py <<'END'
import wasmtime
def function(name):
    return f"""(func (export "{name}") (param f32 f32) (result f32)
      (f32x4.extract_lane 0 (f32x4.relaxed_{name} (f32x4.splat (local.get 0)) (f32x4.splat (local.get 1)))))"""
module = wasmtime.wat2wasm("(module " + function("min") + function("max") + ")")
open("guest.wasm", "wb").write(module)
engine = wasmtime.Engine()
store = wasmtime.Store(engine)
exports = wasmtime.Instance(store, wasmtime.Module(engine, module), []).exports(store)
def text(value):
    return "nan" if value != value else f"{value:g}"
for name in ("min", "max"):
    for a, b in ((float("nan"), 1.0), (1.0, float("nan")), (0.0, -0.0), (-0.0, 0.0)):
        print(f"{name}({text(a)}, {text(b)}) = {text(exports[name](store, a, b))}")
END
cat > host.mjs <<'END'
import fs from 'node:fs'
const { exports } = new WebAssembly.Instance(new WebAssembly.Module(fs.readFileSync('guest.wasm')))
const text = value => Object.is(value, -0) ? '-0' : String(value).toLowerCase()
for (const name of ['min', 'max'])
  for (const [a, b] of [[NaN, 1], [1, NaN], [0, -0], [-0, 0]])
    console.log(`${name}(${text(a)}, ${text(b)}) = ${text(exports[name](a, b))}`)
END
PYTHONPATH=py timeout 60 python3 host.py > wasmtime.txt || true
timeout 60 node_modules/node/bin/node host.mjs > v8.txt || true
got=$(paste -d '|' wasmtime.txt v8.txt | sed 's/^\(.*\) = \(.*\)|\1 = \(.*\)$/\1: Wasmtime \2, V8 \3/')
expected='min(nan, 1): Wasmtime nan, V8 1
min(1, nan): Wasmtime 1, V8 nan
min(0, -0): Wasmtime 0, V8 -0
min(-0, 0): Wasmtime -0, V8 0
max(nan, 1): Wasmtime nan, V8 1
max(1, nan): Wasmtime 1, V8 nan
max(0, -0): Wasmtime 0, V8 -0
max(-0, 0): Wasmtime -0, V8 0'

echo "$got"
if [ "$got" != "$expected" ]; then
  printf 'changed. Expected:\n%s\n' "$expected"
  exit 1
fi
echo 'as stated'
