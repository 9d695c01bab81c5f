//! The inputs of a comparison, and whether they can be compared.

use super::values::{Values, guest_name};
use crate::analysis::metric::{Metric, SAMPLED, Unit};
use crate::filter::{Filter, suggestion};
use crate::results::noise::BUSY;
use crate::results::schema::Results;
use anyhow::{Result, bail};
use std::collections::BTreeSet;
use wasmeter_worker::Artifact;

/// The metrics that are compared where none is named.
const METRICS: [Metric; 7] = [
    Metric::TimePerUnit,
    // Only of runs on a busy machine.
    Metric::CpuPerUnit,
    Metric::Start,
    Metric::Load,
    Metric::PeakMemory,
    Metric::InstructionsPerUnit,
    Metric::StartInstructions,
];

/// Where the names of a results file are.
pub const LISTED: &str = "`wasmeter report FILE` shows what it has";

/// The question that a comparison answers.
pub struct Question {
    pub inputs: Filter,
    pub configurations: Filter,
    pub metrics: Vec<Metric>,
    /// The rate of false positives, from 0 to 1: the probability of a reported difference if there
    /// is none at all.
    pub rate: f64,
    pub reference: Reference,
}

/// The reference that values are divided by before two runs are compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reference {
    /// The native configuration, where both runs have it.
    Native,
    /// A configuration by its name.
    Named(String),
    /// Nothing: times of one run are compared with times of another.
    None,
}

/// One configuration, or version of it, against another.
pub struct Contrast<'a> {
    pub a: Side<'a>,
    pub b: Side<'a>,
    /// True if rounds of the one are rounds of the other.
    pub paired: bool,
}

/// One of the two.
pub struct Side<'a> {
    pub values: &'a Values<'a>,
    pub configuration: &'a str,
    /// The configuration of the same run that its times are taken to.
    pub reference: Option<&'a str>,
    /// True if its sizes are taken to that too.
    pub sizes_too: bool,
}

impl Side<'_> {
    /// Returns the reference of a metric's values. Where the reference needs no warm-up, there is
    /// nothing to divide by.
    pub fn reference_of(&self, metric: Metric) -> Option<&str> {
        self.reference.filter(|_| {
            self.sizes_too || (metric.unit() != Unit::Bytes && metric != Metric::WarmUp)
        })
    }
}

/// Returns the metrics that are compared where none is named. Starts are among them if all files or
/// none contain the system's part of a start: else they are different quantities, above all the
/// starts of native commands, which others are divided by.
pub fn default_metrics(files: &[&Results]) -> Vec<Metric> {
    let split = files.iter().filter(|results| results.splits_starts());
    let starts = match split.count() {
        0 => Some(Metric::ColdStart),
        some if some == files.len() => Some(Metric::Start),
        _ => None,
    };
    let busy = files
        .iter()
        .any(|results| results.header.machine.load > BUSY);
    let of_files = |metric| match metric {
        Metric::CpuPerUnit => busy.then_some(metric),
        Metric::Start => starts,
        metric => Some(metric),
    };
    METRICS.into_iter().filter_map(of_files).collect()
}

/// Fails if a metric is of starts, and not all files contain it.
pub fn check_starts(metrics: &[Metric], files: &[&Results]) -> Result<()> {
    let split = files
        .iter()
        .filter(|results| results.splits_starts())
        .count();
    let unsplit = "was measured by a wasmeter that did not record the system's part of a start";
    if split == 0 && metrics.iter().any(|metric| metric.is_of_split()) {
        bail!(
            "it {unsplit}: only its cold starts are known\nsee them by --metric cold-start, or \
            measure again"
        );
    }
    if split > 0 && split < files.len() && metrics.iter().any(|metric| metric.is_of_start()) {
        bail!(
            "one of the files {unsplit}: their starts are not the same thing\nmeasure again, or \
            compare something else by --metric"
        );
    }
    Ok(())
}

