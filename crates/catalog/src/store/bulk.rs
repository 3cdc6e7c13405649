//! Files of a producer's listings: imports, exports, and what imports ask for
//! in bulk.

pub(crate) mod exports;
pub(crate) mod imports;
pub(crate) mod known;

pub(super) fn unsigned(number: i32) -> u32 {
    u32::try_from(number).unwrap_or(0)
}

pub(super) fn signed(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}
