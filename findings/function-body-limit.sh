#!/usr/bin/env bash
# Guess: A function body may be as large as its 32-bit length allows, or up to a round number of bytes.
# Seen: The largest body is 7654321 bytes, a countdown. One more `nop` makes the module invalid for Wasmtime, which is
#   no browser, and for V8. wazero runs it: the core specification has no such limit.
# Versions: PyPI wasmtime 50.0.1, npm node 26.10.0, Go module wazero 1.12.0; 2026-11-30.
# Source: "Limits" in the WebAssembly JavaScript interface, taken over by V8 (wasm-limits.h) and by wasmparser
#   (limits.rs), which validates for Wasmtime and other runtimes in Rust.
#   For wasmeter: a valid guest can be refused because of its size alone.
set -euo pipefail
trap 'echo "a step failed: line $LINENO"; exit 3' ERR

for tool in npm node python3 go; do
  command -v $tool > /dev/null || { echo "install $tool"; exit 2; }
done
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
mkdir wazero
cat > wazero/main.go <<'END'
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/tetratelabs/wazero"
)

func main() {
	ctx := context.Background()
	runtime := wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfigInterpreter())
	bytes, _ := os.ReadFile(os.Args[1])
	instance, err := runtime.Instantiate(ctx, bytes)
	if err != nil {
		fmt.Println("refused")
		return
	}
	if _, err := instance.ExportedFunction("f").Call(ctx); err != nil {
		fmt.Println("trapped")
		return
	}
	fmt.Println("accepted, ran")
}
END
{
  npm install --silent --no-audit --no-fund --prefix . node@26.10.0
  python3 -m pip install -q --target py wasmtime==50.0.1
  (cd wazero && go mod init finding && go get github.com/tetratelabs/wazero@v1.12.0 && go build -o run .)
} > install.log 2>&1 || { cat install.log; echo 'the packages could not be installed'; exit 3; }

# Each module exports f, whose body is: no locals, `nop`s, `end`.
cat > size.py <<'END'
import wasmtime
def leb(n):
    return bytes([n]) if n < 128 else bytes([n & 127 | 128]) + leb(n >> 7)
def section(number, content):
    return bytes([number]) + leb(len(content)) + content
for size in (7654321, 7654322):
    body = b"\0" + b"\1" * (size - 2) + b"\x0b"
    module = b"\0asm\1\0\0\0" + section(1, b"\1\x60\0\0") + section(3, b"\1\0") + section(7, b"\1\1f\0\0")
    module += section(10, b"\1" + leb(size) + body)
    open(f"{size}.wasm", "wb").write(module)
    try:
        wasmtime.Module.validate(wasmtime.Engine(), module)
        print(f"{size} bytes, Wasmtime: accepted")
    except wasmtime.WasmtimeError as error:
        print(f"{size} bytes, Wasmtime: {error}".split(" (at ")[0])
END
cat > v8.mjs <<'END'
import fs from 'node:fs'
console.log(WebAssembly.validate(fs.readFileSync(process.argv[2])) ? 'accepted' : 'refused')
END
got=$(
  PYTHONPATH=py timeout 60 python3 size.py
  for size in 7654321 7654322; do
    echo "$size bytes, V8: $(timeout 60 node_modules/node/bin/node v8.mjs $size.wasm)"
    echo "$size bytes, wazero: $(timeout 60 wazero/run $size.wasm)"
  done
) || true
expected='7654321 bytes, Wasmtime: accepted
7654322 bytes, Wasmtime: function body size count exceeds limit of 7654321
7654321 bytes, V8: accepted
7654321 bytes, wazero: accepted, ran
7654322 bytes, V8: refused
7654322 bytes, wazero: accepted, ran'

echo "$got"
if [ "$got" != "$expected" ]; then
  printf 'changed. Expected:\n%s\n' "$expected"
  exit 1
fi
echo 'as stated'
