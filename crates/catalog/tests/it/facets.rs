//! How lists spread over what they can be narrowed by. Every count is held
//! against the list that its value leads to.

use crate::listings::people;
use catalog::fixtures::{Listing, Market, outbox};
use catalog::listing::{Attribute, AttributeValue, Decision, ListingEdit};
use catalog::{
    AttributeFilter, CardFilter, CardSort, Facet, FacetField, Narrowing, PriceBand, ProductKind,
};
use chrono::NaiveDate;
use kernel::{Actor, Money, PageArgs, ProducerId, Role, Scope};
use programme::{CertificateStatus, LegalForm};
use std::collections::BTreeMap;
use std::sync::Arc;
use testkit::{TestClock, TestDb};
use uuid::Uuid;

testkit::on_both!(
    every_count_is_that_of_the_list_it_leads_to,
    what_many_have_is_asked_of_each_card,
    what_nobody_sees_is_not_counted,
    facts_follow_approvals,
    facts_of_before_are_filled_in,
);

struct World {
    market: Market,
    owner: Actor,
    moderator: Actor,
    listings: Vec<Listing>,
}

fn attribute(code: &str) -> &'static Attribute {
    Attribute::find(code).unwrap()
}

fn choice(code: &str) -> AttributeValue {
    AttributeValue::Choice(code.to_owned())
}

/// What a listing of either kind needs to go live, and these facts.
fn facts(values: &[(&str, AttributeValue)]) -> ListingEdit {
    let own = values.iter();
    ListingEdit {
        origin: Some("Ninh Bình".to_owned()),
        usage_notes: Some("Dùng ngay".to_owned()),
        ingredients: Some("Gạo".to_owned()),
        storage: Some("Khô ráo".to_owned()),
        shelf_life_days: Some(Some(90)),
        declaration: Some(Some(catalog::listing::DeclarationEdit {
            regime: catalog::listing::DeclarationRegime::Decree15,
            number: "1".to_owned(),
            date: NaiveDate::from_ymd_opt(2024, 1, 1).unwrap(),
        })),
        attributes: Some(
            own.map(|(code, value)| ((*code).to_owned(), value.clone()))
                .collect(),
        ),
        ..ListingEdit::default()
    }
}

impl World {
    /// Twelve products of three producers in two provinces, and one that is
    /// like another to every facet.
    async fn open(test: &TestDb) -> Self {
        let clock = Arc::new(TestClock::default());
        let market = Market::new(test.handle(), clock, outbox()).await;
        let mut listings = Vec::new();
        for (n, (commune, province)) in [("14620", "37"), ("14533", "37"), ("00070", "01")]
            .into_iter()
            .enumerate()
        {
            let producer = market
                .producer_in(&format!("HTX {n}"), commune, province)
                .await;
            for (price, set) in [(20_000, 6), (70_000, 6), (70_000, 16), (1_500_000, 22)] {
                let issued = NaiveDate::from_ymd_opt(2026, 6, 1).unwrap();
                let certificate = market.certificate(&producer, issued).await;
                let own = market
                    .listing_under(
                        &producer,
                        certificate,
                        "Sản phẩm",
                        price + i64::try_from(n).unwrap(),
                        if set == 16 { 0 } else { 5 },
                        |new| {
                            new.product_set = set;
                            new.kind = ProductKind::Goods;
                        },
                    )
                    .await;
                listings.push(own);
            }
        }
        let (twin, producer) = (21_000, listings[0].producer.clone());
        listings.push(market.listing(&producer, "Sản phẩm", twin, 5).await);
        let mut grants = Vec::new();
        for producer in listings.iter().map(|own| own.producer.id) {
            grants.push(kernel::RoleGrant {
                role: Role::ProducerOwner,
                scope: Scope::Producer(producer),
            });
        }
        let owner = match people(&market, Role::Shopper, Scope::Global).await {
            Actor::Account { id, .. } => Actor::Account { id, grants },
            _ => panic!("an account"),
        };
        let moderator = people(&market, Role::Moderator, Scope::Global).await;
        Self {
            market,
            owner,
            moderator,
            listings,
        }
    }

