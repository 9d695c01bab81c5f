//! Adds the functions of one module to another.

use super::{body, survey};
use crate::instrument::survey::Survey;
use anyhow::{Context, Result, bail};
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{
    CodeSection, DataCountSection, DataSection, ElementSection, EntityType, ExportSection,
    FunctionSection, GlobalSection, ImportSection, MemorySection, Module, NameSection, Section,
    StartSection, TableSection, TagSection, TypeSection,
};
use wasmparser::{KnownCustom, Parser, Payload};

/// The name under which an addition imports the guest's exports.
pub const GUEST: &str = "guest";

/// Adds the module `wat` to the module `guest`.
///
/// What `wat` imports from `guest` are the guest's exports, other imports become the new module's.
/// What it exports the new module exports; of the guest's own exports, `dropped` are left out. An
/// export `MODULE.NAME` for one of `replaced` is none, but takes the place of that import of the
/// guest's. `wat` has no memory, table or data of its own.
pub fn add_functions(
    guest: &[u8],
    wat: &str,
    replaced: &[(&str, &str)],
    dropped: &[&str],
) -> Result<Vec<u8>> {
    let added = wat::parse_str(wat)?;
    let (theirs, ours) = (Survey::of(guest)?, Survey::of(&added)?);
    let provided = |module: &str, name: &str| {
        let is_it = replaced.iter().any(|(m, n)| (*m, *n) == (module, name));
        let export = is_it.then(|| ours.function(&format!("{module}.{name}")));
        export.flatten()
    };

    // The new module's functions: the guest's imports that stay, new imports, the guest's own, the
    // added ones.
    let mut next = 0;
    let mut number = || {
        next += 1;
        next - 1
    };
    let stays = |import: &&survey::Import| provided(import.module, import.name).is_none();
    let kept: Vec<_> = theirs.imports.iter().filter(stays).collect();
    let kept: Vec<_> = kept.into_iter().map(|import| (import, number())).collect();
    let mut our_functions = Vec::new();
    let mut new_imports = Vec::new();
    for import in &ours.imports {
        let known = kept.iter().find(|(theirs, _)| *theirs == import);
        our_functions.push(match known {
            _ if import.module == GUEST => Err(import.name),
            Some((_, number)) => Ok(*number),
            None => {
                new_imports.push((import.module, import.name));
                Ok(number())
            }
        });
    }
    let defined: Vec<u32> = (0..theirs.defined).map(|_| number()).collect();
    our_functions.extend((0..ours.defined).map(|_| Ok(number())));

    let mut kept = kept.into_iter();
    let mut functions = Vec::new();
    for import in &theirs.imports {
        functions.push(match provided(import.module, import.name) {
            Some(ours) => {
                our_functions[ours as usize].expect("an addition defines what it provides")
            }
            None => kept.next().expect("as many as stay").1,
        });
    }
    functions.extend(defined);
    let resolve = |function: Result<u32, &str>| match function {
        Ok(number) => Ok(number),
        Err(name) => {
            let function = theirs.function(name);
            let function = function.with_context(|| format!("it exports no function {name}"))?;
            Ok(functions[function as usize])
        }
    };
    let our_functions: Vec<u32> = our_functions
        .into_iter()
        .map(resolve)
        .collect::<Result<_>>()?;
    let memory = match ours.imports_memory {
        true => theirs.memory()?,
        false => 0,
    };
    let our_map = Map {
        functions: our_functions,
        types: theirs.types.len() as u32,
        globals: theirs.globals,
        memory,
    };
    let their_map = Map {
        functions,
        types: 0,
        globals: 0,
        memory: 0,
    };
    let mut parts = Parts::default();
    parts.add(guest, their_map, |part| match part {
        Part::Import(module, name) => provided(module, name).is_none(),
        Part::Export(name) => !dropped.contains(&name),
    })?;
    parts.add(&added, our_map, |part| match part {
        Part::Import(module, name) => new_imports.contains(&(module, name)),
        Part::Export(name) => !replaced.iter().any(|(m, n)| format!("{m}.{n}") == name),
    })?;
    Ok(parts.finish())
}

/// Numbers of one of the two modules, in the new one.
pub struct Map {
    pub functions: Vec<u32>,
    /// Added to numbers of types.
    pub types: u32,
    /// Added to numbers of globals.
    pub globals: u32,
    /// Added to numbers of memories.
    pub memory: u32,
}

impl Map {
    /// True if it is that of the guest, of which only functions get other numbers.
    pub fn is_guests(&self) -> bool {
        (self.types, self.globals, self.memory) == (0, 0, 0)
    }
}

impl Reencode for Map {
    type Error = std::convert::Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error> {
        let number = self.functions.get(function as usize);
        number.copied().ok_or(Error::UnexpectedNonCoreModuleSection)
    }

