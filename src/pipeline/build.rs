//! Builds workers and guests, two at a time.

use super::project::Project;
use crate::bench::prepare::compile_ahead;
use crate::bench::select::{Column, Row, Workers};
use crate::build::built::BuiltWorker;
use crate::build::pairs::two_at_a_time;
use crate::build::{Unavailable, guests, workers};
use crate::catalog::guest::{Guest, Input};
use crate::catalog::runtime::Runtime;
use crate::out;
use crate::progress::Progress;
use anyhow::{Result, bail};

impl Project {
    /// Builds the workers that `workers` lacks.
    pub fn build_workers(&self, runtimes: &[&Runtime], workers: &mut Workers) -> Result<()> {
        self.build_workers_and(runtimes, workers, |_, worker, _| Ok(Ok(worker)))
    }

    /// Builds the workers of modules, and those of components where a runtime has both. A runtime
    /// is unavailable as a whole if one of them cannot be built: the other would refuse what the
    /// runtime can do.
    pub fn build_workers_and_for_components(
        &self,
        runtimes: &[&Runtime],
        workers: &mut Workers,
    ) -> Result<()> {
        self.build_workers_and(runtimes, workers, |runtime, worker, progress| {
            self.with_components(runtime, worker, progress)
        })
    }

    /// One of the two, as there are `components` to be run or not.
    pub fn build_workers_for(
        &self,
        components: bool,
        runtimes: &[&Runtime],
        workers: &mut Workers,
    ) -> Result<()> {
        match components {
            true => self.build_workers_and_for_components(runtimes, workers),
            false => self.build_workers(runtimes, workers),
        }
    }

    fn with_components(
        &self,
        runtime: &Runtime,
        worker: BuiltWorker,
        progress: &Progress,
    ) -> Result<Result<BuiltWorker, Unavailable>> {
        let components = workers::build_for_components(runtime, &self.home, progress)?;
        Ok(components.transpose().map(|components| match components {
            Some(components) => worker.with_components(&components),
            None => worker,
        }))
    }

    /// The workers of these columns and those of components. Says which runtimes have such, where
    /// none of these has.
    pub fn workers_with_components(&self, columns: &[Column]) -> Result<Workers> {
        let mut workers = Workers::new();
        self.build_workers_and_for_components(&self.runtimes(columns), &mut workers)?;
        let all = self.catalog.runtimes.iter();
        let taking: Vec<_> = all.filter(|r| r.manifest.components.is_some()).collect();
        let is_chosen = |runtime: &&Runtime| columns.iter().any(|c| c.runtime == runtime.name);
        if !taking.is_empty() && !taking.iter().any(is_chosen) {
            let names: Vec<_> = taking.iter().map(|r| r.name.as_str()).collect();
            let names = names.join(", ");
            hint!(
                "note: runtimes that say that they take components, none of them chosen: {names}"
            );
        }
        Ok(workers)
    }

    /// Builds workers like [`Project::build_workers`], and compiles `rows` ahead of time for those
    /// of `columns` that need it.
    pub fn build_workers_and_compile(
        &self,
        runtimes: &[&Runtime],
        workers: &mut Workers,
        columns: &[Column],
        rows: &[Row],
    ) -> Result<()> {
        let components = rows.iter().any(|row| row.guest.manifest.component);
        self.build_workers_and(runtimes, workers, |runtime, worker, progress| {
            let worker = match components {
                true => match self.with_components(runtime, worker, progress)? {
                    Ok(worker) => worker,
                    unavailable => return Ok(unavailable),
                },
                false => worker,
            };
            compile_ahead(&runtime.name, &worker, columns, rows, &self.home, progress)?;
            Ok(Ok(worker))
        })
    }

    /// Does `then` with each as soon as it is built, beside the building of others. Why one cannot
    /// be had is in the command's output, or said by [`warn_of_unavailable`].
    fn build_workers_and(
        &self,
        runtimes: &[&Runtime],
        workers: &mut Workers,
        then: impl Fn(&Runtime, BuiltWorker, &Progress) -> Result<Result<BuiltWorker, Unavailable>>
        + Sync,
    ) -> Result<()> {
        let progress = Progress::new("workers", runtimes.len() as u64);
        let built = two_at_a_time(runtimes, |runtime| -> Result<_> {
            let _lock = self.home.lock(&runtime.name)?;
            progress.message(&runtime.name);
            let built = match workers::build(runtime, &self.home, &progress)? {
                Ok(worker) => then(runtime, worker, &progress)?,
                unavailable => unavailable,
            };
            if built.is_err() && !out::is_quiet() {
                progress.note(&format!("{}: unavailable", runtime.name));
            }
            progress.step();
            Ok(built)
        });
        for (runtime, built) in runtimes.iter().zip(built) {
            workers.insert(runtime.name.clone(), built?);
        }
        Ok(())
    }

    /// Compiles guests for Wasm and for the host.
    pub fn build_guests(
        &self,
        chosen: Vec<(&Guest, Vec<Input>)>,
        pinned: bool,
    ) -> Result<Vec<Row>> {
        let guests: Vec<&Guest> = chosen.iter().map(|(guest, _)| *guest).collect();
        let _lock = self.home.lock("guests")?;
        let progress = Progress::new("guests", 3 * guests.len() as u64);
        let builds = guests::build(&self.catalog, &guests, &self.home, pinned, &progress)?;
        for (guest, build) in guests.iter().zip(&builds) {
            match &build.built {
                Err(unavailable) => {
                    progress.note(&format!("{}: unavailable: {unavailable}", guest.name));
                }
                Ok(built) => {
                    if let (Some(why), false) = (&built.not_compiled, pinned) {
                        progress.note(&format!("{}: the pinned module, since {why}", guest.name));
                    }
                    if let Err(why) = &built.native {
                        progress.note(&format!("{}: no native build: {why}", guest.name));
                    }
                }
            }
        }
        if !guests.is_empty() && builds.iter().all(|build| build.built.is_err()) {
            bail!("there is nothing to measure: no guest can be had here");
        }
        let row =
            |((guest, inputs), build): ((&Guest, Vec<Input>), _)| Row::new(guest, inputs, build);
        Ok(chosen.into_iter().zip(builds).map(row).collect())
    }
}

/// Says why runtimes cannot be had, for commands whose own output does not.
pub fn warn_of_unavailable(workers: &Workers) {
    for (name, worker) in workers {
        if let Err(unavailable) = worker {
            eprintln!("{name}: unavailable: {unavailable}");
        }
    }
}