    async fn tell(&self, at: usize, values: &[(&str, AttributeValue)]) {
        let (catalog, owner) = (&self.market.catalog, &self.owner);
        let product = self.listings[at].product;
        let change = catalog.begin_change(owner, product).await.unwrap();
        let change = catalog
            .edit_change(owner, change.id, change.version, &facts(values))
            .await
            .unwrap();
        let change = catalog
            .submit_change(owner, change.id, change.version)
            .await
            .unwrap();
        catalog
            .decide_change(
                &self.moderator,
                change.id,
                change.version,
                &Decision::Approve,
            )
            .await
            .unwrap();
    }

    /// Facts of some of the products.
    async fn told(test: &TestDb) -> Self {
        let world = Self::open(test).await;
        for (at, diet, storage) in [
            (0, "VEGAN", "AMBIENT"),
            (1, "VEGAN", "CHILLED"),
            (4, "OMNIVORE", "CHILLED"),
            (5, "VEGETARIAN", "AMBIENT"),
        ] {
            let values = [
                ("DIET", choice(diet)),
                ("STORAGE_TEMPERATURE", choice(storage)),
            ];
            world.tell(at, &values).await;
        }
        for (at, capacity) in [(2, 500), (6, 500), (10, 1_000)] {
            let capacity = AttributeValue::Number(capacity);
            let content = AttributeValue::Text("500 ml".to_owned());
            let values = [("CAPACITY_ML", capacity), ("NET_CONTENT", content)];
            world.tell(at, &values).await;
        }
        world
    }

    async fn facets(&self, filter: &CardFilter) -> Vec<Facet> {
        self.market.catalog.facets(filter).await.unwrap()
    }

    async fn count(&self, filter: &CardFilter) -> u64 {
        self.market.catalog.count_cards(filter).await.unwrap()
    }

    /// Holds every count of a list against the list that it leads to, and asks
    /// every value that there is; how many the list has.
    async fn hold(&self, filter: &CardFilter) -> usize {
        let facets = self.facets(filter).await;
        let mut values = 0;
        for every in self.facets(&CardFilter::default()).await {
            let same = |own: &&Facet| format!("{:?}", own.by) == format!("{:?}", every.by);
            let own = facets.iter().find(same);
            let own = own.map(|own| own.values.as_slice()).unwrap_or_default();
            for (value, _) in &every.values {
                let list = self.count(&narrowed(filter, &every.by, value)).await;
                let told = own.iter().find(|(own, _)| own == value);
                let told = told.map(|(_, hits)| *hits);
                let wanted = (list > 0).then_some(list);
                assert_eq!(told, wanted, "{:?} {value} in {filter:?}", every.by);
            }
            values += own.len();
            assert!(own.is_sorted_by(|a, b| a.1 >= b.1), "{own:?}");
        }
        values
    }
}

/// The filter with that value in the place of the facet's own choice.
fn narrowed(filter: &CardFilter, by: &Narrowing, value: &str) -> CardFilter {
    let text = || Some(vec![value.to_owned()]);
    match by {
        Narrowing::Attribute(own) => {
            let mut next = filter.clone();
            next.attributes
                .retain(|other| other.attribute.code != own.code);
            let one = AttributeFilter::one_of(own, &[value.to_owned()]);
            next.attributes.push(one.unwrap());
            next
        }
        Narrowing::Field(field) => {
            let mut next = field.without(filter);
            match field {
                FacetField::Group => next.groups = text(),
                FacetField::ProductSet => next.product_sets = Some(vec![value.parse().unwrap()]),
                FacetField::LegalForm => {
                    next.legal_forms = Some(vec![LegalForm::parse(value).unwrap()]);
                }
                FacetField::InStock => next.in_stock = Some(value.parse().unwrap()),
                FacetField::Stars => next.stars_in = Some(vec![value.parse().unwrap()]),
                FacetField::Province => next.provinces = text(),
                FacetField::Commune => next.communes = text(),
                FacetField::Producer => {
                    let id: Uuid = value.parse().unwrap();
                    next.producers = Some(vec![ProducerId(id)]);
                }
                FacetField::Price => {
                    let mut bands = PriceBand::ALL.into_iter();
                    let band = bands.find(|band| band.value() == value).unwrap();
                    next.price_min = Some(band.from);
                    next.price_max = band.to;
                }
            }
            next
        }
    }
}

