//! What wasmi can hold a guest to.

use wasmeter_worker::{Abilities, Limits, names};
use wasmi::{StoreLimits, StoreLimitsBuilder};

pub fn abilities() -> Abilities {
    Abilities {
        second_dir: names(["preopened_dir"]),
        deadline: names(["fuel"]),
        memory: names(["StoreLimits"]),
        table: names(["StoreLimits"]),
        ..Abilities::default()
    }
}

pub fn store_limits(limits: &Limits) -> StoreLimits {
    let mut store = StoreLimitsBuilder::new();
    if let Some(bytes) = limits.memory_bytes {
        store = store.memory_size(usize::try_from(bytes).unwrap_or(usize::MAX));
    }
    if let Some(elements) = limits.table_elements {
        store = store.table_elements(usize::try_from(elements).unwrap_or(usize::MAX));
    }
    store.build()
}
