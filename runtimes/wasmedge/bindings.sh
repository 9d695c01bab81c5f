#!/bin/sh
# Stands in for bindgen, which needs libclang. The build script of wasmedge-sys starts it in that crate's
# folder, where the bindings of the very version lie ready made, with `-o FILE` among the arguments.
set -eu
while [ "$1" != -o ]; do shift; done
cp bindings/wasmedge.rs "$2"
