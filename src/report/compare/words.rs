//! The fields of a comparison, in words and figures.

use crate::analysis::metric::Unit;
use crate::analysis::number;
use crate::compare::comparison::{Comparison, Verdict};
use crate::report::model::{Field, Mark};
use crate::stats::Estimate;
use clap::ValueEnum;

pub(super) fn pair(a: &str, b: &str) -> String {
    if a == b {
        a.to_string()
    } else {
        format!("{a} → {b}")
    }
}

pub(super) fn name(c: &Comparison) -> String {
    pair(&c.a, &c.b)
}

pub(super) fn metric(c: &Comparison) -> String {
    c.metric
        .to_possible_value()
        .map_or(String::new(), |value| value.get_name().to_string())
}

/// A side's value, or a dash.
pub fn value(c: &Comparison, value: Option<f64>) -> Field {
    let Some(value) = value else {
        return Field::text("–");
    };
    let exact = Estimate {
        value,
        low: value,
        high: value,
        n: 1,
    };
    let (text, _) = match &c.reference {
        Some(_) => number::ratio(&exact),
        None => number::quantity(c.unit, &exact),
    };
    Field::text(text)
}

/// The difference, its interval, by how many values, and the verdict.
pub fn figures(c: &Comparison) -> [Field; 4] {
    let interval = c.interval.filter(|_| !has_zero(c));
    let interval = interval.map_or("–".to_string(), |[low, high]| {
        format!("{} to {}", change(low), change(high))
    });
    let n = match (c.n, c.guests) {
        (_, Some(guests)) => format!("{guests} guests"),
        ([a, b], _) if a == b => a.to_string(),
        ([a, b], _) => format!("{a}, {b}"),
    };
    let mut fields = [
        Field::text(difference(c)),
        Field::text(interval),
        Field::text(n),
        Field::text(verdict(c)),
    ];
    if c.below_noise || c.verdict == Verdict::NoDifference {
        fields.iter_mut().for_each(|field| field.mark = Mark::Faint);
    } else if c.verdict.is_worse() {
        fields[3].mark = Mark::Bad;
    } else {
        fields[3].mark = Mark::Best;
    }
    fields
}

/// In words.
pub fn verdict(c: &Comparison) -> String {
    let word = match (c.verdict, c.detectable) {
        (Verdict::NoDifference, Some(fraction)) => {
            return format!("no difference seen (detectable: {})", plain(fraction));
        }
        (Verdict::NoDifference, None) => {
            return "no difference seen (none is detectable)".to_string();
        }
        (Verdict::Faster, _) => "faster",
        (Verdict::Slower, _) => "slower",
        (Verdict::Less, _) => "less",
        (Verdict::More, _) => "more",
    };
    if c.below_noise {
        return "below this machine's noise".to_string();
    }
    let unit = match c.unit {
        Unit::Ns => "",
        Unit::Bytes => " memory",
        Unit::Instructions if c.verdict == Verdict::Less => {
            return "fewer instructions".to_string();
        }
        Unit::Instructions => " instructions",
        Unit::Cycles if c.verdict == Verdict::Less => return "fewer cycles".to_string(),
        Unit::Cycles => " cycles",
    };
    format!("{word}{unit}")
}

/// True if one of the two is zero, to which nothing is a ratio.
fn has_zero(c: &Comparison) -> bool {
    (c.value_a == Some(0.0)) != (c.value_b == Some(0.0))
}

/// Returns the difference between b and a in words.
pub fn difference(c: &Comparison) -> String {
    match (c.value_a, c.value_b) {
        (Some(0.0), Some(_)) if has_zero(c) => "from 0".to_string(),
        (Some(_), Some(0.0)) if has_zero(c) => "to 0".to_string(),
        _ => change(c.ratio),
    }
}

/// A ratio as a change in percent, as all differences and the ends of their intervals are written.
pub fn change(ratio: f64) -> String {
    let percent = 100.0 * (ratio - 1.0);
    match percent.abs() {
        size if size < 100.0 => format!("{percent:+.2}%"),
        size if size < 1000.0 => format!("{percent:+.1}%"),
        _ => format!("{percent:+.0}%"),
    }
}

pub(super) fn plain(fraction: f64) -> String {
    format!("{:.1}%", 100.0 * fraction)
}