/// Fails if a metric has no process samples, and so no measure of noise.
pub fn check_metrics(metrics: &[Metric]) -> Result<()> {
    use clap::ValueEnum;
    for metric in metrics {
        if !SAMPLED.contains(metric) {
            let name = metric.to_possible_value();
            let name = name.as_ref().map_or("", |value| value.get_name());
            bail!(
                "--metric {name}: it is measured once in a run, so a difference cannot be \
                distinguished from noise\nsee it by `wasmeter report`"
            );
        }
    }
    Ok(())
}

/// The configurations that two runs share, each against itself.
pub fn two_runs<'a>(
    a: &'a Values<'a>,
    b: &'a Values<'a>,
    question: &Question,
) -> Result<Vec<Contrast<'a>>> {
    same_bytes(a, b, question)?;
    let (ours, theirs) = (a.configurations(), b.configurations());
    let both: Vec<&str> = ours.union(&theirs).copied().collect();
    question
        .configurations
        .check("configuration", LISTED, both.iter().copied())?;
    let reference = reference(a, b, question)?;
    let sizes_too = !same_machine(a.results, b.results);
    if sizes_too && reference.is_none() {
        let machine = |results: &Results| {
            let machine = &results.header.machine;
            format!("{} ({})", machine.arch, machine.cpu)
        };
        bail!(
            "the runs are of different machines: {} and {}\n\
             only ratios to a configuration that both measured can be compared: native, or \
             --reference CONFIGURATION",
            machine(a.results),
            machine(b.results)
        );
    }
    let side = |values: &'a Values<'a>, configuration| Side {
        values,
        configuration,
        reference,
        sizes_too,
    };
    let shared = ours.intersection(&theirs).copied();
    let compared = shared.filter(|name| question.configurations.matches(name));
    let contrast = |name| Contrast {
        a: side(a, name),
        b: side(b, name),
        paired: false,
    };
    // What everything is a ratio to is 1 by definition.
    let contrasts: Vec<_> = compared
        .filter(|name| Some(*name) != reference)
        .map(contrast)
        .collect();
    if contrasts.is_empty() {
        let list = |names: &BTreeSet<&str>| names.iter().copied().collect::<Vec<_>>().join(", ");
        bail!(
            "the files share no configuration to compare: the one has {}, the other {}\n\
             measure the same ones (-r), or compare two of one file with --between",
            list(&ours),
            list(&theirs)
        );
    }
    Ok(contrasts)
}

/// Two configurations of one run, paired by round.
pub fn within<'a>(values: &'a Values<'a>, names: &[String]) -> Result<Vec<Contrast<'a>>> {
    let measured = values.configurations();
    let side = |name: &String| -> Result<Side<'a>> {
        let pattern = Filter::new(std::slice::from_ref(name))?;
        pattern.check("configuration", LISTED, measured.iter().copied())?;
        let found: Vec<_> = measured
            .iter()
            .filter(|full| pattern.matches(full))
            .collect();
        match found.as_slice() {
            [one] => Ok(Side {
                values,
                configuration: one,
                reference: None,
                sizes_too: false,
            }),
            several => {
                bail!("{name}: several configurations are meant by it; name one: {several:?}")
            }
        }
    };
    let (a, b) = (side(&names[0])?, side(&names[1])?);
    if a.configuration == b.configuration {
        bail!(
            "{}: there is nothing to compare a configuration with itself for",
            a.configuration
        );
    }
    Ok(vec![Contrast { a, b, paired: true }])
}

/// True if times can be compared at all.
pub fn same_machine(a: &Results, b: &Results) -> bool {
    let place = |results: &Results| {
        let machine = &results.header.machine;
        let emulated = machine.emulator.is_some();
        (
            machine.arch.clone(),
            machine.cpu.clone(),
            machine.cores,
            emulated,
        )
    };
    place(a) == place(b)
}

