#!/bin/sh
# Finds the Rust that Wasmtime's crates want.
exec ../../scripts/rust.sh Cargo.toml
