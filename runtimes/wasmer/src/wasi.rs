//! What a guest sees of the outside, in Wasmer's own WASI(X).

use std::path::Path;
use std::sync::{Arc, OnceLock};
use tokio::runtime::{Builder, Handle, Runtime};
use wasmer::Engine;
use wasmer_wasix::runtime::task_manager::tokio::TokioTaskManager;
use wasmer_wasix::virtual_fs::{FileSystem, MountFileSystem, host_fs};
use wasmer_wasix::{PluggableRuntime, WasiEnvBuilder};
use wasmeter_worker::{Failure, Wasi};

/// What WASIX shares between the guests of one engine: its tasks, its network, the engine.
pub fn host(engine: &Engine) -> Result<Arc<PluggableRuntime>, Failure> {
    let tasks = TokioTaskManager::new(tokio()?);
    let mut host = PluggableRuntime::new(Arc::new(tasks));
    host.set_engine(engine.clone());
    Ok(Arc::new(host))
}

pub fn environment(wasi: &Wasi, host: Arc<PluggableRuntime>) -> Result<WasiEnvBuilder, Failure> {
    let (program, args) = match wasi.args.split_first() {
        Some((program, args)) => (program.as_str(), args),
        None => ("", &[][..]),
    };
    let builder = WasiEnvBuilder::new(program)
        .args(args)
        .envs(&wasi.env)
        .runtime(host);
    let builder = match (&wasi.dir, &wasi.second_dir) {
        (Some(dir), None) => builder.fs(folder(dir)?),
        (Some(dir), Some(second)) => {
            let both = MountFileSystem::new();
            both.mount("/", folder(dir)?).map_err(Failure::refused)?;
            both.mount(SECOND, folder(second)?)
                .map_err(Failure::refused)?;
            builder.mount_fs(both)
        }
        // Then there is only WASIX's own root, which lies in memory.
        (None, _) => return Ok(builder),
    };
    let builder = builder.preopen_dir("/").map_err(Failure::refused)?;
    match wasi.second_dir {
        Some(_) => builder.preopen_dir(SECOND).map_err(Failure::refused),
        None => Ok(builder),
    }
}

/// What the second folder is called.
const SECOND: &str = "/second";

/// A folder of the host as a file system of its own: the guest's `/`.
fn folder(dir: &Path) -> Result<Arc<dyn FileSystem + Send + Sync>, Failure> {
    let folder = host_fs::FileSystem::new(tokio()?, dir).map_err(Failure::refused)?;
    Ok(Arc::new(folder))
}

/// WASIX runs its host calls on tokio, and expects to be called from inside it: the worker's thread
/// enters it once and never leaves, so that no call pays for entering.
fn tokio() -> Result<Handle, Failure> {
    static TOKIO: OnceLock<Runtime> = OnceLock::new();
    if let Some(tokio) = TOKIO.get() {
        return Ok(tokio.handle().clone());
    }
    let tokio = Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(Failure::refused)?;
    let tokio = TOKIO.get_or_init(|| tokio);
    std::mem::forget(tokio.enter());
    Ok(tokio.handle().clone())
}
