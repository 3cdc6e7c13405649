//! Products, prices and stock of a producer from and to files.

mod access;
mod exports;
mod pictures;
mod prices;
mod products;
mod runs;
mod stock;

use ::pictures::{Media, Pictures};
use catalog::bulk::{
    Bulk, Field, Import, ImportKind, NewImport, RowProblem, RunImport, StartImportError, TableKind,
};
use catalog::fixtures::{Listing, Market, outbox};
use catalog::{NewVariant, listing};
use chrono::Duration;
use files::{Files, MediaType, NewFile, Purpose};
use jobs::Handler;
use kernel::clock::{day_in_vietnam, days_before};
use kernel::{
    AccountId, Actor, Clock, FileId, Money, PageArgs, ProducerGrantId, ProductId, Right, Role,
    RoleGrant, Scope, VariantId,
};
use programme::Producer;
use sea_orm::{ConnectionTrait, Statement, Value};
use spreadsheets::{ImportStatus, Mode};
use std::sync::Arc;
use testkit::{TestClock, TestDb};

pub(crate) struct World {
    pub(crate) test: TestDb,
    pub(crate) clock: TestClock,
    pub(crate) market: Market,
    pub(crate) files: Files,
    pub(crate) pictures: Pictures,
    pub(crate) bulk: Bulk,
    pub(crate) producer: Producer,
    pub(crate) owner: Actor,
}

/// How an import runs.
#[derive(Clone, Copy)]
pub(crate) struct How {
    pub(crate) mode: Mode,
    pub(crate) dry_run: bool,
    pub(crate) submit: bool,
}

pub(crate) const PLAIN: How = How {
    mode: Mode::ValidRows,
    dry_run: false,
    submit: false,
};
pub(crate) const DRY: How = How {
    dry_run: true,
    ..PLAIN
};
pub(crate) const ALL: How = How {
    mode: Mode::All,
    ..PLAIN
};
pub(crate) const SUBMIT: How = How {
    submit: true,
    ..PLAIN
};

impl World {
    pub(crate) async fn open(test: TestDb) -> Self {
        let clock = TestClock::default();
        let shared: Arc<dyn Clock> = Arc::new(clock.clone());
        let market = Market::new(test.handle(), shared.clone(), outbox()).await;
        let files = Files::new(test.handle(), shared.clone(), test.folder().join("files"));
        let media = Media::folder(&test.folder().join("media")).unwrap();
        let pictures = Pictures::new(test.handle(), shared, media, kernel::TokenKey::new([7; 32]));
        let bulk = Bulk::new(market.catalog.clone(), files.clone(), pictures.clone());
        let producer = market.producer("HTX Cơm cháy").await;
        let owner = RoleGrant {
            role: Role::ProducerOwner,
            scope: Scope::Producer(producer.id),
        };
        let mut world = Self {
            test,
            clock,
            market,
            files,
            pictures,
            bulk,
            producer,
            owner: Actor::Anonymous,
        };
        world.owner = world.account(vec![owner]).await;
        world
    }

