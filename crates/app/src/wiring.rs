//! Puts the house together: who listens to what, who does which job.

use crate::config::{Config, MailTransport, SearchEngine, SecretKey};
use crate::failure::Failure;
use catalog::bulk::{self, Bulk};
use catalog::{CardProjection, Catalog};
use db::Db;
use files::Files;
use gateway::{Readiness, RenderMetrics, Services};
use identity::Identity;
use jobs::{Outbox, OutboxBuilder, Runner, Schedule};
use kernel::{Clock, SystemClock};
use notifications::{FileMailer, Mailer, Notifications, Sender, SmtpMailer};
use orders::Orders;
use payments::{Payments, Provider, provider::sandbox::Sandbox};
use pictures::{Media, Pictures};
use programme::register::{self, Register};
use programme::units::Units;
use programme::{Programme, events, expiry};
use search::{Engine, EngineError, MeilisearchEngine, Search, TantivyEngine};
use secrecy::ExposeSecret;
use std::sync::Arc;

/// Every part of the marketplace in one process.
pub(crate) struct House {
    pub(crate) db: Db,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) outbox: Arc<Outbox>,
    pub(crate) identity: Identity,
    pub(crate) programme: Programme,
    pub(crate) units: Units,
    pub(crate) files: Files,
    pub(crate) pictures: Pictures,
    pub(crate) register: Register,
    pub(crate) catalog: Catalog,
    pub(crate) bulk: Bulk,
    pub(crate) payments: Payments,
    pub(crate) orders: Orders,
    pub(crate) search: Search,
    pub(crate) notifications: Notifications,
}

/// Keeps product cards true, in the transaction of whatever they show.
pub(crate) fn projections() -> OutboxBuilder {
    OutboxBuilder::default()
        .project(events::CERTIFICATE_CHANGED, Arc::new(CardProjection))
        .project(events::CERTIFICATE_SUCCEEDED, Arc::new(CardProjection))
        .project(events::PRODUCER_CHANGED, Arc::new(CardProjection))
}

/// The search engine of the configuration. A server is not asked yet: it may
/// come later than this process.
pub(crate) async fn engine(config: &Config) -> Result<Arc<dyn Engine>, EngineError> {
    let search = &config.search;
    Ok(match search.engine {
        SearchEngine::Tantivy => {
            Arc::new(TantivyEngine::open(config.storage.data_dir.join("index")).await?)
        }
        SearchEngine::Meilisearch => {
            let url = search.meilisearch_url.as_deref().unwrap_or_default().trim();
            let key = search.meilisearch_key.as_ref();
            let key = key.map(|key| key.expose_secret().trim());
            let key = key.filter(|key| !key.is_empty());
            Arc::new(MeilisearchEngine::new(url, key, &search.index_name)?)
        }
    })
}

fn mailer(config: &Config) -> Result<Arc<dyn Mailer>, Failure> {
    Ok(match config.mail.transport {
        MailTransport::File => {
            let folder = config.storage.data_dir.join("mail");
            let mailer = FileMailer::open(&folder).map_err(|error| {
                Failure::new(format!("storage.data_dir: {}: {error}", folder.display()))
            })?;
            Arc::new(mailer)
        }
        MailTransport::Smtp => {
            let url = config.mail.smtp_url.as_deref().unwrap_or_default();
            let mailer = SmtpMailer::new(url)
                .map_err(|error| Failure::new(format!("mail.smtp_url: {error}")))?;
            Arc::new(mailer)
        }
    })
}

/// Where the bytes of pictures lie. A bucket is not asked yet: it may come
/// later than this process.
fn media(config: &Config) -> Result<Media, Failure> {
    match config.media.bucket() {
        Some(bucket) => {
            Media::bucket(&bucket).map_err(|error| Failure::new(format!("media.bucket: {error}")))
        }
        None => {
            let folder = config.storage.data_dir.join("media");
            Media::folder(&folder).map_err(|error| {
                Failure::new(format!("storage.data_dir: {}: {error}", folder.display()))
            })
        }
    }
}

impl House {
    /// The whole house over an open database and search engine.
    pub(crate) fn build(
        config: &Config,
        db: Db,
        engine: Arc<dyn Engine>,
        secret: &SecretKey,
        demonstration: bool,
    ) -> Result<Self, Failure> {
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let outbox = notifications::subscribe(search::jobs::subscribe(projections())).build();
        let identity = Identity::new(db.clone(), clock.clone(), secret.derive("sessions"));
        let programme = Programme::new(db.clone(), clock.clone(), outbox.clone());
        let units = Units::new(db.clone());
        let folder = config.storage.data_dir.join("files");
        let files = Files::new(db.clone(), clock.clone(), folder);
        let key = secret.derive("picture uploads");
        let pictures = Pictures::new(db.clone(), clock.clone(), media(config)?, key);
        let register = Register::new(programme.clone(), units.clone(), files.clone());
        let catalog = Catalog::new(db.clone(), clock.clone(), outbox.clone());
        let bulk = Bulk::new(catalog.clone(), files.clone(), pictures.clone());
        let sandbox = config.payments.sandbox;
        let card = sandbox.then(|| Arc::new(Sandbox::new(clock.clone())) as Arc<dyn Provider>);
        let payments = Payments::new(db.clone(), clock.clone(), card);
        let orders = Orders::new(
            db.clone(),
            clock.clone(),
            outbox.clone(),
            secret.derive("carts"),
            catalog.clone(),
            payments.clone(),
            units.clone(),
        );
        let search = Search::new(
            clock.clone(),
            catalog.clone(),
            programme.clone(),
            units.clone(),
            engine,
        );
        let sender = Sender::new(&config.mail.from, &config.server.public_url, demonstration)
            .map_err(|error| Failure::new(format!("mail.from: {error}")))?;
        let notifications = Notifications::new(
            db.clone(),
            clock.clone(),
            outbox.clone(),
            orders.clone(),
            programme.clone(),
            identity.clone(),
            sender,
            mailer(config)?,
        );
        Ok(Self {
            db,
            clock,
            outbox,
            identity,
            programme,
            units,
            files,
            pictures,
            register,
            catalog,
            bulk,
            payments,
            orders,
            search,
            notifications,
        })
    }

