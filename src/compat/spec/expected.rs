//! What a script expects of a result.

use std::fmt;
use wasmeter_worker::{Family, Referent, Value, ValueType};

/// What a script expects of a result.
#[derive(Debug, Clone, PartialEq)]
pub enum Expected {
    Exactly(Value),
    F32(Lane<u32>),
    F64(Lane<u64>),
    F32x4([Lane<u32>; 4]),
    F64x2([Lane<u64>; 2]),
    /// A null reference; of which family, if that is said.
    Null(Option<Family>),
    /// A reference to something of the host's, by its number.
    Host(u32),
    /// A reference to anything of these.
    To(&'static str, &'static [Referent]),
    Either(Vec<Expected>),
}

/// A float, or a class of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Lane<T> {
    Bits(T),
    /// A NaN whose payload is only its highest bit, of either sign.
    CanonicalNan,
    /// A NaN whose payload has its highest bit, and perhaps others.
    ArithmeticNan,
}

impl Lane<u32> {
    fn matches(self, got: u32) -> bool {
        match self {
            Lane::Bits(bits) => got == bits,
            Lane::CanonicalNan => got & 0x7fff_ffff == 0x7fc0_0000,
            Lane::ArithmeticNan => got & 0x7fc0_0000 == 0x7fc0_0000,
        }
    }
}

impl Lane<u64> {
    fn matches(self, got: u64) -> bool {
        const QUIET: u64 = 0x7ff8_0000_0000_0000;
        match self {
            Lane::Bits(bits) => got == bits,
            Lane::CanonicalNan => got & (u64::MAX >> 1) == QUIET,
            Lane::ArithmeticNan => got & QUIET == QUIET,
        }
    }
}

impl Expected {
    /// Whether a result is as expected.
    pub fn matches(&self, got: &Value) -> bool {
        match (self, got) {
            (Expected::Exactly(value), got) => value == got,
            (Expected::F32(lane), Value::F32 { bits }) => lane.matches(*bits),
            (Expected::F64(lane), Value::F64 { bits }) => lane.matches(*bits),
            (Expected::F32x4(lanes), Value::V128 { bits }) => {
                (0..4).all(|i| lanes[i].matches((bits >> (32 * i)) as u32))
            }
            (Expected::F64x2(lanes), Value::V128 { bits }) => {
                (0..2).all(|i| lanes[i].matches((bits >> (64 * i)) as u64))
            }
            // Not every interface tells of which family a null is.
            (Expected::Null(family), Value::Null { of }) => {
                family.is_none() || of.is_none() || family == of
            }
            (Expected::Host(number), Value::Host { bits, .. }) => number == bits,
            (Expected::To(_, referents), Value::Ref { to }) => referents.contains(to),
            (Expected::To(_, referents), Value::Host { .. }) => {
                referents.contains(&Referent::Extern)
            }
            (Expected::Either(options), got) => options.iter().any(|option| option.matches(got)),
            _ => false,
        }
    }

    /// The type of such a result, as far as it says one.
    pub fn value_type(&self) -> Option<ValueType> {
        match self {
            Expected::Exactly(value) => value.value_type(),
            Expected::F32(_) => Some(ValueType::F32),
            Expected::F64(_) => Some(ValueType::F64),
            Expected::F32x4(_) | Expected::F64x2(_) => Some(ValueType::V128),
            Expected::Null(family) => family.map(ValueType::from),
            Expected::Host(_) | Expected::To(..) => None,
            Expected::Either(options) => options.first().and_then(Expected::value_type),
        }
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Expected::Exactly(value) => f.write_str(&shown(value)),
            Expected::F32(lane) => write!(f, "f32 {lane}"),
            Expected::F64(lane) => write!(f, "f64 {lane}"),
            Expected::F32x4([a, b, c, d]) => write!(f, "f32x4 {a} {b} {c} {d}"),
            Expected::F64x2([a, b]) => write!(f, "f64x2 {a} {b}"),
            Expected::Null(Some(family)) => write!(f, "null of {family:?}"),
            Expected::Null(None) => f.write_str("null"),
            Expected::Host(number) => write!(f, "the host's {number}"),
            Expected::To(what, _) => write!(f, "a reference to {what}"),
            Expected::Either(options) => f.write_str(&list(options, " or ")),
        }
    }
}

impl<T: fmt::LowerHex> fmt::Display for Lane<T> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Lane::Bits(bits) => write!(f, "{bits:#x}"),
            Lane::CanonicalNan => f.write_str("nan:canonical"),
            Lane::ArithmeticNan => f.write_str("nan:arithmetic"),
        }
    }
}

