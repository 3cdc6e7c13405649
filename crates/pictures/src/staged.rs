//! A picture on its way: announced here, put elsewhere, fetched at the end.

use crate::head::Kind;
use kernel::{AccountId, PictureId, PictureUploadId, ProducerId, Timestamp};

/// For how long bytes may be put, in minutes.
pub const UPLOAD_MINUTES: i64 = 15;
/// How many uploads an account may announce on one day in Vietnam.
pub const MAX_UPLOADS_A_DAY: i64 = 1_000;

/// How many uploads of an account may be under way: what they may hold until
/// they are swept is fifty times the largest picture.
pub const MAX_OPEN_UPLOADS: u64 = 50;

/// For how long what was put may be fetched after that, in minutes.
pub(crate) const AFTERWARDS: i64 = 10;

/// An upload that was announced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PictureUpload {
    pub(crate) id: PictureUploadId,
    pub(crate) producer_id: ProducerId,
    /// Whose: nobody else ends it.
    pub(crate) account_id: AccountId,
    pub(crate) kind: Kind,
    /// How many bytes were announced.
    pub(crate) bytes: usize,
    pub(crate) created_at: Timestamp,
    /// Until then bytes may be put.
    pub(crate) expires_at: Timestamp,
    /// What became of it.
    pub(crate) picture_id: Option<PictureId>,
}

/// How to put the bytes of an upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// The upload.
    pub id: PictureUploadId,
    /// Where to.
    pub address: Address,
    /// The type that the request must say.
    pub media_type: &'static str,
    /// How many bytes it must have.
    pub bytes: usize,
    /// Until when.
    pub expires_at: Timestamp,
}

/// Where bytes are put.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// Into the bucket, at this address.
    Bucket(String),
    /// To this program, at this path and with this query.
    Own(String),
}
