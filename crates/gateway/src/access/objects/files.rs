//! Imports, exports and files: only in the hands of whoever began them.

use super::Reach;

pub(super) const OBJECTS: &[(&str, Reach)] = &[
    // Files of a producer's listings.
    (
        "ListingImport",
        Reach::Through("listingImport, listingImports, listingImportStart, listingImportCancel"),
    ),
    ("ListingImportConnection", Reach::Through("listingImports")),
    ("ListingImportEdge", Reach::Through("listingImports")),
    (
        "ListingImportRefusal",
        Reach::Through("ListingImport.refusal"),
    ),
    (
        "ListingImportProblem",
        Reach::Through("ListingImport.problems"),
    ),
    (
        "ListingImportProblemEdge",
        Reach::Through("ListingImport.problems"),
    ),
    (
        "ListingImportProblemConnection",
        Reach::Through("ListingImport.problems"),
    ),
    (
        "ListingImportPayload",
        Reach::Through("listingImportStart, listingImportCancel"),
    ),
    (
        "ListingImportUserError",
        Reach::Through("listingImportStart, listingImportCancel"),
    ),
    (
        "ListingExport",
        Reach::Through("listingExport, listingExportStart"),
    ),
    (
        "ListingExportRefusal",
        Reach::Through("ListingExport.refusal"),
    ),
    ("ListingExportPayload", Reach::Through("listingExportStart")),
    (
        "ListingExportUserError",
        Reach::Through("listingExportStart"),
    ),
    ("RegisterImport", Reach::Through("registerImport")),
    (
        "RegisterImportRefusal",
        Reach::Through("RegisterImport.refusal"),
    ),
    (
        "RegisterRowError",
        Reach::Through("RegisterImport.rowErrors"),
    ),
    (
        "RegisterRowErrorEdge",
        Reach::Through("RegisterImport.rowErrors"),
    ),
    (
        "RegisterRowErrorConnection",
        Reach::Through("RegisterImport.rowErrors"),
    ),
    ("RegisterImportPayload", Reach::Through("registerImport")),
    ("RegisterImportUserError", Reach::Through("registerImport")),
    ("RegisterExport", Reach::Through("registerExport")),
    (
        "RegisterExportRefusal",
        Reach::Through("RegisterExport.refusal"),
    ),
    ("RegisterExportPayload", Reach::Through("registerExport")),
    ("RegisterExportUserError", Reach::Through("registerExport")),
];