    /// Who does which job, and what runs by the clock.
    pub(crate) fn runner(&self, config: &Config) -> Result<Arc<Runner>, Failure> {
        let (db, clock) = (self.db.clone(), self.clock.clone());
        let runner = Runner::new(
            db.clone(),
            clock.clone(),
            self.outbox.clone(),
            config.runner(),
        );
        let runner = runner
            .handle(
                catalog::jobs::REFRESH_CARD,
                Arc::new(catalog::jobs::RefreshCard(self.catalog.clone())),
            )
            .handle(
                catalog::jobs::MEND_ATTRIBUTES,
                Arc::new(catalog::jobs::MendAttributes(self.catalog.clone())),
            )
            .handle(
                catalog::jobs::SWEEP_PICTURES,
                Arc::new(catalog::jobs::SweepPictures(self.pictures.clone())),
            )
            .handle(
                catalog::jobs::SWEEP_UPLOADS,
                Arc::new(catalog::jobs::SweepUploads(self.pictures.clone())),
            )
            .handle(
                bulk::LISTING_IMPORT,
                Arc::new(bulk::RunImport(self.bulk.clone())),
            )
            .handle(
                bulk::LISTING_EXPORT,
                Arc::new(bulk::RunExport(self.bulk.clone())),
            )
            .handle(
                register::REGISTER_IMPORT,
                Arc::new(register::RunImport(self.register.clone())),
            )
            .handle(
                register::REGISTER_EXPORT,
                Arc::new(register::RunExport(self.register.clone())),
            )
            .handle(
                payments::jobs::REFUND,
                Arc::new(payments::jobs::PerformRefund(self.payments.clone())),
            )
            .handle(
                orders::jobs::CHARGE,
                Arc::new(orders::jobs::Charge(self.orders.clone())),
            )
            .handle(
                orders::jobs::EXPIRE,
                Arc::new(orders::jobs::Expire(self.orders.clone())),
            )
            .handle(
                orders::jobs::RECONCILE,
                Arc::new(orders::jobs::Reconcile(self.orders.clone())),
            )
            .handle(
                orders::jobs::COUNT_SALES,
                Arc::new(orders::jobs::CountSales(self.orders.clone())),
            )
            .handle(
                orders::jobs::RECOUNT_SALES,
                Arc::new(orders::jobs::RecountSales(self.orders.clone())),
            )
            .handle(
                orders::jobs::MEND_PURCHASES,
                Arc::new(orders::jobs::MendPurchases(self.orders.clone())),
            )
            .handle(
                expiry::NOTE_EXPIRIES,
                Arc::new(expiry::NoteExpiries(self.programme.clone())),
            )
            .handle(
                identity::PRUNE_SESSIONS,
                Arc::new(identity::PruneSessions::new(db, clock)),
            );
        let runner = notifications::handle(runner, &self.notifications);
        let runner = search::jobs::register(runner, &self.search).map_err(Failure::new)?;
        let schedules = [
            (orders::jobs::RECONCILE, "* * * * *"),
            (orders::jobs::RECOUNT_SALES, "41 * * * *"),
            (orders::jobs::MEND_PURCHASES, "51 * * * *"),
            (identity::PRUNE_SESSIONS, "7 * * * *"),
            (catalog::jobs::MEND_ATTRIBUTES, "53 2 * * *"),
            (catalog::jobs::SWEEP_PICTURES, "23 3 * * *"),
            (catalog::jobs::SWEEP_UPLOADS, "17 * * * *"),
            // Every hour rather than at midnight: what is recorded late on a
            // day is told of on that day.
            (expiry::NOTE_EXPIRIES, "11 * * * *"),
        ];
        let runner = schedules
            .into_iter()
            .try_fold(runner, |runner, (job, pattern)| {
                Ok::<_, String>(runner.schedule(Schedule::new(job, pattern)?))
            })
            .map_err(Failure::new)?;
        Ok(Arc::new(runner))
    }

    /// What the gateway calls.
    pub(crate) fn services(
        &self,
        config: &Config,
        readiness: Readiness,
        metrics: Option<RenderMetrics>,
    ) -> Arc<Services> {
        Arc::new(Services {
            config: config.gateway(),
            db: self.db.clone(),
            clock: self.clock.clone(),
            readiness,
            metrics,
            identity: self.identity.clone(),
            programme: self.programme.clone(),
            units: self.units.clone(),
            files: self.files.clone(),
            pictures: self.pictures.clone(),
            register: self.register.clone(),
            catalog: self.catalog.clone(),
            bulk: self.bulk.clone(),
            search: self.search.clone(),
            orders: self.orders.clone(),
            payments: self.payments.clone(),
        })
    }
}