async fn every_count_is_that_of_the_list_it_leads_to(test: TestDb) {
    let world = World::told(&test).await;
    let codes = |codes: &[&str]| Some(codes.iter().map(|code| (*code).to_owned()).collect());
    let one_of = |code: &str, values: &[&str]| {
        let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
        AttributeFilter::one_of(attribute(code), &values).unwrap()
    };
    let every = CardFilter::default;
    let producer = world.listings[0].producer.id;
    // 3 groups, 4 sets, 1 star, 2 provinces, 3 communes, 3 producers, 1 legal
    // form, 3 bands, 1 answer whether in stock, 3 + 2 choices and 2 numbers.
    assert_eq!(world.hold(&every()).await, 28);
    let lists = [
        CardFilter {
            groups: codes(&["FOOD", "BEVERAGE"]),
            ..every()
        },
        CardFilter {
            provinces: codes(&["37"]),
            in_stock: Some(true),
            ..every()
        },
        CardFilter {
            product_sets: Some(vec![6]),
            legal_forms: Some(vec![LegalForm::Cooperative]),
            ..every()
        },
        CardFilter {
            producers: Some(vec![producer]),
            price_min: Some(Money::from_stored(50_000)),
            ..every()
        },
        CardFilter {
            stars_min: Some(4),
            communes: codes(&["14620", "00070"]),
            price_max: Some(Money::from_stored(80_000)),
            ..every()
        },
        CardFilter {
            groups: codes(&["FOOD"]),
            attributes: vec![
                one_of("DIET", &["VEGAN"]),
                one_of("STORAGE_TEMPERATURE", &["CHILLED"]),
            ],
            ..every()
        },
        CardFilter {
            attributes: vec![one_of("CAPACITY_ML", &["500"])],
            provinces: codes(&["37"]),
            ..every()
        },
        CardFilter {
            attributes: vec![
                AttributeFilter::between(attribute("CAPACITY_ML"), Some(600), None).unwrap(),
            ],
            ..every()
        },
    ];
    for filter in &lists {
        assert!(world.hold(filter).await > 0, "{filter:?}");
    }
    // What is chosen leaves the others of its own facet in sight.
    let facets = world.facets(&lists[0]).await;
    assert_eq!(facets[0].values.len(), 3);
    assert_eq!(world.count(&lists[6]).await, 2);
    assert_eq!(world.count(&lists[7]).await, 1);
    // An empty list matches nothing, and all but its own facet are empty.
    let nothing = CardFilter {
        groups: Some(Vec::new()),
        ..every()
    };
    assert_eq!(world.hold(&nothing).await, 3);
    let nothing = CardFilter {
        attributes: vec![one_of("DIET", &[])],
        ..every()
    };
    assert_eq!(world.hold(&nothing).await, 3);
    // Two of one attribute are either; of two attributes, both.
    let either = one_of("DIET", &["VEGAN", "OMNIVORE"]);
    let cold = one_of("STORAGE_TEMPERATURE", &["CHILLED"]);
    let with = |attributes: Vec<AttributeFilter>| CardFilter {
        attributes,
        ..every()
    };
    assert_eq!(world.count(&with(vec![either.clone()])).await, 3);
    assert_eq!(world.count(&with(vec![either, cold])).await, 2);
    let page = PageArgs::first(10);
    let vegan = with(vec![one_of("DIET", &["VEGAN"])]);
    let cards = world
        .market
        .catalog
        .cards(&vegan, CardSort::Newest, &page)
        .await
        .unwrap();
    let mut found: Vec<_> = cards.rows.iter().map(|(_, own)| own.product_id).collect();
    found.sort();
    let mut wanted = [world.listings[0].product, world.listings[1].product];
    wanted.sort();
    assert_eq!(found, wanted);
}

