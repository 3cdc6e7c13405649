//! Collections in every status, and the home page.

use super::super::global_id;
use super::people::{Person, everywhere, in_province, person};
use super::world::Producers;
use crate::support::App;
use catalog::collections::{
    Arrangement, Collection, CollectionCommand, CollectionContent, CollectionRule, NewCollection,
};
use kernel::{Actor, CollectionId, ProductId, Role};

pub(super) struct Curation {
    pub(super) moderator: Person,
    /// Moderates in Ninh Bình alone.
    pub(super) local: Person,
    /// A public product of Ninh Bình, one of Hà Nội, and one of each that is
    /// hidden.
    pub(super) product: String,
    pub(super) foreign_product: String,
    pub(super) hidden_product: String,
    pub(super) hidden_foreign: String,
    /// A draft of Ninh Bình with the product, of version 2; its slug is taken.
    pub(super) draft: String,
    /// Without products, of version 1.
    pub(super) empty: String,
    /// Over before anybody published it.
    pub(super) expired: String,
    /// With 500 products, of version 1.
    pub(super) full: String,
    /// Rules, of version 1: one that holds something, nothing, everything.
    pub(super) rule: String,
    pub(super) nothing: String,
    pub(super) everything: String,
    /// Of version 2.
    pub(super) archived: String,
    /// A draft of Hà Nội and one of the whole country, of version 1.
    pub(super) foreign: String,
    pub(super) national: String,
}

struct Curator<'a>(&'a App);

impl Curator<'_> {
    async fn create(
        &self,
        slug: &str,
        province: Option<&str>,
        content: CollectionContent,
    ) -> Collection {
        let new = NewCollection {
            slug: Some(slug.to_owned()),
            province_code: province.map(str::to_owned),
            content,
            demo: true,
        };
        let catalog = &self.0.services.catalog;
        catalog
            .create_collection(&Actor::System, &new)
            .await
            .unwrap()
    }

    async fn home(&self, slug: &str, rule: Option<CollectionRule>) -> Collection {
        let title = "Đặc sản".to_owned();
        let content = CollectionContent {
            title,
            rule,
            ..CollectionContent::default()
        };
        self.create(slug, Some("37"), content).await
    }
}

fn id(own: &Collection) -> String {
    global_id(CollectionId::TYPE, own.id.0)
}

impl Curation {
    pub(super) async fn open(app: &App, producers: &Producers) -> Self {
        let product = app
            .market
            .listing(&producers.own, "Cơm cháy", 45_000, 5)
            .await;
        let away = app
            .market
            .listing(&producers.foreign, "Cốm", 60_000, 5)
            .await;
        let hidden = app.market.listing(&producers.own, "Nem", 9_000, 5).await;
        let hidden_away = app
            .market
            .listing(&producers.foreign, "Giò", 9_000, 5)
            .await;
        app.raw("UPDATE product_card SET listed = FALSE WHERE name IN ('Nem', 'Giò')")
            .await;
        let (curator, catalog) = (Curator(app), &app.services.catalog);
        let draft = curator.home("dac-san", None).await;
        let products = vec![product.product];
        let put = Arrangement::Put { products, at: None };
        let put = catalog
            .arrange_collection(&Actor::System, draft.id, 1, &put)
            .await;
        put.unwrap();
        let stars = |stars_min| {
            let rule = CollectionRule::default();
            Some(CollectionRule { stars_min, ..rule })
        };
        let archived = curator.home("cat-di", None).await;
        let archive = CollectionCommand::Archive;
        let done = catalog
            .move_collection(&Actor::System, archived.id, 1, archive)
            .await;
        done.unwrap();
        let full = curator.home("day", None).await;
        fill(app).await;
        let titled = || CollectionContent {
            title: "Đặc sản".to_owned(),
            ..CollectionContent::default()
        };
        let expired = curator.home("het-han", None).await;
        app.raw(
            "UPDATE collection SET valid_until = '2026-01-01T00:00:00Z' WHERE slug = 'het-han'",
        )
        .await;
        let product_id = |id: ProductId| global_id(ProductId::TYPE, id.0);
        Self {
            moderator: person(app, "kiemduyet", vec![everywhere(Role::Moderator)]).await,
            local: person(app, "kiemduyet2", vec![in_province(Role::Moderator, "37")]).await,
            product: product_id(product.product),
            foreign_product: product_id(away.product),
            hidden_product: product_id(hidden.product),
            hidden_foreign: product_id(hidden_away.product),
            draft: id(&draft),
            empty: id(&curator.home("trong", None).await),
            expired: id(&expired),
            full: id(&full),
            rule: id(&curator.home("bon-sao", stars(Some(4))).await),
            nothing: id(&curator.home("nam-sao", stars(Some(5))).await),
            everything: id(&curator.home("tat-ca", stars(None)).await),
            archived: id(&archived),
            foreign: id(&curator.create("ha-noi", Some("01"), titled()).await),
            national: id(&curator.create("ca-nuoc", None, titled()).await),
        }
    }
}

/// Puts 500 products into the collection `day`.
async fn fill(app: &App) {
    let new = match app.services.db.engine() {
        db::Engine::Sqlite => "randomblob(16)",
        db::Engine::Postgres => "gen_random_uuid()",
    };
    let sql = format!(
        "INSERT INTO product (id, slug, producer_id, product_set, kind, name, status, demo, created_at, updated_at) \
         WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 499) \
         SELECT {new}, 'day-' || i, p.producer_id, 6, 'GOODS', 'Đầy', 'DRAFT', TRUE, p.created_at, p.updated_at \
         FROM n, (SELECT * FROM product WHERE name = 'Cơm cháy' LIMIT 1) p"
    );
    assert_eq!(app.raw(&sql).await, 500);
    let sql = "INSERT INTO collection_product (collection_id, product_id, position) \
        SELECT c.id, p.id, CAST(SUBSTR(p.slug, 5) AS INTEGER) FROM collection c, product p \
        WHERE c.slug = 'day' AND p.name = 'Đầy'";
    assert_eq!(app.raw(sql).await, 500);
}
