fn main() -> std::io::Result<()> {
    wasmeter_wasmedge::main()
}
