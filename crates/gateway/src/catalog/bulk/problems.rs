//! What can be wrong with a row.

use super::enums::named;
use async_graphql::Enum;
use catalog::bulk::RowCode;

/// What is to be said of one row.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ListingImportProblemCode {
    /// More or fewer cells than the header has.
    CellCount,
    /// Not a number.
    NotANumber,
    /// An amount with a fraction.
    Fractional,
    /// An amount that could be either of two.
    AmbiguousNumber,
    /// Not a day.
    InvalidDate,
    /// No variant on sale of the producer has this SKU.
    UnknownSku,
    /// A row above is about the same.
    DuplicateRow,
    /// Somebody changed it since the table was made.
    Outdated,
    /// Fewer units than are sold and not shipped yet.
    BelowReserved,
    /// Prices for many that do not fall with more units.
    InvalidTiers,
    /// A price that waits for a moderator.
    PriceWaits,
    /// Limits per order that wait for a moderator as part of a draft.
    LimitsDrafted,
    /// Rows of one product say different things about it.
    RowsDisagree,
    /// Another row of the same product is wrong.
    OtherRowWrong,
    /// An authority took the product down.
    TakenDown,
    /// The producer may not trade now.
    NotTrading,
    /// The producer's legal form takes part in tourism only.
    LegalFormMismatch,
    /// No such product set.
    UnknownProductSet,
    /// A product stays in its set.
    ProductSetStays,
    /// The producer has too many products.
    TooManyProducts,
    /// An entry that is not named after a SKU or a product.
    PictureName,
    /// Nothing of the producer has that SKU or address.
    PictureOfNothing,
    /// The product has as many pictures as it may.
    TooManyPictures,
    /// The account has uploaded as many pictures as it may today.
    PicturesDayFull,
    /// The producer has as many pictures as it may.
    PicturesFull,
    /// An entry that is locked or packed in an unusual way.
    EntryUnreadable,
    /// A name that leads out of the archive.
    EntryPath,
    /// An archive within the archive.
    EntryNested,
    /// Nothing where something must be.
    Required,
    /// A text is too long.
    TooLong,
    /// More than there may be.
    TooMany,
    /// A number that is not whole, too small or too large.
    OutOfRange,
    /// Not what the field holds.
    Invalid,
    /// The same twice.
    Duplicate,
    /// Another variant of the producer has this SKU.
    SkuTaken,
    /// Not a GTIN, or its check digit is wrong.
    GtinInvalid,
    /// A variant has not one value of every option.
    ChoicesMismatch,
    /// Several variants and nothing that tells them apart.
    OptionsMissing,
    /// There is no such variant of this product.
    UnknownVariant,
    /// There is no such picture of this producer.
    UnknownPicture,
    /// There is no such certificate of this producer.
    UnknownCertificate,
    /// Products of this set do not have the attribute.
    UnknownAttribute,
    /// A video of a site that is not on the list.
    VideoNotAllowed,
    /// The earlier price is not above the price.
    CompareAtTooLow,
    /// Strength by volume is for alcohol only.
    NotAlcohol,
    /// Price and stock of what is live are changed where they apply at once.
    AlreadyLive,
    /// No certificate, or one that is not in force.
    CertificateNotInForce,
    /// Nothing to buy.
    NoVariant,
    /// No picture.
    NoImage,
    /// A text is missing that the law asks for before a sale.
    LegalTextMissing,
    /// Alcohol without its strength or its warning.
    AlcoholRules,
    /// A word that may not be used.
    BannedWord,
    /// A food that promises to heal.
    MedicalClaim,
    /// A claim that nobody proved, such as being the best.
    UnprovenClaim,
    /// Another listing of the producer is under the same certificate.
    DuplicateListing,
    /// The name shares no word with that on the certificate.
    NameDiffers,
    /// A text that is told in English only.
    VietnameseMissing,
    /// An address outside the market, or a telephone number, in a text.
    ContactInText,
    /// Not a JPEG, PNG or WebP, or not what its type says.
    PictureWrongType,
    /// No byte came.
    PictureEmpty,
    /// More bytes than a picture may have.
    PictureTooLarge,
    /// More pixels than are taken.
    PictureTooManyPixels,
    /// Of so many pixels, saved in a way that takes too much memory to read.
    PictureTooComplex,
    /// Fewer pixels than are worth showing.
    PictureTooSmall,
    /// It moves.
    PictureAnimated,
    /// It ends in the middle.
    PictureTruncated,
    /// It cannot be decoded, or not in time.
    PictureDamaged,
}

impl From<RowCode> for ListingImportProblemCode {
    fn from(code: RowCode) -> Self {
        named(code.as_str()).unwrap_or(Self::Invalid)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_graphql::resolver_utils::EnumType;

    #[test]
    fn every_code_of_the_catalogue_is_here() {
        for code in RowCode::all() {
            let found = named::<ListingImportProblemCode>(code.as_str());
            assert!(found.is_some(), "{}", code.as_str());
        }
        assert_eq!(
            ListingImportProblemCode::items().len(),
            RowCode::all().count()
        );
    }
}
