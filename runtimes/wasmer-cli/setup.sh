#!/bin/sh
# Finds the Rust that Wasmer's crates want.
exec ../../scripts/rust.sh 1.96
