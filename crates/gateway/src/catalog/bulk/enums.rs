//! What imports and exports of listings are made of.

use async_graphql::Enum;
use async_graphql::resolver_utils::EnumType;
use catalog::bulk::{self, ImportKind, ImportRefusalCode, TableKind};

/// The value of that name.
pub(super) fn named<T: EnumType>(name: &str) -> Option<T> {
    let mut items = T::items().iter();
    items.find(|item| item.name == name).map(|item| item.value)
}

/// The name of a value.
pub(super) fn name<T: EnumType>(value: T) -> &'static str {
    let mut items = T::items().iter();
    items
        .find(|item| item.value == value)
        .map_or("", |item| item.name)
}

/// What an import is about.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ListingImportKind {
    /// A table of units in the store, a row for each SKU on sale.
    Stock,
    /// A table of prices, a row for each SKU on sale.
    Prices,
    /// A table of products, a row for each variant.
    Products,
    /// A ZIP archive of pictures, named `<SKU>.jpg`, `<SKU>_2.png` or
    /// `<product>/1.jpg`.
    Pictures,
}

impl From<ListingImportKind> for ImportKind {
    fn from(kind: ListingImportKind) -> Self {
        match kind {
            ListingImportKind::Stock => ImportKind::Table(TableKind::Stock),
            ListingImportKind::Prices => ImportKind::Table(TableKind::Prices),
            ListingImportKind::Products => ImportKind::Table(TableKind::Products),
            ListingImportKind::Pictures => ImportKind::Pictures,
        }
    }
}

impl From<ImportKind> for ListingImportKind {
    fn from(kind: ImportKind) -> Self {
        match kind {
            ImportKind::Table(TableKind::Stock) => Self::Stock,
            ImportKind::Table(TableKind::Prices) => Self::Prices,
            ImportKind::Table(TableKind::Products) => Self::Products,
            ImportKind::Pictures => Self::Pictures,
        }
    }
}

/// What an export is about.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "bulk::TableKind")]
pub(crate) enum ListingExportKind {
    /// Units of variants on sale.
    Stock,
    /// Prices of variants on sale.
    Prices,
    /// Listings with their variants: the change under way, or what is live.
    Products,
}

/// In which format.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "spreadsheets::Format")]
pub(crate) enum ListingExportFormat {
    /// UTF-8 with a mark, commas.
    Csv,
    /// A workbook.
    Xlsx,
}

/// How far an import is.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "spreadsheets::ImportStatus")]
pub(crate) enum ListingImportStatus {
    /// Nobody has looked at the file yet.
    Waiting,
    /// Rows are checked, nothing is written.
    Checking,
    /// Rows are written. What was begun here is finished, also after a crash.
    Writing,
    /// Every row has its outcome.
    Done,
    /// The file as a whole cannot be taken, or it came to its end before.
    Refused,
}

/// How far an export is.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "spreadsheets::ExportStatus")]
pub(crate) enum ListingExportStatus {
    /// Nobody has begun.
    Waiting,
    /// Rows are gathered.
    Running,
    /// The file is there.
    Done,
    /// There can be no such file.
    Refused,
}

/// Why there can be no such file.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "bulk::ExportRefusal")]
pub(crate) enum ListingExportRefusalCode {
    /// Nothing to write.
    Empty,
    /// More rows than can be imported again.
    TooManyRows,
    /// A file larger than may be stored.
    TooLarge,
    /// The right to it was taken away in the meantime.
    NotAllowed,
}

/// Why an import as a whole came to its end before its time.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ListingImportRefusalCode {
    /// Nothing below the header.
    Empty,
    /// Text in another encoding, such as Windows-1258.
    #[graphql(name = "NOT_UTF8")]
    NotUtf8,
    /// The file ends in the middle.
    Truncated,
    /// Not a workbook, or a damaged or locked one.
    Damaged,
    /// More than 50,000 lines.
    TooManyRows,
    /// More than 200 columns or 2,000,000 cells.
    TooManyCells,
    /// More than 200 MB when it is unpacked.
    TooLarge,
    /// A cell is computed.
    Formula,
    /// Cells are merged.
    MergedCells,
    /// The mapping names a column that the file does not have.
    MappedColumnMissing,
    /// No column for something that every register has.
    ColumnMissing,
    /// The right to it was taken away in the meantime.
    NotAllowed,
    /// Somebody stopped it.
    Cancelled,
    /// An archive of more than 2,000 entries.
    TooManyEntries,
    /// An archive that nobody can read.
    ArchiveDamaged,
}

impl From<ImportRefusalCode> for ListingImportRefusalCode {
    fn from(code: ImportRefusalCode) -> Self {
        named(code.as_str()).unwrap_or(Self::Damaged)
    }
}