/// A value as evidence shows it: integers signed, floats and vectors by their bits.
pub fn shown(value: &Value) -> String {
    match value {
        Value::I32 { bits } => format!("i32 {}", *bits as i32),
        Value::I64 { bits } => format!("i64 {}", *bits as i64),
        Value::F32 { bits } => format!("f32 {bits:#x}"),
        Value::F64 { bits } => format!("f64 {bits:#x}"),
        Value::V128 { bits } => format!("v128 {bits:#034x}"),
        Value::Null { of: Some(family) } => format!("null of {family:?}"),
        Value::Null { of: None } => "null".to_string(),
        Value::Host { bits, .. } => format!("the host's {bits}"),
        Value::Ref { to } => format!("a reference to {to:?}"),
    }
}

/// Several of them on one line.
pub fn list(items: &[impl ToString], between: &str) -> String {
    let items: Vec<String> = items.iter().map(ToString::to_string).collect();
    items.join(between)
}

#[cfg(test)]
mod tests {
    use super::{Expected, Lane};
    use wasmeter_worker::{Family, Referent, Value};

    #[test]
    fn a_canonical_nan_has_one_payload_and_either_sign() {
        let (single, double) = (
            Expected::F32(Lane::CanonicalNan),
            Expected::F64(Lane::CanonicalNan),
        );
        for bits in [0x7fc0_0000, 0xffc0_0000] {
            assert!(single.matches(&Value::F32 { bits }));
        }
        // Another payload, a signalling NaN, infinity, zero.
        for bits in [0x7fc0_0001, 0x7fa0_0000, 0x7f80_0000, 0] {
            assert!(!single.matches(&Value::F32 { bits }), "{bits:#x}");
        }
        for bits in [0x7ff8_0000_0000_0000, 0xfff8_0000_0000_0000] {
            assert!(double.matches(&Value::F64 { bits }));
        }
        for bits in [0x7ff8_0000_0000_0001, 0x7ff0_0000_0000_0000, 0x7ff4 << 48] {
            assert!(!double.matches(&Value::F64 { bits }), "{bits:#x}");
        }
        // A float of the other width is none.
        assert!(!single.matches(&Value::F64 { bits: 0x7fc0_0000 }));
    }

    #[test]
    fn an_arithmetic_nan_is_a_quiet_one() {
        let (single, double) = (
            Expected::F32(Lane::ArithmeticNan),
            Expected::F64(Lane::ArithmeticNan),
        );
        for bits in [0x7fc0_0000, 0xffc0_0001, 0x7fff_ffff] {
            assert!(single.matches(&Value::F32 { bits }));
        }
        for bits in [0x7fa0_0000, 0x7f80_0000, 0x3fc0_0000] {
            assert!(!single.matches(&Value::F32 { bits }), "{bits:#x}");
        }
        assert!(double.matches(&Value::F64 {
            bits: 0xfff8_0000_0000_0001
        }));
        assert!(!double.matches(&Value::F64 {
            bits: 0x7ff4_0000_0000_0000
        }));
    }

    #[test]
    fn lanes_are_counted_from_the_lowest_bits() {
        let lanes = [
            Lane::Bits(1),
            Lane::Bits(2),
            Lane::CanonicalNan,
            Lane::ArithmeticNan,
        ];
        let right = 0x7fc0_0001_7fc0_0000_0000_0002_0000_0001;
        assert!(Expected::F32x4(lanes).matches(&Value::V128 { bits: right }));
        assert!(!Expected::F32x4(lanes).matches(&Value::V128 { bits: right ^ 1 }));
        assert!(!Expected::F32x4(lanes).matches(&Value::V128 {
            bits: right ^ 1 << 64
        }));
    }

    #[test]
    fn either_is_one_of_them_and_nothing_else() {
        let one = |bits| Expected::Exactly(Value::I32 { bits });
        let either = Expected::Either(vec![one(1), one(2)]);
        assert!(either.matches(&Value::I32 { bits: 2 }));
        assert!(!either.matches(&Value::I32 { bits: 3 }));
        assert!(!either.matches(&Value::I64 { bits: 2 }));
    }

    #[test]
    fn a_null_is_of_its_family_as_far_as_is_known() {
        let null = Expected::Null(Some(Family::Func));
        assert!(null.matches(&Value::Null { of: None }));
        let of = |family| Value::Null { of: Some(family) };
        assert!(null.matches(&of(Family::Func)));
        assert!(!null.matches(&of(Family::Extern)));
        let func = Value::Ref { to: Referent::Func };
        assert!(!null.matches(&func));
        assert!(Expected::To("a function", &[Referent::Func]).matches(&func));
        assert!(!Expected::Host(1).matches(&func));
    }
}
