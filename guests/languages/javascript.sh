#!/bin/bash
# JavaScript guests: QuickJS with the guest's script inside the module, built as C guests are. See README.md.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
case ${1:-} in
depends)
    printf '%s\n' languages/c.sh kit/javascript.c
    ;;
setup | setup-native)
    # The toolchain is the same one, set up once.
    set -- "$1" "$(dirname "${2:?a folder}")/c"
    ;;
wasm | native)
    include=$WORK/javascript/$NAME-$1
    mkdir -p "$include"
    { echo 'static const char script[] ='; sed 's/[\\"]/\\&/g; s/.*/"&\\n"/' "$GUEST/$SOURCES"; echo ';'; } > "$include/script.h"
    FLAGS="-Icrate:rquickjs-sys/quickjs
-I$include"
    SOURCES=../kit/javascript.c
    for part in quickjs libregexp libunicode dtoa; do
        SOURCES+=$'\n'crate:rquickjs-sys/quickjs/$part.c
    done
    export FLAGS SOURCES
    ;;
esac
exec "$here/c.sh" "$@"
