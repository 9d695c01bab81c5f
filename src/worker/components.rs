//! Support for components: a worker is asked where it refuses one, so that this is not confused
//! with the needs of one component.

use super::Worker;
use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;
use tempfile::NamedTempFile;
use wasmeter_worker::Artifact;
use wasmeter_worker::protocol::{Request, Status};

/// `(component)`: whoever has the component model takes that.
const EMPTY: [u8; 8] = [0, b'a', b's', b'm', 0x0d, 0, 1, 0];

impl Worker {
    /// True if this request, which was refused, is one to load or compile a component, and the
    /// worker refuses an empty one too.
    pub(super) fn takes_no_components(&mut self, request: &Request) -> bool {
        let file = match request {
            Request::Load { file, artifact } if *artifact == Artifact::Wasm => file,
            Request::Precompile { file, .. } => file,
            _ => return false,
        };
        is_component(file) && self.refuses_empty(request).unwrap_or(false)
    }

    fn refuses_empty(&mut self, request: &Request) -> Option<bool> {
        let mut empty = NamedTempFile::with_prefix("wasmeter-").ok()?;
        empty.write_all(&EMPTY).ok()?;
        let file = empty.path().to_path_buf();
        let to = file.with_extension("compiled");
        let again = match request {
            Request::Precompile { .. } => Request::Precompile {
                file,
                to: to.clone(),
            },
            _ => Request::Load {
                file,
                artifact: Artifact::Wasm,
            },
        };
        let reply = self.ask(&again).ok()?;
        let _ = std::fs::remove_file(to);
        Some(reply.outcome == Status::Unsupported)
    }
}

/// True if a file begins as components do.
fn is_component(file: &Path) -> bool {
    let mut head = EMPTY.map(|_| 0);
    let read = File::open(file).and_then(|mut file| file.read_exact(&mut head));
    read.is_ok() && head == EMPTY
}
