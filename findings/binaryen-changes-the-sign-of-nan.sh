#!/bin/bash
# Guess:    An optimiser for WebAssembly does not change what a module computes, bit for bit, in one and the same engine.
# Seen:     Binaryen's default optimisation changes the bits of 0/0 and of the square root of -1: from 0xffc00000 to 0x7fc00000,
#           both run by the same Node on x86_64. The processor makes a negative NaN, Binaryen computes a positive one
#           beforehand. Both are allowed.
# Versions: npm binaryen 132.0.0, Node.js 20.20.2, x86_64; 2026-11-30.
# Source:   The specification leaves the sign of such a NaN open (core/exec/numerics, NaN propagation); issue 1680 of binaryen and
#           issue 619 of WebAssembly/design (x86 sets the sign, ARM does not). A checksum over the bits of floats may hence
#           differ between a module and its optimised form, between an interpreter and a compiler, between two architectures,
#           while all of them are right. wasmeter's guests must not put the bits of a NaN into what is verified.
set -euo pipefail
trap 'echo "a step failed: line $LINENO"; exit 3' ERR
for tool in node npm; do
    command -v "$tool" > /dev/null || { echo "install Node.js 20 or newer, with npm"; exit 2; }
done
[ "$(uname -m)" = x86_64 ] || { echo "needs a machine of x86_64"; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --silent --no-audit --no-fund --ignore-scripts binaryen@132.0.0 > log 2>&1 || { tail log; exit 3; }
cat > run.mjs <<'END'
import binaryen from "binaryen";

const module = binaryen.parseText(`(module
  (func (export "quotient") (result i32) (i32.reinterpret_f32 (f32.div (f32.const 0) (f32.const 0))))
  (func (export "root") (result i32) (i32.reinterpret_f32 (f32.sqrt (f32.const -1)))))`);
function run(name) {
    const { quotient, root } = new WebAssembly.Instance(new WebAssembly.Module(module.emitBinary())).exports;
    console.log(name, ...[quotient(), root()].map((bits) => (bits >>> 0).toString(16)));
}
run("as written:");
module.optimize();
run("optimised:");
END
node run.mjs > seen
cat seen
printf 'as written: ffc00000 ffc00000\noptimised: 7fc00000 7fc00000\n' > expected
if ! diff expected seen > difference; then
    echo "changed: expected (<), got (>)"
    cat difference
    exit 1
fi
echo "as stated"
