//! What a VM imports: WasmEdge's own WASI, and what its plug-ins have.

use wasmedge_sdk::plugin::PluginManager;
use wasmedge_sdk::{Instance, Module, WasmEdgeResult, vm::SyncInst, wasi::WasiModule};
use wasmeter_worker::Wasi;

/// A type of its own, because a VM lends its imports back as what it was given, and of the SDK's types that
/// it takes, none tells the exit code.
pub enum Host {
    Wasi(WasiModule),
    PlugIn(Instance),
}

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
        module.map(Host::Wasi)
    }

    /// What a module imports of plug-ins, by name, as WasmEdge's command line gives it.
    pub fn plug_ins(module: &Module) -> WasmEdgeResult<Vec<(String, Self)>> {
        let imports = module.imports();
        let mut wanted: Vec<String> = imports
            .iter()
            .map(|i| i.module_name().into_owned())
            .collect();
        wanted.retain(|name| name != Self::NAME);
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        PluginManager::load(None)?;
        let mut found = Vec::new();
        for plug_in in PluginManager::names() {
            let plug_in = PluginManager::find(plug_in)?;
            for name in plug_in
                .mod_names()
                .into_iter()
                .filter(|n| wanted.contains(n))
            {
                let instance = plug_in.mod_instance(&name)?;
                found.push((name, Host::PlugIn(instance)));
            }
        }
        Ok(found)
    }

    pub fn exit_code(&self) -> u32 {
        match self {
            Host::Wasi(module) => module.exit_code(),
            Host::PlugIn(_) => 0,
        }
    }
}

impl SyncInst for Host {}

impl AsRef<Instance> for Host {
    fn as_ref(&self) -> &Instance {
        match self {
            Host::Wasi(module) => module.as_ref(),
            Host::PlugIn(instance) => instance,
        }
    }
}

impl AsMut<Instance> for Host {
    fn as_mut(&mut self) -> &mut Instance {
        match self {
            Host::Wasi(module) => module.as_mut(),
            Host::PlugIn(instance) => instance,
        }
    }
}
