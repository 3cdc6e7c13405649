//! The figures of sales: every delivered part once, and what the public does
//! not see of them.

use crate::shop::{Shop, by_token, staff};
use catalog::fixtures::Listing;
use chrono::{DateTime, Duration};
use kernel::clock::{day_in_vietnam, days_before};
use kernel::{
    AccountId, Actor, Clock, Money, ProducerOrderId, Role, RoleGrant, Scope, Timestamp, VariantId,
};
use orders::fulfil::Step;
use orders::jobs::RECOUNT_SALES;
use orders::sales::{Figure, Sales, SalesFilter};
use orders::status::PartStatus;
use payments::PaymentMethod;
use payments::provider::sandbox::tokens;
use programme::taxonomy::ProductGroup;
use programme::{IssuerLevel, LegalForm, NewCertificate, NewProducer, Producer, ProducerStatus};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use std::collections::{BTreeMap, BTreeSet};
use testkit::TestDb;

testkit::on_both!(
    a_delivered_part_is_counted_once,
    many_who_count_at_once_count_once,
    whatever_happens_to_orders_a_recount_agrees,
    what_was_tampered_with_is_found_and_healed,
    what_was_sold_before_is_counted_too,
    a_sale_keeps_its_cuts,
    who_runs_the_programme_there_sees_everything,
);

fn ship() -> Step {
    Step::Ship {
        carrier: "VNPost".into(),
        tracking_number: "VN123".into(),
    }
}

fn at(instant: &str) -> Timestamp {
    DateTime::parse_from_rfc3339(instant).unwrap().to_utc()
}

/// Three sellers of two provinces, four things to buy.
struct Sellers {
    shop: Shop,
    sellers: Vec<Producer>,
    things: Vec<Listing>,
}

impl Sellers {
    async fn open(test: &TestDb) -> Self {
        let shop = Shop::open(test.handle()).await;
        let mut sellers = Vec::new();
        for (name, form, province, commune) in [
            ("HTX Một", LegalForm::Cooperative, "37", "14620"),
            ("Trang trại Hai", LegalForm::Farm, "37", "14533"),
            ("Công ty Ba", LegalForm::Jsc, "01", "00070"),
        ] {
            sellers.push(seller(&shop, name, form, province, commune).await);
        }
        let mut things = Vec::new();
        for (seller, stars, set, price) in [
            (0, 4, 6, 10_000),
            (0, 3, 21, 70_000),
            (1, 3, 7, 25_000),
            (2, 4, 6, 40_000),
        ] {
            things.push(thing(&shop, &sellers[seller], stars, set, price).await);
        }
        Self {
            shop,
            sellers,
            things,
        }
    }

    fn lines(&self, lines: &[(usize, i64)]) -> Vec<(VariantId, i64)> {
        let lines = lines.iter();
        lines
            .map(|(thing, quantity)| (self.things[*thing].variant, *quantity))
            .collect()
    }

    /// A part's steps until its delivery.
    async fn deliver(&self, part: ProducerOrderId) {
        let found = self.shop.orders.part_by_id(part).await.unwrap().unwrap();
        let seller = self.sellers.iter().find(|one| one.id == found.producer_id);
        for step in [Step::Confirm, Step::Pack, ship(), Step::Deliver] {
            let by = staff(seller.unwrap());
            let done = self.shop.orders.fulfil(&by, part, &step);
            done.await.unwrap();
        }
    }

    /// Buys and delivers.
    async fn sell(&self, lines: &[(usize, i64)]) {
        let (_, order) = self.shop.buy(&self.lines(lines)).await;
        for part in self.shop.parts(&order).await {
            self.deliver(part.id).await;
        }
    }

    async fn told(&self, actor: &Actor, year: i32, province: Option<&str>) -> Sales {
        let filter = SalesFilter {
            year,
            province_code: province.map(str::to_owned),
        };
        self.shop.orders.sales(actor, &filter).await.unwrap()
    }
}

