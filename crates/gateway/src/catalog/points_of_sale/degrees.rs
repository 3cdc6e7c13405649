//! Degrees without floating point.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};

/// Digits after the point.
const PLACES: usize = 6;

/// A latitude (north is positive) or a longitude (east is positive) in degrees
/// as a string with six digits after the point, such as `"20.250614"`: about a
/// decimetre. As an input it may be a number, and is rounded to six digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Degrees(
    /// In millionths.
    pub(crate) i32,
);

/// A latitude (north is positive) or a longitude (east is positive) in degrees
/// as a string with six digits after the point, such as `"20.250614"`: about a
/// decimetre. As an input it may be a number, and is rounded to six digits.
#[Scalar(name = "Degrees")]
impl ScalarType for Degrees {
    fn parse(value: Value) -> InputValueResult<Self> {
        let read = match &value {
            Value::String(text) => read(text),
            Value::Number(number) => read(&number.to_string()),
            _ => None,
        };
        read.map(Self)
            .ok_or_else(|| InputValueError::custom("an angle in degrees is such as \"20.250614\""))
    }

    fn to_value(&self) -> Value {
        let sign = if self.0 < 0 { "-" } else { "" };
        let digits = format!("{:0>width$}", self.0.unsigned_abs(), width = PLACES + 1);
        let (whole, fraction) = digits.split_at(digits.len() - PLACES);
        Value::String(format!("{sign}{whole}.{fraction}"))
    }
}

/// An angle of at most half a circle, in millionths of a degree.
fn read(text: &str) -> Option<i32> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, fraction) = match digits.split_once('.') {
        Some((_, "")) => return None,
        Some(parts) => parts,
        None => (digits, ""),
    };
    let decimal = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let fits = (1..=3).contains(&whole.len()) && fraction.len() <= 30;
    if !fits || !decimal(whole) || !decimal(fraction) {
        return None;
    }
    let kept: String = fraction
        .chars()
        .chain("000000".chars())
        .take(PLACES)
        .collect();
    let millionths: i32 = format!("{whole}{kept}").parse().ok()?;
    let up = fraction
        .as_bytes()
        .get(PLACES)
        .is_some_and(|digit| *digit >= b'5');
    let rounded = millionths + i32::from(up);
    (rounded <= 180_000_000).then_some(if negative { -rounded } else { rounded })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_are_exact() {
        for (typed, millionths, written) in [
            (Value::from("20.250614"), 20_250_614, "20.250614"),
            (Value::from(20.250_614), 20_250_614, "20.250614"),
            (Value::from(105), 105_000_000, "105.000000"),
            (Value::from("-0.5"), -500_000, "-0.500000"),
            (Value::from("0.0000005"), 1, "0.000001"),
            (Value::from("0.00000049"), 0, "0.000000"),
            (Value::from("-180"), -180_000_000, "-180.000000"),
            (Value::from("9.9999999"), 10_000_000, "10.000000"),
        ] {
            let read = Degrees::parse(typed.clone()).unwrap();
            assert_eq!(read.0, millionths, "{typed}");
            assert_eq!(read.to_value(), Value::from(written));
        }
        for wrong in [
            "",
            "-",
            ".",
            "1.",
            ".5",
            "+1",
            "1,5",
            "1e2",
            "0x1",
            " 1",
            "1 ",
            "--1",
            "1.2.3",
            "180.000001",
            "1000",
            "NaN",
            "inf",
            "٢٠",
        ] {
            assert!(Degrees::parse(Value::from(wrong)).is_err(), "{wrong:?}");
        }
        assert!(Degrees::parse(Value::from(1e-9)).is_err());
        assert!(Degrees::parse(Value::from(true)).is_err());
        assert!(Degrees::parse(Value::Null).is_err());
    }
}
