//! Several modules in one store, linked to each other by names: what the scripts of the official tests need.

use crate::runtime::Failure;
use crate::value::Value;

/// A store in which modules are linked to each other. The kit numbers modules and instances from 0, and asks only for
/// numbers that it has given.
pub trait Linked {
    /// Validates and compiles, or otherwise makes ready, the next module.
    fn define(&mut self, wasm: &[u8]) -> Result<(), Failure>;

    /// Makes the next instance, of that module: its imports are exports of registered instances. Runs its start function.
    fn link(&mut self, module: usize) -> Result<(), Failure>;

    /// Offers an instance's exports as imports, in place of an instance that had this name before.
    fn register(&mut self, instance: usize, name: &str) -> Result<(), Failure>;

    /// Calls an exported function.
    fn invoke(
        &mut self,
        instance: usize,
        export: &str,
        arguments: &[Value],
    ) -> Result<Vec<Value>, Failure>;

    /// Reads an exported global.
    fn get(&mut self, instance: usize, export: &str) -> Result<Value, Failure>;
}
