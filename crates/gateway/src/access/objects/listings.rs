//! Listings and stories before they are public: for their producers and the
//! moderators of their provinces.

use super::Reach;

pub(super) const OBJECTS: &[(&str, Reach)] = &[
    // Producers' stories before they are public: as for listings.
    ("ProducerStoryState", Reach::Through("producerStory")),
    (
        "ProducerStoryContent",
        Reach::Through(
            "producerStory, producerStoryChange, producerStoryQueue, producerStoryEdit, producerStorySubmit, producerStoryWithdraw, producerStoryClaim, producerStoryRelease, producerStoryDecide",
        ),
    ),
    (
        "ProducerStoryChange",
        Reach::Through(
            "producerStory, producerStoryChange, producerStoryQueue, producerStoryEdit, producerStorySubmit, producerStoryWithdraw, producerStoryClaim, producerStoryRelease, producerStoryDecide",
        ),
    ),
    (
        "ProducerStoryReturnReason",
        Reach::Through(
            "producerStory, producerStoryChange, producerStoryQueue, producerStoryEdit, producerStorySubmit, producerStoryWithdraw, producerStoryClaim, producerStoryRelease, producerStoryDecide",
        ),
    ),
    (
        "ProducerStoryChangeConnection",
        Reach::Through("producerStoryQueue"),
    ),
    (
        "ProducerStoryChangeEdge",
        Reach::Through("producerStoryQueue"),
    ),
    ("ProducerStoryReview", Reach::Through("producerStoryChange")),
    ("ProducerStoryEvent", Reach::Through("producerStoryHistory")),
    (
        "ProducerStoryEventConnection",
        Reach::Through("producerStoryHistory"),
    ),
    (
        "ProducerStoryEventEdge",
        Reach::Through("producerStoryHistory"),
    ),
    (
        "ProducerStoryChangePayload",
        Reach::Through("producerStoryEdit, producerStorySubmit, producerStoryWithdraw"),
    ),
    (
        "ProducerStoryChangeUserError",
        Reach::Through("producerStoryEdit, producerStorySubmit, producerStoryWithdraw"),
    ),
    (
        "ProducerStoryModerationPayload",
        Reach::Through("producerStoryClaim, producerStoryRelease, producerStoryDecide"),
    ),
    (
        "ProducerStoryModerationUserError",
        Reach::Through("producerStoryClaim, producerStoryRelease, producerStoryDecide"),
    ),
    // Listings: for their producers and the moderators of their provinces.
    (
        "Listing",
        Reach::Through(
            "listing, listings, listingCreate, listingPause, listingTakeDown, listingTakeDownLift, moderationQueue, listingChange",
        ),
    ),
    ("ListingConnection", Reach::Through("listings")),
    ("ListingEdge", Reach::Through("listings")),
    (
        "ListingContent",
        Reach::Through(
            "listing, listings, listingCreate, listingPause, listingTakeDown, listingTakeDownLift, moderationQueue, listingChange, moderationClaim, moderationRelease, moderationDecide, listingChangeBegin, listingChangeUpdate, listingChangeSubmit, listingChangeWithdraw",
        ),
    ),
    (
        "ListingVariant",
        Reach::Through(
            "listing, listings, listingCreate, listingPause, listingTakeDown, listingTakeDownLift, moderationQueue, listingChange",
        ),
    ),
    (
        "VariantContent",
        Reach::Through(
            "listing, listings, listingChange, moderationQueue, listingChangeBegin, listingChangeUpdate, listingChangeSubmit, listingChangeWithdraw, moderationClaim, moderationRelease, moderationDecide",
        ),
    ),
    (
        "ListingImage",
        Reach::Through(
            "listing, listings, listingChange, moderationQueue, listingChangeBegin, listingChangeUpdate, listingChangeSubmit, listingChangeWithdraw, moderationClaim, moderationRelease, moderationDecide",
        ),
    ),
    (
        "TakeDown",
        Reach::Through(
            "listing, listings, listingCreate, listingPause, listingTakeDown, listingTakeDownLift, moderationQueue, listingChange",
        ),
    ),
    ("ListingEvent", Reach::Through("listingHistory")),
    ("ListingEventConnection", Reach::Through("listingHistory")),
    ("ListingEventEdge", Reach::Through("listingHistory")),
    (
        "ListingChange",
        Reach::Through(
            "listing, listings, listingChange, moderationQueue, listingChangeBegin, listingChangeUpdate, listingChangeSubmit, listingChangeWithdraw, moderationClaim, moderationRelease, moderationDecide",
        ),
    ),
    ("ListingChangeConnection", Reach::Through("moderationQueue")),
    ("ListingChangeEdge", Reach::Through("moderationQueue")),
    (
        "ListingReturnReason",
        Reach::Through(
            "listing, listings, listingChange, moderationQueue, listingChangeBegin, listingChangeUpdate, listingChangeSubmit, listingChangeWithdraw, moderationClaim, moderationRelease, moderationDecide",
        ),
    ),
    (
        "ListingFinding",
        Reach::Through(
            "listing, listings, listingChange, moderationQueue, listingChangeBegin, listingChangeUpdate, listingChangeSubmit, listingChangeWithdraw, moderationClaim, moderationRelease, moderationDecide",
        ),
    ),
    ("ListingFieldChange", Reach::Through("listingChange")),
    ("ListingReview", Reach::Through("listingChange")),
    (
        "PriceRequest",
        Reach::Through("listing, listings, priceQueue, priceDecide, variantPriceSet"),
    ),
    ("PriceRequestConnection", Reach::Through("priceQueue")),
    ("PriceRequestEdge", Reach::Through("priceQueue")),
    ("ModerationFigures", Reach::Through("moderationFigures")),
    (
        "ListingPayload",
        Reach::Through("listingCreate, listingPause"),
    ),
    (
        "ListingUserError",
        Reach::Through("listingCreate, listingPause"),
    ),
    (
        "ListingChangePayload",
        Reach::Through(
            "listingChangeBegin, listingChangeUpdate, listingChangeSubmit, listingChangeWithdraw",
        ),
    ),
    (
        "ListingChangeUserError",
        Reach::Through(
            "listingChangeBegin, listingChangeUpdate, listingChangeSubmit, listingChangeWithdraw",
        ),
    ),
    (
        "ModerationPayload",
        Reach::Through("moderationClaim, moderationRelease, moderationDecide"),
    ),
    (
        "ModerationDecidePayload",
        Reach::Through("moderationDecide"),
    ),
    (
        "ModerationUserError",
        Reach::Through("moderationClaim, moderationRelease, moderationDecide, priceDecide"),
    ),
    ("PriceDecidePayload", Reach::Through("priceDecide")),
    (
        "ListingTakeDownPayload",
        Reach::Through("listingTakeDown, listingTakeDownLift"),
    ),
    (
        "ListingTakeDownUserError",
        Reach::Through("listingTakeDown, listingTakeDownLift"),
    ),
    ("VariantPriceSetPayload", Reach::Through("variantPriceSet")),
    (
        "VariantPriceSetUserError",
        Reach::Through("variantPriceSet"),
    ),
    ("PictureUpload", Reach::Through("pictureUploadCreate")),
    ("RequestHeader", Reach::Through("pictureUploadCreate")),
    ("Picture", Reach::Through("pictureUploadComplete")),
    (
        "PictureUploadCreatePayload",
        Reach::Through("pictureUploadCreate"),
    ),
    (
        "PictureUploadCreateUserError",
        Reach::Through("pictureUploadCreate"),
    ),
    (
        "PictureUploadCompletePayload",
        Reach::Through("pictureUploadComplete"),
    ),
    (
        "PictureUploadCompleteUserError",
        Reach::Through("pictureUploadComplete"),
    ),
    ("VariantStockSetPayload", Reach::Through("variantStockSet")),
    (
        "VariantStockSetUserError",
        Reach::Through("variantStockSet"),
    ),
    (
        "ListingSeasonSetPayload",
        Reach::Through("listingSeasonSet"),
    ),
    (
        "ListingSeasonSetUserError",
        Reach::Through("listingSeasonSet"),
    ),
    (
        "VariantSupplySetPayload",
        Reach::Through("variantSupplySet"),
    ),
    (
        "VariantSupplySetUserError",
        Reach::Through("variantSupplySet"),
    ),
    (
        "ScheduledSession",
        Reach::Through("bookingSessions, bookingSessionsAdd, bookingSessionClose"),
    ),
    (
        "ScheduledSessionConnection",
        Reach::Through("bookingSessions"),
    ),
    ("ScheduledSessionEdge", Reach::Through("bookingSessions")),
    (
        "BookingSessionsAddPayload",
        Reach::Through("bookingSessionsAdd"),
    ),
    (
        "BookingSessionClosePayload",
        Reach::Through("bookingSessionClose"),
    ),
    (
        "BookingSessionUserError",
        Reach::Through("bookingSessionsAdd, bookingSessionClose"),
    ),
    (
        "VariantStockMovePayload",
        Reach::Through("variantStockMove"),
    ),
    (
        "VariantStockMoveUserError",
        Reach::Through("variantStockMove"),
    ),
    (
        "PointOfSaleStockSetPayload",
        Reach::Through("pointOfSaleStockSet"),
    ),
    (
        "PointOfSaleStockSetUserError",
        Reach::Through("pointOfSaleStockSet"),
    ),
    ("PointOfSaleStock", Reach::Public),
    ("BookingSession", Reach::Public),
    ("SessionTimes", Reach::Through("cart, order, producerOrder")),
    ("ProductSeason", Reach::Public),
    ("AttributeFact", Reach::Public),
    ("ProductOption", Reach::Public),
    ("Parcel", Reach::Public),
    ("ParcelPreset", Reach::Public),
    ("FocalPoint", Reach::Public),
    ("Video", Reach::Public),
    ("FoodDeclaration", Reach::Public),
    ("VariantPriceTier", Reach::Public),
    ("ProductAttribute", Reach::Public),
    ("ProductAttributeChoice", Reach::Public),
];
