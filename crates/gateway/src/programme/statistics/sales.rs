//! What was sold, as the caller may see it.

use super::counts::{What, int};
use crate::programme::units::{Commune, Province};
use crate::schema::scalars::{LanguageCode, Money};
use async_graphql::{Context, Object, Result};
use orders::sales::{Figure, Sales};

/// What was sold in a year.
pub(crate) struct ProgrammeSales(pub(super) Sales);

/// What producers of the province sold on this market in the year: what was
/// delivered in it, in Vietnam's calendar. An order of several producers counts
/// for each. Each sale counts with the group, the stars, the legal form and the
/// place that held when it was ordered. The public does not see figures of
/// fewer than five orders, nor as many others as it takes that these cannot be
/// computed; cuts without any sale are left out.
#[Object]
impl ProgrammeSales {
    /// Whether the caller sees every figure: an administrator and the
    /// programme officers of the province; for the whole country those of the
    /// whole country.
    async fn exact(&self) -> bool {
        self.0.exact
    }

    /// All of it; zeros where nothing was sold.
    async fn total(&self) -> ProgrammeSalesFigure {
        ProgrammeSalesFigure(self.0.total)
    }

    /// By product group. An order with products of two groups counts in
    /// either, so the orders of all groups may be more than the total.
    async fn by_group(&self) -> Vec<ProgrammeSalesCut> {
        cuts(&self.0.by_group, What::ProductGroup)
    }

    /// By stars: `THREE_STARS`, `FOUR_STARS` and `FIVE_STARS`. An order with
    /// products of different stars counts in each.
    async fn by_stars(&self) -> Vec<ProgrammeSalesCut> {
        cuts(&self.0.by_stars, What::Stars)
    }

    /// By the producer's legal form.
    async fn by_legal_form(&self) -> Vec<ProgrammeSalesCut> {
        cuts(&self.0.by_legal_form, What::Form)
    }

    /// By the producer's province.
    async fn by_province(&self) -> Vec<ProgrammeSalesProvince> {
        let rows = self.0.by_province.iter().cloned();
        rows.map(|(code, figure)| ProgrammeSalesProvince { code, figure })
            .collect()
    }

    /// By the producer's commune; null without a province, and for who does
    /// not see every figure.
    async fn by_commune(&self) -> Option<Vec<ProgrammeSalesCommune>> {
        let rows = self.0.by_commune.as_ref()?.iter().cloned();
        let rows = rows.map(|(code, figure)| ProgrammeSalesCommune { code, figure });
        Some(rows.collect())
    }
}

fn cuts<T: Copy>(rows: &[(T, Option<Figure>)], what: fn(T) -> What) -> Vec<ProgrammeSalesCut> {
    let rows = rows.iter();
    rows.map(|(own, figure)| ProgrammeSalesCut {
        what: what(*own),
        figure: *figure,
    })
    .collect()
}

/// How much was sold; nothing in it where the caller does not see it.
pub(crate) struct ProgrammeSalesFigure(Option<Figure>);

/// How much was sold.
#[Object]
impl ProgrammeSalesFigure {
    /// Whether the caller does not see the figure; then the others are null.
    async fn suppressed(&self) -> bool {
        self.0.is_none()
    }

    /// Delivered parts of orders: one of two producers, or of goods and services
    /// of one, counts for either.
    async fn orders(&self) -> Option<i32> {
        self.0.map(|figure| int(figure.orders))
    }

    /// Units.
    async fn units(&self) -> Option<i32> {
        self.0.map(|figure| int(figure.units))
    }

    /// What they cost, without delivery.
    async fn revenue(&self) -> Option<Money> {
        self.0.map(|figure| figure.revenue.into())
    }
}

/// Sales of one kind.
pub(crate) struct ProgrammeSalesCut {
    what: What,
    figure: Option<Figure>,
}

/// How much was sold of one kind.
#[Object]
impl ProgrammeSalesCut {
    /// The kind; it never changes its meaning.
    async fn code(&self) -> &str {
        self.what.code()
    }

    /// The kind, in words.
    async fn name(
        &self,
        #[graphql(desc = "Language of the name.", default_with = "LanguageCode::Vi")]
        language: LanguageCode,
    ) -> &str {
        self.what.name(language)
    }

    /// How much.
    async fn figure(&self) -> ProgrammeSalesFigure {
        ProgrammeSalesFigure(self.figure)
    }
}

/// Sales of a province's producers.
pub(crate) struct ProgrammeSalesProvince {
    code: String,
    figure: Option<Figure>,
}

/// How much a province's producers sold.
#[Object]
impl ProgrammeSalesProvince {
    /// The province's code at the time of the orders.
    async fn code(&self) -> &str {
        &self.code
    }

    /// The province; null for a code that is no longer one.
    async fn province(&self, ctx: &Context<'_>) -> Option<Result<Province>> {
        Province::find(ctx, &self.code).await.transpose()
    }

    /// How much.
    async fn figure(&self) -> ProgrammeSalesFigure {
        ProgrammeSalesFigure(self.figure)
    }
}

/// Sales of a commune's producers.
pub(crate) struct ProgrammeSalesCommune {
    code: String,
    figure: Figure,
}

/// How much a commune's producers sold.
#[Object]
impl ProgrammeSalesCommune {
    /// The commune's code at the time of the orders.
    async fn code(&self) -> &str {
        &self.code
    }

    /// The commune; null for a code that is no longer one.
    async fn commune(&self, ctx: &Context<'_>) -> Option<Result<Commune>> {
        Commune::find(ctx, &self.code).await.transpose()
    }

    /// How much.
    async fn figure(&self) -> ProgrammeSalesFigure {
        ProgrammeSalesFigure(Some(self.figure))
    }
}
