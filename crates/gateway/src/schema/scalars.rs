//! Scalars and the small types around them: money, dates, instants, languages.

use super::in_place::InPlace;
use async_graphql::{
    Enum, InputObject, InputValueError, InputValueResult, Scalar, ScalarType, SimpleObject, Value,
};
use chrono::{DateTime as ChronoDateTime, NaiveDate, SecondsFormat};
use kernel::{Language, Timestamp};

/// An exact decimal number as a string, such as `"45000"`. Never a JSON
/// number, so that no client loses digits. As an input it is an amount of whole
/// đồng.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Decimal {
    scaled: i64,
    places: usize,
}

impl Decimal {
    /// A number given in tenths.
    pub(crate) fn tenths(tenths: i32) -> Self {
        Self {
            scaled: i64::from(tenths),
            places: 1,
        }
    }

    /// A number given in hundredths.
    pub(crate) fn hundredths(hundredths: i32) -> Self {
        Self {
            scaled: i64::from(hundredths),
            places: 2,
        }
    }

    /// The amount that an input is.
    pub(crate) fn money(self) -> kernel::Money {
        // Parsing took whole đồng in range only.
        kernel::Money::from_stored(self.scaled)
    }
}

impl From<kernel::Money> for Decimal {
    fn from(money: kernel::Money) -> Self {
        Self {
            scaled: money.dong(),
            places: 0,
        }
    }
}

/// An exact decimal number as a string, such as `"45000"`. Never a JSON
/// number, so that no client loses digits. As an input it is an amount of whole
/// đồng.
#[Scalar(name = "Decimal")]
impl ScalarType for Decimal {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(text) => Ok(text.parse::<kernel::Money>()?.into()),
            _ => Err(InputValueError::custom(
                "an amount is a string, such as \"45000\"",
            )),
        }
    }

    fn to_value(&self) -> Value {
        let Self { scaled, places } = *self;
        let sign = if scaled < 0 { "-" } else { "" };
        let digits = format!("{:0>width$}", scaled.unsigned_abs(), width = places + 1);
        let (whole, fraction) = digits.split_at(digits.len() - places);
        let point = if fraction.is_empty() { "" } else { "." };
        Value::String(format!("{sign}{whole}{point}{fraction}"))
    }
}

/// A civil date in Vietnam (`2027-03-31`). A date that ends something
/// includes its whole day, until midnight in Vietnam.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Date(pub(crate) NaiveDate);

/// A civil date in Vietnam (`2027-03-31`). A date that ends something
/// includes its whole day, until midnight in Vietnam.
#[Scalar(name = "Date")]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(text) if text.len() == 10 => {
                let date = NaiveDate::parse_from_str(&text, "%Y-%m-%d");
                date.map(Self)
                    .map_err(|_| InputValueError::custom("a date is YYYY-MM-DD"))
            }
            _ => Err(InputValueError::custom("a date is YYYY-MM-DD")),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// An instant, RFC 3339 in UTC (`2026-11-23T02:00:00Z`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DateTime(pub(crate) Timestamp);

/// An instant, RFC 3339 in UTC (`2026-11-23T02:00:00Z`).
#[Scalar(name = "DateTime")]
impl ScalarType for DateTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(text) => ChronoDateTime::parse_from_rfc3339(&text)
                .map(|instant| Self(instant.to_utc()))
                .map_err(|_| {
                    InputValueError::custom("an instant is RFC 3339, such as 2026-11-23T02:00:00Z")
                }),
            _ => Err(InputValueError::custom(
                "an instant is RFC 3339, such as 2026-11-23T02:00:00Z",
            )),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

/// Languages of the texts that people read.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LanguageCode {
    /// Vietnamese.
    Vi,
    /// English; where a text has none, its Vietnamese is answered.
    En,
}

impl From<LanguageCode> for Language {
    fn from(code: LanguageCode) -> Self {
        match code {
            LanguageCode::Vi => Language::Vi,
            LanguageCode::En => Language::En,
        }
    }
}

impl From<Language> for LanguageCode {
    fn from(language: Language) -> Self {
        match language {
            Language::Vi => LanguageCode::Vi,
            Language::En => LanguageCode::En,
        }
    }
}

