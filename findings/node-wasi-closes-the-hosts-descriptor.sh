#!/usr/bin/env bash
# Guess: A guest that closes its standard input closes its own descriptor. The host keeps its own, and runs the next guest.
# Seen: Node hands the host's descriptors 0, 1 and 2 to the guest without duplicating them. `close(0)` in the guest closes
#   descriptor 0 of the process. From then on `new WASI` throws in that process (UVWASI_EBADF), and no guest can be made any more.
#   (Whatever the process opens next may take the number 0.) Given other descriptors by the options stdin, stdout and stderr, these are closed instead, and the process goes on.
#   Wasmtime's guest closes only its own; the host's descriptor stays open.
# Versions: PyPI ziglang 0.17.1 and wasmtime 50.0.1, npm node 26.10.0; 2026-12-01.
# Source: seen by running. For wasmeter: several cases of a probe in one process need fresh descriptors for each.
set -euo pipefail
trap 'echo "a step failed: line $LINENO"; exit 3' ERR

for tool in npm python3; do
  command -v $tool > /dev/null || { echo "install $tool"; exit 2; }
done
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
{
  npm install --silent --no-audit --no-fund --prefix . node@26.10.0
  python3 -m pip install -q --target py ziglang==0.17.1 wasmtime==50.0.1
} > install.log 2>&1 || { cat install.log; echo 'the packages could not be installed'; exit 3; }
export PYTHONPATH=$tmp/py ZIG_GLOBAL_CACHE_DIR=$tmp/cache ZIG_LOCAL_CACHE_DIR=$tmp/cache

printf '#include <unistd.h>\nint main(void) { return close(0); }\n' > close.c
python3 -m ziglang cc -target wasm32-wasi -Os -s close.c -o close.wasm

cat > host.mjs <<'END'
import fs from 'node:fs'
import { WASI } from 'node:wasi'
const own = process.argv[2] === 'own'
const module = await WebAssembly.compile(fs.readFileSync('close.wasm'))
for (const guest of ['first', 'second']) {
  try {
    const stdin = own ? fs.openSync('/dev/null', 'r') : 0
    const wasi = new WASI({ version: 'preview1', args: ['close'], stdin })
    const instance = await WebAssembly.instantiate(module, wasi.getImportObject())
    const code = wasi.start(instance)
    let open = true
    try { fs.fstatSync(0) } catch { open = false }
    fs.writeSync(1, `${guest} exit code ${code} ${open ? "stdin open" : "stdin closed"}\n`)
  } catch (error) {
    fs.writeSync(1, `${guest} ${error.code}\n`)
  }
}
END
cat > host.py <<'END'
import os, wasmtime
engine = wasmtime.Engine()
module = wasmtime.Module.from_file(engine, "close.wasm")
for guest in ["first", "second"]:
    linker, store, config = wasmtime.Linker(engine), wasmtime.Store(engine), wasmtime.WasiConfig()
    linker.define_wasi()
    config.inherit_stdin()
    store.set_wasi(config)
    instance = linker.instantiate(store, module)
    code = 0
    try:
        instance.exports(store)["_start"](store)
    except wasmtime.ExitTrap as end:
        code = end.code
    try:
        os.fstat(0)
        state = "open"
    except OSError:
        state = "closed"
    print(guest, "exit code", code, "stdin", state)
END
line() { # NAME COMMAND...
  printf '%s: ' "$1"
  { timeout 60 "${@:2}" < /dev/null || echo "host ended with $?"; } 2> host.err | paste -sd ';'
}
export NODE_NO_WARNINGS=1
node=node_modules/node/bin/node
got=$(
  line 'node' $node host.mjs
  line 'node, a descriptor of its own' $node host.mjs own
  line 'wasmtime' python3 host.py
)
expected='node: first exit code 0 stdin closed;second UVWASI_EBADF
node, a descriptor of its own: first exit code 0 stdin open;second exit code 0 stdin open
wasmtime: first exit code 0 stdin open;second exit code 0 stdin open'

echo "$got"
if [ "$got" != "$expected" ]; then
  printf 'changed. Expected:\n%s\n' "$expected"
  exit 1
fi
echo 'as stated'
