#!/bin/bash
# setup.sh DIR
#
# Asks the Node on PATH where and what it is. Nothing is put into DIR.
set -eu
node=$(command -v node) || { printf 'node is not on PATH\nfix: apt-get install nodejs (20 or newer)\n' >&2; exit 1; }
# The flag's name has changed, and Node does not start with one that it does not know.
options=$("$node" --v8-options)
flag=$(grep -oE -m 1 -e '--wasm-native-module-cache(-enabled)?' <<<"$options" | head -n 1)
[ -n "$flag" ] || {
    printf 'Node %s has no flag for its cache of modules\nfix: install Node 20 or newer\n' "$("$node" --version)" >&2
    exit 1
}
echo "NODE=$node"
echo "NODE_VERSION=$("$node" --version)" # another Node is another worker
echo "NO_MODULE_CACHE=--no-${flag#--}"
