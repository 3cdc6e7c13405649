//! Root fields of the programme.

use super::list_error;
use super::types::{LegalForm, Producer};
use super::units::{Commune, CommuneMatch, Province, Today};
use crate::errors::{OrFault, bad_input};
use crate::schema::connection::{PageInfo, count, edge, page_args};
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use async_graphql::{Context, ID, InputObject, Object, Result};
use kernel::{Page, ProducerId};
use programme::ProducerFilter;
use programme::units::CommuneQuestion;
use std::sync::Arc;

/// The longest name that is searched for.
const LONGEST_NAME: usize = 200;

/// The programme's part of `Query`.
#[derive(Default)]
pub(crate) struct ProgrammeQuery;

#[Object]
impl ProgrammeQuery {
    /// One producer, by id or by slug; null where there is none that trades.
    /// Exactly one of the two arguments.
    async fn producer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The producer's id.")] id: Option<ID>,
        #[graphql(desc = "The producer's name in addresses.")] slug: Option<String>,
    ) -> Option<Result<Producer>> {
        let programme = &ctx.services().programme;
        let producer = match (id, slug) {
            (Some(id), None) => match ProducerId::from_global(&id) {
                Ok(id) => programme.producer_by_id(id).await,
                Err(error) => return Some(Err(error)),
            },
            (None, Some(slug)) => programme.producer_by_slug(&slug).await,
            _ => return Some(Err(bad_input("exactly one of `id` and `slug`"))),
        };
        let found = producer.or_fault();
        found
            .map(|found| found.and_then(|own| Producer::public(Arc::new(own))))
            .transpose()
    }

    /// Producers that trade, by name.
    #[allow(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection"
    )]
    async fn producers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many rows, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "With `first`: after the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "With `last`: before the row of this cursor.")] before: Option<String>,
        #[graphql(name = "where", desc = "Which producers.")] filter: Option<ProducerWhere>,
    ) -> Result<ProducerConnection> {
        let page = page_args(first, after.as_deref(), last, before.as_deref())?;
        let filter = filter.unwrap_or_default().filter()?;
        let page = ctx
            .services()
            .programme
            .public_producers(&filter, &page)
            .await
            .map_err(list_error)?;
        let Page {
            rows,
            has_next,
            has_previous,
        } = page;
        let rows = rows
            .into_iter()
            .map(|(cursor, row)| (cursor, Producer::Full(Arc::new(row))))
            .collect();
        Ok(ProducerConnection {
            page: Page {
                rows,
                has_next,
                has_previous,
            },
            filter,
        })
    }

    /// The provinces of today, by name: for address forms and filters.
    async fn provinces(&self, ctx: &Context<'_>) -> Result<Vec<Province>> {
        let today = Today::of(ctx).await?;
        Ok(today
            .units
            .provinces(today.day)
            .into_iter()
            .map(|unit| Province(unit.clone()))
            .collect())
    }

    /// The communes of a province today, by name: for address forms. Empty for
    /// an unknown province.
    async fn communes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The province's code.")] province: String,
    ) -> Result<Vec<Commune>> {
        let today = Today::of(ctx).await?;
        let communes = today.units.communes_of(&province, today.day);
        Ok(communes
            .into_iter()
            .map(|unit| Commune(unit.clone()))
            .collect())
    }

    /// The communes of today that an address of before 1 July 2025 may mean,
    /// by name: one is an answer, several are to be asked about, at most 50.
    /// Marks and case do not matter. At least one of `code` and `name`.
    async fn commune_resolve(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A commune's code, of today or of then.")] code: Option<String>,
        #[graphql(desc = "A commune's name, of today or of then, with or without its kind.")]
        name: Option<String>,
        #[graphql(desc = "The province: its name, of today or of then, or today's code.")]
        province: Option<String>,
    ) -> Result<Vec<CommuneMatch>> {
        if code.is_none() && name.is_none() {
            return Err(bad_input("at least one of `code` and `name`"));
        }
        let question = CommuneQuestion {
            code: short("code", code)?,
            name: short("name", name)?,
            province: short("province", province)?,
        };
        let today = Today::of(ctx).await?;
        let found = today.units.resolve(&question, today.day);
        Ok(found.into_iter().map(CommuneMatch::from).collect())
    }
}

/// A text that is searched for, of a length that a name may have.
fn short(what: &str, text: Option<String>) -> Result<Option<String>> {
    if text.as_ref().is_some_and(|text| text.len() > LONGEST_NAME) {
        return Err(bad_input(format!("{what}: at most {LONGEST_NAME} bytes")));
    }
    Ok(text)
}

/// Which producers. Every given condition must hold; an empty list matches
/// nothing.
#[derive(InputObject, Clone, Debug, Default)]
pub(crate) struct ProducerWhere {
    /// Codes of the provinces where they sit.
    provinces: Option<Vec<String>>,
    /// What kinds of legal persons they are.
    legal_forms: Option<Vec<LegalForm>>,
    /// Their name contains this, tone marks aside.
    name: Option<String>,
}

impl ProducerWhere {
    fn filter(self) -> Result<ProducerFilter> {
        let name = short("name", self.name)?;
        Ok(ProducerFilter {
            provinces: self.provinces,
            legal_forms: self
                .legal_forms
                .map(|forms| forms.into_iter().map(Into::into).collect()),
            name,
        })
    }
}

edge! {
    /// A producer in a list.
    ProducerEdge of Producer
}

/// A page of producers.
pub(crate) struct ProducerConnection {
    page: Page<Producer>,
    filter: ProducerFilter,
}

/// A page of producers.
#[Object]
impl ProducerConnection {
    /// The rows with their cursors.
    async fn edges(&self) -> Vec<ProducerEdge> {
        let rows = self.page.rows.iter();
        rows.map(|(cursor, node)| ProducerEdge {
            cursor: cursor.encode(),
            node: node.clone(),
        })
        .collect()
    }

    /// The rows.
    async fn nodes(&self) -> Vec<Producer> {
        self.page
            .rows
            .iter()
            .map(|(_, node)| node.clone())
            .collect()
    }

    /// Where the page stands in the list.
    async fn page_info(&self) -> PageInfo {
        PageInfo::from(&self.page)
    }

    /// How many rows the whole list has; counting stops at 10,000.
    async fn total_count(&self, ctx: &Context<'_>) -> Option<Result<i32>> {
        Some(
            ctx.services()
                .programme
                .count_public_producers(&self.filter)
                .await
                .or_fault()
                .map(count),
        )
    }
}
