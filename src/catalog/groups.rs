//! `guests/groups.toml`: what the guests of each group count in. It is no part of a guest's folder,
//! and so of nothing that is built.

use crate::catalog::files::read_toml;
use crate::results::group::CountsIn;
use anyhow::Result;
use std::collections::BTreeMap;
use std::path::Path;

/// What groups count in, by name.
#[derive(Debug, Default)]
pub struct Groups(BTreeMap<String, CountsIn>);

impl Groups {
    /// Reads `FOLDER/groups.toml`, which need not exist.
    ///
    /// # Errors
    /// Names the file, and what no group can count in.
    pub fn read(folder: &Path) -> Result<Self> {
        let file = folder.join("groups.toml");
        if !file.is_file() {
            return Ok(Groups::default());
        }
        Ok(Groups(read_toml(&file)?))
    }

    /// What a group counts in: throughput, if the file does not name it.
    pub fn counts_in(&self, group: &str) -> CountsIn {
        self.0.get(group).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::Groups;
    use crate::catalog::Catalog;
    use crate::results::group::{CountsIn, Group};
    use std::path::Path;

    #[test]
    fn every_group_of_the_file_has_a_guest() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let catalog = Catalog::load(root, &[]).unwrap();
        let groups = Groups::read(&root.join("guests")).unwrap();
        for name in groups.0.keys() {
            let mut guests = catalog.guests.iter();
            assert!(guests.any(|guest| guest.manifest.group == *name), "{name}");
        }
    }

    /// Or headlines of older and newer files would be means of different guests.
    #[test]
    fn groups_count_in_what_older_files_have_them_in() {
        let groups = Path::new(env!("CARGO_MANIFEST_DIR")).join("guests");
        let groups = Groups::read(&groups).unwrap();
        for name in ["startup", "host-calls", "wasi", "languages", "text"] {
            let before = Group::by_name(name).counts_in;
            assert_eq!(groups.counts_in(name), before, "{name}");
        }
    }

    #[test]
    fn a_group_that_is_not_named_counts_in_throughput() {
        let dir = tempfile::TempDir::new().unwrap();
        let counts_in = || Groups::read(dir.path()).map(|groups| groups.counts_in("mine"));
        assert_eq!(counts_in().unwrap(), CountsIn::Throughput);
        let write = |text: &str| std::fs::write(dir.path().join("groups.toml"), text).unwrap();
        write("other = 'start'\n");
        assert_eq!(counts_in().unwrap(), CountsIn::Throughput);
        write("other = 'start'\nmine = 'host'\n");
        assert_eq!(counts_in().unwrap(), CountsIn::Host);
        write("other = 'start'\nmine = 'hosts'\n");
        let error = counts_in().unwrap_err().to_string();
        for part in ["groups.toml", "hosts"] {
            assert!(error.contains(part), "no {part} in {error}");
        }
    }
}