async fn seller(
    shop: &Shop,
    name: &str,
    form: LegalForm,
    province: &str,
    commune: &str,
) -> Producer {
    let programme = &shop.market.programme;
    let new = NewProducer {
        legal_form: form,
        name: name.to_owned(),
        name_en: None,
        tax_code: None,
        phone: "0912345678".to_owned(),
        email: "ban@vidu.example".to_owned(),
        street: "Thôn 1".to_owned(),
        commune_code: commune.to_owned(),
        province_code: province.to_owned(),
        founded_year: None,
        story: None,
        story_en: None,
        demo: true,
        registration_number: None,
        representative: None,
    };
    let id = programme.register_producer(new).await.unwrap();
    for status in [ProducerStatus::Verified, ProducerStatus::Active] {
        let set = programme.set_producer_status(&Actor::System, id, status);
        set.await.unwrap();
    }
    programme.producer_by_id(id).await.unwrap().unwrap()
}

async fn thing(shop: &Shop, seller: &Producer, stars: i32, set: i32, price: i64) -> Listing {
    let programme = &shop.market.programme;
    let new = NewCertificate {
        number: format!("Số {price}"),
        producer_id: seller.id,
        product_name: "Sản phẩm".to_owned(),
        stars,
        score_hundredths: if stars == 4 { 8_250 } else { 6_000 },
        potential_five: false,
        issuer: "Uỷ ban nhân dân tỉnh".to_owned(),
        issuer_level: IssuerLevel::Province,
        decision_number: "1/QĐ".to_owned(),
        issued_on: days_before(day_in_vietnam(shop.clock.now()), 100),
        recognised_year: None,
        demo: true,
    };
    let id = programme.record_certificate(&Actor::System, new).await;
    let known = programme.certificates_by_ids(&[id.unwrap()]).await;
    let certificate = known.unwrap().remove(0);
    let market = &shop.market;
    market
        .listing_under(seller, certificate, "Sản vật", price, 1_000, |new| {
            new.product_set = set;
        })
        .await
}

fn officer(scope: Scope) -> Actor {
    Actor::Account {
        id: AccountId(uuid::Uuid::from_u128(7)),
        grants: vec![RoleGrant {
            role: Role::ProgrammeOfficer,
            scope,
        }],
    }
}

fn figure(orders: i64, units: i64, revenue: i64) -> Figure {
    Figure {
        orders,
        units,
        revenue: Money::from_stored(revenue),
    }
}

async fn a_delivered_part_is_counted_once(test: TestDb) {
    let sellers = Sellers::open(&test).await;
    let shop = &sellers.shop;
    // The last second of the year in Vietnam, and the first of the next.
    shop.clock.set(at("2026-12-31T16:59:59Z"));
    let lines = sellers.lines(&[(0, 2), (1, 1), (3, 1)]);
    let (_, order) = shop.buy(&lines).await;
    let parts = shop.parts(&order).await;
    let of = |seller: usize| {
        let part = parts
            .iter()
            .find(|part| part.producer_id == sellers.sellers[seller].id);
        part.unwrap().id
    };
    let empty = sellers.told(&Actor::System, 2026, None).await;
    assert_eq!(empty.total, Some(figure(0, 0, 0)));
    sellers.deliver(of(0)).await;
    shop.work().await;
    shop.clock.advance(Duration::seconds(1));
    // A repeat of a step that was taken.
    let by = staff(&sellers.sellers[0]);
    let again = shop.orders.fulfil(&by, of(0), &Step::Deliver);
    again.await.unwrap();
    sellers.deliver(of(2)).await;
    for _ in 0..3 {
        shop.work().await;
        assert_eq!(shop.orders.count_sales().await.unwrap(), 0);
    }
    let told = sellers.told(&Actor::System, 2026, Some("37")).await;
    assert_eq!(
        told,
        Sales {
            exact: true,
            // One order, though it is in two groups.
            total: Some(figure(1, 3, 90_000)),
            by_group: vec![
                (ProductGroup::Food, Some(figure(1, 2, 20_000))),
                (ProductGroup::Handicraft, Some(figure(1, 1, 70_000))),
            ],
            by_stars: vec![
                (3, Some(figure(1, 1, 70_000))),
                (4, Some(figure(1, 2, 20_000))),
            ],
            by_legal_form: vec![(LegalForm::Cooperative, Some(figure(1, 3, 90_000)))],
            by_province: vec![("37".to_owned(), Some(figure(1, 3, 90_000)))],
            by_commune: Some(vec![("14620".to_owned(), figure(1, 3, 90_000))]),
        }
    );
    let elsewhere = sellers.told(&Actor::System, 2026, Some("01")).await;
    assert_eq!(elsewhere.total, Some(figure(0, 0, 0)));
    let next = sellers.told(&Actor::System, 2027, None).await;
    assert_eq!(
        next.by_province,
        [("01".to_owned(), Some(figure(1, 1, 40_000)))]
    );
    assert_eq!(next.by_commune, None);
    shop.verify().await;
}

