//! Cycles, targets and sheets of criteria over GraphQL.

use crate::errors::{OrFault, fault};
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::scalars::{Date, Decimal, LanguageCode};
use crate::schema::user_error::user_errors;
use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use kernel::CycleId;
use programme::council::{CreateCriteriaError, NewCriteriaSheet, NewCriterion};
use programme::cycles::{Cycle, CycleError, NewCycle, Target};
use std::sync::Arc;

/// The decision behind a cycle.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "programme::scheme::Scheme")]
pub(crate) enum ProgrammeScheme {
    /// Decision 1048/QĐ-TTg of 21/08/2019.
    #[graphql(name = "DECISION_1048")]
    Decision1048,
    /// Decision 148/QĐ-TTg of 24/02/2023.
    #[graphql(name = "DECISION_148")]
    Decision148,
}

/// As what a decision recognises a product.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::enum_variant_names, reason = "the words of the decision")]
pub(crate) enum Recognition {
    /// Hạng ba sao.
    ThreeStar,
    /// Hạng bốn sao.
    FourStar,
    /// Hạng năm sao.
    FiveStar,
}

impl Recognition {
    /// 3 to 5.
    pub(crate) const fn stars(self) -> i32 {
        match self {
            Self::ThreeStar => 3,
            Self::FourStar => 4,
            Self::FiveStar => 5,
        }
    }
}

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

/// A year of the programme in a province.
#[derive(Clone)]
pub(crate) struct ProgrammeCycle(pub(crate) Arc<Cycle>);

/// A year of the programme in a province.
#[Object]
impl ProgrammeCycle {
    /// The global id.
    async fn id(&self) -> ID {
        self.0.id.to_global()
    }

    /// The year.
    async fn year(&self) -> i32 {
        self.0.year
    }

    /// The province's code.
    async fn province_code(&self) -> &str {
        &self.0.province_code
    }

    /// Which decision's groups and criteria it goes by.
    async fn scheme(&self) -> ProgrammeScheme {
        self.0.scheme.into()
    }

    /// The product groups of that decision.
    async fn groups(&self) -> Vec<ProgrammeGroup> {
        self.0.scheme.groups().iter().map(ProgrammeGroup).collect()
    }

    /// How many products the province planned to have registered.
    async fn planned_products(&self) -> i32 {
        self.0.planned_products
    }

    /// Its first day.
    async fn opened_on(&self) -> Date {
        Date(self.0.opened_on)
    }

    /// Its last day; null while it is open.
    async fn closed_on(&self) -> Option<Date> {
        self.0.closed_on.map(Date)
    }
}

