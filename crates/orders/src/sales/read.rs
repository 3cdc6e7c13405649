//! The figures of sales as people read them.

use super::suppress::{Line, hidden};
use super::{ALL, Cell, Counts};
use crate::Orders;
use crate::store::{corrupt, sales as store};
use kernel::{Actor, Money};
use programme::LegalForm;
use programme::taxonomy::ProductGroup;
use sea_orm::DbErr;
use std::collections::BTreeMap;

/// What the figures are about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SalesFilter {
    /// The year of delivery in Vietnam.
    pub year: i32,
    /// The sellers' province: two digits; the country without it.
    pub province_code: Option<String>,
}

/// How much was sold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figure {
    /// Delivered parts of orders: one of two producers, or of goods and services
    /// of one, counts for either.
    pub orders: i64,
    /// Units.
    pub units: i64,
    /// What they cost, without the delivery's fee.
    pub revenue: Money,
}

impl From<Counts> for Figure {
    fn from(counts: Counts) -> Self {
        Self {
            orders: counts.orders,
            units: counts.units,
            revenue: Money::from_stored(counts.revenue),
        }
    }
}

/// What was sold in a year; `None` in the place of a figure that the reader
/// does not see. Cuts without any sale are left out, and a whole without any
/// is zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sales {
    /// Whether the reader sees everything.
    pub exact: bool,
    /// All of it.
    pub total: Option<Figure>,
    /// By group. An order with products of two counts in either.
    pub by_group: Vec<(ProductGroup, Option<Figure>)>,
    /// By stars. An order with products of different stars counts in each.
    pub by_stars: Vec<(i32, Option<Figure>)>,
    /// By the seller's legal form.
    pub by_legal_form: Vec<(LegalForm, Option<Figure>)>,
    /// By the sellers' province, by code.
    pub by_province: Vec<(String, Option<Figure>)>,
    /// By the sellers' commune, by code: for who sees everything of a
    /// province.
    pub by_commune: Option<Vec<(String, Figure)>>,
}

/// By what sales are cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Cut {
    Whole,
    Form(LegalForm),
    Group(ProductGroup),
    Stars(i32),
}

impl Cut {
    fn is_like(self, other: Self) -> bool {
        std::mem::discriminant(&self) == std::mem::discriminant(&other)
    }
}

/// Of which province, or of the country, and by what.
type Place = (Option<String>, Cut);

/// Counts by place, also those of the country.
struct Table(BTreeMap<Place, Counts>);

impl Orders {
    /// What was sold in a year. Who runs the programme in the province (for
    /// the country: everywhere) sees everything; the public, and officers of
    /// elsewhere, see nothing that stands for fewer than five orders or that
    /// would tell of such. At most two statements. Permission: everybody.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn sales(&self, actor: &Actor, filter: &SalesFilter) -> Result<Sales, DbErr> {
        let province = filter.province_code.as_deref();
        let exact = programme::runs_programme(actor, province);
        let db = self.db.primary();
        // What the public sees of a province depends on all the others: the
        // country's figures less theirs must not tell more.
        let read = province.filter(|_| exact);
        let table = Table::of(store::figures(db, filter.year, read).await?)?;
        let by_commune = match read {
            Some(code) => {
                let rows = store::communes(db, filter.year, code).await?;
                Some(rows.into_iter().map(|(code, own)| (code, own.into())))
            }
            None => None,
        };
        let unseen = if exact {
            BTreeMap::new()
        } else {
            table.unseen()
        };
        let seen = |place: &Place| {
            let counts = table.0.get(place).copied().unwrap_or_default();
            let unseen = unseen.get(place).copied().unwrap_or(false);
            (!unseen).then(|| Figure::from(counts))
        };
        let here = filter.province_code.clone();
        let cuts = table.0.keys().filter(|(place, _)| *place == here);
        let mut told = Sales {
            exact,
            total: seen(&(here.clone(), Cut::Whole)),
            by_group: Vec::new(),
            by_stars: Vec::new(),
            by_legal_form: Vec::new(),
            by_province: Vec::new(),
            by_commune: by_commune.map(Iterator::collect),
        };
        for place in cuts {
            let figure = seen(place);
            match place.1 {
                Cut::Whole => {}
                Cut::Form(form) => told.by_legal_form.push((form, figure)),
                Cut::Group(group) => told.by_group.push((group, figure)),
                Cut::Stars(stars) => told.by_stars.push((stars, figure)),
            }
        }
        for place in table.0.keys() {
            if let (Some(code), Cut::Whole) = place
                && here.as_ref().is_none_or(|here| here == code)
            {
                told.by_province.push((code.clone(), seen(place)));
            }
        }
        Ok(told)
    }
}

impl Table {
    fn of(rows: Vec<(Cell, Counts)>) -> Result<Self, DbErr> {
        let mut table = BTreeMap::<Place, Counts>::new();
        for (cell, counts) in rows {
            let mut cuts = Vec::with_capacity(2);
            match (cell.group_code.as_str(), cell.stars) {
                (ALL, 0) => {
                    let form = LegalForm::parse(&cell.legal_form);
                    let form = form.ok_or_else(|| corrupt("sales_figure.legal_form"))?;
                    cuts.extend([Cut::Whole, Cut::Form(form)]);
                }
                (ALL, stars) => cuts.push(Cut::Stars(stars)),
                (group, _) => {
                    let group = ProductGroup::parse(group);
                    cuts.push(Cut::Group(
                        group.ok_or_else(|| corrupt("sales_figure.group_code"))?,
                    ));
                }
            }
            for cut in cuts {
                for place in [None, Some(cell.province_code.clone())] {
                    table.entry((place, cut)).or_default().add(counts);
                }
            }
        }
        Ok(Self(table))
    }

    /// Which counts the public does not see.
    fn unseen(&self) -> BTreeMap<Place, bool> {
        let places: Vec<&Place> = self.0.keys().collect();
        let orders: Vec<i64> = self.0.values().map(|counts| counts.orders).collect();
        let told = hidden(&orders, &lines(&places));
        places.into_iter().cloned().zip(told).collect()
    }
}

/// What adds up: every place's cuts of one kind to the place, and every cut of
/// the provinces to that of the country.
fn lines(places: &[&Place]) -> Vec<Line> {
    let kinds = [
        Cut::Form(LegalForm::ALL[0]),
        Cut::Group(ProductGroup::ALL[0]),
        Cut::Stars(0),
    ];
    let mut lines = Vec::new();
    for (whole, (place, cut)) in places.iter().enumerate() {
        let parts = |is_part: &dyn Fn(&Place) -> bool| {
            let parts = places.iter().enumerate().filter(|(_, one)| is_part(one));
            Line {
                whole,
                parts: parts.map(|(index, _)| index).collect(),
            }
        };
        if *cut == Cut::Whole {
            let of_kind = |kind: Cut| parts(&|one| one.0 == *place && one.1.is_like(kind));
            lines.extend(kinds.map(of_kind));
        }
        if place.is_none() {
            lines.push(parts(&|one| one.0.is_some() && one.1 == *cut));
        }
    }
    lines
}
