fn main() -> std::process::ExitCode {
    wasmeter::cli::main()
}
