#!/bin/bash
# Guess:    Fuel counts what a program executes, so the same call of a function without state costs the same fuel each time.
# Seen:     In wasmi's default mode the first call costs thousands of times what the second one costs, here 42067 units against 4:
#           it also pays for each byte of the function's body, most of which does not run. In the mode Eager both cost 4, and
#           in the mode Lazy the first costs still more. So whether a limit suffices depends on who called before.
# Versions: wasmi 2.0.0, Rust 1.95, x86_64; 2026-11-30.
# Source:   wasmi's documentation of CompilationMode, whose default is LazyTranslation, and of CustomFuelCosts: a byte costs 7 units
#           to translate and 2 to validate; its issues 873 and 981. A deadline in fuel that is measured on a warm instance is too
#           short for a cold one: who compares limits has to set the mode, as wasmeter's configurations of wasmi do.
set -euo pipefail
trap 'echo "a step failed: line $LINENO"; exit 3' ERR
command -v cargo > /dev/null || { echo "install Rust 1.95 or newer with cargo"; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export CARGO_TARGET_DIR=$work/target

cat > Cargo.toml <<'END'
[package]
name = "fuel"
version = "0.1.0"
edition = "2024"
[[bin]]
name = "fuel"
path = "fuel.rs"
[dependencies]
wasmi = "=2.0.0"
wasmi_core = "=2.0.0"
wasmi_ir = "=2.0.0"
END
cat > fuel.rs <<'END'
use wasmi::{CompilationMode, Config, Engine, Linker, Module, Store};

fn main() {
    // The parameter is 0, so the thousand loads are never executed.
    let wat = format!(
        r#"(module (memory 1) (func (export "f") (param i32) (result i32) (if (local.get 0) (then {})) (i32.const 7)))"#,
        "(drop (i32.load (i32.const 0)))".repeat(1000)
    );
    let modes = [
        ("default", CompilationMode::default()),
        ("eager", CompilationMode::Eager),
        ("lazy", CompilationMode::Lazy),
    ];
    for (name, mode) in modes {
        let mut config = Config::default();
        config.consume_fuel(true).compilation_mode(mode);
        let engine = Engine::new(&config);
        let module = Module::new(&engine, wat.as_bytes()).unwrap();
        let mut store = Store::new(&engine, ());
        store.set_fuel(1 << 40).unwrap();
        let instance = Linker::new(&engine).instantiate_and_start(&mut store, &module).unwrap();
        let f = instance.get_typed_func::<i32, i32>(&store, "f").unwrap();
        let mut call = || {
            let before = store.get_fuel().unwrap();
            assert_eq!(f.call(&mut store, 0).unwrap(), 7);
            before - store.get_fuel().unwrap()
        };
        println!("{name}: {}, then {}", call(), call());
    }
}
END
cargo run --quiet > seen
cat seen
printf 'default: 42067, then 4\neager: 4, then 4\nlazy: 54085, then 4\n' > expected
if ! diff expected seen > difference; then
    echo "changed: expected (<), got (>)"
    cat difference
    exit 1
fi
echo "as stated"
