//! wasm3's WASI that uses uvwasi, its makers' default. All instances of a process share one uvwasi, which the first makes.

use crate::{m3, sys};
use std::collections::BTreeMap;
use std::ffi::{CStr, CString, c_char};
use std::path::PathBuf;
use std::ptr::null;
use std::sync::OnceLock;
use wasmeter_worker::{Abilities, Failure, Wasi, names};

pub const CONFIGURATION: &str = "interpreter";

/// What a uvwasi is made with.
#[derive(Clone, PartialEq)]
struct Given {
    env: BTreeMap<String, String>,
    /// Each under its name in `NAMES`.
    folders: [Option<PathBuf>; 2],
}

/// Of the process's.
static MADE_WITH: OnceLock<Given> = OnceLock::new();

/// The guest's names for its folders.
const NAMES: [&CStr; 2] = [c"/", c"/second"];

// Of `uvwasi.c`.
unsafe extern "C" {
    fn wasmeter_uvwasi_version() -> *const c_char;
    fn wasmeter_link_uvwasi(
        module: *mut sys::M3Module,
        env: *const *const c_char,
        count: u32,
        names: *const *const c_char,
        folders: *const *const c_char,
    ) -> sys::M3Result;
}

/// Of wasm3 with it: how it meets the guest is uvwasi's as much as wasm3's.
pub fn version(wasm3: &str) -> String {
    // SAFETY: a constant text.
    let uvwasi = unsafe { CStr::from_ptr(wasmeter_uvwasi_version()) };
    format!("{wasm3} (uvwasi {})", uvwasi.to_string_lossy())
}

pub fn abilities() -> Abilities {
    Abilities {
        second_dir: names(["uvwasi_options_t.preopens"]),
        ..Abilities::default()
    }
}

/// Links a module to the process's uvwasi. Refuses an instance that wants another environment or other folders than the
/// first had, instead of giving it the first one's.
pub fn link(runtime: &m3::Runtime, wasi: &Wasi) -> Result<(), Failure> {
    let wanted = Given {
        env: wasi.env.clone(),
        folders: [wasi.dir.clone(), wasi.second_dir.clone()],
    };
    if *MADE_WITH.get_or_init(|| wanted.clone()) != wanted {
        let reason =
            "wasm3 has one uvwasi in a process, whose environment and folders stay as they are";
        return Err(Failure::unsupported(reason));
    }
    let text = |text: String| CString::new(text).map_err(Failure::unsupported);
    let variables = wanted.env.iter();
    let variables: Vec<_> = variables
        .map(|(name, value)| text(format!("{name}={value}")))
        .collect::<Result<_, _>>()?;
    let mut env: Vec<_> = variables.iter().map(|text| text.as_ptr()).collect();
    env.push(null());
    let folders: Vec<_> = NAMES
        .iter()
        .zip(&wanted.folders)
        .filter_map(|(name, folder)| Some((name, folder.as_ref()?)))
        .map(|(name, folder)| Ok((name, text(folder.display().to_string())?)))
        .collect::<Result<_, Failure>>()?;
    let (names, folders): (Vec<_>, Vec<_>) = folders
        .iter()
        .map(|(name, folder)| (name.as_ptr(), folder.as_ptr()))
        .unzip();
    // SAFETY: the module is loaded, and uvwasi copies the texts, of which there are as many as is said.
    runtime.link(|module| unsafe {
        wasmeter_link_uvwasi(
            module,
            env.as_ptr(),
            names.len() as u32,
            names.as_ptr(),
            folders.as_ptr(),
        )
    })
}
