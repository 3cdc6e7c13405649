//! What is taken in and out.

use kernel::Right;

/// What a table is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TableKind {
    /// Units of variants on sale, as they were counted.
    Stock,
    /// Prices of variants on sale.
    Prices,
    /// Listings with their variants, a variant a row.
    Products,
}

impl TableKind {
    /// Every kind.
    pub const ALL: [TableKind; 3] = [TableKind::Stock, TableKind::Prices, TableKind::Products];

    /// The name in the database and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            TableKind::Stock => "STOCK",
            TableKind::Prices => "PRICES",
            TableKind::Products => "PRODUCTS",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// What a file of it is called, without its ending.
    #[must_use]
    pub const fn file_name(self) -> &'static str {
        match self {
            TableKind::Stock => "ton-kho",
            TableKind::Prices => "bang-gia",
            TableKind::Products => "san-pham",
        }
    }

    /// By which right somebody moves it.
    #[must_use]
    pub const fn right(self) -> Right {
        match self {
            TableKind::Stock => Right::Stock,
            TableKind::Prices | TableKind::Products => Right::Listings,
        }
    }
}

/// What an import is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ImportKind {
    /// A table.
    Table(TableKind),
    /// An archive of pictures, named after what they show.
    Pictures,
}

impl ImportKind {
    /// The name in the database and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            ImportKind::Table(kind) => kind.as_str(),
            ImportKind::Pictures => "PICTURES",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "PICTURES" => Some(ImportKind::Pictures),
            table => TableKind::parse(table).map(ImportKind::Table),
        }
    }

    /// By which right somebody moves it.
    #[must_use]
    pub const fn right(self) -> Right {
        match self {
            ImportKind::Table(kind) => kind.right(),
            ImportKind::Pictures => Right::Listings,
        }
    }

    /// What a use of that right is on record as.
    pub(super) const fn action(self) -> &'static str {
        match self {
            ImportKind::Table(TableKind::Stock) => "IMPORT_STOCK",
            ImportKind::Table(TableKind::Prices) => "IMPORT_PRICES",
            ImportKind::Table(TableKind::Products) => "IMPORT_PRODUCTS",
            ImportKind::Pictures => "IMPORT_PICTURES",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip() {
        for kind in TableKind::ALL.map(ImportKind::Table) {
            assert_eq!(ImportKind::parse(kind.as_str()), Some(kind));
        }
        assert_eq!(ImportKind::parse("PICTURES"), Some(ImportKind::Pictures));
        assert_eq!(ImportKind::parse("CARTS"), None);
    }
}
