//! A sample, and what a laboratory reports on it.

use super::inspection::named;
use chrono::NaiveDate;
use kernel::{InspectionId, SampleId, Timestamp};

named! {
    /// What a laboratory says of a sample.
    SampleResult {
        /// It is as it has to be.
        Pass = "PASS",
        /// It is not.
        Fail = "FAIL",
    }
}

/// Something taken for a laboratory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Its id.
    pub id: SampleId,
    /// By which inspection.
    pub inspection_id: InspectionId,
    /// What was taken, at most 300 characters.
    pub what: String,
    /// Who examines it, at most 300 characters.
    pub laboratory: String,
    /// What was known of it when it was taken, at most 2,000 characters.
    pub result: Option<String>,
    /// When it was written down.
    pub at: Timestamp,
    /// What the laboratory reports; `None` while it waits for that.
    pub report: Option<SampleReport>,
}

/// A laboratory's report on a sample. There is one, and it stays as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleReport {
    /// Who examined it, at most 300 characters.
    pub laboratory: String,
    /// The report's number, at most 100 characters.
    pub number: String,
    /// The report's day in Vietnam.
    pub reported_on: NaiveDate,
    /// What it says.
    pub result: SampleResult,
    /// By whom it was recorded, as [`kernel::Actor::label`].
    pub recorded_by: String,
    /// When it was recorded.
    pub at: Timestamp,
}
