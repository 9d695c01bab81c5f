//! What guests are held to: Wasmer lets an embedder decide how memories and tables are made.

use std::ptr::NonNull;
use wasmer::sys::vm::{
    MemoryError, MemoryStyle, TableStyle, VMMemory, VMMemoryDefinition, VMTable, VMTableDefinition,
};
use wasmer::sys::{BaseTunables, Tunables};
use wasmer::{MemoryType, Pages, TableType};
use wasmeter_worker::{Abilities, Limits, names};

const PAGE_BYTES: u64 = 65536;

pub fn abilities() -> Abilities {
    Abilities {
        // No folder is read-only: its permissions are those of the one that is preopened, and through WASIX's own root,
        // which guests have too, the same files are written.
        second_dir: names(["mount_fs"]),
        memory: names(["Tunables"]),
        table: names(["Tunables"]),
        ..Abilities::default()
    }
}

/// The usual way, with a maximum.
pub struct Held {
    usual: BaseTunables,
    pages: u32,
    elements: u32,
}

impl Held {
    pub fn new(limits: &Limits) -> Self {
        let pages = limits
            .memory_bytes
            .map_or(PAGE_BYTES, |bytes| bytes / PAGE_BYTES);
        let elements = limits.table_elements.unwrap_or(u64::from(u32::MAX));
        Held {
            usual: BaseTunables::new(),
            pages: pages.min(PAGE_BYTES) as u32,
            elements: elements.min(u64::from(u32::MAX)) as u32,
        }
    }

    fn memory(&self, asked: &MemoryType) -> Result<MemoryType, MemoryError> {
        let allowed = Pages(self.pages);
        if asked.minimum > allowed {
            let message = format!("a memory of {:?}, the limit is {allowed:?}", asked.minimum);
            return Err(MemoryError::Generic(message));
        }
        Ok(MemoryType {
            maximum: Some(asked.maximum.map_or(allowed, |asked| asked.min(allowed))),
            ..*asked
        })
    }

    fn table(&self, asked: &TableType) -> Result<TableType, String> {
        if asked.minimum > self.elements {
            return Err(format!("a table of {} elements", asked.minimum));
        }
        let maximum = asked.maximum.unwrap_or(self.elements);
        Ok(TableType {
            maximum: Some(maximum.min(self.elements)),
            ..*asked
        })
    }
}

impl Tunables for Held {
    fn memory_style(&self, memory: &MemoryType) -> MemoryStyle {
        self.usual.memory_style(memory)
    }

    fn table_style(&self, table: &TableType) -> TableStyle {
        self.usual.table_style(table)
    }

    fn create_host_memory(
        &self,
        memory: &MemoryType,
        style: &MemoryStyle,
    ) -> Result<VMMemory, MemoryError> {
        self.usual.create_host_memory(&self.memory(memory)?, style)
    }

    unsafe fn create_vm_memory(
        &self,
        memory: &MemoryType,
        style: &MemoryStyle,
        at: NonNull<VMMemoryDefinition>,
    ) -> Result<VMMemory, MemoryError> {
        let memory = self.memory(memory)?;
        // SAFETY: what is promised to this function is promised on.
        unsafe { self.usual.create_vm_memory(&memory, style, at) }
    }

    fn create_host_table(&self, table: &TableType, style: &TableStyle) -> Result<VMTable, String> {
        self.usual.create_host_table(&self.table(table)?, style)
    }

    unsafe fn create_vm_table(
        &self,
        table: &TableType,
        style: &TableStyle,
        at: NonNull<VMTableDefinition>,
    ) -> Result<VMTable, String> {
        let table = self.table(table)?;
        // SAFETY: what is promised to this function is promised on.
        unsafe { self.usual.create_vm_table(&table, style, at) }
    }
}
