//! The same worker, which also finds LLVM and can so compile.

fn main() -> std::io::Result<()> {
    wasmeter_wasmedge::main()
}
