//! What is for sale and where: reached through the gate of `catalog::visibility`,
//! or in the hands of who looks after it.

use super::Reach;

pub(super) const OBJECTS: &[(&str, Reach)] = &[
    // Frames of lists.
    ("PageInfo", Reach::Public),
    // The catalogue: reached through the gate of `catalog::visibility` only.
    ("Product", Reach::Public),
    ("ProductConnection", Reach::Public),
    ("ProductEdge", Reach::Public),
    ("ProductVariant", Reach::Public),
    ("ProductDetails", Reach::Public),
    ("ProductSet", Reach::Public),
    ("StarBadge", Reach::Public),
    ("Story", Reach::Public),
    ("Image", Reach::Public),
    ("ImageRendition", Reach::Public),
    ("Rating", Reach::Public),
    ("Money", Reach::Public),
    ("MoneyRange", Reach::Public),
    ("SearchConnection", Reach::Public),
    ("SearchEdge", Reach::Public),
    ("Facet", Reach::Public),
    ("FacetValue", Reach::Public),
    ("TextPart", Reach::Public),
    ("Suggestion", Reach::Public),
    // Points of sale: public ones, or in the hands of who may change them.
    ("PointOfSale", Reach::Public),
    ("PointOfSaleConnection", Reach::Public),
    ("PointOfSaleEdge", Reach::Public),
    ("NearbyPointOfSale", Reach::Public),
    ("OpeningDay", Reach::Public),
    ("OpeningRange", Reach::Public),
    // Their shelves: through the gate.
    ("PointOfSaleProduct", Reach::Public),
    ("PointOfSaleProductConnection", Reach::Public),
    ("PointOfSaleProductEdge", Reach::Public),
    (
        "PointOfSaleEventConnection",
        Reach::Through("pointOfSaleHistory"),
    ),
    ("PointOfSaleEventEdge", Reach::Through("pointOfSaleHistory")),
    ("PointOfSaleEvent", Reach::Through("pointOfSaleHistory")),
    ("PointOfSaleChange", Reach::Through("pointOfSaleHistory")),
    (
        "PointOfSalePayload",
        Reach::Through("pointOfSaleCreate, pointOfSaleUpdate, pointOfSaleClose"),
    ),
    (
        "PointOfSaleUserError",
        Reach::Through("pointOfSaleCreate, pointOfSaleUpdate, pointOfSaleClose"),
    ),
    (
        "PointOfSaleProductsPayload",
        Reach::Through("pointOfSaleProductsAdd, pointOfSaleProductsRemove"),
    ),
    (
        "PointOfSaleProductsUserError",
        Reach::Through("pointOfSaleProductsAdd, pointOfSaleProductsRemove"),
    ),
    // Collections and the home page: public where they are public now, else in
    // the hands of who curates them.
    ("Collection", Reach::Public),
    ("CollectionConnection", Reach::Public),
    ("CollectionEdge", Reach::Public),
    ("CollectionRule", Reach::Public),
    ("CollectionEntry", Reach::Through("collectionEntries")),
    (
        "CollectionEntryConnection",
        Reach::Through("collectionEntries"),
    ),
    ("CollectionEntryEdge", Reach::Through("collectionEntries")),
    ("CollectionEvent", Reach::Through("collectionHistory")),
    (
        "CollectionEventConnection",
        Reach::Through("collectionHistory"),
    ),
    ("CollectionEventEdge", Reach::Through("collectionHistory")),
    ("CollectionPreview", Reach::Through("collectionPreview")),
    (
        "CollectionPayload",
        Reach::Through("what curators do with a collection"),
    ),
    (
        "CollectionUserError",
        Reach::Through("what curators do with a collection"),
    ),
    ("HomePage", Reach::Public),
    ("HomeBlock", Reach::Public),
    (
        "HomePageSettings",
        Reach::Through("homePageSettings, homePageSet"),
    ),
    (
        "HomeBlockSettings",
        Reach::Through("HomePageSettings.blocks"),
    ),
    ("HomePageSetPayload", Reach::Through("homePageSet")),
    ("HomePageSetUserError", Reach::Through("homePageSet")),
];
