//! The formats.

/// In which format a table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Text: written in UTF-8 with a mark and commas.
    Csv,
    /// A workbook of Excel since 2007.
    Xlsx,
}

impl Format {
    /// The name in the database and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Format::Csv => "CSV",
            Format::Xlsx => "XLSX",
        }
    }

    /// The format of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Format::Csv, Format::Xlsx]
            .into_iter()
            .find(|format| format.as_str() == name)
    }

    /// The name of the media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Format::Csv => "text/csv",
            Format::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    /// The format of that media type; `None` for whatever is no table.
    #[must_use]
    pub fn of_media_type(name: &str) -> Option<Self> {
        [Format::Csv, Format::Xlsx]
            .into_iter()
            .find(|format| format.media_type() == name)
    }

    /// What a file's name ends with, without the dot.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Xlsx => "xlsx",
        }
    }
}