/// Seen to fail without `counted = FALSE` in the statement that takes sales.
async fn many_who_count_at_once_count_once(test: TestDb) {
    let sellers = Sellers::open(&test).await;
    for _ in 0..12 {
        sellers.sell(&[(0, 1), (2, 1)]).await;
    }
    let tasks = (0..8).map(|_| {
        let orders = sellers.shop.orders.clone();
        tokio::spawn(async move { orders.count_sales().await.unwrap() })
    });
    let counted = futures::future::join_all(tasks).await;
    let counted: usize = counted.into_iter().map(Result::unwrap).sum();
    assert_eq!(counted, 24);
    // Jobs that ran before and are told to run again.
    sellers.shop.work().await;
    test.raw("UPDATE job SET status = 'WAITING'").await.unwrap();
    sellers.shop.work().await;
    let told = sellers.told(&Actor::System, 2026, None).await;
    assert_eq!(told.total, Some(figure(24, 24, 12 * 35_000)));
    sellers.shop.verify().await;
}

/// Seen to fail with the recording of a sale removed, with it moved to the
/// shipping, and with the cut by group of the fold counted by line.
async fn whatever_happens_to_orders_a_recount_agrees(test: TestDb) {
    let sellers = Sellers::open(&test).await;
    let shop = &sellers.shop;
    shop.clock.set(at("2026-12-20T02:00:00Z"));
    let mut runner = TestRunner::deterministic();
    let draws = proptest::collection::vec((0..16u8, 0..255u8, 0..255u8), 260)
        .new_tree(&mut runner)
        .unwrap()
        .current();
    let mut parts = Vec::new();
    let mut orders = Vec::new();
    for (command, one, other) in draws {
        let (one, other) = (usize::from(one), usize::from(other));
        match command {
            0..3 => {
                let things: BTreeSet<usize> = [one % 4, other % 4, (one / 4) % 4].into();
                let lines: Vec<_> = things.iter().map(|own| (*own, 1 + *own as i64)).collect();
                let (access, cart) = shop.cart(&sellers.lines(&lines)).await;
                let (method, token) = match other % 4 {
                    0 => (PaymentMethod::Card, tokens::APPROVE),
                    1 => (PaymentMethod::Card, tokens::DECLINE),
                    _ => (PaymentMethod::CashOnDelivery, ""),
                };
                let order = shop.checkout(&access, &cart, method, token).await.unwrap();
                parts.extend(shop.parts(&order).await);
                orders.push((access, order));
            }
            3 if !orders.is_empty() => {
                let (access, order) = &orders[one % orders.len()];
                let by = by_token(access, order);
                // Refused where it is too late.
                let _ = shop.orders.cancel(&Actor::Anonymous, &by, None).await;
            }
            4 => shop.later(Duration::minutes(20)).await,
            5 => shop.clock.advance(Duration::hours(one as i64 % 30)),
            6 => {
                shop.orders.count_sales().await.unwrap();
            }
            _ if !parts.is_empty() => {
                let part = &parts[one % parts.len()];
                let seller = sellers
                    .sellers
                    .iter()
                    .find(|own| own.id == part.producer_id);
                let give_up = Step::Cancel {
                    reason: "Hết hàng".into(),
                };
                let steps = match other % 9 {
                    0 => vec![give_up],
                    1 => vec![Step::Confirm],
                    2..5 => vec![Step::Confirm, Step::Pack, ship()],
                    _ => vec![
                        Step::Confirm,
                        Step::Pack,
                        ship(),
                        Step::Deliver,
                        Step::Deliver,
                    ],
                };
                for step in steps {
                    // Refused where the part stands elsewhere.
                    let _ = shop
                        .orders
                        .fulfil(&staff(seller.unwrap()), part.id, &step)
                        .await;
                }
            }
            _ => {}
        }
        // Counted or not yet: the recount knows.
        if other % 8 == 0 {
            assert_eq!(shop.orders.verify().await.unwrap().sales_off, 0);
        }
    }
    shop.later(Duration::minutes(20)).await;
    shop.verify().await;
    assert_eq!(
        test.number("SELECT COUNT(*) FROM sale WHERE counted = FALSE")
            .await,
        0
    );
    let mut seen = 0;
    for year in [2026, 2027] {
        for province in [None, Some("37"), Some("01")] {
            let told = sellers.told(&Actor::System, year, province).await;
            assert_eq!(told, recount(&sellers, &parts, year, province).await);
            seen += told.total.unwrap().orders;
        }
    }
    assert!(seen > 40, "{seen} sales are no test");
}