/// Currencies of ISO 4217 that amounts may be in.
#[derive(Enum, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum CurrencyCode {
    /// Vietnamese đồng; it has no minor unit.
    #[default]
    #[graphql(name = "VND")]
    Vnd,
}

/// An exact amount of money.
#[derive(SimpleObject, Clone, Copy, Debug)]
pub(crate) struct Money {
    /// The amount in whole units of the currency.
    amount: Decimal,
    /// The currency.
    currency_code: CurrencyCode,
}

impl From<kernel::Money> for Money {
    fn from(money: kernel::Money) -> Self {
        Self {
            amount: money.into(),
            currency_code: CurrencyCode::Vnd,
        }
    }
}

/// The lowest and the highest of several amounts.
#[derive(SimpleObject, Clone, Copy, Debug)]
pub(crate) struct MoneyRange {
    /// The lowest.
    pub(crate) min: InPlace<Money>,
    /// The highest.
    pub(crate) max: InPlace<Money>,
}

/// An amount between two bounds, in đồng. Both bounds belong to the range; a
/// missing bound is open.
#[derive(InputObject, Clone, Copy, Debug)]
pub(crate) struct MoneyRangeInput {
    /// At least this.
    pub(crate) min: Option<Decimal>,
    /// At most this.
    pub(crate) max: Option<Decimal>,
}

/// A whole number between two bounds. Both bounds belong to the range; a
/// missing bound is open.
#[derive(InputObject, Clone, Copy, Debug)]
pub(crate) struct IntRangeInput {
    /// At least this.
    pub(crate) min: Option<i32>,
    /// At most this.
    pub(crate) max: Option<i32>,
}

/// Conditions on a whole number; every given one must hold.
#[derive(InputObject, Clone, Debug)]
pub(crate) struct IntFilter {
    /// Is exactly this.
    pub(crate) eq: Option<i32>,
    /// Is one of these; an empty list matches nothing.
    #[graphql(name = "in")]
    pub(crate) within: Option<Vec<i32>>,
    /// Lies in this range.
    pub(crate) range: Option<IntRangeInput>,
}

impl IntFilter {
    /// The values of `eq` and `in` together; `None` where neither is given.
    pub(crate) fn values(&self) -> Option<Vec<i32>> {
        match (self.eq, &self.within) {
            (None, None) => None,
            (Some(eq), None) => Some(vec![eq]),
            (None, Some(within)) => Some(within.clone()),
            (Some(eq), Some(within)) => Some(
                within
                    .iter()
                    .copied()
                    .filter(|value| *value == eq)
                    .collect(),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_strings() {
        assert!(Decimal::parse(Value::from(45_000)).is_err());
        assert!(Decimal::parse(Value::from("45000.5")).is_err());
        assert!(Decimal::parse(Value::from("1e9")).is_err());
        let amount = Decimal::parse(Value::from("45000.00")).unwrap();
        assert_eq!(amount.to_value(), Value::from("45000"));
        assert_eq!(
            Decimal::from(kernel::Money::from_stored(-5)).to_value(),
            Value::from("-5")
        );
        assert_eq!(Decimal::tenths(295).to_value(), Value::from("29.5"));
        assert_eq!(Decimal::tenths(-5).to_value(), Value::from("-0.5"));
    }

    #[test]
    fn instants_are_utc() {
        let instant = DateTime::parse(Value::from("2026-11-23T09:00:00+07:00")).unwrap();
        assert_eq!(instant.to_value(), Value::from("2026-11-23T02:00:00Z"));
        assert!(DateTime::parse(Value::from("2026-11-23")).is_err());
        assert!(Date::parse(Value::from("2026-2-1")).is_err());
        assert!(Date::parse(Value::from("2026-02-30")).is_err());
    }

    #[test]
    fn eq_and_in_both_hold() {
        let filter = IntFilter {
            eq: Some(4),
            within: Some(vec![3, 4]),
            range: None,
        };
        assert_eq!(filter.values(), Some(vec![4]));
        let filter = IntFilter {
            eq: None,
            within: Some(Vec::new()),
            range: None,
        };
        assert_eq!(filter.values(), Some(Vec::new()));
    }
}