/// What few products have leads to them. Of what many have, every card of the
/// list is asked; either way the answer is the same.
async fn what_many_have_is_asked_of_each_card(test: TestDb) {
    let world = World::told(&test).await;
    let one_of = |code: &str, value: &str| {
        let one = AttributeFilter::one_of(attribute(code), &[value.to_owned()]);
        one.unwrap()
    };
    let with = |attributes: Vec<AttributeFilter>| CardFilter {
        attributes,
        ..CardFilter::default()
    };
    let large = AttributeFilter::between(attribute("CAPACITY_ML"), Some(600), None).unwrap();
    let (cold, vegan) = (
        one_of("STORAGE_TEMPERATURE", "CHILLED"),
        one_of("DIET", "VEGAN"),
    );
    let lists = [
        with(vec![cold.clone()]),
        with(vec![cold, vegan]),
        with(vec![large.clone()]),
    ];
    let (market, page) = (&world.market, PageArgs::first(10));
    let listed = async |filter: &CardFilter| {
        let cards = market.catalog.cards(filter, CardSort::PriceAsc, &page);
        let cards = cards.await.unwrap();
        let ids = cards.rows.iter().map(|(_, own)| own.product_id);
        ids.collect::<Vec<_>>()
    };
    let sqlite = market.db.engine() == db::Engine::Sqlite;
    let mut before = Vec::new();
    for filter in &lists {
        before.push((listed(filter).await, world.hold(filter).await));
        let plan = market.plan_of_cards(filter, CardSort::PriceAsc).await;
        assert!(!sqlite || plan.contains("TEMP B-TREE"), "{plan}");
    }
    assert_eq!(
        before.iter().map(|own| own.0.len()).collect::<Vec<_>>(),
        [2, 1, 1]
    );
    // Of two that few have, the list without either is found by the other.
    let plan = market.plan_of_facets(&lists[1]).await;
    assert!(!sqlite || !plan.contains("product_card_newest"), "{plan}");
    // Products that nobody sees, with both choices and a large content.
    let id = if sqlite {
        "randomblob(16)"
    } else {
        "gen_random_uuid()"
    };
    let products = format!(
        "INSERT INTO product (id, slug, producer_id, product_set, kind, name, status, demo, created_at, updated_at, version) \
         WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n <= 50000) \
         SELECT {id}, 'sp-' || n, p.producer_id, 6, 'GOODS', 'Kẹo', 'DRAFT', TRUE, p.created_at, p.updated_at, 1 \
         FROM number CROSS JOIN (SELECT * FROM product ORDER BY slug LIMIT 1) p"
    );
    assert_eq!(test.raw(&products).await.unwrap(), 50_001);
    for (code, value, number) in [
        ("STORAGE_TEMPERATURE", "CHILLED", "NULL"),
        ("DIET", "VEGAN", "NULL"),
        ("CAPACITY_ML", "750", "750"),
    ] {
        let facts = format!(
            "INSERT INTO product_attribute (product_id, code, value, number) \
             SELECT id, '{code}', '{value}', {number} FROM product WHERE name = 'Kẹo'"
        );
        assert_eq!(test.raw(&facts).await.unwrap(), 50_001);
    }
    if !sqlite {
        // As the database itself does within a minute of so many rows.
        test.raw("ANALYZE").await.unwrap();
    }
    for (filter, before) in lists.iter().zip(before) {
        let after = (listed(filter).await, world.hold(filter).await);
        assert_eq!(after, before, "{filter:?}");
        let plan = market.plan_of_cards(filter, CardSort::PriceAsc).await;
        assert!(!sqlite || !plan.contains("TEMP B-TREE"), "{plan}");
        // … among those that have it, where that is named.
        let named = filter.attributes.iter().all(|own| *own != large);
        let among = "SEARCH product_attribute EXISTS USING PRIMARY KEY";
        assert!(!(sqlite && named) || plan.contains(among), "{plan}");
    }
}

