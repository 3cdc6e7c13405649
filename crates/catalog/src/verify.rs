//! The catalogue's part of `ocop verify`: does what is stored agree with
//! itself?

use crate::Catalog;
use crate::projection;
use crate::store::attributes;
use sea_orm::{ConnectionTrait, DbErr, Statement};

/// What the check found; all zero is sound.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CatalogReport {
    /// Variants whose stock is out of bounds or does not follow from its
    /// movements.
    pub stock_off_log: i64,
    /// Variants whose reserved units differ from their open reservations.
    pub reserved_off_reservations: i64,
    /// Products on a producer's shelf that are another's, and shelves with
    /// more than they may hold.
    pub shelves_off_rules: i64,
    /// Reviews whose count of votes differs from their votes, or that are of
    /// something else than was bought, and lists whose count differs from their
    /// entries.
    pub feedback_off: i64,
    /// Products whose facts are other ones than lists narrow them by.
    pub attributes_off_listings: i64,
    /// Stock of points of sale that does not follow from its movements.
    pub point_stock_off_log: i64,
    /// Cards that differ from their sources.
    pub stale_cards: i64,
    /// Cards looked at.
    pub cards: i64,
}

impl Catalog {
    /// Recounts stock from the movement log and reservations, and rebuilds
    /// every card in memory to compare it.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn verify(&self) -> Result<CatalogReport, DbErr> {
        let mut report = CatalogReport {
            stock_off_log: self
                .count(
                    "SELECT COUNT(*) FROM (SELECT s.variant_id FROM stock s LEFT JOIN stock_movement m ON m.variant_id = s.variant_id \
                     GROUP BY s.variant_id, s.on_hand, s.reserved \
                     HAVING s.on_hand <> COALESCE(SUM(m.on_hand_change), 0) OR s.reserved <> COALESCE(SUM(m.reserved_change), 0) \
                     OR s.on_hand < 0 OR s.reserved < 0 OR s.reserved > s.on_hand) AS off",
                )
                .await?,
            reserved_off_reservations: self
                .count(
                    "SELECT COUNT(*) FROM (SELECT s.variant_id FROM stock s \
                     LEFT JOIN stock_reservation r ON r.variant_id = s.variant_id AND r.status = 'OPEN' \
                     GROUP BY s.variant_id, s.reserved HAVING s.reserved <> COALESCE(SUM(r.quantity), 0)) AS off",
                )
                .await?,
            shelves_off_rules: self
                .count(
                    "SELECT (SELECT COUNT(*) FROM point_of_sale_product s JOIN point_of_sale o ON o.id = s.point_id \
                     JOIN product p ON p.id = s.product_id WHERE o.producer_id <> p.producer_id) \
                     + (SELECT COUNT(*) FROM (SELECT point_id FROM point_of_sale_product GROUP BY point_id \
                     HAVING COUNT(*) > 2000) AS full_up)",
                )
                .await?,
            feedback_off: self
                .count(
                    "SELECT (SELECT COUNT(*) FROM review r WHERE r.helpful <> \
                     (SELECT COUNT(*) FROM review_vote v WHERE v.review_id = r.id)) \
                     + (SELECT COUNT(*) FROM review r JOIN purchase p ON p.order_line_id = r.order_line_id \
                     WHERE r.product_id <> p.product_id OR r.producer_id <> p.producer_id) \
                     + (SELECT COUNT(*) FROM wishlist w WHERE w.entries <> \
                     (SELECT COUNT(*) FROM wishlist_entry e WHERE e.account_id = w.account_id)) \
                     + (SELECT COUNT(*) FROM wishlist_entry e LEFT JOIN wishlist w ON w.account_id = e.account_id \
                     WHERE w.account_id IS NULL)",
                )
                .await?,
            point_stock_off_log: self
                .count(
                    "SELECT COUNT(*) FROM (SELECT s.point_id FROM point_of_sale_stock s \
                     LEFT JOIN point_of_sale_stock_movement m ON m.point_id = s.point_id AND m.variant_id = s.variant_id \
                     GROUP BY s.point_id, s.variant_id, s.on_hand \
                     HAVING s.on_hand <> COALESCE(SUM(m.change), 0)) AS off",
                )
                .await?,
            ..CatalogReport::default()
        };
        let mut after = None;
        loop {
            let cards = self.cards_after(after, 500).await?;
            let Some(last) = cards.last() else {
                return Ok(report);
            };
            after = Some(last.product_id);
            let products: Vec<_> = cards.iter().map(|card| card.product_id.0).collect();
            let off = attributes::off(self.db.primary(), &products).await?;
            report.attributes_off_listings += i64::try_from(off.len()).unwrap_or(i64::MAX);
            for card in cards {
                report.cards += 1;
                let fresh =
                    projection::assemble(self.db.primary(), card.product_id.0, card.updated_at)
                        .await?;
                // Whether it is in stock may lag by one job; everything else
                // must agree.
                let agrees = fresh.is_some_and(|mut fresh| {
                    fresh.in_stock = card.in_stock;
                    fresh == card
                });
                report.stale_cards += i64::from(!agrees);
            }
        }
    }

    async fn count(&self, sql: &str) -> Result<i64, DbErr> {
        let row = self
            .db
            .primary()
            .query_one_raw(Statement::from_string(self.db.backend(), sql))
            .await?;
        row.map_or(Ok(0), |row| row.try_get_by_index(0))
    }
}
