//! What a guest sees of the outside, in Wasmtime's own WASI.

use wasmeter_worker::Wasi;
use wasmtime::Error;
use wasmtime_wasi::p1::WasiP1Ctx;
use wasmtime_wasi::{FsPerms, WasiCtxBuilder};

pub fn context(wasi: &Wasi) -> Result<WasiP1Ctx, Error> {
    let mut builder = WasiCtxBuilder::new();
    builder
        .inherit_stdio()
        .args(&wasi.args)
        // The guest has the worker's thread to itself, so file operations need no thread pool.
        .allow_blocking_current_thread(true);
    for (name, value) in &wasi.env {
        builder.env(name, value);
    }
    if let Some(dir) = &wasi.dir {
        builder.preopened_dir(dir, "/", FsPerms::ReadWrite)?;
    }
    Ok(builder.build_p1())
}
