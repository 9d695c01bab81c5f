//! Numbers for people: three significant digits and a fitting unit.

use crate::analysis::metric::{Metric, Unit};
use crate::stats::Estimate;

const TIMES: [(f64, &str); 4] = [(1.0, "ns"), (1e3, "µs"), (1e6, "ms"), (1e9, "s")];
const COUNTS: [(f64, &str); 4] = [
    (1.0, "instr."),
    (1e3, "k instr."),
    (1e6, "M instr."),
    (1e9, "G instr."),
];
const CYCLES: [(f64, &str); 4] = [
    (1.0, "cycles"),
    (1e3, "k cycles"),
    (1e6, "M cycles"),
    (1e9, "G cycles"),
];
const SIZES: [(f64, &str); 4] = [
    (1.0, "B"),
    (1024.0, "KiB"),
    (1_048_576.0, "MiB"),
    (1_073_741_824.0, "GiB"),
];

/// Returns a metric's figure: [`quantity`], or that it is too small to be distinguished from zero.
pub fn amount(metric: Metric, estimate: &Estimate) -> (String, Option<String>) {
    let resolution = metric.resolution();
    if estimate.value < resolution {
        return (format!("< {}", bytes(resolution as u64)), None);
    }
    quantity(metric.unit(), estimate)
}

/// A quantity, and its interval in the same unit.
pub fn quantity(unit: Unit, estimate: &Estimate) -> (String, Option<String>) {
    let scales = match unit {
        Unit::Ns => TIMES,
        Unit::Bytes => SIZES,
        Unit::Instructions => COUNTS,
        Unit::Cycles => CYCLES,
    };
    // 999.6 ns would be printed as 1000 ns: it is 1 µs.
    let fits = |scale: &&(f64, &str)| (estimate.value / scale.0).abs() >= 0.9995;
    let (scale, name) = scales.iter().rev().find(fits).unwrap_or(&scales[0]);
    let scaled = Estimate {
        value: estimate.value / scale,
        low: estimate.low / scale,
        high: estimate.high / scale,
        n: estimate.n,
    };
    // A byte is not divided.
    let digits = if *name == "B" { whole } else { significant };
    (
        format!("{} {name}", digits(scaled.value)),
        interval(&scaled, digits),
    )
}

/// A ratio, and its interval.
pub fn ratio(estimate: &Estimate) -> (String, Option<String>) {
    (significant(estimate.value), interval(estimate, significant))
}

/// A size that is known exactly.
pub fn bytes(bytes: u64) -> String {
    let value = bytes as f64;
    let exact = Estimate {
        value,
        low: value,
        high: value,
        n: 1,
    };
    quantity(Unit::Bytes, &exact).0
}

/// One value has no interval.
fn interval(estimate: &Estimate, digits: fn(f64) -> String) -> Option<String> {
    let text = || format!("{}–{}", digits(estimate.low), digits(estimate.high));
    (estimate.n > 1).then(text)
}

fn whole(value: f64) -> String {
    format!("{value:.0}")
}

/// Three significant digits.
pub fn significant(value: f64) -> String {
    let decimals = match value.abs() {
        0.0 => 0,
        v if v >= 99.95 => 0,
        v if v >= 9.995 => 1,
        v if v >= 0.9995 => 2,
        _ => 3,
    };
    format!("{value:.decimals$}")
}

#[cfg(test)]
mod tests {
    use crate::analysis::number::*;

    fn shown(unit: Unit, value: f64, low: f64, high: f64) -> String {
        let n = 9;
        let estimate = Estimate {
            value,
            low,
            high,
            n,
        };
        let (text, interval) = quantity(unit, &estimate);
        format!("{text} ({})", interval.unwrap())
    }

    #[test]
    fn three_digits_and_one_unit() {
        assert_eq!(
            shown(Unit::Ns, 12_340.0, 9_870.0, 123_400.0),
            "12.3 µs (9.87–123)"
        );
        assert_eq!(
            shown(Unit::Ns, 999.6, 999.0, 1001.0),
            "1.00 µs (0.999–1.00)"
        );
        assert_eq!(shown(Unit::Ns, 0.25, 0.2, 0.3), "0.250 ns (0.200–0.300)");
        assert_eq!(shown(Unit::Bytes, 0.0, 0.0, 1000.0), "0 B (0–1000)");
        assert_eq!(bytes(26 << 20), "26.0 MiB");
        assert_eq!(bytes(700), "700 B");
    }

    #[test]
    fn less_than_a_page_is_no_figure() {
        let of = |value: f64| {
            let exact = Estimate {
                value,
                low: 0.0,
                high: 9000.0,
                n: 9,
            };
            amount(Metric::InstanceMemory, &exact).0
        };
        assert_eq!([of(0.0), of(4095.0)], ["< 4.00 KiB"; 2]);
        assert_eq!(of(8192.0), "8.00 KiB");
    }

    #[test]
    fn one_value_has_no_interval() {
        let one = Estimate {
            value: 2.0,
            low: 2.0,
            high: 2.0,
            n: 1,
        };
        assert_eq!(ratio(&one), ("2.00".to_string(), None));
    }
}
