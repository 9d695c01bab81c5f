# Sourced by the languages that unpack a private root: what starts a program of it by a path of its own.

# wrapper ROOT NAME PROGRAM [ARGUMENT...] makes ROOT/bin/NAME, which runs PROGRAM. `$p` in what it is given
# stands for ROOT, wherever that is moved to.
wrapper() {
    local root=$1 name=$2
    shift 2
    mkdir -p "$root/bin"
    {
        printf '#!/bin/sh\np=$(cd "$(dirname "$0")/.." && pwd)\nexec'
        printf ' "%s"' "$@"
        printf ' "$@"\n'
    } > "$root/bin/$name"
    chmod +x "$root/bin/$name"
}

# The absolute form of a folder that need not be there yet.
absolute() { mkdir -p "$1" && cd "$1" && pwd; }
