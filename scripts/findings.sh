#!/usr/bin/env bash
# Runs the scripts in findings/ and reports which still behave as stated. See --help.
set -euo pipefail

folder=$(cd "$(dirname "${BASH_SOURCE[0]}")/../findings" && pwd)

usage() {
  cat <<'END'
Usage: scripts/findings.sh [NAME...]

Runs all findings, or the named ones, one after another. Prints a table of results.
Each finding installs public packages into a temporary folder, so it needs their clients and a network.

Results: "as stated", "changed" with what changed, "not run" with the reason, "failed".
Exit codes: 0 nothing changed or failed; 1 something did; 2 an unknown name.

Examples:
  scripts/findings.sh                          all findings
  scripts/findings.sh function-body-limit      one finding
  scripts/findings.sh > target/findings.txt    the table in a file, progress on the terminal
END
}

available() { find "$folder" -name '*.sh' -printf '%f\n' | sed 's/\.sh$//' | sort; }

case "${1:-}" in -h | --help) usage; exit 0 ;; esac

names=("$@")
if [ $# -eq 0 ]; then mapfile -t names < <(available); fi
for name in "${names[@]}"; do
  if ! available | grep -qxF -- "$name"; then
    { printf 'No finding is called "%s". There are:\n' "$name"; available | sed 's/^/  /'; } >&2
    exit 2
  fi
done

output=$(mktemp)
trap 'rm -f "$output"' EXIT
status=0 rows=() details=()
for name in "${names[@]}"; do
  printf '%s ... ' "$name" >&2
  start=$SECONDS code=0
  timeout 900 bash "$folder/$name.sh" > "$output" 2>&1 || code=$?
  last=$(grep -v '^ *$' "$output" | tail -n 1 || true)
  case $code in
    0) result='as stated' ;;
    1) result='changed' ;;
    2) result="not run: $last" ;;
    124) result='failed: no end within 900 s' ;;
    *) result="failed: exit code $code" ;;
  esac
  if [[ $result = changed || $result = failed* ]]; then
    status=1
    details+=("" "== $name" "$(tail -n 30 "$output")")
  fi
  printf '%s, %d s\n' "$result" $((SECONDS - start)) >&2
  rows+=("$(printf '%-28s  %7d  %s' "$name" $((SECONDS - start)) "$result")")
done

printf '%-28s  %7s  %s\n' finding seconds result
printf '%s\n' "${rows[@]}"
if [ ${#details[@]} -gt 0 ]; then printf '%s\n' "${details[@]}"; fi
exit $status
