//! What guests are held to, by Wasmtime's own means.

use crate::Guest;
use std::time::Duration;
use wasmeter_worker::{Abilities, Deadline, Limits, names};
use wasmtime::{Config, Engine, Error, Store, StoreLimits, StoreLimitsBuilder};

/// How long an epoch lasts, in milliseconds.
const EPOCH_MS: u64 = 10;

pub fn abilities() -> Abilities {
    Abilities {
        read_only: names(["FsPerms"]),
        second_dir: names(["preopened_dir"]),
        deadline: names(["epoch", "fuel"]),
        memory: names(["StoreLimits"]),
        table: names(["StoreLimits"]),
    }
}

pub struct Held {
    limits: Limits,
    counts: Option<Counts>,
}

/// What a deadline is counted in.
#[derive(Clone, Copy)]
enum Counts {
    Epochs(u64),
    Fuel(u64),
}

impl Held {
    /// Sets what the code must be compiled for.
    pub fn new(limits: &Limits, config: &mut Config) -> Self {
        let counts = limits.deadline.as_ref().map(counts);
        match counts {
            Some(Counts::Epochs(_)) => {
                config.epoch_interruption(true);
            }
            Some(Counts::Fuel(_)) => {
                config.consume_fuel(true);
            }
            None => {}
        }
        let limits = limits.clone();
        Held { limits, counts }
    }

    /// Lets epochs pass, as the makers recommend: from a thread of its own.
    pub fn begin(&self, engine: &Engine) {
        if let Some(Counts::Epochs(_)) = self.counts {
            let engine = engine.clone();
            std::thread::spawn(move || {
                loop {
                    std::thread::sleep(Duration::from_millis(EPOCH_MS));
                    engine.increment_epoch();
                }
            });
        }
    }

    pub fn store_limits(&self) -> StoreLimits {
        let mut limits = StoreLimitsBuilder::new();
        if let Some(bytes) = self.limits.memory_bytes {
            limits = limits.memory_size(usize::try_from(bytes).unwrap_or(usize::MAX));
        }
        if let Some(elements) = self.limits.table_elements {
            limits = limits.table_elements(usize::try_from(elements).unwrap_or(usize::MAX));
        }
        limits.build()
    }

    pub fn limit(&self, store: &mut Store<Guest>) {
        if self.limits.memory_bytes.is_some() || self.limits.table_elements.is_some() {
            store.limiter(|guest| &mut guest.limits);
        }
    }

    /// Lets the deadline begin anew.
    pub fn arm(&self, store: &mut Store<Guest>) -> Result<(), Error> {
        match self.counts {
            Some(Counts::Epochs(epochs)) => store.set_epoch_deadline(epochs),
            Some(Counts::Fuel(units)) => store.set_fuel(units)?,
            None => {}
        }
        Ok(())
    }
}

fn counts(deadline: &Deadline) -> Counts {
    match deadline.by.as_str() {
        "epoch" => Counts::Epochs(deadline.ms.div_ceil(EPOCH_MS)),
        _ => Counts::Fuel(deadline.units()),
    }
}
