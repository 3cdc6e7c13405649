//! Units between the producer's store and points of sale: none are made, none
//! are lost.

use super::{Places, somebody, staff};
use catalog::Wanted;
use catalog::points_of_sale::{
    CountPointStock, CountPointStockError, MoveStock, MoveStockError, PointOfSale, ShelveItem,
};
use catalog::sessions::NewSession;
use chrono::Duration;
use kernel::{Actor, Clock, PointOfSaleId, ProducerOrderId, Role, Scope, VariantId};
use sea_orm::ConnectionTrait;
use std::time::Duration as Pause;
use testkit::TestDb;

testkit::on_both!(
    units_go_to_a_point_and_back,
    nobody_moves_more_than_there_is,
    a_key_moves_units_once,
    who_may_move_and_who_may_count,
    what_is_counted_is_not_overwritten,
    what_is_sold_meanwhile_stays_in_the_store,
    a_point_that_closes_meanwhile_takes_nothing,
    services_stand_nowhere,
);

struct Goods {
    places: Places,
    variant: VariantId,
    product: kernel::ProductId,
    own: Actor,
    store: PointOfSale,
    centre: PointOfSale,
}

impl Goods {
    /// Twenty units in the producer's store, and the product on two shelves.
    async fn open(test: TestDb) -> Self {
        let places = Places::open(test).await;
        let producer = places.market.producer("HTX Một").await;
        let listing = places.market.listing(&producer, "Gạo", 9_000, 20).await;
        let store = places.store(&producer, "Cửa hàng").await;
        let centre = places.centre("Trung tâm").await;
        let item = ShelveItem {
            product_id: listing.product,
            note: None,
        };
        for point in [&store, &centre] {
            let item = std::slice::from_ref(&item);
            let catalog = &places.market.catalog;
            catalog
                .shelve(&Actor::System, point.id, item)
                .await
                .unwrap();
        }
        Self {
            variant: listing.variant,
            product: listing.product,
            own: staff(producer.id),
            places,
            store,
            centre,
        }
    }

    fn units(
        &self,
        from: Option<&PointOfSale>,
        to: Option<&PointOfSale>,
        quantity: i64,
        key: &str,
    ) -> MoveStock {
        MoveStock {
            variant_id: self.variant,
            from: from.map(|own| own.id),
            to: to.map(|own| own.id),
            quantity,
            idempotency_key: key.to_owned(),
        }
    }

    async fn moved(&self, actor: &Actor, units: &MoveStock) -> Result<(i64, i64), MoveStockError> {
        self.places.market.catalog.move_stock(actor, units).await
    }

    /// In the store, at its shop and at the centre.
    async fn stand(&self) -> (i64, i64, i64) {
        let catalog = &self.places.market.catalog;
        let left = catalog.availability(&[self.variant]).await.unwrap();
        let at = async |point: &PointOfSale| {
            let told = catalog.point_stock(&[(point.id, self.product)]).await;
            let told = told.unwrap();
            told.first().map_or(0, |(_, own)| own.on_hand)
        };
        (
            left[&self.variant],
            at(&self.store).await,
            at(&self.centre).await,
        )
    }

    /// A checkout of so many that is not committed.
    async fn sell(&self, quantity: i64) -> db::Tx {
        let (market, now) = (&self.places.market, self.places.clock.now());
        let tx = market.db.begin().await.unwrap();
        let wanted = [Wanted {
            producer_order_id: ProducerOrderId::new(now),
            variant_id: self.variant,
            quantity,
            tracked: true,
        }];
        let reserved = market.catalog.reserve(&tx, &wanted, &Actor::System, now);
        reserved.await.unwrap();
        tx
    }

    /// Moves units while somebody else's transaction is open, which ends
    /// meanwhile.
    async fn moved_beside(
        &self,
        tx: db::Tx,
        units: MoveStock,
    ) -> Result<(i64, i64), MoveStockError> {
        let (catalog, own) = (self.places.market.catalog.clone(), self.own.clone());
        let moving = tokio::spawn(async move { catalog.move_stock(&own, &units).await });
        tokio::time::sleep(Pause::from_millis(300)).await;
        tx.commit().await.unwrap();
        moving.await.unwrap()
    }

    async fn verify(&self) {
        let report = self.places.market.catalog.verify().await.unwrap();
        assert_eq!((report.stock_off_log, report.point_stock_off_log), (0, 0));
    }

    async fn count(
        &self,
        actor: &Actor,
        point_id: PointOfSaleId,
        on_hand: i64,
        expected: i64,
    ) -> Result<i64, CountPointStockError> {
        let new = CountPointStock {
            point_id,
            variant_id: self.variant,
            on_hand,
            expected,
        };
        self.places
            .market
            .catalog
            .count_point_stock(actor, new)
            .await
    }
}

