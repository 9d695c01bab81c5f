//! WasmEdge's own WASI, as what a VM imports.

use wasmedge_sdk::{Instance, WasmEdgeResult, vm::SyncInst, wasi::WasiModule};
use wasmeter_worker::Wasi;

/// A type of its own, because a VM lends its imports back as what it was given, and of the SDK's types that
/// it takes, none tells the exit code.
pub struct Host(WasiModule);

impl Host {
    /// The name under which a VM keeps it.
    pub const NAME: &str = "wasi_snapshot_preview1";

    pub fn new(wasi: &Wasi) -> WasmEdgeResult<Self> {
        let env: Vec<String> = wasi.env.iter().map(|(k, v)| format!("{k}={v}")).collect();
        let may = if wasi.read_only { ":readonly" } else { "" };
        let dir = wasi.dir.as_ref();
        let dir = dir.map(|dir| format!("/:{}{may}", dir.display()));
        let second = wasi.second_dir.as_ref();
        let second = second.map(|dir| format!("/second:{}", dir.display()));
        let module = WasiModule::create(
            Some(wasi.args.iter().map(String::as_str).collect()),
            Some(env.iter().map(String::as_str).collect()),
            Some(dir.iter().chain(&second).map(String::as_str).collect()),
        );
        module.map(Host)
    }

    pub fn exit_code(&self) -> u32 {
        self.0.exit_code()
    }
}

impl SyncInst for Host {}

impl AsRef<Instance> for Host {
    fn as_ref(&self) -> &Instance {
        self.0.as_ref()
    }
}

impl AsMut<Instance> for Host {
    fn as_mut(&mut self) -> &mut Instance {
        self.0.as_mut()
    }
}
