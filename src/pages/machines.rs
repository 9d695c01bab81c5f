//! `MACHINES.md`: how far ratios to native move between kinds of machines of one architecture.

use crate::analysis::metric::Metric;
use crate::compare::answer::answer;
use crate::compare::comparison::{Answer, Comparison, Scope, Verdict};
use crate::compare::document::RATE;
use crate::compare::question::{Question, Reference, two_runs};
use crate::compare::rank::{self, Ranked, rank};
use crate::compare::values::Values;
use crate::filter::Filter;
use crate::pages::inputs::Named;
use crate::report::compare::{table, words};
use crate::report::markdown::{body_below, escaped};
use crate::report::model::{Field, Section};
use crate::results::group::CountsIn;
use crate::results::schema::{Configuration, Results};
use crate::stats::median;
use anyhow::Result;
use std::collections::{BTreeMap, BTreeSet};
use wasmeter_worker::Artifact;

const INTRODUCTION: &str = "\
How far a mode's ratio to native moves from one kind of machine to another of the same \
architecture. Versions and modules are the same on both. If it moves by less than the difference \
that you care about, you can use the other machine's figure. Otherwise measure where your programs \
will run.";

/// The page of every two kinds of machines. `None`: there are no two.
pub fn render(machines: &[Named<Results>]) -> Option<String> {
    let mut text = String::new();
    for (at, a) in machines.iter().enumerate() {
        for b in &machines[at + 1..] {
            let (ours, theirs) = (&a.what.header.machine, &b.what.header.machine);
            if ours.arch == theirs.arch && ours.cpu != theirs.cpu {
                text += &pair(a, b);
            }
        }
    }
    (!text.is_empty()).then(|| format!("# Machines\n\n{INTRODUCTION}\n{text}"))
}

fn pair(a: &Named<Results>, b: &Named<Results>) -> String {
    let (same, others) = versions(&a.what, &b.what);
    let title = [a, b].map(|run| escaped(&run.what.header.machine.cpu));
    let mut text = format!(
        "\n## {} and {}\n\na: {}; b: {}.\n",
        title[0],
        title[1],
        side(a),
        side(b)
    );
    if !others.is_empty() {
        text += &format!(
            "\nLeft out, being there in two versions: {}.\n",
            others.join(", ")
        );
    }
    let (ours, theirs) = (Values::of(&a.what), Values::of(&b.what));
    match moves(&ours, &theirs, &same) {
        Ok(answer) => {
            let mut sections = vec![
                by_execution(&a.what, &answer),
                over_guests(&a.what, &answer),
                by_guest(&answer),
            ];
            sections.extend(order(&ours, &theirs, &same));
            text + &body_below(&sections, "#")
        }
        Err(why) => {
            text + &format!(
                "\nThey cannot be compared: {}.\n",
                escaped(&format!("{why:#}"))
            )
        }
    }
}

fn side(run: &Named<Results>) -> String {
    let header = &run.what.header;
    format!(
        "machines/{}.json, {}, {} rounds, {} cores, load {} at the start",
        escaped(&run.name),
        header.started,
        header.plan.rounds,
        header.machine.cores,
        header.machine.load
    )
}

/// The configurations that are of one version on both, and those that are not.
fn versions(a: &Results, b: &Results) -> (Vec<String>, Vec<String>) {
    let here = |c: &&Configuration| c.unavailable.is_none();
    let theirs: BTreeMap<_, _> = (b.header.configurations.iter().filter(here))
        .map(|c| (&c.name, &c.version))
        .collect();
    let both = a.header.configurations.iter().filter(here);
    let both = both.filter(|c| theirs.contains_key(&c.name));
    let name = |c: &Configuration| c.name.clone();
    let (same, others): (Vec<_>, Vec<_>) = both.partition(|c| theirs[&c.name] == &c.version);
    (
        same.into_iter().map(name).collect(),
        others.into_iter().map(name).collect(),
    )
}

fn moves(a: &Values, b: &Values, configurations: &[String]) -> Result<Answer> {
    let question = Question {
        inputs: Filter::new(&[])?,
        configurations: Filter::new(configurations)?,
        metrics: vec![Metric::TimePerUnit],
        rate: RATE,
        reference: Reference::Native,
    };
    answer(&two_runs(a, b, &question)?, &question)
}

/// Returns how far a ratio moved from 1, up or down.
fn distance(c: &Comparison) -> f64 {
    c.ratio.max(1.0 / c.ratio)
}

/// The median and the largest of moves, whose that is, and how many moves are certain.
fn spread(moves: &[&Comparison]) -> [Field; 5] {
    let distances: Vec<f64> = moves.iter().map(|c| distance(c)).collect();
    let largest = moves
        .iter()
        .copied()
        .max_by(|x, y| distance(x).total_cmp(&distance(y)));
    let certain = moves
        .iter()
        .filter(|c| c.verdict != Verdict::NoDifference && !c.below_noise);
    [
        moves.len().to_string(),
        certain.count().to_string(),
        median(&distances).map_or(String::new(), |d| format!("×{d:.2}")),
        largest.map_or(String::new(), |c| words::change(c.ratio)),
        largest.map_or(String::new(), |c| c.a.clone()),
    ]
    .map(Field::text)
}

const SPREAD: [&str; 5] = ["moves", "certain", "median, either way", "largest", "whose"];