async fn units_go_to_a_point_and_back(test: TestDb) {
    let goods = Goods::open(test).await;
    let (store, centre) = (Some(&goods.store), Some(&goods.centre));
    for (from, to, quantity, after) in [
        (None, store, 8, (12, 8, 0)),
        (store, centre, 5, (12, 3, 5)),
        (centre, store, 2, (12, 5, 3)),
        (store, None, 5, (17, 0, 3)),
    ] {
        let units = goods.units(from, to, quantity, &format!("{after:?}"));
        let left = goods.moved(&goods.own, &units).await.unwrap();
        assert_eq!(left, (after.0, 0));
        assert_eq!(goods.stand().await, after);
        goods.verify().await;
    }
    let catalog = &goods.places.market.catalog;
    let at = catalog.stocked_at(&[goods.variant]).await.unwrap();
    let at: Vec<_> = at
        .iter()
        .map(|(_, own)| (own.point_id, own.on_hand))
        .collect();
    assert_eq!(
        at,
        [(goods.centre.id, 3)],
        "where nothing is left is not told"
    );
    // `verify` sees what was changed past the use cases.
    let sql = "UPDATE point_of_sale_stock SET on_hand = on_hand + 1";
    assert_eq!(goods.places.test.raw(sql).await.unwrap(), 2);
    let report = catalog.verify().await.unwrap();
    assert_eq!(report.point_stock_off_log, 2);
}

async fn nobody_moves_more_than_there_is(test: TestDb) {
    use MoveStockError as Error;
    let goods = Goods::open(test).await;
    let (store, centre) = (Some(&goods.store), Some(&goods.centre));
    let catalog = &goods.places.market.catalog;
    // Six of the twenty are sold.
    goods.sell(6).await.commit().await.unwrap();
    let refused = async |from, to, quantity| {
        let units = goods.units(from, to, quantity, "k");
        goods.moved(&goods.own, &units).await.unwrap_err()
    };
    let few = refused(None, store, 15).await;
    assert!(matches!(few, Error::TooFew(14)), "{few:?}");
    let few = refused(store, None, 1).await;
    assert!(matches!(few, Error::TooFew(0)), "{few:?}");
    for quantity in [0, -1, 1_000_001, i64::MIN, i64::MAX] {
        let wrong = refused(None, store, quantity).await;
        assert!(matches!(wrong, Error::Quantity), "{wrong:?}");
    }
    for same in [None, store] {
        let wrong = refused(same, same, 1).await;
        assert!(matches!(wrong, Error::SamePlace), "{wrong:?}");
    }
    let units = goods.units(None, store, 14, "all");
    goods.moved(&goods.own, &units).await.unwrap();
    let few = refused(store, centre, 15).await;
    assert!(matches!(few, Error::TooFew(14)), "{few:?}");
    // What is closed takes nothing, and gives what it has.
    let closed = catalog.close_point(&goods.own, goods.store.id).await;
    closed.unwrap();
    let wrong = refused(centre, store, 1).await;
    assert!(matches!(wrong, Error::UnknownTo), "{wrong:?}");
    let units = goods.units(store, centre, 14, "out");
    goods.moved(&goods.own, &units).await.unwrap();
    // What does not stand on the shelf is not moved there.
    let unshelved = catalog
        .unshelve(&Actor::System, goods.centre.id, &[goods.product])
        .await;
    unshelved.unwrap();
    let wrong = refused(None, centre, 1).await;
    assert!(matches!(wrong, Error::UnknownTo), "{wrong:?}");
    let wrong = refused(centre, None, 1).await;
    assert!(matches!(wrong, Error::UnknownFrom), "{wrong:?}");
    goods.verify().await;
}

async fn a_key_moves_units_once(test: TestDb) {
    let goods = Goods::open(test).await;
    let units = goods.units(None, Some(&goods.store), 3, "once");
    let first = goods.moved(&goods.own, &units).await.unwrap();
    let again = goods.moved(&goods.own, &units).await.unwrap();
    assert_eq!((first, again), ((17, 0), (17, 0)));
    assert_eq!(goods.stand().await, (17, 3, 0));
    let other = goods.units(None, Some(&goods.store), 4, "once");
    let refused = goods.moved(&goods.own, &other).await;
    assert!(
        matches!(refused, Err(MoveStockError::KeyReused)),
        "{refused:?}"
    );
    let bad = goods.units(None, Some(&goods.store), 4, " ");
    let refused = goods.moved(&goods.own, &bad).await;
    assert!(
        matches!(refused, Err(MoveStockError::BadKey)),
        "{refused:?}"
    );
}

async fn who_may_move_and_who_may_count(test: TestDb) {
    let goods = Goods::open(test).await;
    let other = goods.places.market.producer("HTX Khác").await;
    let strangers = [
        Actor::Anonymous,
        staff(other.id),
        somebody(Role::Moderator, Scope::Global),
        goods.places.foreign.clone(),
    ];
    let units = goods.units(None, Some(&goods.store), 3, "k");
    for stranger in strangers.iter().chain([&goods.places.officer]) {
        let refused = goods.moved(stranger, &units).await;
        assert!(
            matches!(refused, Err(MoveStockError::NotFound)),
            "{refused:?}"
        );
    }
    for stranger in &strangers {
        for point in [&goods.store, &goods.centre] {
            let refused = goods.count(stranger, point.id, 1, 0).await;
            assert!(
                matches!(refused, Err(CountPointStockError::NotFound)),
                "{refused:?}"
            );
        }
    }
    // Officers count in their centres, producers their goods anywhere.
    let (officer, own) = (&goods.places.officer, &goods.own);
    assert_eq!(
        goods.count(officer, goods.centre.id, 4, 0).await.unwrap(),
        4
    );
    assert_eq!(goods.count(own, goods.centre.id, 3, 4).await.unwrap(), 3);
    assert_eq!(goods.count(own, goods.store.id, 2, 0).await.unwrap(), 2);
    goods.verify().await;
}

