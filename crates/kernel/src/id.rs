//! Typed ids over UUIDv7: sortable by creation, and a product's id is never
//! taken for a variant's. An id is a name, never a capability.

use crate::clock::Timestamp;
use uuid::Uuid;

/// A new UUIDv7 for the given instant. The random bits come from the
/// operating system; they carry no meaning, so tests need not steer them.
#[must_use]
pub fn new_uuid(now: Timestamp) -> Uuid {
    let seconds = u64::try_from(now.timestamp()).unwrap_or(0);
    Uuid::new_v7(uuid::Timestamp::from_unix(
        uuid::NoContext,
        seconds,
        now.timestamp_subsec_nanos(),
    ))
}

macro_rules! typed_ids {
    ($($(#[$doc:meta])* $name:ident => $type_name:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[derive(serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// The GraphQL type that this id belongs to.
            pub const TYPE: &'static str = $type_name;

            /// A new id for something created at `now`.
            #[must_use]
            pub fn new(now: Timestamp) -> Self {
                Self(new_uuid(now))
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Uuid {
                id.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

typed_ids! {
    /// A person's log-in.
    AccountId => "Account";
    /// One log-in of an account.
    SessionId => "Session";
    /// A producer (chủ thể) as a legal entity.
    ProducerId => "Producer";
    /// A yearly cycle of the programme in a province.
    CycleId => "ProgrammeCycle";
    /// A dossier, from idea to result.
    DossierId => "Dossier";
    /// A document of a dossier.
    DossierDocumentId => "DossierDocument";
    /// A sheet of criteria.
    CriteriaSheetId => "CriteriaSheet";
    /// One criterion of a sheet.
    CriterionId => "Criterion";
    /// A sitting of a council.
    CouncilSessionId => "CouncilSession";
    /// What one member of a council gave a dossier.
    ScoreSheetId => "ScoreSheet";
    /// A numbered decision of the state.
    DecisionId => "Decision";
    /// A right that a producer gave to somebody else.
    ProducerGrantId => "ProducerGrant";
    /// An OCOP certificate.
    CertificateId => "Certificate";
    /// What somebody reported about a certificate.
    ComplaintId => "Complaint";
    /// An inspection after recognition.
    InspectionId => "Inspection";
    /// What an inspection took for a laboratory.
    SampleId => "InspectionSample";
    /// A listed product.
    ProductId => "Product";
    /// What is bought: one size or packaging of a product.
    VariantId => "ProductVariant";
    /// A proposed change of a listing.
    ChangeId => "ListingChange";
    /// A proposed change of a producer's story.
    StoryChangeId => "ProducerStoryChange";
    /// A price that waits for a moderator.
    PriceRequestId => "PriceRequest";
    /// What curators put together of products.
    CollectionId => "Collection";
    /// A part of the home page.
    HomeBlockId => "HomeBlock";
    /// What an authority ordered to be taken down.
    TakeDownId => "TakeDown";
    /// What a buyer says of a product.
    ReviewId => "Review";
    /// What somebody asks about a product.
    QuestionId => "ProductQuestion";
    /// A product that an account keeps in mind.
    WishlistEntryId => "WishlistEntry";
    /// What somebody reported about a listing.
    ListingReportId => "ListingReport";
    /// A picture that somebody uploaded.
    PictureId => "Picture";
    /// A picture on its way.
    PictureUploadId => "PictureUpload";
    /// A picture of a product.
    ImageId => "Image";
    /// Where products are sold over the counter.
    PointOfSaleId => "PointOfSale";
    /// A cart.
    CartId => "Cart";
    /// An order: what one shopper placed at once.
    OrderId => "Order";
    /// One producer's part of an order.
    ProducerOrderId => "ProducerOrder";
    /// One line of a producer's part.
    OrderLineId => "OrderLine";
    /// One parcel of a producer's part.
    FulfillmentId => "Fulfillment";
    /// What is owed for an order and how it was paid.
    PaymentId => "Payment";
    /// Money returned from a payment.
    RefundId => "Refund";
    /// What somebody uploaded, or what was made for somebody to fetch.
    FileId => "File";
    /// A spreadsheet on its way into the register.
    RegisterImportId => "RegisterImport";
    /// Certificates on their way into a spreadsheet.
    RegisterExportId => "RegisterExport";
    /// A producer's file on its way into its listings.
    ListingImportId => "ListingImport";
    /// A producer's listings on their way into a file.
    ListingExportId => "ListingExport";
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    #[test]
    fn ids_sort_by_creation() {
        let at = |s: i64| chrono::Utc.timestamp_opt(1_700_000_000 + s, 0).unwrap();
        assert!(ProductId::new(at(1)) < ProductId::new(at(2)));
        assert_eq!(ProductId::new(at(1)).0.get_version_num(), 7);
    }
}
