//! The parts of a module that others must know to be joined with it.

use anyhow::{Context, Result, bail};
use wasmparser::{CompositeInnerType, ExternalKind, FuncType, Parser, Payload, TypeRef, ValType};

/// The imports, definitions and exports of a module.
#[derive(Default)]
pub struct Survey<'a> {
    /// `None`: not a function's.
    pub types: Vec<Option<FuncType>>,
    /// Imported functions.
    pub imports: Vec<Import<'a>>,
    pub imports_memory: bool,
    /// The number of functions that it defines.
    pub defined: u32,
    /// The number of its globals, imported ones included.
    pub globals: u32,
    exports: Vec<(&'a str, ExternalKind, u32)>,
    /// The types of the functions it defines.
    signatures: Vec<u32>,
    memories: Vec<bool>,
}

/// An imported function.
#[derive(PartialEq)]
pub struct Import<'a> {
    pub module: &'a str,
    pub name: &'a str,
    ty: Option<FuncType>,
}

impl<'a> Survey<'a> {
    pub fn of(wasm: &'a [u8]) -> Result<Self> {
        let mut survey = Survey::default();
        for payload in Parser::new(0).parse_all(wasm) {
            survey.add(payload?)?;
        }
        Ok(survey)
    }

    fn add(&mut self, payload: Payload<'a>) -> Result<()> {
        match payload {
            Payload::TypeSection(groups) => {
                for group in groups {
                    for ty in group?.into_types() {
                        self.types.push(match ty.composite_type.inner {
                            CompositeInnerType::Func(ty) => Some(ty),
                            _ => None,
                        });
                    }
                }
            }
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    let import = import?;
                    match import.ty {
                        TypeRef::Func(ty) | TypeRef::FuncExact(ty) => self.imports.push(Import {
                            module: import.module,
                            name: import.name,
                            ty: self.ty(ty),
                        }),
                        TypeRef::Memory(memory) => {
                            self.imports_memory = true;
                            self.memories.push(memory.memory64);
                        }
                        TypeRef::Global(_) => self.globals += 1,
                        TypeRef::Table(_) | TypeRef::Tag(_) => {}
                    }
                }
            }
            Payload::FunctionSection(functions) => {
                self.defined = functions.count();
                self.signatures = functions.into_iter().collect::<Result<_, _>>()?;
            }
            Payload::MemorySection(memories) => {
                for memory in memories {
                    self.memories.push(memory?.memory64);
                }
            }
            Payload::GlobalSection(globals) => self.globals += globals.count(),
            Payload::ExportSection(exports) => {
                for export in exports {
                    let export = export?;
                    self.exports.push((export.name, export.kind, export.index));
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn ty(&self, number: u32) -> Option<FuncType> {
        self.types.get(number as usize).cloned().flatten()
    }

    pub fn export(&self, name: &str) -> Option<(ExternalKind, u32)> {
        let named = self.exports.iter().find(|(export, ..)| *export == name);
        named.map(|(_, kind, index)| (*kind, *index))
    }

    /// The number of an exported function.
    pub fn function(&self, name: &str) -> Option<u32> {
        let export = self.export(name);
        export
            .filter(|(kind, _)| *kind == ExternalKind::Func)
            .map(|(_, index)| index)
    }

    /// The number of the memory that WASI's functions work on.
    pub fn memory(&self) -> Result<u32> {
        let memory = self
            .export("memory")
            .filter(|(kind, _)| *kind == ExternalKind::Memory);
        let (_, number) = memory.context("it exports no memory")?;
        if self.memories.get(number as usize) == Some(&true) {
            bail!("its memory has 64-bit addresses, for which WASI is not made");
        }
        Ok(number)
    }

    /// The names of the exported functions that take an i32 and give an i64.
    pub fn callable(&self) -> Vec<&'a str> {
        let wanted = FuncType::new([ValType::I32], [ValType::I64]);
        let imported = self.imports.len();
        let is_callable = |(_, kind, index): &&(&str, ExternalKind, u32)| {
            let index = *index as usize;
            let ty = match index.checked_sub(imported) {
                None => self.imports[index].ty.clone(),
                Some(own) => self.signatures.get(own).and_then(|ty| self.ty(*ty)),
            };
            *kind == ExternalKind::Func && ty.as_ref() == Some(&wanted)
        };
        self.exports
            .iter()
            .filter(is_callable)
            .map(|(name, ..)| *name)
            .collect()
    }
}
