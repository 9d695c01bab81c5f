#!/bin/bash
# picture.sh PAGE PICTURE
#
# Takes a picture (PNG) of the upper part of a page, in a headless Chromium.
set -euo pipefail
[ $# = 2 ] || { echo "usage: picture.sh PAGE PICTURE" >&2; exit 2; }
page=$(realpath "$1") picture=$(realpath -m "$2")
found=$("$(dirname "$0")/chromium.sh")
program=$(sed -n 's/^CHROMIUM=//p' <<< "$found")
profile=$(mktemp -d)
trap 'rm -rf "$profile"' EXIT
mapfile -t environment < <(sed 1d <<< "$found")
env "${environment[@]}" "$program" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run \
    --disable-background-networking --disable-component-update --disable-sync --user-data-dir="$profile" \
    --hide-scrollbars --window-size=1360,1660 --virtual-time-budget=5000 --screenshot="$picture" "file://$page" 2> /dev/null
[ -s "$picture" ] || { echo "picture.sh: Chromium made no picture of $page" >&2; exit 1; }