fn headed(first: &[&'static str], rows: Vec<Vec<Field>>) -> Vec<crate::report::model::Table> {
    let header: Vec<&str> = first.iter().copied().chain(SPREAD).collect();
    table(&header, rows, first.len())
}

fn by_execution(a: &Results, answer: &Answer) -> Section {
    let word = |name: &str| {
        let mut all = a.header.configurations.iter();
        let execution = all.find(|c| c.name == name).and_then(|c| c.execution);
        execution.map_or("unknown", |execution| execution.word())
    };
    let mut kinds: BTreeMap<&str, Vec<&Comparison>> = BTreeMap::new();
    for c in of_scope(answer, Scope::Overall) {
        kinds.entry(word(&c.a)).or_default().push(c);
    }
    let row = |(kind, moves): (&str, Vec<&Comparison>)| {
        [Field::text(kind)]
            .into_iter()
            .chain(spread(&moves))
            .collect()
    };
    Section {
        title: "By how they execute".to_string(),
        note: "Moves of the mean over guests.".to_string(),
        tables: headed(&["executes"], kinds.into_iter().map(row).collect()),
    }
}

fn over_guests(a: &Results, answer: &Answer) -> Section {
    let guests = a.header.guests.iter();
    let calling = guests.filter(|guest| guest.group.counts_in == CountsIn::Host);
    let calling: BTreeSet<&str> = calling.map(|guest| guest.group.name.as_str()).collect();
    let kept = |c: &&Comparison| match c.scope {
        Scope::Overall => true,
        Scope::Group => c.group.as_deref().is_some_and(|g| calling.contains(g)),
        Scope::Cell => false,
    };
    let row = |c: &Comparison| -> Vec<Field> {
        let names = [c.a.as_str(), c.group.as_deref().unwrap_or("computing")];
        let [moved, interval, n, _] = words::figures(c);
        let sides = [c.value_a, c.value_b].map(|side| words::value(c, side));
        let names = names.into_iter().map(Field::text);
        names.chain(sides).chain([moved, interval, n]).collect()
    };
    let rows = answer.comparisons.iter().filter(kept).map(row).collect();
    let header = ["mode", "group", "a", "b", "b against a", "interval", "n"];
    Section {
        title: "Over guests".to_string(),
        note: format!(
            "Geometric means of the ratios of the time for a unit of work to native's in the same \
            round. At the most {}% of all certain moves are false positives.",
            100.0 * RATE
        ),
        tables: table(&header, rows, 2),
    }
}

fn by_guest(answer: &Answer) -> Section {
    let mut inputs: BTreeMap<&str, Vec<&Comparison>> = BTreeMap::new();
    for c in of_scope(answer, Scope::Cell) {
        let input = c.input.as_deref().unwrap_or_default();
        inputs.entry(input).or_default().push(c);
    }
    let row = |(input, moves): (&str, Vec<&Comparison>)| {
        [Field::text(input)]
            .into_iter()
            .chain(spread(&moves))
            .collect()
    };
    Section {
        title: "By guest".to_string(),
        note: "Where most move the same way, it is native's build that one of the machines suits \
        better. What calls the host depends on the kernel and the file system too."
            .to_string(),
        tables: headed(&["guest/input"], inputs.into_iter().map(row).collect()),
    }
}

fn of_scope(answer: &Answer, scope: Scope) -> impl Iterator<Item = &Comparison> {
    answer.comparisons.iter().filter(move |c| c.scope == scope)
}

/// Returns the pairs in which the faster one on one machine is not the faster one on the other.
fn order(a: &Values, b: &Values, configurations: &[String]) -> Option<Section> {
    let ranked = |values: &Values| -> Option<BTreeMap<String, Ranked>> {
        let mut all = values.results.header.configurations.iter();
        let native = all.find(|c| c.artifact == Artifact::Native)?;
        let question = rank::Question {
            inputs: Filter::new(&[]).ok()?,
            configurations: Filter::new(configurations).ok()?,
            metric: Metric::TimePerUnit,
            rate: RATE,
            reference: Some(native.name.clone()),
        };
        let list = rank(values, &question).ok()?.list.into_iter();
        Some(
            list.map(|ranked| (ranked.configuration.clone(), ranked))
                .collect(),
        )
    };
    let (ours, theirs) = (ranked(a)?, ranked(b)?);
    let names: Vec<&String> = ours
        .keys()
        .filter(|name| theirs.contains_key(*name))
        .collect();
    let (mut certain, mut turned) = (0, Vec::new());
    for (at, x) in names.iter().enumerate() {
        for y in &names[at + 1..] {
            let on = |list: &BTreeMap<String, Ranked>| faster(&list[*x], &list[*y]);
            let (Some(on_a), Some(on_b)) = (on(&ours), on(&theirs)) else {
                continue;
            };
            certain += 1;
            if on_a != on_b {
                let mean =
                    |list: &BTreeMap<String, Ranked>, name: &str| format!("{:.2}", list[name].mean);
                let means = [(&ours, *x), (&ours, *y), (&theirs, *x), (&theirs, *y)];
                let means = means.map(|(list, name)| mean(list, name));
                let names = [(*x).clone(), (*y).clone()];
                turned.push(names.into_iter().chain(means).map(Field::text).collect());
            }
        }
    }
    Some(Section {
        title: "Who is faster".to_string(),
        note: format!(
            "Of {certain} pairs of modes whose means over guests have 95% intervals apart \
            on both, {} have the same order on both.",
            certain - turned.len()
        ),
        tables: table(
            &["x", "y", "x on a", "y on a", "x on b", "y on b"],
            turned,
            2,
        ),
    })
}

/// True if the mean of x is below that of y; `None`: their intervals overlap.
fn faster(x: &Ranked, y: &Ranked) -> Option<bool> {
    let ([x_low, x_high], [y_low, y_high]) = (x.interval?, y.interval?);
    match () {
        () if x_high < y_low => Some(true),
        () if y_high < x_low => Some(false),
        () => None,
    }
}
