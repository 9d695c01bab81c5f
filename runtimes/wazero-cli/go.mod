// Pins the command line that is built from here; there is no code.
module wasmeter/wazero-cli

go 1.25.0

require github.com/tetratelabs/wazero v1.12.0

require golang.org/x/sys v0.44.0 // indirect
