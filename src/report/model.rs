//! Sections of tables, before they have a form.

use crate::analysis::cells::Cell;
use crate::analysis::number;
use crate::results::outcome::Outcome;
use crate::stats::Estimate;

/// A heading, what to know about it, and its tables.
pub struct Section {
    pub title: String,
    pub note: String,
    pub tables: Vec<Table>,
}

pub struct Table {
    /// Empty if the section's title says it all.
    pub title: String,
    pub header: Vec<String>,
    /// Each as long as the header.
    pub rows: Vec<Vec<Field>>,
    /// The number of columns at the left that name a row: they are text, and are repeated where a
    /// table is split.
    pub keys: usize,
}

/// One field of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    pub text: String,
    /// The interval of a figure, where there is room for it.
    pub interval: Option<String>,
    pub mark: Mark,
    /// The title of a table below with more details, or an address.
    pub link: Option<String>,
}

/// The highlighting of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    None,
    /// The best of its kind, or not distinguishable from it.
    Best,
    /// An outcome other than `ok`.
    Bad,
    /// The title of the rows below.
    Title,
    /// Not to be relied on.
    Faint,
}

impl Field {
    pub fn text(text: impl Into<String>) -> Self {
        Field {
            text: text.into(),
            interval: None,
            mark: Mark::None,
            link: None,
        }
    }

    pub fn title(text: impl Into<String>) -> Self {
        Field {
            mark: Mark::Title,
            ..Field::text(text)
        }
    }

    pub fn outcome(outcome: Outcome) -> Self {
        let mark = if outcome == Outcome::Ok {
            Mark::None
        } else {
            Mark::Bad
        };
        Field {
            mark,
            ..Field::text(outcome.to_string())
        }
    }

    /// A cell's value, or the word for how it ended.
    pub fn value(cell: Option<&Cell>) -> Self {
        Field::figure(cell, |cell| {
            let estimate = cell.estimate.as_ref()?;
            Some(number::amount(cell.metric, estimate))
        })
    }

    /// A cell's ratio to native, or the word for how it ended.
    pub fn ratio(cell: Option<&Cell>) -> Self {
        Field::figure(cell, |cell| cell.ratio.as_ref().map(number::ratio))
    }

    /// An estimate over several cells, or why there is none.
    pub fn estimate(
        estimate: Option<&Estimate>,
        show: impl Fn(&Estimate) -> (String, Option<String>),
        otherwise: &str,
    ) -> Self {
        let Some((text, interval)) = estimate.map(show) else {
            return Field::text(otherwise);
        };
        Field {
            interval,
            ..Field::text(text)
        }
    }

    fn figure(
        cell: Option<&Cell>,
        show: impl Fn(&Cell) -> Option<(String, Option<String>)>,
    ) -> Self {
        let Some(cell) = cell else {
            return Field::text("–");
        };
        if cell.outcome != Outcome::Ok {
            return Field::outcome(cell.outcome);
        }
        let Some((text, interval)) = show(cell) else {
            return Field::text("–");
        };
        Field {
            interval,
            ..Field::text(text)
        }
    }
}

/// Returns which are the least: the smallest, those whose intervals reach below the end of its
/// interval, and those that are larger by less than `floor`, a fraction, which is no difference on
/// that machine. A value more than twice the smallest is not among them, however wide its interval:
/// such a width shows missing data. Nothing is if that would be all of them, or if too few rounds
/// were made to know.
pub fn best(estimates: &[Option<Estimate>], floor: f64) -> Vec<bool> {
    let racing = || estimates.iter().flatten().filter(|e| e.n >= ENOUGH);
    let least = racing().min_by(|a, b| a.value.total_cmp(&b.value));
    let reaches = |e: &Estimate, least: &Estimate| {
        let alike = e.low <= least.high || e.value < least.value * (1.0 + floor);
        alike && e.value <= 2.0 * least.value
    };
    let is_best = |e: &Estimate| least.is_some_and(|least| e.n >= ENOUGH && reaches(e, least));
    let differ = racing().any(|e| !is_best(e));
    let marked = |e: &Option<Estimate>| differ && e.as_ref().is_some_and(is_best);
    estimates.iter().map(marked).collect()
}

/// Rounds below which nothing is called the best.
pub const ENOUGH: usize = 3;

/// Greys a ratio that is as good as 1: nearer to it than `floor`.
pub fn grey_ones(field: &mut Field, ratio: Option<&Estimate>, floor: f64) {
    if ratio.is_some_and(|ratio| ratio.value.ln().abs() < floor.ln_1p()) {
        field.mark = Mark::Faint;
    }
}

/// Marks the best of `fields`.
pub fn mark_best<'a>(fields: impl IntoIterator<Item = &'a mut Field>, best: &[bool]) {
    for (field, best) in fields.into_iter().zip(best) {
        if *best {
            field.mark = Mark::Best;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indistinguishable_ones_are_marked_together() {
        let of = |low: f64, value: f64, high: f64, n| {
            Some(Estimate {
                value,
                low,
                high,
                n,
            })
        };
        let all = [
            of(1.0, 2.0, 3.0, 9),
            of(2.5, 4.0, 5.0, 9),
            None,
            of(3.5, 4.0, 5.0, 9),
        ];
        assert_eq!(best(&all, 0.0), [true, true, false, false]);
        assert_eq!(best(&all[..3], 0.0), [false; 3]);
        let once = [of(1.0, 1.0, 1.0, 1), of(2.0, 2.0, 2.0, 1)];
        assert_eq!(best(&once, 0.0), [false; 2]);
    }

    #[test]
    fn a_wide_interval_far_away_is_not_marked() {
        let of = |low: f64, value: f64, high: f64| {
            let n = 9;
            Some(Estimate {
                value,
                low,
                high,
                n,
            })
        };
        let all = [
            of(1.0, 1.1, 1.2),
            of(0.5, 80.0, 9000.0),
            of(0.9, 1.3, 2.0),
            of(5.0, 6.0, 7.0),
        ];
        assert_eq!(best(&all, 0.0), [true, false, true, false]);
    }

    #[test]
    fn what_differs_by_less_than_the_noise_is_marked_together() {
        let exact = |value: f64| {
            Some(Estimate {
                value,
                low: value,
                high: value,
                n: 9,
            })
        };
        let all = [exact(1.0), exact(1.009), exact(1.02)];
        assert_eq!(best(&all, 0.0), [true, false, false]);
        assert_eq!(best(&all, 0.01), [true, true, false]);
    }
}
