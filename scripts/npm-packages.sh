#!/bin/bash
# npm-packages.sh FOLDER DIR WHAT [PROGRAM]
#
# Puts what FOLDER/package-lock.json pins, from npm, into DIR. WHAT says for people what that is. PROGRAM, a path in DIR, has to
# start then. When all is there, it ends at once.
set -euo pipefail
[ $# = 3 ] || [ $# = 4 ] || { echo "usage: npm-packages.sh FOLDER DIR WHAT [PROGRAM]" >&2; exit 2; }
folder=$1 dir=$2 what=$3 program=${4-}

die() {
    printf '%s\nfix: %s\n' "$1" "$2" >&2
    exit 1
}

# The folder is moved to its place when it is complete, so where the lockfile is the same, all is there.
cmp -s "$folder/package-lock.json" "$dir/package-lock.json" && exit
command -v npm >/dev/null || die "npm is not on PATH" "apt-get install npm"
echo "downloading $what from npm (up to 110 MB)" >&2
partial=$dir.partial
rm -rf "$partial"
mkdir -p "$partial"
cp "$folder/package.json" "$folder/package-lock.json" "$partial/"
(cd "$partial" && npm ci --ignore-scripts --no-audit --no-fund >&2) ||
    die "npm could not install $what" "let npm reach its registry (npm ping), and try again"
if [ -n "$program" ]; then
    [ -f "$partial/$program" ] || die "npm installed no $program" "update npm"
    chmod +x "$partial/$program"
    # RUNNER starts programs for another processor.
    ${RUNNER:+"$RUNNER"} "$partial/$program" --version >/dev/null || die "$what does not start here" "use a current Linux with glibc"
fi
rm -rf "$dir"
mv "$partial" "$dir"
