//! The orders in which cards come, and how a page goes on in one.

use crate::CardSort;
use crate::card::{Card, get};
use crate::entity::product_card::{Column, Entity};
use kernel::{Cursor, PageArgs, PageError};
use sea_orm::sea_query::{Expr, ExprTrait, Order, SimpleExpr};
use sea_orm::{
    DbErr, FromQueryResult, IntoSimpleExpr, QueryFilter, QueryOrder, QueryResult, QuerySelect,
    Select,
};

/// An order of cards. Its key's columns all run in the same direction, so that
/// one row comparison continues a list and one index serves it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CardOrder {
    /// The name in cursors.
    name: &'static str,
    pub(crate) columns: &'static [Column],
    pub(crate) descending: bool,
}

pub(crate) const NEWEST: CardOrder = CardOrder {
    name: "newest",
    columns: &[Column::PublishedAt, Column::ProductId],
    descending: true,
};

/// The order to count in: that of the newest, whose index carries all that
/// facets count.
pub(crate) const COUNTED: CardOrder = CardOrder {
    name: "counted",
    ..NEWEST
};

/// Last certified first. Public cards all have a certificate.
pub(crate) const CERTIFIED: CardOrder = CardOrder {
    name: "certified",
    columns: &[Column::CertificateIssuedOn, Column::ProductId],
    descending: true,
};

impl PartialEq for CardOrder {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl CardSort {
    pub(crate) fn order(self) -> CardOrder {
        let by_price = |name, descending| CardOrder {
            name,
            columns: &[Column::PriceMin, Column::ProductId],
            descending,
        };
        match self {
            CardSort::Newest => NEWEST,
            CardSort::PriceAsc => by_price("price", false),
            CardSort::PriceDesc => by_price("price-desc", true),
            CardSort::Stars => CardOrder {
                name: "stars",
                columns: &[Column::Stars, Column::PublishedAt, Column::ProductId],
                descending: true,
            },
            CardSort::Name => CardOrder {
                name: "name",
                columns: &[Column::FoldedName, Column::ProductId],
                descending: false,
            },
            CardSort::BestSelling => CardOrder {
                name: "best-selling",
                columns: &[Column::Purchases, Column::PublishedAt, Column::ProductId],
                descending: true,
            },
            CardSort::Rating => CardOrder {
                name: "rating",
                columns: &[
                    Column::RatingHundredths,
                    Column::RatingCount,
                    Column::ProductId,
                ],
                descending: true,
            },
        }
    }
}

impl CardOrder {
    /// A query in this order.
    pub(crate) fn sorted(self, query: Select<Entity>) -> Select<Entity> {
        self.directed(query, self.descending)
    }

    fn directed(self, mut query: Select<Entity>, descending: bool) -> Select<Entity> {
        for column in self.columns {
            let order = if descending { Order::Desc } else { Order::Asc };
            query = query.order_by(*column, order);
        }
        query
    }

    /// A page of a query in this order; one row more than the page holds.
    pub(crate) fn page(
        self,
        mut query: Select<Entity>,
        page: &PageArgs,
    ) -> Result<Select<Entity>, PageError> {
        // Counting from the end is the same list in the other direction.
        let descending = self.descending != page.backward;
        if let Some(cursor) = &page.cursor {
            let columns = self.columns.iter();
            let here = Expr::tuple(columns.map(|column| column.into_simple_expr()));
            let there = Expr::tuple(self.key(cursor)?);
            query = query.filter(if descending {
                here.lt(there)
            } else {
                here.gt(there)
            });
        }
        Ok(self
            .directed(query, descending)
            .limit(u64::from(page.limit) + 1))
    }

    pub(crate) fn cursor(self, row: &Row) -> Cursor {
        let card = &row.card;
        let key = self.columns.iter().map(|column| match column {
            Column::PublishedAt => Cursor::write_instant(card.published_at),
            Column::CertificateIssuedOn => {
                let certificate = card.certificate.as_ref();
                certificate.map_or_else(String::new, |own| own.issued_on.to_string())
            }
            Column::PriceMin => card.price_min.dong().to_string(),
            Column::Stars => card.stars.to_string(),
            Column::RatingHundredths => card.rating.hundredths().to_string(),
            Column::RatingCount => card.rating.count().to_string(),
            Column::Purchases => card.purchases.to_string(),
            Column::FoldedName => row.folded_name.clone(),
            _ => card.product_id.to_string(),
        });
        Cursor::new(self.name, key)
    }

    /// The cursor's key as values that compare with the columns.
    fn key(self, cursor: &Cursor) -> Result<Vec<SimpleExpr>, PageError> {
        if cursor.order != self.name || cursor.key.len() != self.columns.len() {
            return Err(PageError::BadCursor);
        }
        let bad = PageError::BadCursor;
        self.columns
            .iter()
            .zip(&cursor.key)
            .map(|(column, text)| {
                Ok(match column {
                    Column::PublishedAt => Expr::value(Cursor::read_instant(text)?),
                    Column::CertificateIssuedOn => Expr::value(read_day(text)?),
                    Column::PriceMin | Column::RatingCount | Column::Purchases => {
                        Expr::value(text.parse::<i64>().map_err(|_| bad)?)
                    }
                    Column::Stars | Column::RatingHundredths => {
                        Expr::value(text.parse::<i32>().map_err(|_| bad)?)
                    }
                    Column::FoldedName => Expr::value(text.clone()),
                    _ => Expr::value(text.parse::<uuid::Uuid>().map_err(|_| bad)?),
                })
            })
            .collect()
    }
}

/// A day as a value of a key; databases end somewhere beyond the year 9999.
fn read_day(text: &str) -> Result<chrono::NaiveDate, PageError> {
    use chrono::Datelike;
    let day: Option<chrono::NaiveDate> = text.parse().ok();
    day.filter(|day| (1..=9999).contains(&day.year()))
        .ok_or(PageError::BadCursor)
}

/// A card with the one column that only paging needs.
pub(crate) struct Row {
    pub(crate) card: Card,
    folded_name: String,
}

impl FromQueryResult for Row {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self {
            card: Card::from_query_result(row, prefix)?,
            folded_name: get(row, Column::FoldedName)?,
        })
    }
}
