#!/usr/bin/env bash
# Guess: In jco's WASI 0.2 for Node, `blocking-skip(7)` of a file's stream skips 7 bytes and returns 7. `blocking-splice(5)` waits until
#   there is something to move.
# Seen: The skip returns what it read instead of a number, all 12 bytes of the file, and a read then finds nothing. A guest gets a
#   SyntaxError, since jco makes a u64 of that. The splice moves 0 bytes.
# Versions: npm @bytecodealliance/preview2-shim 0.26.1, node 26.10.0; 2026-11-30.
# Source: wasi:io/streams@0.2: skip "returns number of bytes skipped"; blocking-splice "blocks until ... the input-stream is ready for
#   reading". For wasmeter: `wasi-p2/io` fails so on V8.
set -euo pipefail
trap 'echo "a step failed: line $LINENO"; exit 3' ERR

for tool in npm; do
  command -v $tool > /dev/null || { echo "install $tool"; exit 2; }
done
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
npm install --silent --no-audit --no-fund --prefix . node@26.10.0 @bytecodealliance/preview2-shim@0.26.1 > install.log 2>&1 ||
  { cat install.log; echo 'the packages could not be installed'; exit 3; }

mkdir folder
printf 'hello, world' > folder/hello.txt
cat > host.mjs <<'END'
import { filesystem } from '@bytecodealliance/preview2-shim'
const show = (value) => (value instanceof Uint8Array ? `[${new TextDecoder().decode(value)}]` : `${value}`)
const attempt = (text, call) => {
  try { console.log(`${text}: ${show(call())}`) } catch (error) { console.log(`${text}: ${error.tag ?? error}`) }
}
filesystem._setPreopens({ '/': 'folder' })
const [[folder]] = filesystem.preopens.getDirectories()
const file = () => folder.openAt({}, 'hello.txt', {}, { read: true })
const skipped = file().readViaStream(0n)
attempt('skip 7', () => skipped.blockingSkip(7n))
attempt('then read 3', () => {
  try { return skipped.blockingRead(3n).length || 'nothing' } catch (error) { return error.tag === 'closed' ? 'nothing' : error }
})
const to = folder.openAt({}, 'copy.txt', { create: true }, { read: true, write: true }).writeViaStream(0n)
attempt('splice 5', () => to.blockingSplice(file().readViaStream(7n), 5n))
process.exit(0)
END
got=$(timeout 60 node_modules/node/bin/node host.mjs) || true
expected='skip 7: [hello, world]
then read 3: nothing
splice 5: 0'

echo "$got"
if [ "$got" != "$expected" ]; then
  printf 'changed. Expected:\n%s\n' "$expected"
  exit 1
fi
echo 'as stated'
