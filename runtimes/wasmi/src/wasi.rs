//! What a guest is given through WASI.

use std::error::Error;
use wasmeter_worker::Wasi;
use wasmi_wasi::WasiCtx;
use wasmi_wasi::sync::{Dir, TcpListener, WasiCtxBuilder, ambient_authority};

pub fn context(wasi: &Wasi) -> Result<WasiCtx, Box<dyn Error>> {
    let mut context = WasiCtxBuilder::new();
    context.inherit_stdio().args(&wasi.args)?;
    for (name, value) in &wasi.env {
        context.env(name, value)?;
    }
    if let Some(dir) = &wasi.dir {
        context.preopened_dir(Dir::open_ambient_dir(dir, ambient_authority())?, "/")?;
    }
    if let Some(dir) = &wasi.second_dir {
        context.preopened_dir(Dir::open_ambient_dir(dir, ambient_authority())?, "/second")?;
    }
    if let Some(address) = &wasi.listen {
        let folders = 3 + [&wasi.dir, &wasi.second_dir].into_iter().flatten().count() as u32;
        let listener = std::net::TcpListener::bind(address)?;
        let listener = TcpListener::from_std(listener);
        // Behind the standard streams and the folders.
        context.preopened_socket(folders, listener)?;
    }
    Ok(context.build())
}
