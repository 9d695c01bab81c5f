//! The sentence that a run of few configurations ends with: which was the fastest, and by how much;
//! of a single one, how it compares with native.

use super::answer::answer;
use super::comparison::{Answer, Comparison, Scope, Verdict};
use super::question::{Question, Reference, within};
use super::rank::{self, rank};
use super::values::Values;
use crate::analysis::metric::{Metric, Unit};
use crate::analysis::number;
use crate::filter::Filter;
use crate::results::schema::Results;
use crate::stats::Estimate;
use anyhow::Result;
use wasmeter_worker::Artifact;

/// At the most one in twenty such sentences names a difference that is not there.
const RATE: f64 = 0.05;

/// By throughput, or by starts where no guest has that. `None`: there are no two to compare.
pub fn sentence(results: &Results) -> Option<String> {
    let metrics = [
        Metric::throughput_of(&results.header.machine),
        Metric::start_of(results),
    ];
    metrics
        .into_iter()
        .find_map(|metric| by(results, metric).ok().flatten())
}

fn by(results: &Results, metric: Metric) -> Result<Option<String>> {
    let values = Values::of(results);
    let is_native = |name: &str| {
        let mut all = results.header.configurations.iter();
        all.any(|c| c.name == name && c.artifact == Artifact::Native)
    };
    let names = values.configurations().into_iter().map(str::to_string);
    let (native, mut names): (Vec<String>, Vec<String>) = names.partition(|name| is_native(name));
    let beside = match (native.as_slice(), names.as_slice()) {
        ([native], [only]) => Some([native.clone(), only.clone()]),
        _ => None,
    };
    names.extend(beside.iter().map(|[native, _]| native.clone()));
    if names.len() < 2 {
        return Ok(None);
    }
    let ranking = rank(
        &values,
        &rank::Question {
            inputs: Filter::new(&[])?,
            configurations: Filter::new(&names)?,
            metric,
            rate: RATE,
            reference: None,
        },
    )?;
    let [best, next, ..] = ranking.list.as_slice() else {
        return Ok(None);
    };
    let fastest = [best.configuration.clone(), next.configuration.clone()];
    let question = Question {
        inputs: Filter::new(&ranking.inputs)?,
        configurations: Filter::new(&[])?,
        metrics: vec![metric],
        rate: RATE,
        reference: Reference::None,
    };
    let say = if beside.is_some() {
        beside_native
    } else {
        said
    };
    let pair = beside.unwrap_or(fastest);
    let answer = answer(&within(&values, &pair)?, &question)?;
    Ok(whole(&answer).map(|c| say(c, metric, results.header.plan.rounds)))
}

/// The mean over all inputs, or the only cell.
fn whole(answer: &Answer) -> Option<&Comparison> {
    let all = || answer.comparisons.iter();
    let cells: Vec<_> = all().filter(|c| c.scope == Scope::Cell).collect();
    match cells.as_slice() {
        [cell] => Some(*cell),
        _ => all().find(|c| c.scope == Scope::Overall),
    }
}

fn said(c: &Comparison, metric: Metric, rounds: u32) -> String {
    let what = match metric.is_throughput() {
        true => "Fastest",
        false => "Fastest to start",
    };
    let Some([low, high]) = c.interval else {
        return format!(
            "{what}: {} before {}, by a factor of {:.2}; {rounds} rounds are too few to be \
            certain.",
            c.a, c.b, c.ratio
        );
    };
    let range = format!("{low:.2} to {high:.2}");
    if c.verdict == Verdict::NoDifference || c.below_noise {
        return format!(
            "{what}: {} and {} are not distinguishable (a factor of {:.2}, {range}).",
            c.a, c.b, c.ratio
        );
    }
    format!(
        "{what}: {}, {:.2} times ({range}) as fast as {}.",
        c.a, c.ratio, c.b
    )
}

/// `c` compares it with native.
fn beside_native(c: &Comparison, metric: Metric, rounds: u32) -> String {
    let digits = |value: f64| {
        let exact = Estimate {
            value,
            low: value,
            high: value,
            n: 1,
        };
        number::ratio(&exact).0
    };
    let of = match (metric.unit(), metric.is_throughput()) {
        (Unit::Ns, true) => "time",
        (Unit::Ns, false) => "time to start",
        (_, true) => "instructions",
        (_, false) => "instructions to start",
    };
    let (name, factor) = (&c.b, digits(c.ratio));
    let Some([low, high]) = c.interval else {
        return format!(
            "{name} takes {factor} times native's {of}; {rounds} rounds are too few to be certain."
        );
    };
    let range = format!("{} to {}", digits(low), digits(high));
    if c.verdict == Verdict::NoDifference || c.below_noise {
        return format!(
            "{name} and native are not distinguishable by their {of} (a factor of {factor}, \
            {range})."
        );
    }
    format!("{name} takes {factor} times ({range}) native's {of}.")
}

#[cfg(test)]
mod tests {
    use super::sentence;
    use crate::report::tests::example;

    #[test]
    fn the_fastest_is_named_with_how_certain_that_is() {
        let said = sentence(&example(12)).unwrap();
        assert!(
            said.starts_with("Fastest: fast/jit, 4.00 times ("),
            "{said}"
        );
        assert!(said.ends_with(") as fast as slow/loop."), "{said}");
        let few = sentence(&example(2)).unwrap();
        assert!(few.contains("2 rounds are too few to be certain"), "{few}");
    }

    #[test]
    fn one_is_compared_with_native() {
        let of_one = |rounds: u32| {
            let mut one = example(rounds);
            one.processes.retain(|p| p.configuration != "slow/loop");
            one
        };
        let said = sentence(&of_one(12)).unwrap();
        assert!(said.starts_with("fast/jit takes 2.00 times ("), "{said}");
        assert!(said.ends_with(") native's time."), "{said}");
        let few = sentence(&of_one(2)).unwrap();
        assert!(
            few.ends_with(" native's time; 2 rounds are too few to be certain."),
            "{few}"
        );
        let mut alone = of_one(12);
        alone.processes.retain(|p| p.configuration == "fast/jit");
        assert_eq!(sentence(&alone), None);
    }

    #[test]
    fn equals_are_not_distinguishable() {
        let mut equal = example(12);
        let fast: Vec<_> = equal
            .processes
            .iter()
            .filter(|p| p.configuration == "fast/jit")
            .cloned()
            .collect();
        equal.processes.retain(|p| p.configuration != "slow/loop");
        equal.processes.extend(fast.into_iter().map(|mut p| {
            p.configuration = "slow/loop".to_string();
            p
        }));
        let said = sentence(&equal).unwrap();
        assert!(said.contains("are not distinguishable"), "{said}");
    }
}
