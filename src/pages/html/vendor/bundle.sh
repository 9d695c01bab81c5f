#!/bin/bash
# bundle.sh
#
# Writes plot.js, the part of Observable Plot and D3 that the charts of the page use, and LICENCES, from the packages on npm that
# package-lock.json pins. Wants npm and Node.js; the same packages give the same bytes. To change a version, change package.json.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here"/package*.json "$here/plot.mjs" "$work"
cd "$work"
npm ci --silent --no-audit --no-fund
npx esbuild plot.mjs --bundle --minify --format=iife --global-name=Plot --legal-comments=none --charset=utf8 \
    --metafile=meta.json --outfile=plot.js --log-level=warning
node > LICENCES <<'JS'
const { readFileSync } = require("fs");
const { inputs } = Object.values(JSON.parse(readFileSync("meta.json")).outputs)[0];
const used = Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
const folders = new Set(used.map(([file]) => file.match(/^node_modules\/(@[^/]+\/)?[^/]+/)?.[0]).filter(Boolean));
for (const folder of [...folders].sort()) {
  const { name, version } = JSON.parse(readFileSync(`${folder}/package.json`));
  console.log(`${name} ${version}\n\n${readFileSync(`${folder}/LICENSE`, "utf8").trim()}\n\n`);
}
JS
cp plot.js LICENCES "$here"
