//! One thing after the other, on all configurations.

use crate::bench::select::{Column, Workers};
use crate::build::pairs::two_at_a_time;
use crate::compat::Target;
use crate::progress::Progress;
use anyhow::Result;

/// Does `work` for all items on all configurations that are here, with progress.
pub fn on_all<T: Sync, R: Send>(
    label: &str,
    columns: &[Column],
    workers: &Workers,
    items: &[T],
    title: impl Fn(&T) -> String + Sync,
    work: impl Fn(Target, &T) -> Result<R> + Sync,
) -> Result<Vec<R>> {
    let here = columns
        .iter()
        .filter_map(|column| Some((column, column.worker(workers).ok()?)));
    let jobs: Vec<_> = here
        .flat_map(|(column, worker)| items.iter().map(move |item| (column, worker, item)))
        .collect();
    let progress = Progress::new(label, jobs.len() as u64);
    let results = two_at_a_time(&jobs, |(column, worker, item)| {
        let name = column.name();
        progress.message(&format!("{name}: {}", title(item)));
        let target = Target {
            name: &name,
            artifact: column.manifest.artifact,
            worker,
            on: None,
            limits: None,
        };
        let result = work(target, item);
        progress.step();
        result
    });
    results.into_iter().collect()
}
