//! Which configurations and guests were asked for.

use super::project::Project;
use crate::bench::select::Column;
use crate::catalog::guest::{Guest, Input};
use crate::catalog::runtime::Runtime;
use crate::filter::Filter;
use anyhow::{Result, bail};
use wasmeter_worker::Artifact;

/// The Kth of N parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    pub number: usize,
    pub of: usize,
}

impl Project {
    /// The columns that were asked for, and always the native one: every ratio is taken to it.
    /// Those of optional runtimes only where they were named.
    pub fn columns(&self, globs: &[String]) -> Result<Vec<Column>> {
        let filter = Filter::new(globs)?;
        let names: Vec<String> = self
            .catalog
            .runtimes
            .iter()
            .flat_map(Runtime::configuration_names)
            .collect();
        filter.check(
            "configuration",
            "`wasmeter runtimes` lists them",
            names.iter().map(String::as_str),
        )?;
        let reached = |runtime: &&Runtime| {
            let mut names = runtime.configuration_names();
            !runtime.manifest.optional || names.any(|name| filter.names(&name))
        };
        let runtimes = self.catalog.runtimes.iter();
        let globbed = runtimes.clone().filter(|runtime| {
            let mut names = runtime.configuration_names();
            !filter.is_empty() && !reached(runtime) && names.any(|name| filter.matches(&name))
        });
        let globbed: Vec<_> = globbed.map(|runtime| runtime.name.as_str()).collect();
        if !globbed.is_empty() {
            let names = globbed.join(", ");
            hint!("note: left out, for only a full name after -r means them: {names}");
        }
        let is_emulated = self.home.processor.is_some();
        let columns = runtimes.filter(reached).flat_map(|runtime| {
            let column = move |manifest| Column::new(&runtime.name, manifest, is_emulated);
            runtime.manifest.configurations.iter().map(column)
        });
        let wanted = |column: &Column| {
            // Ratios are taken to the native build by the module's own compiler.
            let is_reference =
                column.manifest.artifact == Artifact::Native && column.manifest.compiler.is_none();
            filter.matches(&column.name()) || is_reference
        };
        Ok(columns.filter(wanted).collect())
    }

    /// The guests that were asked for, each with the inputs that were; those on request only where
    /// they were named in full. With `quick` and without a filter, only the default inputs.
    pub fn guests(
        &self,
        globs: &[String],
        shard: Option<Shard>,
        quick: bool,
    ) -> Result<Vec<(&Guest, Vec<Input>)>> {
        let filter = Filter::new(globs)?;
        let names: Vec<String> = self
            .catalog
            .guests
            .iter()
            .flat_map(Guest::input_names)
            .collect();
        filter.check(
            "guest",
            "`wasmeter guests` lists them",
            names.iter().map(String::as_str),
        )?;
        let mut chosen = Vec::new();
        let mut globbed = Vec::new();
        for guest in &self.catalog.guests {
            let mut names = guest.input_names();
            if guest.manifest.on_request && !names.any(|name| filter.names(&name)) {
                let mut names = guest.input_names();
                if !filter.is_empty() && names.any(|name| filter.matches(&name)) {
                    globbed.push(guest.name.as_str());
                }
                continue;
            }
            let wanted = |input: &&Input| {
                let by_default = !quick || input.default || !filter.is_empty();
                by_default && filter.matches(&format!("{}/{}", guest.name, input.name))
            };
            let inputs: Vec<_> = guest
                .manifest
                .inputs
                .iter()
                .filter(wanted)
                .cloned()
                .collect();
            if !inputs.is_empty() {
                chosen.push((guest, inputs));
            }
        }
        if !globbed.is_empty() {
            let names = globbed.join(", ");
            hint!("note: left out, for they cost much and only a full name means them: {names}");
        }
        if let Some(Shard { number, of }) = shard {
            let all = chosen.len();
            let mut index = 0..;
            chosen.retain(|_| index.next().is_some_and(|i: usize| i % of == number - 1));
            if chosen.is_empty() {
                bail!("--shard {number}/{of}: there are only {all} guests to share out");
            }
        }
        if chosen.is_empty() {
            if !globbed.is_empty() {
                bail!("no other guest matches; name one in full to have it");
            }
            bail!(
                "there are no guests under {}/guests",
                self.catalog.root.display()
            );
        }
        Ok(chosen)
    }
}
