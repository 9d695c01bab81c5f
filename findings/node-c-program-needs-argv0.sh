#!/usr/bin/env bash
# Guess: A C program that prints one line prints it on every host, with or without arguments.
# Seen: Node passes no arguments unless told, not even a program name. A program with `main(void)` runs.
#   One with `main(int, char **)` never reaches `main`: it prints nothing and exits with code 71.
#   Node's `args_get` answers 28 (inval) when there are no arguments, so the C library gives up.
#   Wasmtime passes no arguments either, and there both programs run.
# Versions: PyPI ziglang 0.17.1 and wasmtime 50.0.1, npm node 26.10.0; 2026-11-30.
# Source: seen by running; nodejs/node#40196 (open) discusses the empty default. 71 is EX_OSERR of sysexits.h.
#   For wasmeter: every guest gets an argv[0].
set -euo pipefail
trap 'echo "a step failed: line $LINENO"; exit 3' ERR

for tool in npm node python3; do
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

for main in 'void' 'int argc, char **argv'; do
  file="${main%%[ ]*}"
  printf '#include <stdio.h>\nint main(%s) { puts("hello"); return 0; }\n' "$main" > "$file.c"
  python3 -m ziglang cc -target wasm32-wasi -Os -s "$file.c" -o "$file.wasm"
done

cat > host.mjs <<'END'
import fs from 'node:fs'
import { WASI } from 'node:wasi'
const [file, ...args] = process.argv.slice(2)
const options = args.length ? { args } : {}
const wasi = new WASI({ version: 'preview1', ...options })
const { instance } = await WebAssembly.instantiate(fs.readFileSync(file), wasi.getImportObject())
console.log('exit code', wasi.start(instance))
END
cat > host.py <<'END'
import sys, wasmtime
engine = wasmtime.Engine()
linker, store, config = wasmtime.Linker(engine), wasmtime.Store(engine), wasmtime.WasiConfig()
linker.define_wasi()
config.inherit_stdout()
store.set_wasi(config)
instance = linker.instantiate(store, wasmtime.Module.from_file(engine, sys.argv[1]))
try:
    instance.exports(store)["_start"](store)
    print("exit code 0")
except wasmtime.ExitTrap as end:
    print("exit code", end.code)
END
line() { # NAME COMMAND...
  printf '%s: ' "$1"
  { timeout 60 "${@:2}" || echo "host ended with $?"; } 2> host.err | tr '\n' ' ' | sed 's/ $/\n/'
}
export NODE_NO_WARNINGS=1
node=node_modules/node/bin/node
got=$(
  line 'node, main(void), no arguments' $node host.mjs void.wasm
  line 'node, main(int, char **), no arguments' $node host.mjs int.wasm
  line 'node, main(int, char **), argv[0]' $node host.mjs int.wasm program
  line 'wasmtime, main(int, char **), no arguments' python3 host.py int.wasm
)
expected='node, main(void), no arguments: hello exit code 0
node, main(int, char **), no arguments: exit code 71
node, main(int, char **), argv[0]: hello exit code 0
wasmtime, main(int, char **), no arguments: hello exit code 0'

echo "$got"
if [ "$got" != "$expected" ]; then
  printf 'changed. Expected:\n%s\n' "$expected"
  exit 1
fi
echo 'as stated'
