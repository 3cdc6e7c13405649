//! What the operations of the programme refuse, on a world of their own.

mod calls;
mod certificates;
mod collections;
mod complaints;
mod councils;
mod curation;
mod cycles;
mod decisions;
mod documents;
mod dossiers;
pub(super) mod feedback;
mod grants;
mod inspecting;
mod inspections;
mod listing_files;
pub(super) mod listings;
mod making;
mod people;
pub(super) mod points_of_sale;
mod producers;
mod reading;
mod registers;
mod rights;
mod round;
mod samples;
mod standing;
mod steps;
pub(super) mod stories;
mod supervision;
mod world;

use super::{Case, check};
use testkit::TestDb;
pub(super) use world::World;

testkit::on_both!(
    bad_input_to_the_programme_is_refused_and_changes_nothing,
    bad_input_to_listings_is_refused_and_changes_nothing,
    bad_input_to_stories_is_refused_and_changes_nothing,
);

pub(super) fn cases(world: &World) -> Vec<Case> {
    let mut cases = producers::cases(world);
    cases.extend(standing::cases(world));
    cases.extend(grants::cases(world));
    cases.extend(cycles::cases(world));
    cases.extend(dossiers::cases(world));
    cases.extend(documents::cases(world));
    cases.extend(steps::cases(world));
    cases.extend(councils::cases(world));
    cases.extend(decisions::cases(world));
    cases.extend(inspections::cases(world));
    cases.extend(samples::cases(world));
    cases.extend(complaints::cases(world));
    cases.extend(certificates::cases(world));
    cases.extend(registers::cases(world));
    cases.extend(collections::cases(world));
    cases.extend(reading::cases(world));
    cases
}

async fn bad_input_to_the_programme_is_refused_and_changes_nothing(test: TestDb) {
    let world = World::open(test).await;
    check(&world.app, &cases(&world)).await;
}

async fn bad_input_to_listings_is_refused_and_changes_nothing(test: TestDb) {
    let world = listings::World::open(test).await;
    check(&world.app, &listings::cases(&world)).await;
}

async fn bad_input_to_stories_is_refused_and_changes_nothing(test: TestDb) {
    let world = stories::World::open(test).await;
    check(&world.app, &stories::cases(&world)).await;
}
