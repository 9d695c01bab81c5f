#!/bin/bash
# chromium.sh [unpack]
#
# Finds a Chromium that tests can look at pages with: the machine's, or one that `chromium.sh unpack` has put into wasmeter's
# folder, from Debian packages. Prints `CHROMIUM=program`, and the environment that an unpacked one needs.
# Where there is none: exit code 1, and the fix.
set -euo pipefail
[ $# = 0 ] || [ "$*" = unpack ] || { echo "usage: chromium.sh [unpack]" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
root=${WASMETER_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/wasmeter}/toolchains/shared/chromium

for program in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
    if [ -n "$program" ] && found=$(command -v "$program"); then
        echo "CHROMIUM=$found"
        exit 0
    fi
done

if [ ! -e "$root/debs.sha256" ]; then
    [ "${1:-}" = unpack ] || {
        printf 'no Chromium is here\nfix: scripts/chromium.sh unpack (Debian), or install one and name it in CHROMIUM\n' >&2
        exit 1
    }
    mkdir -p "$root"
    root=$(cd "$root" && pwd)
    echo "unpacking Debian's Chromium (about 100 MB to fetch, 400 MB on disk)" >&2
    rm -rf "$root" "$root.partial"
    # Of the machine's own suites, so that it runs with the machine's libc.
    "$here/private-root.sh" "$root.partial" host chromium fonts-dejavu-core || {
        rm -rf "$root.partial"
        exit 1
    }
    mv "$root.partial" "$root"
fi

# Where the machine has no fonts, these are all there are.
cat > "$root/fonts.conf" <<CONF
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
<dir>/usr/share/fonts</dir><dir>$root/root/usr/share/fonts</dir><cachedir>$root/fonts-cache</cachedir>
<alias><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
</fontconfig>
CONF
echo "CHROMIUM=$root/root/usr/lib/chromium/chromium"
shopt -s nullglob
# One of its libraries looks for a part of its own in a folder that is the system's.
libraries=$(echo "$root"/root/{usr/,}lib/*-linux-gnu{,/pulseaudio})
printf 'LD_LIBRARY_PATH=%s\nFONTCONFIG_FILE=%s\n' "${libraries// /:}" "$root/fonts.conf"
