//! What a probe wants of its surroundings beside the usual: it says so in a line `// with: …`.

use crate::results::support::CaseEnd;
use anyhow::{Result, bail};
use wasmeter_worker::{Abilities, Deadline, Limits};

/// Where the line begins.
const MARK: &str = "// with: ";

/// How long a guest may run that is held to a deadline, in milliseconds.
const DEADLINE_MS: u64 = 300;
const MEMORY_BYTES: u64 = 64 << 20;
const TABLE_ELEMENTS: u64 = 100_000;

/// What a probe wants.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Setting {
    /// Its folder can only be read.
    pub read_only: bool,
    /// It has a second folder.
    pub second_folder: bool,
    /// It may use the host's network.
    pub network: bool,
    /// Somebody connects to a socket that it finds open.
    pub visitor: bool,
    /// What the runtime is to hold it to, if it can.
    pub limit: Option<Limit>,
}

/// What a guest can have too much of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    Deadline,
    Memory,
    Table,
}

/// One way of trying a case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Variant {
    pub limits: Option<Limits>,
    /// The means of the runtime that this is about.
    pub by: Vec<String>,
    /// What the case gets as its argument: how much it may have, in bytes or elements.
    pub argument: u32,
}

impl Setting {
    /// Of a source.
    pub fn read(source: &str) -> Result<Self> {
        let mut setting = Setting::default();
        let line = source.lines().find_map(|line| line.strip_prefix(MARK));
        for word in line.into_iter().flat_map(|line| line.split(", ")) {
            match word.trim() {
                "a read-only folder" => setting.read_only = true,
                "a second folder" => setting.second_folder = true,
                "the network" => setting.network = true,
                "a visitor" => setting.visitor = true,
                "a deadline" => setting.limit = Some(Limit::Deadline),
                "a limit of memory" => setting.limit = Some(Limit::Memory),
                "a limit of tables" => setting.limit = Some(Limit::Table),
                other => bail!("`{MARK}{other}`: there is no such setting"),
            }
        }
        Ok(setting)
    }

    /// What it needs and a configuration of these abilities has not, and what that means: that
    /// nothing limits its guests, or that there is nothing by which one could escape.
    pub fn lacks(self, can: &Abilities) -> Option<(CaseEnd, &'static str)> {
        if self.read_only && can.read_only.is_empty() {
            return Some((CaseEnd::NoMeans, "it makes no folder read-only"));
        }
        if self.second_folder && can.second_dir.is_empty() {
            return Some((CaseEnd::Unsupported, "it preopens one folder only"));
        }
        None
    }

    /// The ways of trying it where these are the abilities: one for each means of the limit that it
    /// wants.
    ///
    /// Without a limit that it could be held to, it is tried all the same: a runtime may have one
    /// of its own.
    pub fn ways(self, can: &Abilities) -> Vec<Variant> {
        let plain = Variant {
            by: match self.read_only {
                true => can.read_only.clone(),
                false => Vec::new(),
            },
            ..Variant::default()
        };
        let means = match self.limit {
            None => &[][..],
            Some(Limit::Deadline) => &can.deadline,
            Some(Limit::Memory) => &can.memory,
            Some(Limit::Table) => &can.table,
        };
        match (self.limit, means) {
            (None, _) | (_, []) => vec![plain],
            (Some(limit), means) => means.iter().map(|by| limit.by(by)).collect(),
        }
    }
}

impl Limit {
    fn by(self, by: &str) -> Variant {
        let none = Limits::default();
        let (limits, argument) = match self {
            Limit::Deadline => {
                let deadline = Deadline {
                    ms: DEADLINE_MS,
                    by: by.to_string(),
                };
                let deadline = Some(deadline);
                (Limits { deadline, ..none }, 0)
            }
            Limit::Memory => {
                let memory_bytes = Some(MEMORY_BYTES);
                (
                    Limits {
                        memory_bytes,
                        ..none
                    },
                    MEMORY_BYTES as u32,
                )
            }
            Limit::Table => {
                let table_elements = Some(TABLE_ELEMENTS);
                (
                    Limits {
                        table_elements,
                        ..none
                    },
                    TABLE_ELEMENTS as u32,
                )
            }
        };
        Variant {
            limits: Some(limits),
            by: vec![by.to_string()],
            argument,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::probe::needs::Limit;
    use crate::probe::needs::Setting;
    use wasmeter_worker::{Abilities, names};

    #[test]
    fn a_source_says_what_it_wants() {
        let read = |text: &str| Setting::read(text).ok();
        assert_eq!(read("int x;"), Some(Setting::default()));
        let wants = read("// flags: -x\n// with: a read-only folder, a second folder\n").unwrap();
        assert!(wants.read_only && wants.second_folder && wants.limit.is_none());
        assert_eq!(
            read("// with: a deadline").unwrap().limit,
            Some(Limit::Deadline)
        );
        assert_eq!(read("// with: a golden folder"), None);
    }

    #[test]
    fn each_means_is_a_way() {
        let can = Abilities {
            deadline: names(["epoch", "fuel"]),
            ..Abilities::default()
        };
        let ways = |source: &str| Setting::read(source).unwrap().ways(&can);
        assert_eq!(ways("// with: a deadline").len(), 2);
        assert_eq!(ways("// with: a limit of memory").len(), 1);
        assert!(ways("// with: a limit of memory")[0].limits.is_none());
        let lacks = |source: &str| Setting::read(source).unwrap().lacks(&can);
        assert!(lacks("// with: a read-only folder").is_some());
        assert!(lacks("// with: a deadline").is_none());
    }
}
