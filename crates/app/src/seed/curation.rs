//! Collections and a home page of the demonstration.

use crate::failure::Failure;
use catalog::Catalog;
use catalog::collections::{
    Arrangement, Collection, CollectionCommand, CollectionContent, CollectionRule, CollectionSort,
    NewCollection,
};
use catalog::home::{BlockContent, BlockKind};
use kernel::{Actor, CollectionId, ProducerId, ProductId};
use std::fmt::Display;

/// What people take home from Ninh Bình for Tết.
const GIFTS: [&str; 7] = [
    "com-chay-co-do",
    "yen-sao-tinh-che-huan-hoa",
    "mat-ong-vung-doi",
    "gio-trung-yen-tu",
    "tra-an-thai-sinh-duoc",
    "bo-am-chen-men-trang-bo-bat",
    "gio-coi-thanh-hoa",
];
/// Of whom the home page tells.
const FEATURED: [&str; 3] = ["htx-sinh-duoc", "gom-bo-bat", "htx-mat-ong-vung-doi"];

fn failed(error: impl Display) -> Failure {
    Failure::new(format!("demonstration data: collections: {error}"))
}

/// Puts collections together as a moderator does.
pub(super) struct Curation<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) moderator: &'a Actor,
}

impl Curation<'_> {
    /// Makes them public, and writes the home page: how many collections.
    pub(super) async fn tell(
        &self,
        producer: impl Fn(&str) -> Option<ProducerId>,
    ) -> Result<usize, Failure> {
        let gifts = self.gifts().await?;
        let rule = CollectionRule {
            stars_min: Some(4),
            sort: CollectionSort::Stars,
            ..CollectionRule::default()
        };
        let content = CollectionContent {
            title: "Bốn sao trở lên".to_owned(),
            title_en: Some("Four stars and more".to_owned()),
            description: Some(
                "Những sản phẩm được công nhận từ bốn sao trở lên, giấy chứng nhận còn hiệu lực."
                    .to_owned(),
            ),
            description_en: Some(
                "Products awarded four stars or more, with a certificate in force.".to_owned(),
            ),
            rule: Some(rule),
            position: 2,
            ..CollectionContent::default()
        };
        let stars = self
            .publish(self.create("bon-sao-tro-len", None, content).await?)
            .await?;
        let rule = CollectionRule {
            certified_within_days: Some(365),
            sort: CollectionSort::Certified,
            ..CollectionRule::default()
        };
        let content = CollectionContent {
            title: "Mới được công nhận".to_owned(),
            title_en: Some("Newly certified".to_owned()),
            description: Some(
                "Những sản phẩm được công nhận trong mười hai tháng qua, mới nhất trước."
                    .to_owned(),
            ),
            description_en: Some(
                "Products certified within the last twelve months, the latest first.".to_owned(),
            ),
            rule: Some(rule),
            position: 3,
            ..CollectionContent::default()
        };
        let new = self
            .publish(self.create("moi-duoc-cong-nhan", None, content).await?)
            .await?;
        let producers: Vec<ProducerId> = FEATURED.iter().filter_map(|own| producer(own)).collect();
        let blocks = home(gifts, stars, producers);
        let written = self.catalog.set_home_page(self.moderator, 0, &blocks).await;
        written.map_err(failed)?;
        Ok([gifts, stars, new].len())
    }

    /// The collection that is chosen by hand.
    async fn gifts(&self) -> Result<CollectionId, Failure> {
        let content = CollectionContent {
            title: "Quà Tết Ninh Bình".to_owned(),
            title_en: Some("Tết gifts from Ninh Bình".to_owned()),
            description: Some(
                "Quà quê đất Cố đô cho ngày Tết sum vầy: món ngon, trà thơm và đồ thủ công của \
                 làng nghề."
                    .to_owned(),
            ),
            description_en: Some(
                "Gifts from the ancient capital for Tết with the family: good food, fragrant tea \
                 and the craft of its villages."
                    .to_owned(),
            ),
            position: 1,
            ..CollectionContent::default()
        };
        let own = self
            .create("qua-tet-ninh-binh", Some("37"), content)
            .await?;
        let mut products: Vec<ProductId> = Vec::new();
        for slug in GIFTS {
            if let Some(page) = self.catalog.page_by_slug(slug).await? {
                products.push(page.card.product_id);
            }
        }
        let put = Arrangement::Put { products, at: None };
        let (catalog, version) = (self.catalog, own.version);
        let put = catalog.arrange_collection(self.moderator, own.id, version, &put);
        self.publish(put.await.map_err(failed)?).await
    }

    async fn create(
        &self,
        slug: &str,
        province: Option<&str>,
        content: CollectionContent,
    ) -> Result<Collection, Failure> {
        let new = NewCollection {
            slug: Some(slug.to_owned()),
            province_code: province.map(str::to_owned),
            content,
            demo: true,
        };
        let created = self.catalog.create_collection(self.moderator, &new).await;
        created.map_err(failed)
    }

    async fn publish(&self, own: Collection) -> Result<CollectionId, Failure> {
        let publish = CollectionCommand::Publish;
        let catalog = self.catalog;
        let done = catalog.move_collection(self.moderator, own.id, own.version, publish);
        done.await.map(|own| own.id).map_err(failed)
    }
}

fn home(gifts: CollectionId, stars: CollectionId, producers: Vec<ProducerId>) -> Vec<BlockContent> {
    let block = |kind, title: &str, title_en: &str| BlockContent {
        kind,
        title: Some(title.to_owned()),
        title_en: Some(title_en.to_owned()),
        size: 12,
        ..BlockContent::default()
    };
    vec![
        BlockContent {
            body: Some("Quà quê có sao, có giấy chứng nhận, có người làm ra.".to_owned()),
            body_en: Some(
                "Gifts with stars, a certificate and the people who make them.".to_owned(),
            ),
            collection_id: Some(gifts),
            ..block(
                BlockKind::Banner,
                "Tết này về Ninh Bình",
                "Home to Ninh Bình for Tết",
            )
        },
        BlockContent {
            collection_id: Some(gifts),
            ..block(
                BlockKind::Collection,
                "Quà Tết Ninh Bình",
                "Tết gifts from Ninh Bình",
            )
        },
        BlockContent {
            collection_id: Some(stars),
            ..block(
                BlockKind::Collection,
                "Bốn sao trở lên",
                "Four stars and more",
            )
        },
        BlockContent {
            producers,
            ..block(
                BlockKind::FeaturedProducers,
                "Chủ thể tiêu biểu",
                "Featured producers",
            )
        },
        block(
            BlockKind::RecentlyCertified,
            "Mới được công nhận",
            "Newly certified",
        ),
        block(BlockKind::NewProducts, "Mới lên kệ", "New on the shelves"),
    ]
}