/// The figures from the public reads, one part after the other.
async fn recount(
    sellers: &Sellers,
    parts: &[orders::order::ProducerOrder],
    year: i32,
    province: Option<&str>,
) -> Sales {
    fn count<K: Ord>(
        sums: &mut BTreeMap<K, (BTreeSet<ProducerOrderId>, i64, i64)>,
        key: K,
        line: &orders::order::OrderLine,
    ) {
        let sum = sums.entry(key).or_default();
        sum.0.insert(line.producer_order_id);
        sum.1 += line.quantity;
        sum.2 += line.total.dong();
    }
    fn told<K: Ord>(sums: BTreeMap<K, (BTreeSet<ProducerOrderId>, i64, i64)>) -> Vec<(K, Figure)> {
        let sums = sums.into_iter();
        sums.map(|(key, (parts, units, revenue))| {
            (
                key,
                figure(i64::try_from(parts.len()).unwrap(), units, revenue),
            )
        })
        .collect()
    }
    fn seen<K>(rows: Vec<(K, Figure)>) -> Vec<(K, Option<Figure>)> {
        rows.into_iter()
            .map(|(key, own)| (key, Some(own)))
            .collect()
    }
    let (mut total, mut groups, mut stars) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    let (mut forms, mut provinces, mut communes) =
        (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for part in parts {
        let part = sellers
            .shop
            .orders
            .part_by_id(part.id)
            .await
            .unwrap()
            .unwrap();
        let parcels = sellers
            .shop
            .orders
            .fulfillments_of(&[part.id])
            .await
            .unwrap();
        let delivered = parcels.first().and_then(|parcel| parcel.delivered_at);
        let seller = sellers
            .sellers
            .iter()
            .find(|own| own.id == part.producer_id);
        let seller = seller.unwrap();
        if part.status != PartStatus::Delivered
            || delivered
                .is_none_or(|at| day_in_vietnam(at).format("%Y").to_string() != year.to_string())
            || province.is_some_and(|own| own != seller.province_code)
        {
            continue;
        }
        for line in sellers.shop.orders.lines_of(&[part.id]).await.unwrap() {
            let thing = sellers
                .things
                .iter()
                .position(|own| own.variant == line.variant_id);
            let group = match thing {
                Some(1) => ProductGroup::Handicraft,
                _ => ProductGroup::Food,
            };
            count(&mut total, (), &line);
            count(&mut groups, group, &line);
            count(&mut stars, line.stars, &line);
            count(&mut forms, seller.legal_form, &line);
            count(&mut provinces, seller.province_code.clone(), &line);
            count(&mut communes, seller.commune_code.clone(), &line);
        }
    }
    Sales {
        exact: true,
        total: Some(told(total).first().map_or(figure(0, 0, 0), |(_, own)| *own)),
        by_group: seen(told(groups)),
        by_stars: seen(told(stars)),
        by_legal_form: seen(told(forms)),
        by_province: seen(told(provinces)),
        by_commune: province.map(|_| told(communes)),
    }
}

async fn what_was_tampered_with_is_found_and_healed(test: TestDb) {
    let sellers = Sellers::open(&test).await;
    let shop = &sellers.shop;
    for _ in 0..3 {
        sellers.sell(&[(0, 1), (1, 2), (2, 1), (3, 5)]).await;
    }
    shop.work().await;
    let before = sellers.told(&Actor::System, 2026, None).await;
    // One is under way.
    shop.buy(&sellers.lines(&[(2, 1)])).await;
    for (number, tampering) in [
        "UPDATE sales_figure SET revenue = revenue + 1 WHERE stars = 4",
        "UPDATE sales_figure SET orders = orders + 2, units = 0",
        "DELETE FROM sales_figure WHERE group_code = 'FOOD'",
        "DELETE FROM sales_figure",
        "INSERT INTO sales_figure VALUES (2025, '37', 'FARM', '*', 'FOOD', 3, 1, 1, 1)",
        "DELETE FROM sale WHERE counted = TRUE",
        "DELETE FROM sale",
        "UPDATE sale SET year = 2025",
        "UPDATE sale SET counted = TRUE",
        "UPDATE sale SET counted = FALSE",
        "INSERT INTO sale SELECT id, 2026, FALSE FROM producer_order WHERE status = 'PENDING'",
        "INSERT INTO sale SELECT id, 2026, TRUE FROM producer_order WHERE status = 'PENDING'",
    ]
    .into_iter()
    .enumerate()
    {
        // One more waits to be counted.
        sellers.sell(&[(0, 1)]).await;
        test.raw(tampering).await.unwrap();
        let report = shop.orders.verify().await.unwrap();
        assert!(report.sales_off > 0, "{number}: {tampering}");
        let healed = shop.orders.recount_sales().await.unwrap();
        assert_eq!(healed, report.sales_off, "{tampering}");
        shop.verify().await;
        assert_eq!(shop.orders.recount_sales().await.unwrap(), 0);
        shop.orders.count_sales().await.unwrap();
        let told = sellers.told(&Actor::System, 2026, None).await;
        assert_eq!(told.total, {
            let (own, more) = (before.total.unwrap(), i64::try_from(number).unwrap() + 1);
            let more_revenue = Money::from_stored(10_000 * more);
            Some(Figure {
                orders: own.orders + more,
                units: own.units + more,
                revenue: own.revenue.plus(more_revenue).unwrap(),
            })
        });
        shop.verify().await;
    }
    // Two who heal at once heal once.
    test.raw("UPDATE sales_figure SET orders = orders + 3")
        .await
        .unwrap();
    let tasks = (0..4).map(|_| {
        let orders = shop.orders.clone();
        tokio::spawn(async move { orders.recount_sales().await.unwrap() })
    });
    for task in futures::future::join_all(tasks).await {
        task.unwrap();
    }
    shop.verify().await;
}

/// What was delivered before there were figures, and what lost its job, is
/// found by the clock's job.
async fn what_was_sold_before_is_counted_too(test: TestDb) {
    let sellers = Sellers::open(&test).await;
    sellers.sell(&[(0, 1), (2, 1)]).await;
    test.raw("DELETE FROM sale WHERE year = 2026")
        .await
        .unwrap();
    sellers.sell(&[(0, 1)]).await;
    // But the card's, which have nothing to do with it.
    let others = "DELETE FROM job WHERE kind <> 'catalog.refresh_card'";
    test.raw(others).await.unwrap();
    let tx = test.handle().begin().await.unwrap();
    let job = jobs::NewJob::new(RECOUNT_SALES, "", sellers.shop.clock.now());
    jobs::enqueue(&tx, job).await.unwrap();
    tx.commit().await.unwrap();
    sellers.shop.work().await;
    let told = sellers.told(&Actor::System, 2026, None).await;
    assert_eq!(told.total, Some(figure(3, 3, 45_000)));
    sellers.shop.verify().await;
}

/// The group, the form, the place and the stars of a sale are those of its
/// checkout. Seen to fail with the count asking the producer.
async fn a_sale_keeps_its_cuts(test: TestDb) {
    let sellers = Sellers::open(&test).await;
    let (_, order) = sellers.shop.buy(&sellers.lines(&[(0, 1)])).await;
    for change in [
        "UPDATE producer SET province_code = '01', commune_code = '00070', legal_form = 'FARM'",
        "UPDATE product SET product_set = 16",
        "UPDATE product_card SET group_code = 'BEVERAGE', province_code = '01'",
        "UPDATE certificate SET stars = 3",
    ] {
        test.raw(change).await.unwrap();
    }
    for part in sellers.shop.parts(&order).await {
        sellers.deliver(part.id).await;
    }
    sellers.shop.orders.count_sales().await.unwrap();
    assert_eq!(sellers.shop.orders.verify().await.unwrap().sales_off, 0);
    let told = sellers.told(&Actor::System, 2026, Some("37")).await;
    let one = figure(1, 1, 10_000);
    assert_eq!(told.by_group, [(ProductGroup::Food, Some(one))]);
    assert_eq!(told.by_stars, [(4, Some(one))]);
    assert_eq!(told.by_legal_form, [(LegalForm::Cooperative, Some(one))]);
    assert_eq!(told.by_province, [("37".to_owned(), Some(one))]);
    assert_eq!(told.by_commune.unwrap(), [("14620".to_owned(), one)]);
}

/// Seen to fail with everybody seeing everything, with officers doing so
/// everywhere, and with a province's figures hidden by themselves alone.
async fn who_runs_the_programme_there_sees_everything(test: TestDb) {
    let sellers = Sellers::open(&test).await;
    // Six orders of the cooperative, five of them with something else as
    // well; two of the farm, six of the company.
    for n in 0..6 {
        sellers
            .sell(if n < 5 { &[(0, 1), (1, 1)] } else { &[(0, 1)] })
            .await;
        sellers.sell(&[(3, 1)]).await;
    }
    sellers.sell(&[(2, 1)]).await;
    sellers.sell(&[(2, 1)]).await;
    sellers.shop.orders.count_sales().await.unwrap();
    let province = |code: &str| Scope::Province(code.to_owned());
    let exact = sellers.told(&Actor::System, 2026, Some("37")).await;
    assert_eq!(
        exact.by_legal_form,
        [
            (LegalForm::Cooperative, Some(figure(6, 11, 410_000))),
            (LegalForm::Farm, Some(figure(2, 2, 50_000))),
        ]
    );
    assert_eq!(
        exact.by_commune.as_ref().unwrap(),
        &[
            ("14533".to_owned(), figure(2, 2, 50_000)),
            ("14620".to_owned(), figure(6, 11, 410_000)),
        ]
    );
    for actor in [officer(province("37")), officer(Scope::Global)] {
        assert_eq!(sellers.told(&actor, 2026, Some("37")).await, exact);
    }
    let public = sellers.told(&Actor::Anonymous, 2026, Some("37")).await;
    assert_eq!((public.exact, &public.by_commune), (false, &None));
    assert_eq!(public.total, Some(figure(8, 13, 460_000)));
    // The farm's two orders are hidden, and the cooperative's with them.
    assert_eq!(
        public.by_legal_form,
        [(LegalForm::Cooperative, None), (LegalForm::Farm, None)]
    );
    for actor in [
        officer(province("01")),
        staff(&sellers.sellers[1]),
        Actor::Account {
            id: AccountId(uuid::Uuid::from_u128(8)),
            grants: vec![RoleGrant {
                role: Role::Inspector,
                scope: province("37"),
            }],
        },
    ] {
        assert_eq!(sellers.told(&actor, 2026, Some("37")).await, public);
    }
    // The country is nobody's province, and tells nothing by a difference.
    let country = sellers.told(&Actor::Anonymous, 2026, None).await;
    assert_eq!(
        sellers.told(&officer(province("37")), 2026, None).await,
        country
    );
    assert_eq!(country.total, Some(figure(14, 19, 700_000)));
    let forms: Vec<_> = country
        .by_legal_form
        .iter()
        .map(|(form, own)| (*form, own.is_some()))
        .collect();
    assert_eq!(
        forms,
        [
            (LegalForm::Cooperative, false),
            (LegalForm::Jsc, true),
            (LegalForm::Farm, false),
        ]
    );
    let everything = sellers.told(&officer(Scope::Global), 2026, None).await;
    assert!(
        everything.exact
            && everything
                .by_legal_form
                .iter()
                .all(|(_, own)| own.is_some())
    );
}
