//! Which interval can be trusted? Simulated noise with a known truth, and how often intervals of
//! each kind hold it. `cargo bench --bench intervals` prints the tables of METHODOLOGY.md; the same
//! seed gives the same tables.

#[path = "../tests/common/noise.rs"]
mod noise;

use noise::{ALL, Machine};
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};
use statrs::distribution::{ContinuousCDF, Normal, StudentsT};
use wasmeter::stats::{Difference, Mean, Statistic, normal_quantile};

const TRIALS: usize = 2_000;
const RESAMPLES: usize = 500;
const PAIRS: [usize; 6] = [3, 6, 10, 15, 25, 40];
const EFFECT: f64 = 0.03;

type Interval = Option<(f64, f64)>;
type Of<Data> = (&'static str, fn(&Data, f64, &mut ChaCha8Rng) -> Interval);

fn main() {
    let paired: [Of<Vec<(f64, f64)>>; 5] = [
        ("percentile bootstrap", |pairs, rate, random| {
            percentile(&differences(pairs), rate, random)
        }),
        ("BCa bootstrap", |pairs, rate, random| {
            bca(&differences(pairs), rate, random)
        }),
        ("studentised bootstrap", |pairs, rate, random| {
            studentised(&differences(pairs), rate, random)
        }),
        ("Student t", |pairs, rate, _| {
            Some(Mean::of(&differences(pairs))?.interval(rate))
        }),
        ("signed ranks", |pairs, rate, _| {
            Difference::paired(pairs)?.interval(rate)
        }),
    ];
    println!(
        "Paired: share of 95% intervals that hold the truth, in %; of 99% intervals, that miss it; \
        width of the 95%.\n{ALL:?}"
    );
    for (name, interval) in paired {
        for n in PAIRS {
            let row = |noise| {
                let mut random = ChaCha8Rng::seed_from_u64(n as u64);
                seen(
                    |rate: &[f64; 2], random| {
                        let pairs = Machine::new(noise, random).pairs(n, EFFECT, random);
                        rate.map(|rate| interval(&pairs, rate, random))
                    },
                    &mut random,
                )
            };
            show(name, n, &ALL.map(row));
        }
    }
    let unpaired: [Of<(Vec<f64>, Vec<f64>)>; 5] = [
        ("Welch", |(a, b), rate, _| {
            Some(Mean::welch(a, b)?.interval(rate))
        }),
        ("Brunner-Munzel", |(a, b), rate, _| {
            Some(brunner_munzel(a, b, rate))
        }),
        ("Yuen", |(a, b), rate, _| {
            Some(Mean::yuen(a, b)?.interval(rate))
        }),
        ("rank sums", |(a, b), rate, _| rank_sums(a, b, rate)),
        ("both", |(a, b), rate, _| {
            Difference::unpaired(a, b)?.interval(rate)
        }),
    ];
    println!(
        "\nUnpaired, the first half of the machine's time against the second; both: rank sums and \
        Yuen"
    );
    for (name, interval) in unpaired {
        for (n, m, wider) in [
            (5, 5, 1.0),
            (10, 10, 1.0),
            (10, 30, 1.0),
            (40, 40, 1.0),
            (5, 5, 3.0),
            (5, 20, 3.0),
            (20, 5, 3.0),
            (8, 16, 3.0),
            (10, 10, 3.0),
            (10, 30, 3.0),
            (40, 40, 3.0),
        ] {
            let row = |noise| {
                let mut random = ChaCha8Rng::seed_from_u64(n as u64);
                seen(
                    |rate: &[f64; 2], random| {
                        let mut machine = Machine::new(noise, random);
                        let mut data = (
                            machine.values(n, 0.0, random),
                            machine.values(m, 0.0, random),
                        );
                        data.0.iter_mut().for_each(|a| *a = EFFECT + *a * wider);
                        rate.map(|rate| interval(&data, rate, random))
                    },
                    &mut random,
                )
            };
            // Only of noise about zero is the truth the same if it is spread.
            let noises = if wider == 1.0 { &ALL[..] } else { &ALL[..2] };
            let rows: Vec<_> = noises.iter().copied().map(row).collect();
            show(&format!("{name} :{m} x{wider}"), n, &rows);
        }
    }
}

/// How many of the 95% intervals hold the truth, how many of the 99% intervals miss it, in %, and
/// how wide the first are.
fn seen(
    mut interval: impl FnMut(&[f64; 2], &mut ChaCha8Rng) -> [Interval; 2],
    random: &mut ChaCha8Rng,
) -> (f64, f64, f64) {
    let (mut held, mut missed, mut widths) = (0, 0, Vec::new());
    for _ in 0..TRIALS {
        let [usual, strict] = interval(&[0.05, 0.01], random);
        let holds = |i: Interval| i.is_none_or(|(low, high)| low <= EFFECT && EFFECT <= high);
        held += usize::from(holds(usual));
        missed += usize::from(!holds(strict));
        widths.extend(usual.map(|(low, high)| high - low));
    }
    let share = |count: usize| 100.0 * count as f64 / TRIALS as f64;
    let width = wasmeter::stats::median(&widths).unwrap_or(f64::NAN);
    (share(held), share(missed), 100.0 * width)
}

fn show(name: &str, n: usize, row: &[(f64, f64, f64)]) {
    let fields: String = row
        .iter()
        .map(|(h, m, w)| format!(" {h:5.1} {m:4.1} {w:5.1} |"))
        .collect();
    println!("{name:24} {n:3} |{fields}");
}

fn differences(pairs: &[(f64, f64)]) -> Vec<f64> {
    pairs.iter().map(|(a, b)| a - b).collect()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// The standard error of the mean.
fn error(values: &[f64]) -> f64 {
    let mean = mean(values);
    let n = values.len() as f64;
    (values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / (n - 1.0) / n).sqrt()
}

fn resampled(values: &[f64], figure: impl Fn(&[f64]) -> f64, random: &mut ChaCha8Rng) -> Vec<f64> {
    let mut resample = values.to_vec();
    let mut figures: Vec<f64> = (0..RESAMPLES)
        .map(|_| {
            resample
                .iter_mut()
                .for_each(|value| *value = values[random.random_range(0..values.len())]);
            figure(&resample)
        })
        .collect();
    figures.sort_by(f64::total_cmp);
    figures
}

fn at(sorted: &[f64], share: f64) -> f64 {
    sorted[((sorted.len() - 1) as f64 * share).round() as usize]
}

fn percentile(values: &[f64], rate: f64, random: &mut ChaCha8Rng) -> Interval {
    let means = resampled(values, mean, random);
    Some((at(&means, rate / 2.0), at(&means, 1.0 - rate / 2.0)))
}

/// Efron 1987.
fn bca(values: &[f64], rate: f64, random: &mut ChaCha8Rng) -> Interval {
    let means = resampled(values, mean, random);
    let centre = mean(values);
    let below = means
        .iter()
        .filter(|m| **m < centre)
        .count()
        .clamp(1, RESAMPLES - 1);
    let bias = normal_quantile(below as f64 / RESAMPLES as f64);
    let (mut cubes, mut squares) = (0.0, 0.0);
    for value in values {
        cubes += (value - centre).powi(3);
        squares += (value - centre).powi(2);
    }
    let skew = cubes / (6.0 * squares.powf(1.5));
    let share = |z: f64| normal_share(bias + (bias + z) / (1.0 - skew * (bias + z)));
    let z = normal_quantile(rate / 2.0);
    Some((at(&means, share(z)), at(&means, share(-z))))
}

fn studentised(values: &[f64], rate: f64, random: &mut ChaCha8Rng) -> Interval {
    let centre = mean(values);
    let ts = resampled(values, |r| (mean(r) - centre) / error(r).max(1e-12), random);
    let error = error(values);
    Some((
        centre - error * at(&ts, 1.0 - rate / 2.0),
        centre - error * at(&ts, rate / 2.0),
    ))
}

/// Mann and Whitney's test, which `Difference` has beside Yuen's: the shift that leaves it at its
/// critical value.
fn rank_sums(a: &[f64], b: &[f64], rate: f64) -> Interval {
    let mut differences: Vec<f64> = a
        .iter()
        .flat_map(|a| b.iter().map(move |b| a - b))
        .collect();
    differences.sort_by(f64::total_cmp);
    let rank = Statistic::RankSum(a.len(), b.len()).null().tail(rate / 2.0) as usize;
    let last = differences.len().checked_sub(rank)?;
    (rank > 0).then(|| (differences[rank - 1], differences[last]))
}

/// All shifts that their test (2000) does not distinguish from the difference, from the least to
/// the greatest.
fn brunner_munzel(a: &[f64], b: &[f64], rate: f64) -> (f64, f64) {
    let seen = |shift: f64| {
        let (share, error, freedom) = placements(a, b, shift);
        (share - 0.5).abs() > error * t_quantile(1.0 - rate / 2.0, freedom)
    };
    let differences = || a.iter().flat_map(|a| b.iter().map(move |b| a - b));
    let far = differences().fold(0.0, |far: f64, d| far.max(d.abs())) + 1.0;
    let centre = wasmeter::stats::median(&differences().collect::<Vec<_>>()).unwrap_or(0.0);
    let end = |mut outside: f64| {
        let mut inside = centre;
        for _ in 0..30 {
            let middle = f64::midpoint(inside, outside);
            *(if seen(middle) {
                &mut outside
            } else {
                &mut inside
            }) = middle;
        }
        inside
    };
    (end(-far), end(far))
}

/// In how many of all comparisons a value of `a` is above one of `b` once it is shifted, with error
/// and degrees of freedom.
fn placements(a: &[f64], b: &[f64], shift: f64) -> (f64, f64, f64) {
    let above = |a: f64, b: f64| f64::from(a - shift > b);
    let of_a: Vec<f64> = a
        .iter()
        .map(|a| mean(&b.iter().map(|b| above(*a, *b)).collect::<Vec<_>>()))
        .collect();
    let of_b: Vec<f64> = b
        .iter()
        .map(|b| mean(&a.iter().map(|a| above(*a, *b)).collect::<Vec<_>>()))
        .collect();
    let (va, vb) = (error(&of_a).powi(2), error(&of_b).powi(2));
    let parts = va.powi(2) / (a.len() as f64 - 1.0) + vb.powi(2) / (b.len() as f64 - 1.0);
    let freedom = if parts > 0.0 {
        (va + vb).powi(2) / parts
    } else {
        1.0
    };
    (mean(&of_a), (va + vb).sqrt(), freedom)
}

fn normal_share(z: f64) -> f64 {
    Normal::standard().cdf(z)
}

fn t_quantile(share: f64, freedom: f64) -> f64 {
    let t = StudentsT::new(0.0, 1.0, freedom).expect("degrees of freedom are above 0");
    t.inverse_cdf(share)
}
