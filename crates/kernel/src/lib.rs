//! Words that every crate shares. No I/O, no database, no tokio.
//!
//! | module | word |
//! |---|---|
//! | [`money`] | `Money`: whole đồng in an `i64`, checked arithmetic |
//! | [`id`] | typed ids over UUIDv7 |
//! | [`clock`] | the time as a parameter, civil days in Vietnam |
//! | [`actor`] | who acts: anonymous, an account with its roles, the system |
//! | [`page`] | keyset pages and opaque cursors |
//! | [`text`] | Vietnamese folding for search, slugs |
//! | [`email`] | e-mail addresses |
//! | [`phone`] | Vietnamese telephone numbers |
//! | [`token`] | secret tokens and their keyed hashes |
//! | [`language`] | Vietnamese or English |

pub mod actor;
pub mod clock;
mod codes;
pub mod email;
pub mod id;
pub mod language;
pub mod money;
pub mod page;
pub mod phone;
pub mod text;
pub mod token;

pub use actor::{Actor, Authority, Right, Role, RoleGrant, Scope};
pub use clock::{Clock, SystemClock, Timestamp};
pub use email::Email;
pub use id::{
    AccountId, CartId, CertificateId, ChangeId, CollectionId, ComplaintId, CouncilSessionId,
    CriteriaSheetId, CriterionId, CycleId, DecisionId, DossierDocumentId, DossierId, FileId,
    FulfillmentId, HomeBlockId, ImageId, InspectionId, ListingExportId, ListingImportId,
    ListingReportId, OrderId, OrderLineId, PaymentId, PictureId, PictureUploadId, PointOfSaleId,
    PriceRequestId, ProducerGrantId, ProducerId, ProducerOrderId, ProductId, QuestionId, RefundId,
    RegisterExportId, RegisterImportId, ReviewId, SampleId, ScoreSheetId, SessionId, StoryChangeId,
    TakeDownId, VariantId, WishlistEntryId,
};
pub use language::Language;
pub use money::{Money, MoneyError};
pub use page::{Cursor, Page, PageArgs, PageError};
pub use phone::Phone;
pub use token::TokenKey;
