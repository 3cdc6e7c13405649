//! A market with a cart and an order in every state that a case needs.

use super::making::{
    assorted, by_token, cart, cart_of, check_out, literal, order, session, special,
};
pub(super) use super::names::{
    CHECKOUT_KEY, Cart, Order, PAY_KEY, People, Variants, id, unknown, variant,
};
use crate::support::App;
use catalog::fixtures::point_facts;
use catalog::points_of_sale::{PointFacts, PointKind};
use chrono::Duration;
use kernel::{AccountId, Actor, Role, RoleGrant, Scope, VariantId};
use orders::fulfil::Step;
use payments::provider::sandbox::tokens;
use programme::{CertificateStatus, Producer, units};
use testkit::TestDb;
use uuid::Uuid;

/// A commune and a province that were merged into others before the clock of
/// the tests begins.
const ABOLISHED: &str = "code,level,kind,name,name_en,parent_code,valid_from,valid_to\n\
    35,PROVINCE,TINH,Hà Nam,Ha Nam,,2000-01-01,2025-07-01\n\
    14600,COMMUNE,XA,Kim Cũ,Kim Cu,37,2025-07-01,2026-04-30\n";

pub(super) struct World {
    pub(super) app: App,
    pub(super) people: People,
    pub(super) variants: Variants,
    pub(super) producer: String,
    pub(super) rival_producer: String,
    /// Where the rival's tea can be fetched.
    pub(super) rival_store: String,
    /// Rice twice, tea once.
    pub(super) open: Cart,
    /// Another guest's: one of the scarce.
    pub(super) other: Cart,
    /// The shopper's, with one rice.
    pub(super) owned: Cart,
    pub(super) empty: Cart,
    pub(super) unaddressed: Cart,
    /// Its commune was abolished after it was chosen.
    pub(super) moved: Cart,
    pub(super) expired: Cart,
    pub(super) completed: Cart,
    pub(super) overweight: Cart,
    /// With what is gone.
    pub(super) withdrawn: Cart,
    /// With more of the scarce than are left.
    pub(super) sold_out: Cart,
    pub(super) alcoholic: Cart,
    /// Its price has risen since.
    pub(super) repriced: Cart,
    /// A hundred lines.
    pub(super) full: Cart,
    /// Carts that cases may use up.
    pub(super) spare: Vec<Cart>,
    /// Cash, both parts pending: of the completed cart.
    pub(super) placed: Order,
    pub(super) packed: Order,
    pub(super) shipped: Order,
    pub(super) delivered: Order,
    /// The first producer's part is packed, the second's pending.
    pub(super) half_packed: Order,
    pub(super) cancelled: Order,
    /// The shopper's own; its token was never shown.
    pub(super) owned_order: Order,
    /// Unpaid; `PAY_KEY` was used for a declined card.
    pub(super) declined: Order,
    /// Its card is asked about for ever.
    pub(super) processing: Order,
    pub(super) paid: Order,
    /// Not paid in time.
    pub(super) unpaid: Order,
    /// Orders that cases may use up.
    pub(super) spare_orders: Vec<Order>,
}

fn staff(producer: &Producer) -> Actor {
    Actor::Account {
        id: AccountId(Uuid::from_u128(7)),
        grants: vec![RoleGrant {
            role: Role::ProducerStaff,
            scope: Scope::Producer(producer.id),
        }],
    }
}

