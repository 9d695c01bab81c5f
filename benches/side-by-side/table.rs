//! What the tools said, as a table to be pasted.

use super::EXTRA;
use super::tools::{Setting, Tool, Verdict, usable_hyperfine};
use std::collections::BTreeMap;
use std::time::Duration;
use wasmeter::results::machine::Machine;
use wasmeter::results::now;
use wasmeter::stats::{normal_quantile, share_interval};

/// A tool's answers.
#[derive(Debug, Default)]
pub struct Tally {
    /// By the percent that were injected: right ones and all. For none, a right one is a false
    /// alarm.
    counts: BTreeMap<u32, (usize, usize)>,
    spent: Duration,
}

impl Tally {
    pub fn add(&mut self, extra: u32, verdict: Verdict, spent: Duration) {
        let counted = match extra {
            0 => verdict != Verdict::Same,
            _ => verdict == Verdict::Slower,
        };
        let (hits, all) = self.counts.entry(extra).or_default();
        *hits += usize::from(counted);
        *all += 1;
        self.spent += spent;
    }

    fn comparisons(&self) -> usize {
        self.counts.values().map(|(_, all)| all).sum()
    }

    fn share(&self, extra: u32) -> String {
        let (hits, all) = self.counts.get(&extra).copied().unwrap_or_default();
        let (low, high) = share_interval(hits, all, normal_quantile(0.975));
        format!("{hits} of {all} ({:.0}–{:.0}%)", 100.0 * low, 100.0 * high)
    }
}

pub fn table(setting: &Setting, halves: &[(usize, Vec<(Tool, Tally)>)]) -> String {
    let machine = Machine::here();
    let mut slowdowns = EXTRA.to_vec();
    slowdowns.retain(|extra| *extra > 0);
    let found: String = slowdowns
        .iter()
        .map(|e| format!(" +{e}% found |"))
        .collect();
    let rule = "---:|".repeat(slowdowns.len());
    let virtualised = machine
        .virtualised
        .map_or(String::new(), |by| format!(", virtualised ({by})"));
    let mut text = format!(
        "Measured {} on {}, {} cores{virtualised}, Linux {}: {}, {} s of measuring a comparison. \
        In parentheses: 95% intervals (Wilson).\n\n\
         | tool | beside it | seconds a comparison | false positives \
         |{found}\n|---|---|---:|---:|{rule}\n",
        now(),
        machine.cpu,
        machine.cores,
        machine.kernel,
        setting.input,
        setting.seconds.as_secs_f64(),
    );
    for (threads, tallies) in halves {
        let beside = match threads {
            0 => "nothing".to_string(),
            1 => "1 busy thread".to_string(),
            n => format!("{n} busy threads"),
        };
        for (tool, tally) in tallies {
            let seconds = tally.spent.as_secs_f64() / tally.comparisons().max(1) as f64;
            let found: String = slowdowns
                .iter()
                .map(|e| format!(" {} |", tally.share(*e)))
                .collect();
            let name = name(*tool);
            text += &format!(
                "| {name} | {beside} | {seconds:.1} | {} |{found}\n",
                tally.share(0)
            );
        }
    }
    if let Err(why) = usable_hyperfine() {
        text += &format!("\n{why}.\n");
    }
    text
}

fn name(tool: Tool) -> String {
    match tool {
        Tool::Criterion => format!("Criterion {}", locked("criterion")),
        Tool::Hyperfine => format!("hyperfine {}", usable_hyperfine().unwrap_or_default()),
        Tool::Wasmeter => format!("wasmeter {}", env!("CARGO_PKG_VERSION")),
    }
}

/// The version of a crate in our lockfile.
fn locked(name: &str) -> String {
    let lock = include_str!("../../Cargo.lock");
    let package = format!("name = \"{name}\"\nversion = \"");
    let version = lock
        .split_once(&package)
        .and_then(|(_, rest)| rest.split_once('"'));
    version.map_or(String::new(), |(version, _)| version.to_string())
}
