//! Points of sale on both databases.

mod changing;
mod nearest;
mod reading;
mod shelves;
mod stock;

use catalog::fixtures::{Market, outbox, point_facts};
use catalog::points_of_sale::{
    NewPoint, OpeningHours, OpeningRange, PointFacts, PointKind, PointOfSale,
};
use chrono::Weekday;
use db::Engine;
use kernel::{AccountId, Actor, ProducerId, Role, RoleGrant, Scope};
use programme::units::{UnitSnapshot, Units};
use programme::{LegalForm, NewProducer, Producer, ProducerStatus};
use std::sync::Arc;
use testkit::{TestClock, TestDb};

struct Places {
    test: TestDb,
    market: Market,
    clock: TestClock,
    units: Arc<UnitSnapshot>,
    /// Of Ninh Bình and of Hà Nội.
    officer: Actor,
    foreign: Actor,
}

fn somebody(role: Role, scope: Scope) -> Actor {
    Actor::Account {
        id: AccountId(uuid::Uuid::from_u128(7)),
        grants: vec![RoleGrant { role, scope }],
    }
}

fn staff(producer: ProducerId) -> Actor {
    somebody(Role::ProducerStaff, Scope::Producer(producer))
}

/// 0 is Phát Diệm, 1 Tây Hoa Lư, 2 Hoàn Kiếm in Hà Nội.
const COMMUNES: [&str; 3] = ["14620", "14533", "00070"];

fn facts(kind: PointKind, name: &str) -> PointFacts {
    let range = |from, to| OpeningRange { from, to };
    PointFacts {
        phone: Some("0229.3871.234".to_owned()),
        hours: OpeningHours::new([
            (Weekday::Mon, vec![range(780, 1020), range(450, 690)]),
            (Weekday::Sun, vec![range(480, 720)]),
        ])
        .unwrap(),
        by_appointment: false,
        pick_up: true,
        ..point_facts(kind, name, COMMUNES[0])
    }
}

impl Places {
    async fn open(test: TestDb) -> Self {
        let clock = TestClock::default();
        let market = Market::new(test.handle(), Arc::new(clock.clone()), outbox()).await;
        let in_province =
            |code: &str| somebody(Role::ProgrammeOfficer, Scope::Province(code.to_owned()));
        Self {
            units: Units::new(test.handle()).snapshot().await.unwrap(),
            market,
            clock,
            officer: in_province("37"),
            foreign: in_province("01"),
            test,
        }
    }

    async fn create(
        &self,
        actor: &Actor,
        producer: Option<&Producer>,
        facts: PointFacts,
    ) -> PointOfSale {
        // Ids of one instant are in no order.
        self.clock.advance(chrono::Duration::seconds(1));
        let new = NewPoint {
            producer_id: producer.map(|own| own.id),
            facts,
            demo: false,
        };
        let created = self
            .market
            .catalog
            .create_point(actor, &self.units, &new)
            .await;
        created.unwrap()
    }

    async fn store(&self, producer: &Producer, name: &str) -> PointOfSale {
        let facts = facts(PointKind::ProducerStore, name);
        self.create(&staff(producer.id), Some(producer), facts)
            .await
    }

    async fn centre(&self, name: &str) -> PointOfSale {
        let facts = facts(PointKind::OcopCentre, name);
        self.create(&self.officer, None, facts).await
    }

    /// A trading producer of Hà Nội.
    async fn away(&self) -> Producer {
        let new = NewProducer {
            legal_form: LegalForm::Cooperative,
            name: "HTX Hà Nội".to_owned(),
            name_en: None,
            tax_code: None,
            phone: "0912345678".to_owned(),
            email: "hn@vidu.example".to_owned(),
            street: "Phố 1".to_owned(),
            commune_code: "00070".to_owned(),
            province_code: "01".to_owned(),
            founded_year: None,
            story: None,
            story_en: None,
            demo: true,
            registration_number: None,
            representative: None,
        };
        let programme = &self.market.programme;
        let id = programme.register_producer(new).await.unwrap();
        for status in [ProducerStatus::Verified, ProducerStatus::Active] {
            self.set(id, status).await;
        }
        programme.producer_by_id(id).await.unwrap().unwrap()
    }

    async fn set(&self, producer: ProducerId, status: ProducerStatus) {
        let programme = &self.market.programme;
        let done = programme
            .set_producer_status(&Actor::System, producer, status)
            .await;
        done.unwrap();
    }

    /// How many rows the tables of points have together.
    async fn rows(&self) -> i64 {
        let tables = ["", "_hours", "_product", "_event"];
        let mut rows = 0;
        for table in tables {
            let sql = format!("SELECT COUNT(*) FROM point_of_sale{table}");
            rows += self.test.number(&sql).await;
        }
        rows
    }

    /// Copies of the point of that name all over the country, past the use
    /// cases: each lies where its number leads.
    async fn copies(&self, name: &str, count: u64) {
        let id = match self.market.db.engine() {
            // The row's number as the last bytes of an id.
            Engine::Sqlite => "CAST(unhex(printf('%032x', n)) AS BLOB)",
            Engine::Postgres => "CAST(LPAD(TO_HEX(n), 32, '0') AS UUID)",
        };
        let sql = format!(
            "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count})
             INSERT INTO point_of_sale (id, kind, producer_id, organisation, name, name_en, folded_name, province_code,
                 commune_code, street, phone, latitude, longitude, by_appointment, pick_up, notes, status, demo,
                 created_at, updated_at, version)
             SELECT {id}, o.kind, o.producer_id, NULL, o.name, NULL, o.folded_name, o.province_code, o.commune_code,
                 o.street, NULL, 8500000 + CAST(n * CAST(7919000003 AS BIGINT) % 14800000 AS INTEGER),
                 102200000 + CAST(n * CAST(6700417011 AS BIGINT) % 7200000 AS INTEGER),
                 o.by_appointment, o.pick_up, NULL, 'OPEN', o.demo, o.created_at, o.updated_at, 1
             FROM numbers CROSS JOIN point_of_sale o WHERE o.name = '{name}'"
        );
        assert_eq!(self.test.raw(&sql).await.unwrap(), count);
    }
}