    fn type_index(&mut self, ty: u32) -> Result<u32, Error> {
        Ok(ty + self.types)
    }

    fn global_index(&mut self, global: u32) -> Result<u32, Error> {
        Ok(global + self.globals)
    }

    fn memory_index(&mut self, memory: u32) -> Result<u32, Error> {
        Ok(memory + self.memory)
    }
}

/// The parts that may be left out of the new module.
pub enum Part<'a> {
    Import(&'a str, &'a str),
    Export(&'a str),
}

/// The sections of the new module.
#[derive(Default)]
pub struct Parts {
    pub types: TypeSection,
    pub imports: ImportSection,
    pub functions: FunctionSection,
    pub tables: TableSection,
    pub memories: MemorySection,
    pub tags: TagSection,
    pub globals: GlobalSection,
    pub exports: ExportSection,
    pub start: Option<u32>,
    pub elements: ElementSection,
    pub data_count: Option<u32>,
    pub code: CodeSection,
    pub data: DataSection,
    pub names: Option<NameSection>,
}

impl Parts {
    /// Adds a module's sections. Custom sections but for names are left out: runtimes do not read
    /// them.
    pub fn add(&mut self, wasm: &[u8], mut map: Map, keep: impl Fn(Part) -> bool) -> Result<()> {
        let map = &mut map;
        for payload in Parser::new(0).parse_all(wasm) {
            match payload? {
                Payload::TypeSection(types) => map.parse_type_section(&mut self.types, types)?,
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        let import = import?;
                        if keep(Part::Import(import.module, import.name)) {
                            let ty: EntityType = map.entity_type(import.ty)?;
                            self.imports.import(import.module, import.name, ty);
                        }
                    }
                }
                Payload::FunctionSection(s) => {
                    map.parse_function_section(&mut self.functions, s)?
                }
                Payload::TableSection(s) => map.parse_table_section(&mut self.tables, s)?,
                Payload::MemorySection(s) => map.parse_memory_section(&mut self.memories, s)?,
                Payload::TagSection(s) => map.parse_tag_section(&mut self.tags, s)?,
                Payload::GlobalSection(s) => map.parse_global_section(&mut self.globals, s)?,
                Payload::ExportSection(exports) => {
                    for export in exports {
                        let export = export?;
                        if keep(Part::Export(export.name)) {
                            map.parse_export(&mut self.exports, export)?;
                        }
                    }
                }
                Payload::StartSection { func, .. } => self.start = Some(map.function_index(func)?),
                Payload::ElementSection(s) => map.parse_element_section(&mut self.elements, s)?,
                Payload::DataCountSection { count, .. } => self.data_count = Some(count),
                Payload::CodeSectionEntry(body) if map.is_guests() => {
                    self.code.raw(&body::renumbered(&body, &map.functions)?);
                }
                Payload::CodeSectionEntry(body) => map.parse_function_body(&mut self.code, body)?,
                Payload::DataSection(s) => map.parse_data_section(&mut self.data, s)?,
                Payload::CustomSection(section) => {
                    // Damaged names are no reason to refuse a module: runtimes do not, either.
                    if let KnownCustom::Name(names) = section.as_known()
                        && let Ok(names) = map.custom_name_section(names)
                    {
                        self.names = Some(names);
                    }
                }
                Payload::ComponentSection { .. } => bail!("it is a component"),
                _ => {}
            }
        }
        Ok(())
    }

    pub fn finish(self) -> Vec<u8> {
        let mut module = Module::new();
        // An empty section may be of a proposal that a runtime does not know.
        put(&mut module, &self.types, self.types.is_empty());
        put(&mut module, &self.imports, self.imports.is_empty());
        put(&mut module, &self.functions, self.functions.is_empty());
        put(&mut module, &self.tables, self.tables.is_empty());
        put(&mut module, &self.memories, self.memories.is_empty());
        put(&mut module, &self.tags, self.tags.is_empty());
        put(&mut module, &self.globals, self.globals.is_empty());
        put(&mut module, &self.exports, self.exports.is_empty());
        if let Some(function_index) = self.start {
            module.section(&StartSection { function_index });
        }
        put(&mut module, &self.elements, self.elements.is_empty());
        if let Some(count) = self.data_count {
            module.section(&DataCountSection { count });
        }
        put(&mut module, &self.code, self.code.is_empty());
        put(&mut module, &self.data, self.data.is_empty());
        if let Some(names) = &self.names {
            module.section(names);
        }
        module.finish()
    }
}

pub fn put(module: &mut Module, section: &impl Section, is_empty: bool) {
    if !is_empty {
        module.section(section);
    }
}
