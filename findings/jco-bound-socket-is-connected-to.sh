#!/usr/bin/env bash
# Guess: Nobody can connect to a TCP socket that is bound and does not listen: the connection is refused.
# Seen: In jco's WASI 0.2 for Node, the connection is made. Where nobody has bound the port, it is refused.
# Versions: npm @bytecodealliance/preview2-shim 0.26.1, node 26.10.0; 2026-11-30.
# Source: the shim keeps the port by listening at it (`createTcpServer` in worker-socket-tcp.js), for Node cannot bind alone. connect(2):
#   ECONNREFUSED where no one listens. For wasmeter: `wasi-p2/sockets-tcp` fails so on V8.
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

cat > host.mjs <<'END'
import net from 'node:net'
import { sockets } from '@bytecodealliance/preview2-shim'
const server = net.createServer()
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const free = server.address().port
await new Promise((resolve) => server.close(resolve))

const network = sockets.instanceNetwork.instanceNetwork()
const socket = () => sockets.tcpCreateSocket.createTcpSocket('ipv4')
const at = (port) => ({ tag: 'ipv4', val: { address: [127, 0, 0, 1], port } })
const connect = (text, port) => {
  const client = socket()
  client.startConnect(network, at(port))
  client.subscribe().block()
  try { client.finishConnect(); console.log(`${text}: connected`) } catch (error) { console.log(`${text}: ${error}`) }
}
const bound = socket()
bound.startBind(network, at(0))
bound.finishBind()
connect('a port that is bound', bound.localAddress().val.port)
connect('a port that is not', free)
process.exit(0)
END
got=$(timeout 60 node_modules/node/bin/node host.mjs) || true
expected='a port that is bound: connected
a port that is not: connection-refused'

echo "$got"
if [ "$got" != "$expected" ]; then
  printf 'changed. Expected:\n%s\n' "$expected"
  exit 1
fi
echo 'as stated'