impl World {
    #[allow(clippy::too_many_lines, reason = "one world, told from its beginning")]
    pub(super) async fn open(test: TestDb) -> Self {
        let app = App::open(test).await;
        let tx = app.services.db.begin().await.unwrap();
        units::import(&tx, ABOLISHED.as_bytes()).await.unwrap();
        tx.commit().await.unwrap();
        let one = app.market.producer("Hợp tác xã Sinh Dược").await;
        // Ids of one instant are in no order.
        app.clock.advance(Duration::seconds(1));
        let two = app.market.producer("Hợp tác xã Yên Thắng").await;
        let sell = async |producer, price, stock| {
            app.market.listing(producer, "Cơm cháy", price, stock).await
        };
        let rice = sell(&one, 50_000, 200).await;
        let tea = sell(&two, 70_000, 200).await;
        let scarce = sell(&one, 20_000, 3).await;
        let gone = sell(&one, 30_000, 9).await;
        let limited = sell(&one, 10_000, 2_000).await;
        let plenty = sell(&two, 10_000, 2_000).await;
        let rising = sell(&one, 40_000, 9).await;
        let wine = special(&app, &two, |product| {
            product.product_set = 14;
            product.abv_tenths = Some(295);
        })
        .await;
        let assorted = special(&app, &two, |product| {
            product.variants = (0..101).map(assorted).collect();
        })
        .await;
        let facts = PointFacts {
            pick_up: true,
            ..point_facts(PointKind::ProducerStore, "Cửa hàng Yên Thắng", "14620")
        };
        let store = app.market.point(&two, facts, &[tea.product]).await;
        let limited_key = literal(&app, limited.variant.0);
        app.raw(&format!(
            "UPDATE product_variant SET max_per_order = 3 WHERE id = {limited_key}"
        ))
        .await;

        let expired = cart(&app, &[(&rice, 1)]).await;
        let unpaid = order(&app, &[(&rice, 1)], tokens::DECLINE).await;
        app.clock.advance(Duration::days(31));
        app.services.orders.expire_unpaid().await.unwrap();

        let shopper = app.account("lan@vidu.example", Vec::new()).await;
        app.account("minh@vidu.example", Vec::new()).await;
        for (email, role, scope) in [
            (
                "mot@vidu.example",
                Role::ProducerOwner,
                Scope::Producer(one.id),
            ),
            (
                "hai@vidu.example",
                Role::ProducerOwner,
                Scope::Producer(two.id),
            ),
            ("duyet@vidu.example", Role::Moderator, Scope::Global),
            ("quantri@vidu.example", Role::Administrator, Scope::Global),
            (
                "canbo@vidu.example",
                Role::ProgrammeOfficer,
                Scope::Province("37".to_owned()),
            ),
        ] {
            app.account(email, vec![RoleGrant { role, scope }]).await;
        }
        let people = People {
            shopper: session(&app, "lan@vidu.example").await,
            stranger: session(&app, "minh@vidu.example").await,
            owner: session(&app, "mot@vidu.example").await,
            rival: session(&app, "hai@vidu.example").await,
            moderator: session(&app, "duyet@vidu.example").await,
            administrator: session(&app, "quantri@vidu.example").await,
            officer: session(&app, "canbo@vidu.example").await,
        };
        let shopper = Actor::Account {
            id: shopper,
            grants: Vec::new(),
        };

        let product = app
            .market
            .catalog
            .any_cards_by_ids(&[assorted.product])
            .await;
        let kinds: Vec<VariantId> = product.unwrap()[0]
            .variants
            .iter()
            .map(|variant| variant.id)
            .collect();
        let (one_more, hundred) = kinds.split_last().unwrap();
        let lines: Vec<(VariantId, i64)> = hundred.iter().map(|kind| (*kind, 1)).collect();
        let full = cart_of(&app, &Actor::Anonymous, &lines, true).await;

        let sold_out = cart(&app, &[(&scarce, 3)]).await;
        order(&app, &[(&scarce, 1)], "").await;
        let withdrawn = cart(&app, &[(&gone, 1)]).await;
        app.market
            .set_certificate(&gone, CertificateStatus::Suspended)
            .await;
        let repriced = cart(&app, &[(&rising, 1)]).await;
        let rising = literal(&app, rising.variant.0);
        app.raw(&format!(
            "UPDATE product_variant SET price = 45000 WHERE id = {rising}"
        ))
        .await;
        let moved = cart(&app, &[(&rice, 1)]).await;
        let moved_key = literal(&app, moved.access.id.0);
        app.raw(&format!(
            "UPDATE cart SET province_code = '37', commune_code = '14600' WHERE id = {moved_key}"
        ))
        .await;

        let completed = cart(&app, &[(&rice, 1), (&tea, 1)]).await;
        let placed = check_out(&app, &Actor::Anonymous, &completed, "").await;
        let (half_packed, packed, shipped, delivered) = (
            order(&app, &[(&rice, 1), (&tea, 1)], "").await,
            order(&app, &[(&rice, 1)], "").await,
            order(&app, &[(&rice, 1)], "").await,
            order(&app, &[(&rice, 1)], "").await,
        );
        let ship = Step::Ship {
            carrier: "VNPost".to_owned(),
            tracking_number: "VN123".to_owned(),
        };
        let steps = [Step::Confirm, Step::Pack, ship, Step::Deliver];
        for (order, count) in [
            (&half_packed, 2),
            (&packed, 2),
            (&shipped, 3),
            (&delivered, 4),
        ] {
            let orders = &app.services.orders;
            let parts = orders.parts_of(&[order.key]).await.unwrap();
            let own = parts.iter().find(|part| part.producer_id == one.id);
            let own = own.unwrap().id;
            for step in &steps[..count] {
                orders.fulfil(&staff(&one), own, step).await.unwrap();
            }
        }
        let cancelled = order(&app, &[(&rice, 1)], "").await;
        app.services
            .orders
            .cancel(&Actor::Anonymous, &by_token(&cancelled), None)
            .await
            .unwrap();
        let declined = order(&app, &[(&rice, 1)], tokens::DECLINE).await;
        app.services
            .orders
            .pay_again(
                &Actor::Anonymous,
                &by_token(&declined),
                tokens::DECLINE,
                PAY_KEY,
            )
            .await
            .unwrap();
        let for_owned = cart_of(&app, &shopper, &[(rice.variant, 1)], true).await;
        let mut spare = Vec::new();
        let mut spare_orders = Vec::new();
        for _ in 0..3 {
            spare.push(cart(&app, &[(&rice, 1)]).await);
        }
        for _ in 0..6 {
            spare_orders.push(order(&app, &[(&rice, 1)], "").await);
        }
        Self {
            open: cart(&app, &[(&rice, 2), (&tea, 1)]).await,
            other: cart(&app, &[(&scarce, 1)]).await,
            owned: cart_of(&app, &shopper, &[(rice.variant, 1)], true).await,
            empty: cart(&app, &[]).await,
            unaddressed: cart_of(&app, &Actor::Anonymous, &[(rice.variant, 1)], false).await,
            overweight: cart(&app, &[(&plenty, 101)]).await,
            alcoholic: cart(&app, &[(&wine, 1)]).await,
            owned_order: check_out(&app, &shopper, &for_owned, "").await,
            processing: order(&app, &[(&rice, 1)], tokens::NEVER).await,
            paid: order(&app, &[(&rice, 1)], tokens::APPROVE).await,
            variants: Variants {
                rice: variant(rice.variant),
                tea: variant(tea.variant),
                scarce: variant(scarce.variant),
                gone: variant(gone.variant),
                limited: variant(limited.variant),
                plenty: variant(plenty.variant),
                one_more: variant(*one_more),
            },
            producer: id("Producer", one.id.0),
            rival_producer: id("Producer", two.id.0),
            rival_store: id("PointOfSale", store.id.0),
            people,
            moved,
            expired,
            completed,
            withdrawn,
            sold_out,
            repriced,
            full,
            spare,
            placed,
            half_packed,
            packed,
            shipped,
            delivered,
            cancelled,
            declined,
            unpaid,
            spare_orders,
            app,
        }
    }
}