fn reference<'a>(
    a: &'a Values<'a>,
    b: &'a Values<'a>,
    question: &Question,
) -> Result<Option<&'a str>> {
    let (ours, theirs) = (a.configurations(), b.configurations());
    match &question.reference {
        Reference::None => Ok(None),
        Reference::Named(name) => match ours.get(name.as_str()) {
            Some(found) if theirs.contains(found) => Ok(Some(found)),
            _ => {
                let shared: Vec<_> = ours.intersection(&theirs).copied().collect();
                bail!(
                    "--reference {name}: both files must have it; {}",
                    suggestion(name, LISTED, shared.into_iter())
                )
            }
        },
        Reference::Native => {
            let mut all = a.results.header.configurations.iter();
            let native = all.find(|c| c.artifact == Artifact::Native);
            let native = native.map(|c| c.name.as_str());
            let shared = native.filter(|name| ours.contains(name) && theirs.contains(name));
            // Modules of one's own have no native build.
            Ok(shared.filter(|native| {
                let ok = |values: &Values| {
                    let mut inputs = values.inputs(native).into_iter();
                    inputs.any(|input| {
                        values.outcome(native, input) == Some(crate::results::outcome::Outcome::Ok)
                    })
                };
                ok(a) && ok(b)
            }))
        }
    }
}

/// Results of different bytes are results of different programs.
fn same_bytes(a: &Values, b: &Values, question: &Question) -> Result<()> {
    for guest in &a.results.header.guests {
        let measured = a.results.header.plan.inputs.iter();
        let mut inputs = measured.filter(|input| guest_name(input) == guest.name);
        if !inputs.any(|input| question.inputs.matches(input)) {
            continue;
        }
        let Some(other) = b.guest(&guest.name) else {
            continue;
        };
        if other.sha256 != guest.sha256 {
            bail!(
                "{}: the files have different bytes of this guest: {:.12} by {}, and {:.12} by {}\n\
                 measure the same module in both (--pinned), or leave it out with -g",
                guest.name,
                guest.sha256,
                guest.toolchain,
                other.sha256,
                other.toolchain
            );
        }
        if other.units != guest.units {
            bail!(
                "{}: a unit of its work is not the same in both files\nmeasure both with the same \
                guest.toml, or leave it out with -g",
                guest.name
            );
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{check_starts, default_metrics};
    use crate::analysis::metric::Metric;
    use crate::report::tests::example;

    /// Files that split starts and files that do not have other starts of native commands, which
    /// are what others are ratios to.
    #[test]
    fn starts_are_compared_if_they_are_the_same_thing() {
        let split = example(3);
        let mut whole = split.clone();
        for process in &mut whole.processes {
            process.startup.empty_ns.clear();
        }
        let of_starts = |files: &[_]| {
            let mut metrics = default_metrics(files);
            metrics.retain(|metric| [Metric::Start, Metric::ColdStart].contains(metric));
            metrics
        };
        assert_eq!(of_starts(&[&split, &split]), [Metric::Start]);
        assert_eq!(of_starts(&[&whole, &whole]), [Metric::ColdStart]);
        assert_eq!(of_starts(&[&whole, &split]), []);
        let why =
            |metric, files: &[_]| check_starts(&[metric], files).map_err(|e| format!("{e:#}"));
        assert_eq!(why(Metric::Start, &[&split, &split]), Ok(()));
        assert_eq!(why(Metric::ColdStart, &[&whole, &whole]), Ok(()));
        assert_eq!(why(Metric::PeakMemory, &[&whole, &split]), Ok(()));
        let only_cold = why(Metric::Start, &[&whole]).unwrap_err();
        assert!(only_cold.contains("--metric cold-start"), "{only_cold}");
        let unlike = why(Metric::ColdStart, &[&whole, &split]).unwrap_err();
        assert!(unlike.contains("not the same thing"), "{unlike}");
    }

    #[test]
    fn cpu_time_is_compared_where_a_run_began_on_a_busy_machine() {
        let quiet = example(2);
        let mut busy = quiet.clone();
        busy.header.machine.load = 0.6;
        let asks = |files: &[_]| default_metrics(files).contains(&Metric::CpuPerUnit);
        assert!(!asks(&[&quiet, &quiet]));
        assert!(asks(&[&quiet, &busy]));
    }
}
