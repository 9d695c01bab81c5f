//! Typed values, as they pass to and from exports. Numbers are their bits, so that nothing rounds them on the way.

use serde::{Deserialize, Serialize};

/// A typed value. Bits are unsigned, as decimal text in JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Value {
    I32 {
        #[serde(with = "text")]
        bits: u32,
    },
    I64 {
        #[serde(with = "text")]
        bits: u64,
    },
    F32 {
        #[serde(with = "text")]
        bits: u32,
    },
    F64 {
        #[serde(with = "text")]
        bits: u64,
    },
    /// Lane 0 is in the lowest bits.
    V128 {
        #[serde(with = "text")]
        bits: u128,
    },
    /// The null reference of a family, if the runtime can tell of which.
    Null { of: Option<Family> },
    /// A reference to something of the host's, which has a number.
    Host {
        of: Family,
        #[serde(with = "text")]
        bits: u32,
    },
    /// Any other reference.
    Ref { to: Referent },
}

/// The families of references: those of one have a common supertype.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    Func,
    Extern,
    Any,
    Exn,
}

/// What a reference refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Referent {
    Func,
    I31,
    Struct,
    Array,
    /// A struct or an array: the runtime does not tell which.
    Object,
    Exn,
    /// A value of the guest's that was made an `externref`.
    Extern,
    /// The runtime does not tell.
    Unknown,
}

/// The types that a worker can pass in both directions, bit for bit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ValueType {
    I32,
    I64,
    F32,
    F64,
    V128,
    FuncRef,
    ExternRef,
    AnyRef,
    ExnRef,
}

impl ValueType {
    /// All types.
    pub const ALL: &[ValueType] = &[
        ValueType::I32,
        ValueType::I64,
        ValueType::F32,
        ValueType::F64,
        ValueType::V128,
        ValueType::FuncRef,
        ValueType::ExternRef,
        ValueType::AnyRef,
        ValueType::ExnRef,
    ];
}

impl From<Family> for ValueType {
    fn from(family: Family) -> Self {
        match family {
            Family::Func => ValueType::FuncRef,
            Family::Extern => ValueType::ExternRef,
            Family::Any => ValueType::AnyRef,
            Family::Exn => ValueType::ExnRef,
        }
    }
}

impl Value {
    /// Its type; of a reference its family's, as far as that is known.
    pub fn value_type(&self) -> Option<ValueType> {
        match self {
            Value::I32 { .. } => Some(ValueType::I32),
            Value::I64 { .. } => Some(ValueType::I64),
            Value::F32 { .. } => Some(ValueType::F32),
            Value::F64 { .. } => Some(ValueType::F64),
            Value::V128 { .. } => Some(ValueType::V128),
            Value::Null { of } => of.map(ValueType::from),
            Value::Host { of, .. } => Some((*of).into()),
            Value::Ref { .. } => None,
        }
    }
}

/// Bits as decimal text: JSON's numbers are too narrow.
mod text {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};
    use std::fmt::Display;
    use std::str::FromStr;

    pub fn serialize<S: Serializer>(bits: &impl Display, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(bits)
    }

    pub fn deserialize<'a, T, D>(from: D) -> Result<T, D::Error>
    where
        T: FromStr<Err: Display>,
        D: Deserializer<'a>,
    {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::{Family, Value};
    use crate::protocol::Request;

    #[test]
    fn values_are_as_the_protocol_shows_them() {
        for (value, json) in [
            (
                Value::F32 { bits: 0x7fa0_0000 },
                r#"{"type":"f32","bits":"2141192192"}"#,
            ),
            (
                Value::V128 { bits: u128::MAX },
                r#"{"type":"v128","bits":"340282366920938463463374607431768211455"}"#,
            ),
            (
                Value::Null {
                    of: Some(Family::Func),
                },
                r#"{"type":"null","of":"func"}"#,
            ),
        ] {
            assert_eq!(serde_json::to_string(&value).unwrap(), json);
            assert_eq!(serde_json::from_str::<Value>(json).unwrap(), value);
        }
        assert!(serde_json::from_str::<Value>(r#"{"type":"i32","bits":"4294967296"}"#).is_err());
    }

    #[test]
    fn a_module_is_hexadecimal_text() {
        let json = r#"{"op":"define","wasm":"0061ff"}"#;
        let Request::Define { wasm } = serde_json::from_str(json).unwrap() else {
            panic!("{json}");
        };
        assert_eq!(wasm, [0, 0x61, 0xff]);
        let again = serde_json::to_string(&Request::Define { wasm }).unwrap();
        assert_eq!(again, json);
        for bad in ["006", "0g", "\u{e4}"] {
            let json = format!(r#"{{"op":"define","wasm":"{bad}"}}"#);
            assert!(serde_json::from_str::<Request>(&json).is_err(), "{bad}");
        }
    }
}
