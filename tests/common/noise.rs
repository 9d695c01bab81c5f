//! Simulated noise of process samples, so that the truth is known: logarithms of times.

// Each program that includes it is one of its own, and none uses all of this.
#![allow(dead_code)]

use rand::RngExt;
use rand::rngs::ChaCha8Rng;

/// What the noise is like. Standard deviations are of one process, on the scale of logarithms: 0.02
/// is about 2%.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Noise {
    /// Normal: 2% between processes, 1% within.
    Normal,
    /// Student's t with three degrees of freedom.
    HeavyTails,
    /// The exponential of a normal variable: a long tail on one side.
    Lognormal,
    /// One process in ten takes 1.5 times as long.
    Outliers,
    /// The machine is in one of two phases, 1.5 times as slow in one; one process in ten meets a
    /// change.
    Phases,
    /// Each process is fast or slow by chance.
    Bimodal,
    /// Everything becomes slower, by half a percent a process.
    Drift,
    /// Each process is much like the one before (0.9).
    Autocorrelated,
}

pub const ALL: [Noise; 8] = [
    Noise::Normal,
    Noise::HeavyTails,
    Noise::Lognormal,
    Noise::Outliers,
    Noise::Phases,
    Noise::Bimodal,
    Noise::Drift,
    Noise::Autocorrelated,
];

/// A machine that takes one process sample after another.
pub struct Machine {
    noise: Noise,
    taken: f64,
    slow: bool,
    last: f64,
}

impl Machine {
    pub fn new(noise: Noise, random: &mut ChaCha8Rng) -> Self {
        Machine {
            noise,
            taken: 0.0,
            slow: random.random(),
            last: 0.1 * normal(random),
        }
    }

    /// The logarithm of the next process's time.
    pub fn next(&mut self, random: &mut ChaCha8Rng) -> f64 {
        let usual = 0.02 * normal(random);
        let phase = |slow: bool| if slow { 1.5_f64.ln() } else { 0.0 };
        self.taken += 1.0;
        match self.noise {
            Noise::Normal => usual + 0.01 / 6.0 * normal(random),
            Noise::HeavyTails => {
                let squares: f64 = (0..3).map(|_| normal(random).powi(2)).sum();
                usual / (squares / 3.0).sqrt()
            }
            Noise::Lognormal => 0.02 * normal(random).exp(),
            Noise::Outliers => usual + phase(random.random_bool(0.1)),
            Noise::Phases => {
                self.slow ^= random.random_bool(0.1);
                usual + phase(self.slow)
            }
            Noise::Bimodal => usual + phase(random.random()),
            Noise::Drift => usual + 0.005 * self.taken,
            Noise::Autocorrelated => {
                self.last = 0.9 * self.last + 0.1 * (1.0 - 0.81_f64).sqrt() * normal(random);
                usual + self.last
            }
        }
    }

    /// Pairs of adjacent processes in random order; the first of each takes longer by `effect`.
    pub fn pairs(&mut self, n: usize, effect: f64, random: &mut ChaCha8Rng) -> Vec<(f64, f64)> {
        let mut pair = |_| {
            let (one, other) = (self.next(random), self.next(random));
            if random.random() {
                (one + effect, other)
            } else {
                (other + effect, one)
            }
        };
        (0..n).map(&mut pair).collect()
    }

    /// One process after another.
    pub fn values(&mut self, n: usize, effect: f64, random: &mut ChaCha8Rng) -> Vec<f64> {
        (0..n).map(|_| self.next(random) + effect).collect()
    }
}

/// A standard normal variable (Box, Muller 1958).
pub fn normal(random: &mut ChaCha8Rng) -> f64 {
    let (u, v): (f64, f64) = (random.random(), random.random());
    (-2.0 * (1.0 - u).ln()).sqrt() * (2.0 * std::f64::consts::PI * v).cos()
}