/// A product group as a decision words it.
pub(crate) struct ProgrammeGroup(&'static programme::scheme::Group);

/// A product group as a decision words it.
#[Object]
impl ProgrammeGroup {
    /// Its code: what `dossierRegister` takes.
    async fn code(&self) -> &str {
        self.0.code
    }

    /// Its name.
    async fn name(
        &self,
        #[graphql(desc = "Language of the name.", default_with = "LanguageCode::Vi")]
        language: LanguageCode,
    ) -> &str {
        self.0.name(language.into())
    }
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

/// Root fields of cycles and criteria.
#[derive(Default)]
pub(crate) struct CycleQuery;

#[Object]
impl CycleQuery {
    /// The cycles of a province, or of the country, the latest first; at most
    /// 200.
    async fn programme_cycles(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only of this province, by its code.")] province: Option<String>,
    ) -> Result<Vec<ProgrammeCycle>> {
        let cycles = ctx.services().programme.cycles(province.as_deref());
        let cycles = cycles.await.or_fault()?.into_iter();
        Ok(cycles
            .map(|cycle| ProgrammeCycle(Arc::new(cycle)))
            .collect())
    }

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

/// A cycle to open.
#[derive(InputObject)]
pub(crate) struct CycleOpenInput {
    /// The year, 2018 or later.
    year: i32,
    /// The province's code.
    province_code: String,
    /// The decision; that of the first day without it.
    scheme: Option<ProgrammeScheme>,
    /// How many products the province plans to have registered, 0 to 100,000.
    planned_products: i32,
    /// Its first day; today without it.
    opened_on: Option<Date>,
}

/// A cycle to close.
#[derive(InputObject)]
pub(crate) struct CycleCloseInput {
    /// Which.
    id: ID,
}

/// What a province aims at.
#[derive(InputObject)]
pub(crate) struct ProgrammeTargetSetInput {
    /// The province's code.
    province_code: String,
    /// By the end of this year.
    by_year: i32,
    /// Recognised as that or more.
    at_least: Recognition,
    /// So many products with a certificate in force, 1 to 100,000.
    products: i32,
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
    /// Its lines, in order: 1 to 200.
    criteria: Vec<CriterionInput>,
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

/// The cycle after the change.
#[derive(SimpleObject)]
pub(crate) struct CyclePayload {
    /// The cycle; null after an error.
    cycle: Option<ProgrammeCycle>,
    /// What is wrong; empty when it was done.
    user_errors: Vec<CycleUserError>,
}

/// Whether the target was set.
#[derive(SimpleObject)]
pub(crate) struct ProgrammeTargetPayload {
    /// What is wrong; empty when it was done.
    user_errors: Vec<CycleUserError>,
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
    /// Why a cycle was not opened or closed, or a target not set.
    CycleUserError, CycleErrorCode {
        /// There is no such province for the caller.
        ProvinceNotFound: "Không tìm thấy tỉnh, thành phố này." / "The province was not found.",
        /// There is no such cycle for the caller.
        CycleNotFound: "Không tìm thấy chu trình này." / "The cycle was not found.",
        /// The programme began in 2018.
        YearInvalid: "Năm phải từ 2018 trở đi." / "The year must be 2018 or later.",
        /// 0 to 100,000 products; a target has at least one.
        NumberInvalid: "Số lượng sản phẩm không hợp lệ." / "The number of products is not valid.",
        /// The province has a cycle of that year.
        CycleExists: "Tỉnh đã có chu trình của năm này." / "The province has a cycle of that year.",
        /// It was closed before, or has not begun.
        CycleNotOpen: "Chu trình đã kết thúc hoặc chưa bắt đầu." / "The cycle is closed or has not begun.",
    }
}

user_errors! {
    /// Why a sheet of criteria was not created.
    CriteriaSheetUserError, CriteriaSheetErrorCode {
        /// Only officers of the whole programme may create criteria.
        NotAllowed: "Chỉ cán bộ phụ trách toàn chương trình được ban hành bộ tiêu chí." / "Only officers of the whole programme may create criteria.",
        /// The scheme has no such product set.
        ProductSetInvalid: "Bộ sản phẩm không hợp lệ." / "The product set is not valid.",
        /// A sheet has 1 to 200 criteria.
        NumberInvalid: "Bộ tiêu chí cần có từ 1 đến 200 tiêu chí." / "A sheet has 1 to 200 criteria.",
        /// The criterion's code, name or points are not valid, or its code
        /// stands twice.
        CriterionInvalid: "Mã, tên hoặc điểm của tiêu chí không hợp lệ, hoặc mã bị trùng." / "The criterion's code, name or points are not valid, or its code stands twice.",
        /// The points of a part do not add up to what the decision gives it.
        SumInvalid: "Tổng điểm của một phần không đúng với quyết định." / "The points of a part do not add up to what the decision gives it.",
        /// A sheet for the same set is valid from that day or a later one.
        Overlaps: "Đã có bộ tiêu chí có hiệu lực từ ngày này hoặc sau đó." / "A sheet is valid from that day or a later one.",
    }
}

/// What officers do with cycles and criteria.
#[derive(Default)]
pub(crate) struct CycleMutation;

#[Object]
impl CycleMutation {
    /// Opens a cycle. Permission: programme officer of the province, or
    /// administrator.
    async fn cycle_open(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The cycle.")] input: CycleOpenInput,
    ) -> Result<CyclePayload> {
        let new = NewCycle {
            year: input.year,
            province_code: input.province_code,
            scheme: input.scheme.map(Into::into),
            planned_products: input.planned_products,
            opened_on: input.opened_on.map(|day| day.0),
            demo: false,
        };
        let done = ctx.services().programme.open_cycle(ctx.actor(), new).await;
        cycle(ctx, done)
    }

    /// Closes a cycle at the end of today: dossiers under way go on, new ideas
    /// are not taken. Permission: programme officer of the province, or
    /// administrator.
    async fn cycle_close(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: CycleCloseInput,
    ) -> Result<CyclePayload> {
        let id = CycleId::from_global(&input.id)?;
        let done = ctx.services().programme.close_cycle(ctx.actor(), id).await;
        cycle(ctx, done)
    }

    /// Sets what a province aims at; a later call replaces an earlier one for
    /// the same year and stars. Permission: programme officer of the province,
    /// or administrator.
    async fn programme_target_set(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The target.")] input: ProgrammeTargetSetInput,
    ) -> Result<ProgrammeTargetPayload> {
        let target = Target {
            province_code: input.province_code,
            by_year: input.by_year,
            stars_min: input.at_least.stars(),
            products: input.products,
        };
        let programme = &ctx.services().programme;
        let user_errors = match programme.set_target(ctx.actor(), &target).await {
            Ok(()) => Vec::new(),
            Err(error) => vec![cycle_error(ctx, error)?],
        };
        Ok(ProgrammeTargetPayload { user_errors })
    }

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
        let criteria = input.criteria.into_iter().map(|line| NewCriterion {
            part: programme::scheme::Part::from(line.part).as_str().to_owned(),
            code: line.code,
            name: line.name,
            name_en: line.name_en,
            max_hundredths: line.max_hundredths,
            mandatory: line.mandatory,
        });
        let new = NewCriteriaSheet {
            scheme: input.scheme.into(),
            product_set: input.product_set,
            valid_from: input.valid_from.0,
            criteria: criteria.collect(),
        };
        let at = |code: Code, path: &[&str]| code.at(ctx.language(), path);
        let programme = &ctx.services().programme;
        let error = match programme.create_criteria(ctx.actor(), new).await {
            Ok(sheet) => {
                return Ok(CriteriaSheetPayload {
                    criteria_sheet: Some(CriteriaSheet(sheet)),
                    user_errors: Vec::new(),
                });
            }
            Err(Error::NotAllowed) => at(Code::NotAllowed, &["input"]),
            Err(Error::InvalidSet) => at(Code::ProductSetInvalid, &["input", "productSet"]),
            Err(Error::InvalidNumber | Error::InvalidFile { .. }) => {
                at(Code::NumberInvalid, &["input", "criteria"])
            }
            Err(Error::InvalidCriterion { line }) => {
                let line = (line - 1).to_string();
                at(Code::CriterionInvalid, &["input", "criteria", &line])
            }
            Err(Error::InvalidSum { part, .. }) => {
                at(Code::SumInvalid, &["input", "criteria", part.as_str()])
            }
            Err(Error::Overlaps) => at(Code::Overlaps, &["input", "validFrom"]),
            Err(Error::Fault(error)) => return Err(fault(&error)),
        };
        Ok(CriteriaSheetPayload {
            criteria_sheet: None,
            user_errors: vec![error],
        })
    }
}

fn cycle(ctx: &Context<'_>, done: Result<Cycle, CycleError>) -> Result<CyclePayload> {
    Ok(match done {
        Ok(cycle) => CyclePayload {
            cycle: Some(ProgrammeCycle(Arc::new(cycle))),
            user_errors: Vec::new(),
        },
        Err(error) => CyclePayload {
            cycle: None,
            user_errors: vec![cycle_error(ctx, error)?],
        },
    })
}

fn cycle_error(ctx: &Context<'_>, error: CycleError) -> Result<CycleUserError> {
    use CycleErrorCode as Code;
    let at = |code: Code, field: &[&str]| Ok(code.at(ctx.language(), field));
    match error {
        CycleError::ProvinceNotFound => at(Code::ProvinceNotFound, &["input", "provinceCode"]),
        CycleError::NotFound => at(Code::CycleNotFound, &["input", "id"]),
        CycleError::InvalidYear => at(Code::YearInvalid, &["input"]),
        CycleError::InvalidNumber => at(Code::NumberInvalid, &["input"]),
        // No input can name other stars than 3 to 5.
        CycleError::InvalidStars => at(Code::NumberInvalid, &["input", "atLeast"]),
        CycleError::Exists => at(Code::CycleExists, &["input", "year"]),
        CycleError::CannotClose => at(Code::CycleNotOpen, &["input", "id"]),
        CycleError::Fault(error) => Err(fault(&error)),
    }
}