async fn what_is_counted_is_not_overwritten(test: TestDb) {
    use CountPointStockError as Error;
    let goods = Goods::open(test).await;
    let point = goods.store.id;
    assert_eq!(goods.count(&goods.own, point, 7, 0).await.unwrap(), 7);
    assert_eq!(
        goods.count(&goods.own, point, 7, 0).await.unwrap(),
        7,
        "said twice"
    );
    let refused = goods.count(&goods.own, point, 5, 6).await;
    assert!(matches!(refused, Err(Error::Outdated(7))), "{refused:?}");
    for wrong in [-1, 1_000_001] {
        let refused = goods.count(&goods.own, point, wrong, 7).await;
        assert!(matches!(refused, Err(Error::Units)), "{refused:?}");
    }
    goods.verify().await;
    for sql in [
        "UPDATE point_of_sale_stock SET on_hand = -1",
        "UPDATE point_of_sale_stock SET on_hand = 1000001",
    ] {
        assert!(goods.places.test.raw(sql).await.is_err(), "{sql}");
    }
}

async fn what_is_sold_meanwhile_stays_in_the_store(test: TestDb) {
    let goods = Goods::open(test).await;
    let tx = goods.sell(6).await;
    let units = goods.units(None, Some(&goods.store), 20, "all");
    let few = goods.moved_beside(tx, units).await;
    assert!(matches!(few, Err(MoveStockError::TooFew(14))), "{few:?}");
    goods.verify().await;
}

async fn a_point_that_closes_meanwhile_takes_nothing(test: TestDb) {
    let goods = Goods::open(test).await;
    for (to, sql) in [
        (&goods.store, "UPDATE point_of_sale SET status = 'CLOSED'"),
        (&goods.centre, "DELETE FROM point_of_sale_product"),
    ] {
        let tx = goods.places.market.db.begin().await.unwrap();
        // As whoever changes a point or its shelf begins.
        for sql in ["UPDATE point_of_sale SET version = version", sql] {
            tx.execute_unprepared(sql).await.unwrap();
        }
        let units = goods.units(None, Some(to), 2, sql);
        let refused = goods.moved_beside(tx, units).await;
        assert!(
            matches!(refused, Err(MoveStockError::UnknownTo)),
            "{refused:?}"
        );
        let open = "UPDATE point_of_sale SET status = 'OPEN'";
        goods.places.test.raw(open).await.unwrap();
    }
    assert_eq!(goods.stand().await, (20, 0, 0));
}

async fn services_stand_nowhere(test: TestDb) {
    let goods = Goods::open(test).await;
    let (market, now) = (&goods.places.market, goods.places.clock.now());
    let catalog = &market.catalog;
    let producer = market.producer("HTX Du lịch").await;
    let tour = market.service(&producer, "Một ngày ở bản", 5).await;
    let own = staff(producer.id);
    let starts_at = now + Duration::hours(24);
    let new = [NewSession {
        starts_at,
        ends_at: starts_at + Duration::hours(4),
        closes_at: None,
        places: 12,
        price: None,
    }];
    let sessions = catalog.schedule_sessions(&own, tour.variant, &new).await;
    let store = goods.places.store(&producer, "Nhà đón khách").await;
    let item = [ShelveItem {
        product_id: tour.product,
        note: None,
    }];
    catalog.shelve(&own, store.id, &item).await.unwrap();
    for variant_id in [tour.variant, sessions.unwrap()[0].id] {
        let units = MoveStock {
            variant_id,
            ..goods.units(None, Some(&store), 1, "k")
        };
        let refused = goods.moved(&own, &units).await;
        assert!(
            matches!(refused, Err(MoveStockError::Service)),
            "{refused:?}"
        );
        // Nobody else learns what it is.
        let refused = goods.moved(&goods.places.officer, &units).await;
        assert!(
            matches!(refused, Err(MoveStockError::NotFound)),
            "{refused:?}"
        );
        let count = CountPointStock {
            point_id: store.id,
            variant_id,
            on_hand: 1,
            expected: 0,
        };
        let refused = catalog.count_point_stock(&own, count).await;
        assert!(
            matches!(refused, Err(CountPointStockError::Service)),
            "{refused:?}"
        );
        let refused = catalog.count_point_stock(&goods.places.foreign, count);
        let refused = refused.await;
        assert!(
            matches!(refused, Err(CountPointStockError::NotFound)),
            "{refused:?}"
        );
    }
    goods.verify().await;
}
