//! Global ids: the base64url of a type's name and a UUID. Opaque to clients,
//! and never a capability.

use crate::errors::bad_input;
use async_graphql::{Error, ID};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uuid::Uuid;

/// A typed id of the kernel as clients see it.
pub(crate) trait GlobalId: From<Uuid> + Into<Uuid> + Copy {
    /// The GraphQL type that the id belongs to.
    const TYPE: &'static str;

    /// The opaque text.
    fn to_global(self) -> ID {
        ID(encode(Self::TYPE, self.into()))
    }

    /// Reads a client's id.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for an id of another type and for anything else.
    fn from_global(id: &ID) -> Result<Self, Error> {
        match decode(id) {
            Some((name, uuid)) if name == Self::TYPE => Ok(uuid.into()),
            _ => Err(bad_input(format!("this is not the id of a {}", Self::TYPE))),
        }
    }
}

macro_rules! global_ids {
    ($($name:ident),* $(,)?) => {$(
        impl GlobalId for kernel::$name {
            const TYPE: &'static str = kernel::$name::TYPE;
        }
    )*};
}

global_ids!(
    AccountId,
    CartId,
    CertificateId,
    ChangeId,
    CollectionId,
    CouncilSessionId,
    CriteriaSheetId,
    CriterionId,
    CycleId,
    DecisionId,
    DossierDocumentId,
    DossierId,
    FileId,
    ComplaintId,
    FulfillmentId,
    HomeBlockId,
    InspectionId,
    ListingReportId,
    OrderId,
    OrderLineId,
    PaymentId,
    PictureId,
    PictureUploadId,
    PriceRequestId,
    PointOfSaleId,
    ProducerGrantId,
    ProducerId,
    ProducerOrderId,
    ProductId,
    QuestionId,
    RefundId,
    ReviewId,
    ScoreSheetId,
    StoryChangeId,
    RegisterExportId,
    RegisterImportId,
    ListingExportId,
    ListingImportId,
    SampleId,
    VariantId,
    WishlistEntryId,
);

fn encode(name: &str, id: Uuid) -> String {
    let mut bytes = Vec::with_capacity(name.len() + 17);
    bytes.extend_from_slice(name.as_bytes());
    bytes.push(b':');
    bytes.extend_from_slice(id.as_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The type's name and the UUID within a global id.
pub(crate) fn decode(id: &ID) -> Option<(String, Uuid)> {
    if id.len() > 128 {
        return None;
    }
    let bytes = URL_SAFE_NO_PAD.decode(id.as_bytes()).ok()?;
    let (name, uuid) = bytes.split_at_checked(bytes.len().checked_sub(16)?)?;
    let name = name.strip_suffix(b":")?;
    Some((
        String::from_utf8(name.to_vec()).ok()?,
        Uuid::from_slice(uuid).ok()?,
    ))
}

/// Reads a list of ids.
///
/// # Errors
/// As [`GlobalId::from_global`], for the first that is wrong.
pub(crate) fn from_globals<T: GlobalId>(ids: &[ID]) -> Result<Vec<T>, Error> {
    ids.iter().map(T::from_global).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{ProducerId, ProductId};

    #[test]
    fn an_id_carries_its_type() {
        let id = ProductId(Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0001));
        let global = id.to_global();
        assert_eq!(ProductId::from_global(&global).unwrap(), id);
        assert!(ProducerId::from_global(&global).is_err());
        for wrong in ["", "x", "UHJvZHVjdDo", &id.to_string(), &"A".repeat(200)] {
            assert!(
                ProductId::from_global(&ID(wrong.to_owned())).is_err(),
                "{wrong}"
            );
        }
    }
}
