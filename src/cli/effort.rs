//! Options of the effort of a measurement, and the plan that they give.

use super::heading;
use crate::bench::select::Row;
use crate::catalog::guest::Input;
use crate::results::machine::Machine;
use crate::results::schema::Plan;
use std::time::Duration;

/// Nobody waits for more rounds, nor for longer than a year of seconds.
const MANY_ROUNDS: i64 = 100_000;
const YEAR: i64 = 31_536_000;

/// Seconds of a time limit.
pub fn seconds() -> impl clap::builder::TypedValueParser<Value = u64> {
    clap::value_parser!(u64).range(1..=YEAR as u64)
}

/// A limit of memory.
pub fn mebibytes() -> impl clap::builder::TypedValueParser<Value = u64> {
    clap::value_parser!(u64).range(1..=1 << 24)
}

/// Resident memory above which a process is ended, in bytes, by the option --memory in mebibytes.
pub fn memory_limit_bytes(mebibytes: Option<u64>) -> u64 {
    mebibytes.map_or_else(|| Machine::here().memory_limit_bytes(), |limit| limit << 20)
}

/// `5%` or `5` as a fraction.
pub fn percent(text: &str) -> Result<f64, String> {
    let number = text.strip_suffix('%').unwrap_or(text).trim();
    match number.parse::<f64>() {
        Ok(percent) if percent.is_finite() && percent >= 0.0 => Ok(percent / 100.0),
        _ => Err("a percentage such as 5% is wanted".to_string()),
    }
}

/// A percentage above 0 and below 50.
pub fn rate(text: &str) -> Result<f64, String> {
    match percent(text)? {
        rate if rate > 0.0 && rate < 0.5 => Ok(rate),
        _ => Err("a rate above 0% and below 50% is wanted".to_string()),
    }
}

/// The effort of a measurement.
#[derive(clap::Args, Debug, Clone, Default)]
pub struct Effort {
    /// Few rounds of short processes over the default inputs: about five minutes on two cores
    #[arg(long, help_heading = heading::LONG)]
    pub quick: bool,
    /// Process samples of every cell [default: 10; 3 with --quick]
    #[arg(long, value_name = "N", help_heading = heading::LONG)]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=MANY_ROUNDS))]
    pub rounds: Option<u32>,
    /// Start no round that is unlikely to end within this many minutes; the first always runs
    /// [default: none; 4 with --quick]
    #[arg(long, value_name = "M", help_heading = heading::LONG)]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=YEAR / 60))]
    pub minutes: Option<u32>,
    /// Then keep sampling cells whose 95% interval is wider than this on either side, such as 1%:
    /// of ratios to native, where there are such. Stops after --minutes, or 100 rounds
    #[arg(long, value_name = "PERCENT", value_parser = precision, help_heading = heading::LONG)]
    pub precision: Option<f64>,
    /// Milliseconds of timed calls in a process [default: 200; 50 with --quick]. With a unit (90s,
    /// 10m, 1h): limit for all rounds together, as --minutes
    #[arg(long, value_name = "MS", value_parser = budget, help_heading = heading::LONG)]
    pub budget: Option<Budget>,
    /// Seconds after which a process is ended [default: 60; 20 with --quick]
    #[arg(long, value_name = "S", value_parser = seconds(), help_heading = heading::LIMITS)]
    pub timeout: Option<u64>,
    /// Mebibytes of resident memory above which a process is ended [default: 4096, or half of the
    /// machine's if that is less]
    #[arg(long, value_name = "MIB", value_parser = mebibytes(), help_heading = heading::LIMITS)]
    pub memory: Option<u64>,
    /// Seed of the random orders [default: a new one, which is recorded]
    #[arg(long, value_name = "N", help_heading = heading::LONG)]
    pub seed: Option<u64>,
}

fn precision(text: &str) -> Result<f64, String> {
    match percent(text)? {
        precision if precision > 0.0 => Ok(precision),
        _ => Err("a percentage above 0 is wanted, such as 1%".to_string()),
    }
}

/// The budget of a measurement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Budget {
    /// Milliseconds of timed calls in a process.
    Process(u64),
    /// Wall time of all rounds.
    Run(Duration),
}

fn budget(text: &str) -> Result<Budget, String> {
    let milliseconds = text.strip_suffix("ms").unwrap_or(text).trim();
    if let Ok(ms @ 1..=86_400_000) = milliseconds.parse() {
        return Ok(Budget::Process(ms));
    }
    match humantime::parse_duration(text) {
        Ok(time)
            if !time.is_zero() && !text.ends_with("ms") && time < Duration::from_secs(1 << 24) =>
        {
            Ok(Budget::Run(time))
        }
        _ => Err(
            "milliseconds of a process such as 200, or a time of all rounds such as 10m"
                .to_string(),
        ),
    }
}

/// Timed calls in a process; each is long enough that all of them fill the budget.
const SAMPLES: u32 = 40;

impl Effort {
    /// The plan that this asks for.
    pub fn plan(&self, rows: &[Row]) -> Plan {
        let or = |quick: u64, full: u64| if self.quick { quick } else { full };
        let full = |row: &Row| {
            let name = |input: &Input| format!("{}/{}", row.guest.name, input.name);
            row.inputs.iter().map(name).collect::<Vec<_>>()
        };
        let mut inputs: Vec<_> = rows.iter().flat_map(full).collect();
        inputs.sort();
        let minutes = self.minutes.or(self.quick.then_some(4));
        let minutes = minutes.map(|minutes| u64::from(minutes) * 60_000_000_000);
        let (budget_ms, limit_ns) = match self.budget {
            Some(Budget::Process(ms)) => (ms, minutes),
            Some(Budget::Run(time)) => (or(50, 200), Some(time.as_nanos() as u64)),
            None => (or(50, 200), minutes),
        };
        let budget_ns = budget_ms * 1_000_000;
        Plan {
            seed: self.seed.unwrap_or_else(crate::bench::schedule::fresh_seed),
            rounds: self.rounds.unwrap_or(or(3, 10) as u32),
            budget_ns,
            sample_ns: budget_ns / u64::from(SAMPLES),
            samples: SAMPLES,
            precision: self.precision,
            limit_ns,
            timeout_ns: self.timeout.unwrap_or(or(20, 60)) * 1_000_000_000,
            memory_limit_bytes: memory_limit_bytes(self.memory),
            inputs,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Budget, budget};
    use std::time::Duration;

    #[test]
    fn a_budget_is_of_a_process_or_of_the_run() {
        for text in ["200", "200ms"] {
            assert_eq!(budget(text), Ok(Budget::Process(200)), "{text}");
        }
        assert_eq!(budget("10m"), Ok(Budget::Run(Duration::from_secs(600))));
        for text in ["0", "0s", "-1", "much", "5 parsecs", ""] {
            assert!(budget(text).is_err(), "{text}");
        }
    }
}
