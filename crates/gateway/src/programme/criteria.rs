//! Sheets of criteria over GraphQL.

use super::cycles::ProgrammeScheme;
use crate::errors::{OrFault, bad_input, fault};
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::scalars::{Date, Decimal, LanguageCode};
use crate::schema::user_error::user_errors;
use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use programme::council::{CreateCriteriaError, NewCriteriaSheet, NewCriterion, read_criteria};

/// A part of a sheet of criteria.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "programme::scheme::Part")]
pub(crate) enum CriteriaPart {
    /// The product and the strength of the community.
    A,
    /// Marketing.
    B,
    /// Quality.
    C,
}

/// What a council scores by.
pub(crate) struct CriteriaSheet(pub(crate) programme::council::CriteriaSheet);

/// What a council scores by.
#[Object]
impl CriteriaSheet {
    /// The global id.
    async fn id(&self) -> ID {
        self.0.id.to_global()
    }

    /// Of which decision.
    async fn scheme(&self) -> ProgrammeScheme {
        self.0.scheme.into()
    }

    /// For which product set; null for every set without a sheet of its own.
    async fn product_set(&self) -> Option<i32> {
        self.0.product_set
    }

    /// Its first day.
    async fn valid_from(&self) -> Date {
        Date(self.0.valid_from)
    }

    /// The first day on which another took its place.
    async fn valid_to(&self) -> Option<Date> {
        self.0.valid_to.map(Date)
    }

    /// Its lines, in order.
    async fn criteria(&self) -> Vec<Criterion> {
        self.0.criteria.iter().cloned().map(Criterion).collect()
    }
}

/// One line of a sheet of criteria.
pub(crate) struct Criterion(programme::council::Criterion);

/// One line of a sheet of criteria.
#[Object]
impl Criterion {
    /// The global id.
    async fn id(&self) -> ID {
        self.0.id.to_global()
    }

    /// Its part.
    async fn part(&self) -> CriteriaPart {
        self.0.part.into()
    }

    /// Its number on the sheet.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// What it asks.
    async fn name(
        &self,
        #[graphql(desc = "Language of the name.", default_with = "LanguageCode::Vi")]
        language: LanguageCode,
    ) -> &str {
        kernel::Language::from(language).pick_or(&self.0.name, self.0.name_en.as_deref())
    }

    /// What it counts at most, in points; 0 where it is only met or not.
    async fn max_points(&self) -> Decimal {
        Decimal::hundredths(self.0.max_hundredths)
    }

    /// Whether failing it fails the dossier whatever the score.
    async fn mandatory(&self) -> bool {
        self.0.mandatory
    }
}

/// Root fields of criteria.
#[derive(Default)]
pub(crate) struct CriteriaQuery;

#[Object]
impl CriteriaQuery {
    /// The sheet of criteria that is valid today for a product set; null
    /// where there is none.
    async fn criteria_sheet(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Of which decision.")] scheme: ProgrammeScheme,
        #[graphql(desc = "For which product set, 1 to 26; that of all sets without it.")]
        product_set: Option<i32>,
    ) -> Option<Result<CriteriaSheet>> {
        let programme = &ctx.services().programme;
        let sheet = programme.criteria_today(scheme.into(), product_set).await;
        sheet
            .or_fault()
            .map(|sheet| sheet.map(CriteriaSheet))
            .transpose()
    }
}

/// A sheet of criteria to create.
#[derive(InputObject)]
pub(crate) struct CriteriaSheetCreateInput {
    /// Of which decision.
    scheme: ProgrammeScheme,
    /// For which product set, 1 to 26; for all without a sheet of their own
    /// without it.
    product_set: Option<i32>,
    /// Its first day.
    valid_from: Date,
    /// Its lines, in order: 1 to 200. Either these or `csv`.
    criteria: Option<Vec<CriterionInput>>,
    /// Its lines as a table in CSV with the columns `part`, `code`, `name`,
    /// `name_en`, `max_hundredths` and `mandatory` (`true` or `false`).
    csv: Option<String>,
}

impl CriteriaSheetCreateInput {
    /// The lines, from whichever of the two.
    fn lines(
        criteria: Option<Vec<CriterionInput>>,
        csv: Option<&str>,
    ) -> Result<Result<Vec<NewCriterion>, CreateCriteriaError>> {
        match (criteria, csv) {
            (Some(criteria), None) => Ok(Ok(criteria.into_iter().map(Into::into).collect())),
            (None, Some(csv)) => Ok(read_criteria(csv.as_bytes())),
            _ => Err(bad_input("exactly one of `criteria` and `csv`")),
        }
    }
}

/// One line of a sheet of criteria.
#[derive(InputObject)]
pub(crate) struct CriterionInput {
    /// Its part.
    part: CriteriaPart,
    /// Its number on the sheet, 1 to 20 characters.
    code: String,
    /// What it asks, 1 to 500 characters.
    name: String,
    /// What it asks, in English.
    name_en: Option<String>,
    /// What it counts at most, in hundredths of a point, 0 to 10,000.
    max_hundredths: i32,
    /// Whether failing it fails the dossier whatever the score.
    #[graphql(default)]
    mandatory: bool,
}

