//! Everything that the gateway calls.

use crate::config::GatewayConfig;
use crate::http::readiness::Readiness;
use catalog::Catalog;
use catalog::bulk::Bulk;
use db::Db;
use files::Files;
use identity::Identity;
use kernel::Clock;
use orders::Orders;
use payments::Payments;
use pictures::Pictures;
use programme::Programme;
use programme::register::Register;
use programme::units::Units;
use search::Search;
use std::sync::Arc;

/// Renders the process's metrics in Prometheus' text format.
pub type RenderMetrics = Arc<dyn Fn() -> String + Send + Sync>;

/// Everything that the gateway calls.
#[derive(Clone)]
pub struct Services {
    /// How to serve.
    pub config: GatewayConfig,
    /// The database, for readiness alone.
    pub db: Db,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Whether the process wants traffic.
    pub readiness: Readiness,
    /// What `/metrics` answers; without it the route does not exist.
    pub metrics: Option<RenderMetrics>,
    /// Accounts and sessions.
    pub identity: Identity,
    /// Producers and certificates.
    pub programme: Programme,
    /// Administrative units.
    pub units: Units,
    /// What people upload.
    pub files: Files,
    /// Pictures.
    pub pictures: Pictures,
    /// Existing certificates from and to spreadsheets.
    pub register: Register,
    /// Products.
    pub catalog: Catalog,
    /// Products, prices, stock and pictures from and to files.
    pub bulk: Bulk,
    /// The search index.
    pub search: Search,
    /// Carts and orders.
    pub orders: Orders,
    /// What is owed and paid.
    pub payments: Payments,
}
