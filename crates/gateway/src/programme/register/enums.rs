//! What imports and exports of the register are made of.

use async_graphql::Enum;
use programme::register;

/// What a column of a register may hold.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "register::Field")]
pub(crate) enum RegisterField {
    /// The product as the decision names it.
    ProductName,
    /// The producer's name.
    ProducerName,
    /// The producer's tax code.
    TaxCode,
    /// What the producer is before the law; guessed from its name where empty.
    LegalForm,
    /// The producer's province: its code or name.
    Province,
    /// The producer's commune: its code or name.
    Commune,
    /// House, street, hamlet.
    Street,
    /// The producer's telephone number.
    Phone,
    /// The producer's e-mail address.
    Email,
    /// The number of the decision.
    DecisionNumber,
    /// The number printed on the certificate; made from the decision where
    /// empty.
    CertificateNumber,
    /// The day of issue.
    IssuedOn,
    /// 3 to 5.
    Stars,
    /// The council's average.
    Score,
    /// Whether it was forwarded to the centre.
    PotentialFive,
    /// Who issued it.
    Issuer,
    /// The issuer's level.
    IssuerLevel,
    /// What the state says of it today; in force where empty.
    Status,
    /// The year of the round.
    RecognisedYear,
}

/// What becomes of the good lines of a file with bad ones.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "register::Mode")]
pub(crate) enum RegisterImportMode {
    /// Nothing is written unless every line is good.
    All,
    /// The good lines are written.
    ValidRows,
}

/// How far an import is.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "register::ImportStatus")]
pub(crate) enum RegisterImportStatus {
    /// Nobody has looked at the file yet.
    Waiting,
    /// Lines are checked, nothing is written.
    Checking,
    /// Lines are written. What was begun here is finished, also after a crash.
    Writing,
    /// Every line has its outcome.
    Done,
    /// The file as a whole cannot be taken.
    Refused,
}

/// Why a file as a whole was not taken.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "spreadsheets::RefusalCode")]
pub(crate) enum RegisterImportRefusalCode {
    /// Nothing below the header.
    Empty,
    /// Text in another encoding, such as Windows-1258.
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
}

/// What is wrong with one line.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "register::RowErrorCode")]
pub(crate) enum RegisterRowProblem {
    /// A cell is empty that must not be.
    Missing,
    /// A text is too long.
    TooLong,
    /// More or fewer cells than the header has.
    CellCount,
    /// Not a date, or one before the programme or after today.
    InvalidDate,
    /// Not 3 to 5 stars.
    InvalidStars,
    /// Not a score, or below what the stars need.
    InvalidScore,
    /// Not a tax code.
    InvalidTaxCode,
    /// Not a Vietnamese telephone number.
    InvalidPhone,
    /// Not an e-mail address.
    InvalidEmail,
    /// Not a legal form.
    InvalidLegalForm,
    /// No such province today.
    UnknownProvince,
    /// No such commune in the province today.
    UnknownCommune,
    /// A province that the caller does not run.
    OtherProvince,
    /// The producer of that tax code sits in another province.
    ProducerElsewhere,
    /// Several producers of the province have the name.
    ProducerAmbiguous,
    /// Five stars are the ministry's, and only these.
    IssuerLevelMismatch,
    /// Potential five-star without four stars and 90 points.
    InvalidPotentialFive,
    /// Not a status.
    InvalidStatus,
    /// Not a year.
    InvalidYear,
    /// The same certificate stands in a line above.
    DuplicateRow,
    /// Another certificate has this number.
    NumberTaken,
    /// The register has this certificate with other facts.
    Differs,
}

/// In which format.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "spreadsheets::Format")]
pub(crate) enum RegisterExportFormat {
    /// UTF-8 with a mark, commas.
    Csv,
    /// A workbook.
    Xlsx,
}

/// How far an export is.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "register::ExportStatus")]
pub(crate) enum RegisterExportStatus {
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
#[graphql(remote = "register::ExportRefusal")]
pub(crate) enum RegisterExportRefusalCode {
    /// More than 50,000 certificates: more than can be imported again.
    TooManyRows,
    /// A file larger than may be stored.
    TooLarge,
}
