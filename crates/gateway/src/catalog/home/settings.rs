//! The home page as its managers see it.

use super::types::HomeBlockKind;
use crate::errors::{Code, error, fault, internal};
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::scalars::DateTime;
use async_graphql::{Context, Error, ID, Object, Result};
use catalog::home::{self as domain, SetHomeError};

/// The managers' part of `Query`.
#[derive(Default)]
pub(crate) struct HomeSettingsQuery;

#[Object]
impl HomeSettingsQuery {
    /// The home page with everything that is written of it, shown or not: for
    /// moderators and administrators of the whole country.
    async fn home_page_settings(&self, ctx: &Context<'_>) -> Result<HomePageSettings> {
        let page = ctx.services().catalog.home_page(ctx.actor()).await;
        page.map(HomePageSettings).map_err(not_allowed)
    }
}

/// Why there is nothing for the caller.
pub(super) fn not_allowed(refused: SetHomeError) -> Error {
    match refused {
        SetHomeError::NotAllowed => error(
            Code::Forbidden,
            "only moderators of the whole country manage the home page",
        ),
        SetHomeError::Fault(error) => fault(&error),
        other => internal(&other),
    }
}

/// The home page as its managers see it.
pub(crate) struct HomePageSettings(pub(super) domain::HomePage);

/// The home page as its managers see it.
#[Object]
impl HomePageSettings {
    /// Counts its changes; 0 where nobody has written it.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// When it was written last; null where nobody has.
    async fn updated_at(&self) -> Option<DateTime> {
        self.0.at.map(DateTime)
    }

    /// By whom: `account:` and an id, or `system`; null where nobody has.
    async fn updated_by(&self) -> Option<&str> {
        self.0.actor.as_deref()
    }

    /// Its blocks in their order, shown or not.
    async fn blocks(&self) -> Vec<HomeBlockSettings> {
        let blocks = self.0.blocks.iter();
        blocks
            .map(|(id, own)| HomeBlockSettings(*id, own.clone()))
            .collect()
    }
}

/// A block as its managers see it.
pub(crate) struct HomeBlockSettings(kernel::HomeBlockId, domain::BlockContent);

/// A block of the home page as its managers see it.
#[Object]
impl HomeBlockSettings {
    /// The global id.
    async fn id(&self) -> ID {
        self.0.to_global()
    }

    /// What it is.
    async fn kind(&self) -> HomeBlockKind {
        self.1.kind.into()
    }

    /// Its title.
    async fn title(&self) -> Option<&str> {
        self.1.title.as_deref()
    }

    /// The same in English.
    async fn title_en(&self) -> Option<&str> {
        self.1.title_en.as_deref()
    }

    /// Its text.
    async fn text(&self) -> Option<&str> {
        self.1.body.as_deref()
    }

    /// The same in English.
    async fn text_en(&self) -> Option<&str> {
        self.1.body_en.as_deref()
    }

    /// The collection that it names.
    async fn collection_id(&self) -> Option<ID> {
        self.1.collection_id.map(GlobalId::to_global)
    }

    /// The product that it names.
    async fn product_id(&self) -> Option<ID> {
        self.1.product_id.map(GlobalId::to_global)
    }

    /// The producer that it names.
    async fn producer_id(&self) -> Option<ID> {
        self.1.producer_id.map(GlobalId::to_global)
    }

    /// The producers that it features.
    async fn producer_ids(&self) -> Vec<ID> {
        let producers = self.1.producers.iter();
        producers.map(|id| id.to_global()).collect()
    }

    /// How many products or producers it shows at most.
    async fn size(&self) -> i32 {
        self.1.size
    }

    /// Shown from then on.
    async fn valid_from(&self) -> Option<DateTime> {
        self.1.valid_from.map(DateTime)
    }

    /// Shown until before then.
    async fn valid_until(&self) -> Option<DateTime> {
        self.1.valid_until.map(DateTime)
    }
}
