#!/usr/bin/env bash
# old-and-new.sh OLD NEW WHAT [ROUNDS]
#
# How much processor time two commits take for the same, from empty caches, on this machine and in one go. Each has a fresh clone and
# an empty folder of its own; rounds alternate which comes first. Prints seconds of CPU (user and system, with all ended children) and
# of wall clock of each, and the ratios of CPU, new to old. WHAT:
#
#   build    the harness, from the lockfile
#   quick    matrix --quick, from the clone to the pages
#   table    the same with the runtimes that most people ask for
#   compat   every probe on every configuration, workers built before and not timed
#   ci       .ci/run
#
# What cargo and npm fetch stays in their own caches. Run it where nothing else runs.
set -euo pipefail
[ $# -ge 3 ] || { sed -n '2,/^set/s/^# \{0,1\}//p' "$0" | sed '$d' >&2; exit 2; }
old=$1 new=$2 what=$3 rounds=${4:-1}
root=$(cd "$(dirname "$0")/.." && git rev-parse --show-toplevel)
old=$(git -C "$root" rev-parse --verify "$old^{commit}") new=$(git -C "$root" rev-parse --verify "$new^{commit}")
tmp=$(mktemp -d "${TMPDIR:-/tmp}/old-and-new-XXXXXX")
trap 'rm -rf "$tmp"' EXIT

prepare() { # in the clone
    cargo fetch --locked --quiet
    [ "$what" != compat ] || { cargo build --release --locked --quiet && target/release/wasmeter runtimes build >&2 || [ $? -eq 1 ]; }
}

work() {
    local most=(native wasmtime wasmi wasmedge v8 jsc wazero wasm3 wamr)
    case $what in
        build) cargo build --release --locked ;;
        quick) cargo run --release --locked -- matrix --quick --out "$1/out" ;;
        table) cargo run --release --locked -- matrix --quick --out "$1/out" $(printf ' -r %s' "${most[@]}") ;;
        compat) target/release/wasmeter compat --pinned --format json --private ;;
        ci) bash .ci/run ;;
        *) echo "old-and-new.sh: no $what" >&2; exit 2 ;;
    esac
}

side() { # NAME COMMIT: a line with the seconds of user, system and wall
    local dir=$tmp/$1
    rm -rf "$dir"
    git clone --quiet --shared "$root" "$dir/tree"
    git -C "$dir/tree" checkout --quiet --detach "$2"
    cd "$dir/tree"
    export WASMETER_HOME=$dir/home
    unset CARGO_TARGET_DIR
    prepare
    local TIMEFORMAT='%U %S %R'
    { time work "$dir" > "$dir/stdout" 2> "$dir/stderr"; } 2> "$dir/times" ||
        { tail -5 "$dir/stderr" >&2; echo "old-and-new.sh: $what failed on $2" >&2; exit 1; }
    cat "$dir/times"
}

echo "commit  round  CPU s  wall s"
for ((round = 1; round <= rounds; round++)); do
    order=(old new)
    ((round % 2)) || order=(new old)
    for name in "${order[@]}"; do
        read -r user system wall < <(side "$name" "${!name}")
        printf '%-7s %5d  %5.1f  %6.1f\n' "$name" "$round" "$(awk "BEGIN { print $user + $system }")" "$wall"
        echo "$name $(awk "BEGIN { print $user + $system }")" >> "$tmp/all"
    done
done
awk '{ sum[$1] += $2 } END { printf "CPU time, new to old: %.3f\n", sum["new"] / sum["old"] }' "$tmp/all"