impl From<CriterionInput> for NewCriterion {
    fn from(line: CriterionInput) -> Self {
        Self {
            part: programme::scheme::Part::from(line.part).as_str().to_owned(),
            code: line.code,
            name: line.name,
            name_en: line.name_en,
            max_hundredths: line.max_hundredths,
            mandatory: line.mandatory,
        }
    }
}

/// The sheet that was created.
#[derive(SimpleObject)]
pub(crate) struct CriteriaSheetPayload {
    /// The sheet; null after an error.
    criteria_sheet: Option<CriteriaSheet>,
    /// What is wrong; empty when it was done.
    user_errors: Vec<CriteriaSheetUserError>,
}

user_errors! {
    /// Why a sheet of criteria was not created.
    CriteriaSheetUserError, CriteriaSheetErrorCode {
        /// Only officers of the whole programme may create criteria.
        NotAllowed: "Chỉ cán bộ phụ trách toàn chương trình mới được ban hành bộ tiêu chí." / "Only officers of the whole programme may create criteria.",
        /// The scheme has no such product set.
        ProductSetInvalid: "Bộ sản phẩm không hợp lệ." / "The product set is not valid.",
        /// A sheet has 1 to 200 criteria.
        NumberInvalid: "Bộ tiêu chí cần có từ 1 đến 200 tiêu chí." / "A sheet has 1 to 200 criteria.",
        /// The criterion's code, name or points are not valid, or its code
        /// stands twice.
        CriterionInvalid: "Mã, tên hoặc điểm của tiêu chí không hợp lệ, hoặc mã bị trùng." / "The criterion's code, name or points are not valid, or its code stands twice.",
        /// The points of a part do not add up to what the decision gives it.
        SumInvalid: "Tổng điểm của một phần không đúng với quyết định." / "The points of a part do not add up to what the decision gives it.",
        /// The CSV is not a table of criteria; `line` is the first line at
        /// fault.
        CsvInvalid: "Không đọc được bảng CSV; xem dòng được nêu." / "The CSV cannot be read; see the line.",
        /// A sheet for the same set is valid from that day or a later one.
        Overlaps: "Đã có bộ tiêu chí có hiệu lực từ ngày này hoặc sau đó." / "A sheet is valid from that day or a later one.",
    }
    extras {
        /// The line of the CSV at fault, counted from 1 with its header.
        line: Option<i32>,
    }
}

/// What officers do with criteria.
#[derive(Default)]
pub(crate) struct CriteriaMutation;

#[Object]
impl CriteriaMutation {
    /// Creates a sheet of criteria; the one before it for the same set ends on
    /// its first day. Permission: programme officer of the whole country, or
    /// administrator.
    async fn criteria_sheet_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The sheet.")] input: CriteriaSheetCreateInput,
    ) -> Result<CriteriaSheetPayload> {
        use CreateCriteriaError as Error;
        use CriteriaSheetErrorCode as Code;
        let lines_at = match input.csv {
            Some(_) => "csv",
            None => "criteria",
        };
        let lines = CriteriaSheetCreateInput::lines(input.criteria, input.csv.as_deref())?;
        let at = |code: Code, path: &[&str]| code.at(ctx.language(), path);
        let programme = &ctx.services().programme;
        let created = match lines {
            Ok(criteria) => {
                let new = NewCriteriaSheet {
                    scheme: input.scheme.into(),
                    product_set: input.product_set,
                    valid_from: input.valid_from.0,
                    criteria,
                };
                programme.create_criteria(ctx.actor(), new).await
            }
            Err(error) => Err(error),
        };
        let error = match created {
            Ok(sheet) => {
                return Ok(CriteriaSheetPayload {
                    criteria_sheet: Some(CriteriaSheet(sheet)),
                    user_errors: Vec::new(),
                });
            }
            Err(Error::NotAllowed) => at(Code::NotAllowed, &["input"]),
            Err(Error::InvalidSet) => at(Code::ProductSetInvalid, &["input", "productSet"]),
            Err(Error::InvalidNumber) => at(Code::NumberInvalid, &["input", lines_at]),
            Err(Error::InvalidFile { line }) => {
                let mut error = at(Code::CsvInvalid, &["input", lines_at]);
                error.line = i32::try_from(line).ok();
                error
            }
            Err(Error::InvalidCriterion { line }) => {
                let index = (line - 1).to_string();
                at(Code::CriterionInvalid, &["input", lines_at, &index])
            }
            Err(Error::InvalidSum { .. }) => at(Code::SumInvalid, &["input", lines_at]),
            Err(Error::Overlaps) => at(Code::Overlaps, &["input", "validFrom"]),
            Err(Error::Fault(error)) => return Err(fault(&error)),
        };
        Ok(CriteriaSheetPayload {
            criteria_sheet: None,
            user_errors: vec![error],
        })
    }
}
