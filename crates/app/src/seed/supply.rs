//! When the demonstration's goods can be had: a harvest that is ordered ahead,
//! what is made to order, and the next visits.

use super::market::Sown;
use crate::failure::Failure;
use catalog::listing::SetSupply;
use catalog::sessions::NewSession;
use catalog::{Card, Catalog, Season, Tracking};
use chrono::{Datelike, Duration, NaiveDate, Weekday};
use kernel::clock::{day_in_vietnam, start_of_day_vietnam};
use kernel::{Actor, Timestamp, VariantId};
use std::fmt::Display;

const AHEAD: &str = "mat-ong-chanh-dao-vung-doi";
const MADE: &str = "bo-do-tho-gom-bo-bat";
const VISITED: &str = "du-lich-cong-dong-quen-tho";
/// As its page says.
const GUESTS: i64 = 20;
const WEEKS: i64 = 8;

fn failed(error: impl Display) -> Failure {
    Failure::new(format!("demonstration data: supply: {error}"))
}

/// Says all of it as the producers do: how many visits there are.
pub(super) async fn tell(catalog: &Catalog, sown: &Sown, now: Timestamp) -> Result<usize, Failure> {
    let today = day_in_vietnam(now);
    let card = async |slug: &str| {
        let id = sown.products.get(slug).copied();
        let id = id.ok_or_else(|| failed(format!("no product {slug}")))?;
        let cards = catalog.any_cards_by_ids(&[id]).await.map_err(failed)?;
        let card: Option<Card> = cards.into_iter().next();
        card.ok_or_else(|| failed(format!("no card of {slug}")))
    };
    let season = Season {
        sell_until: Some(today + Duration::days(120)),
        promised_on: Some(today + Duration::days(25)),
        sell_from: None,
    };
    let ahead = card(AHEAD).await?.product_id;
    let told = catalog.set_season(&Actor::System, ahead, season).await;
    told.map_err(failed)?;
    for variant in card(MADE).await?.variants {
        let made = SetSupply {
            variant_id: variant.id,
            version: 1,
            tracking: Tracking::OnDemand,
            lead_days: Some(30),
        };
        let told = catalog.set_supply(&Actor::System, made).await;
        told.map_err(failed)?;
    }
    let visited = card(VISITED).await?.variants;
    let mut visits = 0;
    for (variant, day, hours) in [
        (visited.first(), Weekday::Sat, 30),
        (visited.get(1), Weekday::Sun, 9),
    ] {
        let offer = variant.ok_or_else(|| failed("an offer is missing"))?.id;
        visits += schedule(catalog, offer, next(today, day), hours).await?;
    }
    Ok(visits)
}

/// A visit a week, from eight in the morning on; booked three days ahead.
async fn schedule(
    catalog: &Catalog,
    offer: VariantId,
    first: NaiveDate,
    hours: i64,
) -> Result<usize, Failure> {
    let visit = |week: i64| {
        let day = start_of_day_vietnam(first + Duration::weeks(week));
        let starts_at = day + Duration::hours(8);
        NewSession {
            starts_at,
            ends_at: starts_at + Duration::hours(hours),
            closes_at: Some(starts_at - Duration::days(3)),
            places: GUESTS,
            price: None,
        }
    };
    let visits: Vec<_> = (0..WEEKS).map(visit).collect();
    let told = catalog.schedule_sessions(&Actor::System, offer, &visits);
    Ok(told.await.map_err(failed)?.len())
}

/// The first such day of the week that is a week away or more.
fn next(today: NaiveDate, day: Weekday) -> NaiveDate {
    let earliest = today + Duration::days(7);
    let ahead = (7 + i64::from(day.num_days_from_monday())
        - i64::from(earliest.weekday().num_days_from_monday()))
        % 7;
    earliest + Duration::days(ahead)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn visits_begin_on_their_day_of_the_week() {
        let monday = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        for days in 0..14 {
            let today = monday + Duration::days(days);
            for day in [Weekday::Sat, Weekday::Sun] {
                let first = next(today, day);
                assert_eq!(first.weekday(), day);
                assert!((7..14).contains(&(first - today).num_days()), "{today}");
            }
        }
    }
}
