//! What makes one of two products that answer a query alike come first: the
//! last part of the ranking, the same on both engines. The first, how well the
//! words match, is [`crate::weights`].
//!
//! | what | adds |
//! |---|---|
//! | stars | 0.2 each, so 0.6 to 1.0 |
//! | something of it can be bought | 0.5 |
//! | buyers' rating above 3.00 | 0.1 a star, at most 0.2 |
//! | delivered lines | 0.1 for each power of ten, at most 0.4 |
//! | published lately | 0.2, half as much after every 90 days |
//!
//! Together at most 2.3: less than it counts that a word is in the name and not
//! in a synonym.

/// What is boosted of a product.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Facts {
    /// Of the certificate.
    pub(crate) stars: i64,
    /// Whether anything of it can be bought.
    pub(crate) in_stock: bool,
    /// Hundredths of a star; 0 when nobody rated.
    pub(crate) rating: i64,
    /// Lines of orders that were delivered.
    pub(crate) purchases: i64,
    /// Since it was published, in microseconds.
    pub(crate) age: i64,
}

/// The most that is added.
#[cfg(test)]
const MOST: f32 = 2.3;

impl Facts {
    /// What they add to the score of the match.
    #[expect(
        clippy::float_arithmetic,
        clippy::cast_precision_loss,
        reason = "a score, not an amount"
    )]
    pub(crate) fn boost(self) -> f32 {
        const DAY: f32 = 86_400_000_000.0;
        let stars = 0.2 * self.stars.clamp(0, 5) as f32;
        let stock = if self.in_stock { 0.5 } else { 0.0 };
        let rating = 0.001 * (self.rating.clamp(300, 500) - 300) as f32;
        let sales = 0.1 * (1.0 + self.purchases.clamp(0, 10_000) as f32).log10();
        let fresh = 0.2 * (-(self.age.max(0) as f32) / (90.0 * DAY)).exp2();
        stars + stock + rating + sales.min(0.4) + fresh
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fact_counts_a_little() {
        let plain = Facts {
            stars: 4,
            in_stock: true,
            rating: 0,
            purchases: 0,
            age: 400 * 86_400_000_000,
        };
        for better in [
            Facts { stars: 5, ..plain },
            Facts {
                rating: 450,
                ..plain
            },
            Facts {
                purchases: 3,
                ..plain
            },
            Facts { age: 0, ..plain },
        ] {
            assert!(better.boost() > plain.boost(), "{better:?}");
        }
        let without = Facts {
            in_stock: false,
            ..plain
        };
        assert!(without.boost() < plain.boost());
        let most = Facts {
            stars: 5,
            in_stock: true,
            rating: 500,
            purchases: i64::MAX,
            age: i64::MIN,
        };
        assert!(most.boost() <= MOST + 0.001 && most.boost() > 2.2);
        assert!(Facts::default().boost() >= 0.0);
    }
}
