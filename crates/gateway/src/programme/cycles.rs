//! Cycles and targets over GraphQL.

use crate::errors::{OrFault, fault, internal};
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::scalars::{Date, LanguageCode};
use crate::schema::user_error::user_errors;
use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use kernel::CycleId;
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

/// A year of the programme in a province.
#[derive(Clone)]
pub(crate) struct ProgrammeCycle(pub(crate) Arc<Cycle>);

impl ProgrammeCycle {
    /// A cycle by the id that a row of ours holds.
    ///
    /// # Errors
    /// A fault.
    pub(super) async fn load(ctx: &Context<'_>, id: CycleId) -> Result<Self> {
        let found = ctx.loaders().cycles.load(id).await?;
        found
            .map(Self)
            .ok_or_else(|| internal(&format!("cycle {id} is referred to and does not exist")))
    }
}

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

/// Root fields of cycles.
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

/// What officers do with cycles and targets.
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
            Err(error) => vec![cycle_error(ctx, error, "byYear", "products")?],
        };
        Ok(ProgrammeTargetPayload { user_errors })
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
            user_errors: vec![cycle_error(ctx, error, "year", "plannedProducts")?],
        },
    })
}

/// `year` and `number` are what the input calls its year and its number.
fn cycle_error(
    ctx: &Context<'_>,
    error: CycleError,
    year: &str,
    number: &str,
) -> Result<CycleUserError> {
    use CycleErrorCode as Code;
    let at = |code: Code, field: &[&str]| Ok(code.at(ctx.language(), field));
    match error {
        CycleError::ProvinceNotFound => at(Code::ProvinceNotFound, &["input", "provinceCode"]),
        CycleError::NotFound => at(Code::CycleNotFound, &["input", "id"]),
        CycleError::InvalidYear => at(Code::YearInvalid, &["input", year]),
        CycleError::InvalidNumber => at(Code::NumberInvalid, &["input", number]),
        // No input can name other stars than 3 to 5.
        CycleError::InvalidStars => at(Code::NumberInvalid, &["input", "atLeast"]),
        CycleError::Exists => at(Code::CycleExists, &["input", "year"]),
        CycleError::CannotClose => at(Code::CycleNotOpen, &["input", "id"]),
        CycleError::Fault(error) => Err(fault(&error)),
    }
}
