//! Differences between two architectures, beside speed: the available configurations, and the
//! results of guests.

use super::values::guest_name;
use crate::results::schema::{Configuration, Results};
use serde::{Deserialize, Serialize};

/// The differences between two runs on different architectures.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Architectures {
    pub a: String,
    pub b: String,
    /// Configurations that only one of them has.
    pub only: Vec<Only>,
    /// Inputs whose native builds compute different results.
    pub outputs: Vec<Output>,
}

/// A configuration that only one has.
#[derive(Debug, Serialize, Deserialize)]
pub struct Only {
    pub configuration: String,
    /// The architecture that has it.
    pub on: String,
    /// Why the other has not.
    pub why: String,
}

/// The results of the native builds for an input.
#[derive(Debug, Serialize, Deserialize)]
pub struct Output {
    /// `guest/input`.
    pub input: String,
    pub a: u64,
    pub b: u64,
}

/// `None`: both runs are of one architecture.
pub fn architectures(a: &Results, b: &Results) -> Option<Architectures> {
    let arch = |results: &Results| results.header.machine.arch.clone();
    if arch(a) == arch(b) {
        return None;
    }
    let only = |here: &Results, there: &Results| {
        let mut list = Vec::new();
        for c in here.header.configurations.iter().filter(|c| is_here(c)) {
            let mut all = there.header.configurations.iter();
            let why = match all.find(|other| other.name == c.name) {
                Some(other) if is_here(other) => continue,
                Some(other) => other.unavailable.clone().unwrap_or_default(),
                None => "it was not asked for".to_string(),
            };
            list.push(Only {
                configuration: c.name.clone(),
                on: arch(here),
                why,
            });
        }
        list
    };
    let mut only_one = only(a, b);
    only_one.extend(only(b, a));
    Some(Architectures {
        a: arch(a),
        b: arch(b),
        only: only_one,
        outputs: outputs(a, b),
    })
}

fn is_here(configuration: &Configuration) -> bool {
    configuration.unavailable.is_none()
}

fn outputs(a: &Results, b: &Results) -> Vec<Output> {
    let digest = |results: &Results, input: &str| {
        let mut guests = results.header.guests.iter();
        let guest = guests.find(|guest| guest.name == guest_name(input))?;
        guest.digests.get(input.split_once('/')?.1).copied()
    };
    let shared = a.header.plan.inputs.iter();
    let shared = shared.filter(|input| b.header.plan.inputs.contains(input));
    let output = |input: &String| {
        Some(Output {
            a: digest(a, input)?,
            b: digest(b, input)?,
            input: input.clone(),
        })
    };
    shared
        .filter_map(output)
        .filter(|output| output.a != output.b)
        .collect()
}