    pub(crate) async fn run(&self, sql: &str, values: Vec<Value>) {
        let tx = self.test.begin().await.unwrap();
        let statement =
            Statement::from_sql_and_values(tx.get_database_backend(), sql.to_owned(), values);
        tx.execute_raw(statement).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// An account that has these roles in the database, too.
    pub(crate) async fn account(&self, grants: Vec<RoleGrant>) -> Actor {
        let now = self.clock.now();
        let id = AccountId::new(now);
        let sql = "INSERT INTO account (id, email, password_hash, display_name, language, status, demo, created_at, updated_at) \
            VALUES ($1, $2, 'x', 'x', 'vi', 'ACTIVE', TRUE, $3, $3)";
        let email = format!("{id}@vidu.example");
        self.run(sql, vec![id.0.into(), email.into(), now.into()])
            .await;
        let tx = self.test.begin().await.unwrap();
        for grant in &grants {
            identity::roles::give(&tx, id, grant, now).await.unwrap();
        }
        tx.commit().await.unwrap();
        Actor::Account { id, grants }
    }

    /// Somebody to whom the owner gave a right.
    pub(crate) async fn delegate(&self, right: Right) -> (Actor, ProducerGrantId) {
        let Actor::Account { id, .. } = self.account(Vec::new()).await else {
            panic!("an account");
        };
        let now = self.clock.now();
        let grant = ProducerGrantId::new(now);
        let owner = self.owner.account_id().unwrap();
        let sql = "INSERT INTO producer_grant (id, producer_id, grantor_id, grantee_id, permission, created_at) \
            VALUES ($1, $2, $3, $4, $5, $6)";
        let values = vec![
            grant.0.into(),
            self.producer.id.0.into(),
            owner.0.into(),
            id.0.into(),
            right.as_str().into(),
            now.into(),
        ];
        self.run(sql, values).await;
        let scope = Scope::Right {
            producer: self.producer.id,
            right,
            grant,
        };
        let role = Role::ProducerDelegate;
        let grants = vec![RoleGrant { role, scope }];
        (Actor::Account { id, grants }, grant)
    }

    /// A product on sale with these SKUs, each at 100,000 đồng and ten units.
    pub(crate) async fn product(&self, name: &str, skus: &[&str]) -> Listing {
        self.product_of(&self.producer, name, skus).await
    }

    pub(crate) async fn product_of(
        &self,
        producer: &Producer,
        name: &str,
        skus: &[&str],
    ) -> Listing {
        let issued_on = days_before(day_in_vietnam(self.clock.now()), 100);
        let certificate = self.market.certificate(producer, issued_on).await;
        let variants = skus.iter().map(|sku| NewVariant {
            sku: (*sku).to_owned(),
            name: format!("Gói {sku}"),
            name_en: None,
            price: Money::from_stored(100_000),
            compare_at_price: None,
            weight_grams: 300,
            stock: 10,
        });
        let variants: Vec<NewVariant> = variants.collect();
        self.market
            .listing_under(producer, certificate, name, 1, 1, |new| {
                new.variants = variants;
            })
            .await
    }

    pub(crate) async fn upload(&self, actor: &Actor, kind: MediaType, bytes: &[u8]) -> FileId {
        let new = NewFile {
            purpose: match kind {
                MediaType::Zip => Purpose::PictureArchive,
                _ => Purpose::ListingImport,
            },
            name: "tệp".to_owned(),
            media_type: kind,
        };
        let mut upload = self.files.upload(actor, new).await.unwrap();
        upload.write(bytes).await.unwrap();
        upload.finish().await.unwrap().id
    }

    /// Imports an archive of pictures and waits for its end.
    pub(crate) async fn import_pictures(&self, archive: &[u8], how: How) -> Import {
        let file = self.upload(&self.owner, MediaType::Zip, archive).await;
        self.clock.advance(Duration::seconds(1));
        let new = NewImport {
            kind: ImportKind::Pictures,
            ..self.new_import(TableKind::Products, file, how)
        };
        let import = self.bulk.start_import(&self.owner, new).await.unwrap();
        self.work(&import).await;
        self.look(&import).await
    }

    pub(crate) fn new_import(&self, kind: TableKind, file_id: FileId, how: How) -> NewImport {
        NewImport {
            producer_id: self.producer.id,
            kind: ImportKind::Table(kind),
            file_id,
            mapping: Vec::new(),
            mode: how.mode,
            dry_run: how.dry_run,
            submit: how.submit,
        }
    }

    pub(crate) async fn start(
        &self,
        actor: &Actor,
        kind: TableKind,
        file: FileId,
        how: How,
    ) -> Result<Import, StartImportError> {
        self.clock.advance(Duration::seconds(1));
        let new = self.new_import(kind, file, how);
        self.bulk.start_import(actor, new).await
    }

    pub(crate) async fn work(&self, import: &Import) {
        let job = RunImport(self.bulk.clone());
        job.run(&import.id.to_string()).await.unwrap();
    }

    pub(crate) async fn look(&self, import: &Import) -> Import {
        let found = self.bulk.import(&self.owner, import.id).await.unwrap();
        found.unwrap()
    }

    /// Imports a text and waits for its end.
    pub(crate) async fn import(&self, kind: TableKind, text: &str, how: How) -> Import {
        let file = self
            .upload(&self.owner, MediaType::Csv, text.as_bytes())
            .await;
        self.import_file(kind, file, how).await
    }

    pub(crate) async fn import_file(&self, kind: TableKind, file: FileId, how: How) -> Import {
        let import = self.start(&self.owner, kind, file, how).await.unwrap();
        self.work(&import).await;
        self.look(&import).await
    }

    /// With a mapping.
    pub(crate) async fn import_mapped(
        &self,
        kind: TableKind,
        text: &str,
        mapping: Vec<(Field, String)>,
    ) -> Result<Import, StartImportError> {
        let file = self
            .upload(&self.owner, MediaType::Csv, text.as_bytes())
            .await;
        self.clock.advance(Duration::seconds(1));
        let mut new = self.new_import(kind, file, PLAIN);
        new.mapping = mapping;
        let import = self.bulk.start_import(&self.owner, new).await?;
        self.work(&import).await;
        Ok(self.look(&import).await)
    }

    pub(crate) async fn problems(&self, import: &Import) -> Vec<RowProblem> {
        let page = PageArgs::first(100);
        let page = self.bulk.import_problems(import.id, &page).await.unwrap();
        page.rows.into_iter().map(|(_, own)| own).collect()
    }

    /// Line, header, code; remarks with a question mark.
    pub(crate) async fn told(&self, import: &Import) -> Vec<String> {
        let problems = self.problems(import).await;
        let told = problems.iter().map(|own| {
            let header = own.place.header.as_deref().or(own.entry.as_deref());
            let header = header.unwrap_or("-");
            let mark = if own.warning { "?" } else { "" };
            format!("{} {header} {}{mark}", own.place.line, own.code.as_str())
        });
        told.collect()
    }

    pub(crate) async fn stock(&self, variant: VariantId) -> (i64, i64) {
        let sql = "SELECT on_hand, reserved FROM stock WHERE variant_id = $1";
        let db = self.test.primary();
        let values = [variant.0.into()];
        let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
        let row = db.query_one_raw(statement).await.unwrap().unwrap();
        (
            row.try_get_by_index(0).unwrap(),
            row.try_get_by_index(1).unwrap(),
        )
    }

    pub(crate) async fn listing(&self, id: ProductId) -> listing::Listing {
        let catalog = &self.market.catalog;
        catalog.listing(&self.owner, id).await.unwrap().unwrap()
    }

    pub(crate) async fn variant(&self, product: ProductId, sku: &str) -> listing::LiveVariant {
        let listing = self.listing(product).await;
        let mut own = listing.variants.into_iter();
        own.find(|own| own.sku == sku).unwrap()
    }

    pub(crate) async fn listings(&self) -> Vec<listing::Listing> {
        let catalog = &self.market.catalog;
        let filter = listing::ListingFilter::default();
        let page = catalog
            .listings(
                &self.owner,
                self.producer.id,
                &filter,
                &PageArgs::first(100),
            )
            .await
            .unwrap();
        page.rows.into_iter().map(|(_, own)| own).collect()
    }

    /// Everything that an import could write, counted.
    pub(crate) async fn traces(&self) -> Vec<i64> {
        let mut counts = Vec::new();
        for table in [
            "product",
            "product_variant",
            "listing_change",
            "listing_event",
            "listing_code",
            "price_request",
            "stock_movement",
        ] {
            let sql = format!("SELECT COUNT(*) FROM {table}");
            counts.push(self.test.number(&sql).await);
        }
        let sums = [
            "SELECT CAST(COALESCE(SUM(on_hand), 0) AS BIGINT) FROM stock",
            "SELECT CAST(COALESCE(SUM(price), 0) AS BIGINT) FROM product_variant",
            "SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM product_variant",
            "SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM listing_change",
        ];
        for sql in sums {
            counts.push(self.test.number(sql).await);
        }
        counts
    }
}

/// Created, updated, unchanged, failed.
pub(crate) fn counts(import: &Import) -> (u32, u32, u32, u32) {
    (
        import.created,
        import.updated,
        import.unchanged,
        import.failed,
    )
}

pub(crate) fn done(import: &Import) {
    assert_eq!(import.status, ImportStatus::Done, "{import:?}");
    assert_eq!(import.percent(), 100);
    let rows = import.created + import.updated + import.unchanged + import.failed;
    if !import.dry_run && import.rows_written == import.rows_total {
        assert_eq!(rows, import.rows_total, "{import:?}");
    }
}