async fn what_nobody_sees_is_not_counted(test: TestDb) {
    let world = World::told(&test).await;
    let every = CardFilter::default();
    let counted = async || {
        let facets = world.facets(&every).await;
        let groups: u64 = facets[0].values.iter().map(|(_, hits)| hits).sum();
        let vegan = facets
            .iter()
            .find(|own| matches!(own.by, Narrowing::Attribute(by) if by.code == "DIET"))
            .and_then(|own| own.values.iter().find(|(value, _)| value == "VEGAN"))
            .map_or(0, |(_, hits)| *hits);
        (groups, vegan)
    };
    assert_eq!(counted().await, (13, 2));
    let suspended = CertificateStatus::Suspended;
    world
        .market
        .set_certificate(&world.listings[0], suspended)
        .await;
    assert_eq!(counted().await, (12, 1));
    let paused = world.listings[1].product;
    let catalog = &world.market.catalog;
    catalog
        .pause_listing(&world.owner, paused, true)
        .await
        .unwrap();
    assert_eq!(counted().await, (11, 0));
}

async fn facts_follow_approvals(test: TestDb) {
    let world = World::open(&test).await;
    let catalog = &world.market.catalog;
    let values = async || {
        let facets = world.facets(&CardFilter::default()).await.into_iter();
        let attributes = facets.filter_map(|own| match own.by {
            Narrowing::Attribute(by) => Some((by.code, own.values)),
            Narrowing::Field(_) => None,
        });
        attributes.collect::<BTreeMap<_, _>>()
    };
    assert_eq!(values().await, BTreeMap::new());
    let ambient = ("STORAGE_TEMPERATURE", choice("AMBIENT"));
    world.tell(0, &[("DIET", choice("VEGAN")), ambient]).await;
    // What is only proposed narrows nothing.
    let change = catalog
        .begin_change(&world.owner, world.listings[0].product)
        .await
        .unwrap();
    let edit = facts(&[("DIET", choice("OMNIVORE"))]);
    catalog
        .edit_change(&world.owner, change.id, change.version, &edit)
        .await
        .unwrap();
    let told = values().await;
    assert_eq!(told["DIET"], [("VEGAN".to_owned(), 1)]);
    assert_eq!(told["STORAGE_TEMPERATURE"], [("AMBIENT".to_owned(), 1)]);
    assert_eq!(catalog.verify().await.unwrap().attributes_off_listings, 0);
    let sql = "UPDATE product_attribute SET value = 'OMNIVORE' WHERE code = 'DIET'";
    assert_eq!(test.raw(sql).await.unwrap(), 1);
    assert_eq!(catalog.verify().await.unwrap().attributes_off_listings, 1);
    assert_eq!(catalog.mend_attributes().await.unwrap(), 1);
    assert_eq!(catalog.mend_attributes().await.unwrap(), 0);
    assert_eq!(values().await, told);
    assert_eq!(test.raw(sql).await.unwrap(), 1);
    // The next approval says what is so.
    let change = catalog
        .change(&world.owner, change.id)
        .await
        .unwrap()
        .unwrap();
    let gone = catalog
        .withdraw_change(&world.owner, change.id, change.version)
        .await;
    gone.unwrap();
    world.tell(0, &[("DIET", choice("VEGETARIAN"))]).await;
    let told = values().await;
    assert_eq!(told.len(), 1);
    assert_eq!(told["DIET"], [("VEGETARIAN".to_owned(), 1)]);
    assert_eq!(catalog.verify().await.unwrap().attributes_off_listings, 0);
}

/// Listings from before there was a table have their facts in it after the
/// migration.
async fn facts_of_before_are_filled_in(test: TestDb) {
    let world = World::told(&test).await;
    let catalog = &world.market.catalog;
    let before = world.facets(&CardFilter::default()).await;
    for sql in [
        "DROP TABLE product_attribute",
        "DELETE FROM seaql_migrations WHERE version IN \
         ('m20261128_000026_product_attributes', 'm20261129_000033_attribute_values')",
    ] {
        test.raw(sql).await.unwrap();
    }
    test.handle().migrate().await.unwrap();
    let after = world.facets(&CardFilter::default()).await;
    let told = |facets: &[Facet]| format!("{facets:?}");
    assert_eq!(told(&before), told(&after));
    assert_eq!(catalog.verify().await.unwrap().attributes_off_listings, 0);
}
