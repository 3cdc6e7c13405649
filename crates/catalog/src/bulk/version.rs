//! Which version of a listing somebody saw, as a table tells it.

use super::known::Known;
use crate::listing::Change;

/// "v3" for the third version that was approved, "v3-2-9f3a" for the second
/// write of a change of it. Nothing that a spreadsheet takes for a number or a
/// day.
pub(super) fn mark(version: i64, change: Option<&Change>) -> String {
    match change {
        None => format!("v{version}"),
        Some(change) => {
            let id = change.id.0.simple().to_string();
            // The end of a UUIDv7 is random.
            let tail = id.get(28..).unwrap_or_default();
            format!("v{version}-{}-{tail}", change.version)
        }
    }
}

impl Known {
    pub(super) fn version(&self) -> String {
        mark(self.product.version, self.change.as_ref())
    }
}
