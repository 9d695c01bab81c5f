#!/bin/bash
# crate-folder.sh FOLDER CRATE
#
# Prints where the source of a crate is that the lockfile in FOLDER pins; cargo fetches it if need be.
# For workers that build what a crate carries by other means than the crate's own build script.
set -euo pipefail
[ $# = 2 ] || { echo "usage: crate-folder.sh FOLDER CRATE" >&2; exit 2; }
cargo metadata --quiet --locked --format-version 1 --manifest-path "$1/Cargo.toml" |
    python3 -c 'import json, os, sys
folders = [os.path.dirname(p["manifest_path"]) for p in json.load(sys.stdin)["packages"] if p["name"] == sys.argv[1]]
print(*folders) if len(folders) == 1 else sys.exit(f"{sys.argv[1]}: no such crate in the lockfile, or several")' "$2"
