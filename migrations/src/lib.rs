//! The schema, the same for SQLite and PostgreSQL.
//!
//! A migration is one file of SQL text. Where the two databases name a type
//! differently the text says `{uuid}`, `{timestamp}`, `{date}`, `{bytes}` or
//! `{bool}`; see [`ddl`]. Every rule that money, stock and visibility rest on
//! is a `CHECK`, `UNIQUE` or `REFERENCES` here: the last line of defence.
//!
//! Only `db` runs these, under a lock.

use sea_orm_migration::prelude::*;

mod ddl;
mod m20261123_000001_jobs;
mod m20261123_000002_identity;
mod m20261123_000003_programme;
mod m20261123_000004_catalog;
mod m20261123_000005_payments;
mod m20261123_000006_orders;
mod m20261124_000007_files;
mod m20261124_000008_dossiers;
mod m20261124_000009_producers;
mod m20261124_000010_inspections;
mod m20261124_000011_register_import;
mod m20261125_000012_dossier_documents;
mod m20261125_000013_sales_figures;
mod m20261125_000014_samples;
mod m20261125_000015_decision_measures;
mod m20261128_000016_listings;
mod m20261128_000017_pictures;
mod m20261128_000018_points_of_sale;
mod m20261128_000019_collections;
mod m20261128_000020_supply;
mod m20261128_000021_point_stock;
mod m20261128_000022_reviews;
mod m20261128_000023_listing_imports;
mod m20261128_000024_picture_uploads;
mod m20261128_000025_producer_stories;
mod m20261128_000026_product_attributes;
mod m20261128_000027_picture_media;
mod m20261128_000028_card_orders;
mod m20261128_000029_pick_up;
mod m20261128_000030_lists_by_age;
mod m20261129_000031_visit_address;
mod m20261129_000032_card_dates;
mod m20261129_000033_attribute_values;
mod m20261129_000034_attribute_lookup;
mod m20261129_000035_card_narrowing;

/// All migrations in order.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261123_000001_jobs::Migration),
            Box::new(m20261123_000002_identity::Migration),
            Box::new(m20261123_000003_programme::Migration),
            Box::new(m20261123_000004_catalog::Migration),
            Box::new(m20261123_000005_payments::Migration),
            Box::new(m20261123_000006_orders::Migration),
            Box::new(m20261124_000007_files::Migration),
            Box::new(m20261124_000008_dossiers::Migration),
            Box::new(m20261124_000009_producers::Migration),
            Box::new(m20261124_000010_inspections::Migration),
            Box::new(m20261124_000011_register_import::Migration),
            Box::new(m20261125_000012_dossier_documents::Migration),
            Box::new(m20261125_000013_sales_figures::Migration),
            Box::new(m20261125_000014_samples::Migration),
            Box::new(m20261125_000015_decision_measures::Migration),
            Box::new(m20261128_000016_listings::Migration),
            Box::new(m20261128_000017_pictures::Migration),
            Box::new(m20261128_000018_points_of_sale::Migration),
            Box::new(m20261128_000019_collections::Migration),
            Box::new(m20261128_000020_supply::Migration),
            Box::new(m20261128_000021_point_stock::Migration),
            Box::new(m20261128_000022_reviews::Migration),
            Box::new(m20261128_000023_listing_imports::Migration),
            Box::new(m20261128_000024_picture_uploads::Migration),
            Box::new(m20261128_000025_producer_stories::Migration),
            Box::new(m20261128_000026_product_attributes::Migration),
            Box::new(m20261128_000027_picture_media::Migration),
            Box::new(m20261128_000028_card_orders::Migration),
            Box::new(m20261128_000029_pick_up::Migration),
            Box::new(m20261128_000030_lists_by_age::Migration),
            Box::new(m20261129_000031_visit_address::Migration),
            Box::new(m20261129_000032_card_dates::Migration),
            Box::new(m20261129_000033_attribute_values::Migration),
            Box::new(m20261129_000034_attribute_lookup::Migration),
            Box::new(m20261129_000035_card_narrowing::Migration),
        ]
    }
}
