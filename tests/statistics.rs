//! The intervals hold what they say, on simulated noise whose truth is known. Which noise:
//! `tests/common/noise.rs`; how other intervals do: `cargo bench --bench intervals`.

#[path = "common/noise.rs"]
mod noise;

use noise::{ALL, Machine, Noise};
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use wasmeter::stats::Difference;

const TRIALS: usize = 800;
/// The truth: about 3% slower.
const EFFECT: f64 = 0.03;

/// In how many trials, in %, a true difference is refused at a rate of false positives.
fn missed(rate: f64, mut difference: impl FnMut(&mut ChaCha8Rng) -> Difference) -> f64 {
    let mut random = ChaCha8Rng::seed_from_u64(7);
    // The interval misses the truth exactly if the rest is distinguished from zero.
    let seen = (0..TRIALS)
        .filter(|_| difference(&mut random).p() <= rate)
        .count();
    100.0 * seen as f64 / TRIALS as f64
}

fn paired(noise: Noise, n: usize) -> impl FnMut(&mut ChaCha8Rng) -> Difference {
    move |random| {
        let pairs = Machine::new(noise, random).pairs(n, EFFECT, random);
        let without: Vec<_> = pairs.iter().map(|(a, b)| (a - EFFECT, *b)).collect();
        Difference::paired(&without).expect("pairs")
    }
}

#[test]
fn paired_intervals_hold_the_truth_whatever_the_noise() {
    for noise in ALL {
        for n in [6, 10, 15, 40] {
            let missed = missed(0.05, paired(noise, n));
            assert!(
                (1.8..=7.0).contains(&missed),
                "{noise:?}, {n} pairs: 95% intervals miss {missed}%"
            );
        }
    }
}

#[test]
fn false_alarms_keep_their_rate() {
    for noise in ALL {
        for n in [3, 5, 8, 10, 40] {
            let seen = missed(0.01, paired(noise, n));
            assert!(
                seen <= 2.0,
                "{noise:?}, {n} pairs: {seen}% false positives at 1%"
            );
            assert!(n >= 8 || seen == 0.0, "{n} pairs cannot be sure of 1%");
        }
    }
}

#[test]
fn unpaired_intervals_hold_the_truth_where_runs_do_not_drift() {
    for noise in [
        Noise::Normal,
        Noise::HeavyTails,
        Noise::Lognormal,
        Noise::Outliers,
        Noise::Bimodal,
    ] {
        for (n, m) in [(5, 5), (10, 10), (10, 30), (40, 40)] {
            let difference = |random: &mut ChaCha8Rng| {
                let mut machine = Machine::new(noise, random);
                let (a, b) = (
                    machine.values(n, 0.0, random),
                    machine.values(m, 0.0, random),
                );
                Difference::unpaired(&a, &b).expect("values")
            };
            let at_5 = missed(0.05, difference);
            assert!(
                at_5 <= 7.0,
                "{noise:?}, {n} and {m}: 95% intervals miss {at_5}%"
            );
            let at_1 = missed(0.01, difference);
            assert!(
                at_1 <= 2.0,
                "{noise:?}, {n} and {m}: {at_1}% false positives at 1%"
            );
        }
    }
}

/// One run was made while the machine was three times as noisy, and neither has many processes.
#[test]
fn runs_that_are_not_spread_alike_are_no_difference() {
    for noise in [Noise::Normal, Noise::HeavyTails] {
        for (n, m) in [
            (5, 5),
            (5, 10),
            (5, 20),
            (8, 16),
            (10, 10),
            (10, 20),
            (20, 20),
        ] {
            for wider in [[3.0, 1.0], [1.0, 3.0]] {
                let difference = |random: &mut ChaCha8Rng| {
                    let mut machine = Machine::new(noise, random);
                    let mut run = |n, wider| -> Vec<f64> {
                        let values = machine.values(n, 0.0, random);
                        values.into_iter().map(|value| wider * value).collect()
                    };
                    let (a, b) = (run(n, wider[0]), run(m, wider[1]));
                    Difference::unpaired(&a, &b).expect("values")
                };
                let seen = missed(0.01, difference);
                assert!(
                    seen <= 2.0,
                    "{noise:?}, {n} and {m}, {wider:?}: {seen}% false positives at 1%"
                );
            }
        }
    }
}

/// A pair of runs on a machine that has become slower is no pair of values: that is why times are
/// taken to native.
#[test]
fn what_drifts_between_runs_is_taken_for_a_difference() {
    let difference = |random: &mut ChaCha8Rng| {
        let mut machine = Machine::new(Noise::Drift, random);
        let (a, b) = (
            machine.values(20, 0.0, random),
            machine.values(20, 0.0, random),
        );
        Difference::unpaired(&a, &b).expect("values")
    };
    assert!(missed(0.01, difference) > 90.0);
}

/// Nine in ten differences are found that are as large as the data say they can detect.
#[test]
fn what_is_detectable_is_found_with_the_power_that_is_said() {
    for n in [10, 20, 40] {
        let mut random = ChaCha8Rng::seed_from_u64(3);
        let mut sample = |effect: f64| {
            let pairs = Machine::new(Noise::Normal, &mut random).pairs(n, effect, &mut random);
            Difference::paired(&pairs).expect("pairs")
        };
        let mut detectable: Vec<f64> = (0..400)
            .filter_map(|_| sample(0.0).detectable(0.01))
            .collect();
        detectable.sort_by(f64::total_cmp);
        let typical = detectable[detectable.len() / 2];
        let found = (0..400).filter(|_| sample(typical).p() <= 0.01).count();
        let power = found as f64 / 4.0;
        assert!(
            (84.0..=97.0).contains(&power),
            "{n} pairs: {typical} is found in {power}%"
        );
    }
}

/// `--precision` goes on until the interval is narrow: that must not make it a narrow one by luck.
#[test]
fn intervals_that_were_measured_until_they_were_narrow_hold_the_truth() {
    for noise in [
        Noise::Normal,
        Noise::HeavyTails,
        Noise::Outliers,
        Noise::Phases,
    ] {
        let mut random = ChaCha8Rng::seed_from_u64(11);
        let mut held = 0;
        for _ in 0..TRIALS {
            let pairs = Machine::new(noise, &mut random).pairs(60, EFFECT, &mut random);
            let narrow = |n: &usize| {
                let interval = Difference::paired(&pairs[..*n]).and_then(|d| d.interval(0.05));
                interval.is_some_and(|(low, high)| (high - low) / 2.0 <= 0.015)
            };
            let n = (10..60).find(narrow).unwrap_or(60);
            let (low, high) = Difference::paired(&pairs[..n])
                .and_then(|d| d.interval(0.05))
                .expect("enough");
            held += usize::from(low <= EFFECT && EFFECT <= high);
        }
        let held = 100.0 * held as f64 / TRIALS as f64;
        assert!(held >= 93.0, "{noise:?}: {held}%");
    }
}
